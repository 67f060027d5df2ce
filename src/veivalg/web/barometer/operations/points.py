"""Saying how far a council has come on the ten points."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.facts.cooperation import ten_points
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.barometer.models import ProcessPoint
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line

LONGEST_NOTE = 500


@transaction.atomic
def mark_point(
    *, actor: Actor, council: Council, point: str, version: int, state: str, note: str = "", now: datetime
) -> ProcessPoint:
    """Say how far the council has come on a point; version 1 is what nobody has said anything about.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible for a point that there is not, or a
    note that is too long.
    """
    require(actor, Permission.BAROMETER_POINT_MARK, council_id=council.pk)
    if point not in {each.id for each in ten_points()}:
        raise NotPossible(gettext("There is no such point."))
    note = short_line(note, most=LONGEST_NOTE, field="note")
    # Two who are first at the same moment both find the row, and the second is told that it has changed.
    row, _ = ProcessPoint.objects.get_or_create(council=council, point=point, defaults={"changed_at": now})
    row = hold(ProcessPoint.objects.filter(council=council), pk=row.pk, version=version)
    changes = apply(row, {"state": ProcessPoint.State(state).value, "note": note})
    if changes:
        row.changed_at = now
        row.save(update_fields=["changed_at"])
        record(actor, Verb.POINT_MARKED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row
