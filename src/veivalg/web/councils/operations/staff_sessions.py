"""The host inside a council: for a time, with a reason, and every page noted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, StaffSession
from veivalg.web.councils.refusals import NotPossible

LENGTHS = (30, 60)
"""Minutes."""
SHORTEST_REASON = 10
ON_BEHALF = "host"


@transaction.atomic
def open_staff_session(*, actor: Actor, council: Council, reason: str, minutes: int, now: datetime) -> StaffSession:
    """Enter a council. A visit that is open already ends first. Raises Refused, SecondFactorNeeded and NotPossible."""
    require(actor, Permission.HOST_COUNCIL_ENTER)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotPossible(gettext("Write a reason that the council's secretariat will understand."), field="reason")
    if minutes not in LENGTHS:
        raise NotPossible(gettext("A visit lasts 30 or 60 minutes."), field="minutes")
    for row in StaffSession.objects.open_at(now).filter(council=council, account=actor.account_id):
        end(actor=actor, row=row, now=now)
    row = StaffSession.objects.create(
        council=council,
        account_id=actor.account_id,
        reason=reason,
        opened_at=now,
        ends_at=now + timedelta(minutes=minutes),
    )
    record(
        actor,
        Verb.STAFF_SESSION_OPENED,
        subject=row,
        under=council,
        council_id=council.pk,
        changes=as_noted({"ends_at": row.ends_at}),
        reason=reason,
        on_behalf_of=ON_BEHALF,
        at=now,
    )
    return row


@transaction.atomic
def end_staff_session(*, actor: Actor, session_id: int, now: datetime) -> StaffSession | None:
    """Leave a council before the time is up. Returns None when one has no such visit open."""
    row = (
        StaffSession.objects.select_for_update(of=("self",))
        .open_at(now)
        .filter(pk=session_id, account=actor.account_id)
        .first()
    )
    if row is not None:
        end(actor=actor, row=row, now=now)
    return row


@transaction.atomic
def note_use(*, actor: Actor, visit: StaffSession, path: str, now: datetime) -> None:
    """That the host opened a page of the council."""
    record(
        actor,
        Verb.STAFF_SESSION_USED,
        subject=visit,
        under=visit.council,
        council_id=visit.council_id,
        reason=path,
        on_behalf_of=ON_BEHALF,
        at=now,
    )


def end(*, actor: Actor, row: StaffSession, now: datetime) -> None:
    """End a visit from this moment. For operations that have found one's own."""
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    record(
        actor,
        Verb.STAFF_SESSION_ENDED,
        subject=row,
        under=row.council,
        council_id=row.council_id,
        on_behalf_of=ON_BEHALF,
        at=now,
    )
