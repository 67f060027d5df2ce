"""Write down what the participants pay together in a year, and by which key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.agreements.costs import years
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible


@transaction.atomic
def set_budget(
    *, actor: Actor, council: Council, year: int, values: Mapping[str, Any], version: int | None, now: datetime
) -> CouncilBudget:
    """Write the budget of a year, or change it: `version` is the one that was read, None when there was none.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile when another has written it since, and NotPossible when
    others pay more than the budget, or for a year without a number of inhabitants.
    """
    require(actor, Permission.AGREEMENTS_AGREEMENT_EDIT, council_id=council.pk)
    given = dict(values)
    if given["others_nok"] > given["budget_nok"]:
        raise NotPossible(
            gettext("Others pay more than the budget. Write a smaller sum, or a larger budget."), field="others_nok"
        )
    if given["inhabitants_year"] not in years():
        raise NotPossible(gettext("Choose a year that has a number of inhabitants."), field="inhabitants_year")
    rows = CouncilBudget.objects.filter(council=council)
    row, is_made = rows.get_or_create(council=council, year=year, defaults=given)
    if is_made:
        changes = as_noted(given | {"year": year})
    else:
        # Two who write the first at once: the second finds what the first wrote, and looks again.
        row = hold(rows, pk=row.pk, version=version or 0)
        changes = apply(row, given)
    if changes:
        record(actor, Verb.COUNCIL_BUDGET_SET, subject=row, council_id=council.pk, changes=changes, at=now)
    return row
