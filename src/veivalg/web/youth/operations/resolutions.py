"""Which resolution a matter led to, also when its text is corrected."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day
from veivalg.web.youth.models import YouthAnswer, YouthMatter


@transaction.atomic
def set_resolution(
    *,
    actor: Actor,
    council: Council,
    matter_id: int,
    version: int,
    resolution: Resolution | None,
    now: datetime,
) -> YouthMatter:
    """Say what a matter led to; None takes away one that was a mistake.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible for a matter that
    the panel has not been asked about, and for a resolution that is not this council's, has been corrected, or was
    made before they were asked.
    """
    require(actor, Permission.YOUTH_MATTER_OPEN, council_id=council.pk)
    row = hold(YouthMatter.objects.filter(council=council), pk=matter_id, version=version)
    row.council = council
    if row.is_draft or row.withdrawn_at is not None:
        raise NotPossible(gettext("The panel is not being asked about this, so it has led to nothing."))
    if resolution is not None:
        check_resolution(council, resolution)
        if row.opened_on is not None and resolution.resolved_on < row.opened_on:
            raise NotPossible(
                gettext("It was made %(day)s, before the young were asked, so they can have had no part in it.")
                % {"day": day(resolution.resolved_on)},
                field="resolution",
            )
    changes = apply(row, {"resolution": resolution})
    if changes:
        record(actor, Verb.YOUTH_MATTER_RESOLVED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


def check_resolution(council: Council, resolution: Resolution) -> None:
    """Raises NotPossible for a resolution that is not this council's, or that a later one corrects."""
    if not Resolution.objects.standing().filter(pk=resolution.pk, council=council).exists():
        raise NotPossible(gettext("Choose one of the council's own resolutions, as it stands now."), field="resolution")


def follow_correction(actor: Actor, old: Resolution, new: Resolution, now: datetime) -> None:
    """Move along to the text that replaces the old one. Called in the transaction that corrects, behind its door."""
    for row in YouthMatter.objects.select_for_update(of=("self",), no_key=True).filter(resolution=old).order_by("pk"):
        changes = apply(row, {"resolution": new})
        record(
            actor,
            Verb.YOUTH_MATTER_RESOLVED,
            subject=row,
            under=new,
            council_id=row.council_id,
            changes=changes,
            at=now,
        )
    # It is the same resolution in another wording, so no answer is changed by it.
    YouthAnswer.objects.filter(resolution=old).update(resolution=new)
