"""What stands on someone's own page: what waits for them, across councils, and where they are something."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.accounts import waiting as accounts
from veivalg.web.accounts.models import Account
from veivalg.web.agreements import waiting as agreements
from veivalg.web.barometer import waiting as barometer
from veivalg.web.councils import waiting as councils
from veivalg.web.councils.models import RoleAssignment
from veivalg.web.directions import waiting as directions
from veivalg.web.endorsements import waiting as endorsements
from veivalg.web.participation import waiting as participation
from veivalg.web.reminders import waiting as reminders
from veivalg.web.strategy import waiting as strategy
from veivalg.web.survey import waiting as survey
from veivalg.web.ui.waiting import Waiting, in_order
from veivalg.web.youth import waiting as youth

SOURCES: tuple[Callable[[Actor, Account, date], list[Waiting]], ...] = (
    accounts.waiting,
    councils.waiting,
    endorsements.waiting,
    agreements.waiting,
    reminders.waiting,
    strategy.waiting,
    participation.waiting,
    survey.waiting,
    directions.waiting,
    barometer.waiting,
    youth.waiting,
)
"""Every app that has something that can wait for someone."""


def of(actor: Actor, account: Account, on: date) -> dict[str, Any]:
    """The content of the page."""
    waiting = in_order([row for source in SOURCES for row in source(actor, account, on)], on=on)
    roles = (
        RoleAssignment.objects.on(on)
        .filter(account=account)
        .select_related("council", "participant__municipality", "participant__county")
    )
    return {
        "heading": _heading(len(waiting)),
        "waiting": waiting,
        "roles": [
            {"council": row.council, "role": ROLE_WORDS[Role(row.role)], "participant": row.participant, "row": row}
            for row in roles
        ],
        "may_set_up": account.may_set_up_until is not None and account.may_set_up_until >= on,
    }


def _heading(count: int) -> str:
    if not count:
        return gettext("Nothing waits for you")
    return ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count) % {"count": count}
