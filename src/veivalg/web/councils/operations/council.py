"""What is said about the council itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council

PRIVATE = ("contact_email",)
"""May be someone's own address, which the trail must not keep."""


@transaction.atomic
def change_council(
    *, actor: Actor, council: Council, version: int, values: Mapping[str, Any], now: datetime
) -> Council:
    """Change the council's own details. Raises access.doors.Refused and audit.changes.ChangedMeanwhile."""
    hold_council(council)
    require(actor, Permission.COUNCILS_COUNCIL_EDIT, council_id=council.pk)
    row = hold(Council.objects.select_related("office_municipality"), pk=council.pk, version=version)
    changes = apply(row, values, private=PRIVATE)
    if changes:
        record(actor, Verb.COUNCIL_CHANGED, subject=row, council_id=row.pk, changes=changes, at=now)
    return row
