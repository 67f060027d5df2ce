"""Someone leaves every council at once, because they erase their account."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.audit.changes import apply
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Person, RoleAssignment, StaffSession
from veivalg.web.councils.operations import roles, staff_sessions


class WouldLockOut(Exception):
    """Councils that nobody could run afterwards. Nothing was written."""

    def __init__(self, councils: Sequence[Council]) -> None:
        super().__init__(", ".join(council.slug for council in councils))
        self.councils = councils


def councils_left_alone(account_id: int | None, *, now: datetime) -> list[Council]:
    """Councils where this account is the only one in the secretariat."""
    secretariat = RoleAssignment.objects.on(timezone.localdate(now)).filter(role=Role.SECRETARIAT)
    others = secretariat.filter(account__erased_at=None).exclude(account=account_id)
    mine = secretariat.filter(account=account_id).exclude(council__in=others.values("council"))
    return list(Council.objects.filter(pk__in=mine.values("council")))


@transaction.atomic
def leave_every_council(*, actor: Actor, now: datetime) -> None:
    """End one's own roles and visits, and let go of the people that one's account is tied to. Mandates stand.

    Raises WouldLockOut when a council would be left without a secretariat.
    """
    mine = RoleAssignment.objects.filter(account=actor.account_id, ended_at=None)
    # Held, so that the last two of a secretariat cannot leave in the same moment.
    held = Council.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(pk__in=mine.values("council")).order_by("pk"))
    if alone := councils_left_alone(actor.account_id, now=now):
        raise WouldLockOut(alone)
    for row in mine.select_for_update(of=("self",)).select_related("council"):
        roles.end_now(actor=actor, row=row, now=now)
    for visit in StaffSession.objects.open_at(now).filter(account=actor.account_id).select_related("council"):
        staff_sessions.end(actor=actor, row=visit, now=now)
    for person in Person.objects.select_for_update(of=("self",)).filter(account=actor.account_id):
        changes = apply(person, {"account": None}, private=("account",))
        record(actor, Verb.PERSON_CHANGED, subject=person, council_id=person.council_id, changes=changes, at=now)
