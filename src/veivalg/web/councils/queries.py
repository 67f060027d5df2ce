"""Reads of councils that other apps use as well."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from veivalg.facts.starter import Certainty
from veivalg.web.access.actor import Actor, Grant
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council, Participant, RoleAssignment, StaffSession
from veivalg.web.ui.words import norwegian_order


def grants_of(account: Account, *, now: datetime, hold: bool = False) -> frozenset[Grant]:
    """Every role that someone has at a moment. Days change at midnight in Norway.

    With `hold` the rows are kept as they are until the transaction ends.
    """
    roles = RoleAssignment.objects.on(timezone.localdate(now)).filter(account=account)
    if hold:
        roles = roles.select_for_update(of=("self",), no_key=True)
    found = {Grant(council_id=row.council_id, role=Role(row.role), participant_id=row.participant_id) for row in roles}
    if account.is_host:
        visits = StaffSession.objects.open_at(now).filter(account=account)
        found |= {Grant(council_id=visit.council_id, role=Role.HOST) for visit in visits}
    return frozenset(found)


def with_roles_of_now(actor: Actor) -> Actor:
    """The actor as of this moment and not of when the request came; for the door of operations."""
    account = Account.objects.filter(pk=actor.account_id, erased_at=None).first()
    if account is None:
        return replace(actor, grants=frozenset(), is_host=False)
    # The door is inside the transaction, and the moment it asks for is this one.
    grants = grants_of(account, now=timezone.now(), hold=True)
    return replace(actor, grants=grants, is_host=account.is_host)


def councils_elsewhere(
    municipalities: Collection[str], counties: Collection[str], *, but: int | None, on: date
) -> dict[str, list[str]]:
    """Which other councils take these in on a day: short names by ``municipality-5047`` and ``county-50``."""
    found: dict[str, list[str]] = {}
    others = (
        Participant.objects.on(on)
        .filter(Q(municipality__code__in=municipalities) | Q(county__code__in=counties))
        .filter(certainty=Certainty.CONFIRMED, council__is_demo=False)
        .exclude(council=but)
        .select_related("council", "municipality", "county")
        .order_by("council__short_name")
    )
    for row in others:
        place = f"municipality-{row.municipality.code}" if row.municipality else f"county-{row.county.code}"
        found.setdefault(place, []).append(row.council.short_name)
    return found


def sorted_participants(council: Council) -> list[Participant]:
    """Everyone who takes or has taken part, by name: mandates may be of the past."""
    rows = Participant.objects.with_places().filter(council=council)
    return sorted(rows, key=lambda participant: (norwegian_order(participant.name), participant.pk))
