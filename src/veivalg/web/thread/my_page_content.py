"""What stands on someone's own page: where they are something, and what waits for them there."""

from datetime import date
from typing import Any

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import RoleAssignment


def of(actor: Actor, account: Account, on: date) -> dict[str, Any]:
    """The content of the page."""
    roles = (
        RoleAssignment.objects.on(on)
        .filter(account=account)
        .select_related("council", "participant__municipality", "participant__county")
    )
    return {
        "roles": [
            {"council": row.council, "role": ROLE_WORDS[Role(row.role)], "participant": row.participant, "row": row}
            for row in roles
        ],
        "may_set_up": account.may_set_up_until is not None and account.may_set_up_until >= on,
    }
