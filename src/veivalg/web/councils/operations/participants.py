"""Participants of a council: who joined and left, and when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext

from veivalg.facts.starter import Certainty
from veivalg.rules.mandates import Period
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, CountyAuthority, Municipality, Participant, RoleAssignment
from veivalg.web.councils.operations.roles import end_with_participant, hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import period


@transaction.atomic
def add_participant(
    *,
    actor: Actor,
    council: Council,
    now: datetime,
    municipality: Municipality | None = None,
    county: CountyAuthority | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Participant:
    """Register that a municipality or a county authority takes part. Raises Refused and NotPossible.

    It may take part in another council as well, and may come back to this one after having left.
    """
    hold_council(council)
    require(actor, Permission.COUNCILS_PARTICIPANT_EDIT, council_id=council.pk)
    row = Participant(
        council=council,
        municipality=municipality,
        county=county,
        certainty=Certainty.CONFIRMED,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
    )
    _must_fit(row)
    row.save(force_insert=True)
    changes = as_noted({"name": row.name, "starts_on": starts_on, "ends_on": ends_on, "note": note})
    record(actor, Verb.PARTICIPANT_JOINED, subject=row, under=council, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def change_participant(
    *, actor: Actor, participant: Participant, version: int, values: Mapping[str, Any], now: datetime
) -> Participant:
    """Change the dates and the note; roles that were given for it never go on after its last day.

    Raises Refused, ChangedMeanwhile and NotPossible.
    """
    council = participant.council
    hold_council(council)
    require(actor, Permission.COUNCILS_PARTICIPANT_EDIT, council_id=council.pk)
    row = hold(_rows(council), pk=participant.pk, version=version)
    _must_fit(_as_it_would_be(row, values))
    changes = apply(row, values)
    if changes:
        record(
            actor, Verb.PARTICIPANT_CHANGED, subject=row, under=council, council_id=council.pk, changes=changes, at=now
        )
        if row.ends_on is not None:
            end_with_participant(actor=actor, participant=row, ends_on=row.ends_on, now=now)
    return row


@transaction.atomic
def leave(*, actor: Actor, participant: Participant, version: int, ends_on: date, now: datetime) -> Participant:
    """Register the last day of a participant, and end the roles that were given for it on that day.

    Raises Refused, ChangedMeanwhile and NotPossible.
    """
    council = participant.council
    hold_council(council)
    require(actor, Permission.COUNCILS_PARTICIPANT_EDIT, council_id=council.pk)
    row = hold(_rows(council), pk=participant.pk, version=version)
    _must_fit(_as_it_would_be(row, {"ends_on": ends_on}))
    changes = apply(row, {"ends_on": ends_on})
    if changes:
        record(actor, Verb.PARTICIPANT_LEFT, subject=row, under=council, council_id=council.pk, changes=changes, at=now)
        end_with_participant(actor=actor, participant=row, ends_on=ends_on, now=now)
    return row


@transaction.atomic
def remove(*, actor: Actor, participant: Participant, now: datetime) -> None:
    """Take away a participant that was registered by mistake. Raises Refused, and NotPossible when something hangs on
    it: what has been true is ended, not removed."""
    council = participant.council
    hold_council(council)
    require(actor, Permission.COUNCILS_PARTICIPANT_EDIT, council_id=council.pk)
    row = _rows(council).select_for_update(of=("self",)).get(pk=participant.pk)
    name = row.name
    record(
        actor,
        Verb.PARTICIPANT_REMOVED,
        subject=row,
        under=council,
        council_id=council.pk,
        changes={"name": [name, None]},
        at=now,
    )
    try:
        # In a savepoint: when the database refuses, the whole operation is undone with what it recorded.
        with transaction.atomic():
            row.delete()
    except (models.ProtectedError, models.RestrictedError):
        raise NotPossible(
            gettext(
                "%(name)s cannot be removed: mandates, roles or endorsements belong to it. "
                "Register the day it left instead."
            )
            % {"name": name}
        ) from None


def last_days_that_go_on(participant: Participant, *, after: date) -> tuple[int, int]:
    """How many mandates and roles of a participant are set to go on after a day."""
    beyond = Q(ends_on=None) | Q(ends_on__gt=after)
    roles = RoleAssignment.objects.filter(beyond, participant=participant, ended_at=None).count()
    return participant.mandates.filter(beyond).count(), roles


def _rows(council: Council) -> "models.QuerySet[Participant]":
    return Participant.objects.filter(council=council).select_related("municipality", "county")


def _as_it_would_be(row: Participant, values: Mapping[str, Any]) -> Participant:
    return Participant(
        pk=row.pk,
        council=row.council,
        municipality=row.municipality,
        county=row.county,
        starts_on=values.get("starts_on", row.starts_on),
        ends_on=values.get("ends_on", row.ends_on),
    )


def _must_fit(row: Participant) -> None:
    """Raise NotPossible when the days are turned round, or some day would be counted twice."""
    try:
        wanted = Period(starts_on=row.starts_on, ends_on=row.ends_on)
    except ValueError:
        raise NotPossible(
            gettext("The last day comes before the first. Correct one of them."), field="ends_on"
        ) from None
    others = Participant.objects.filter(council=row.council, municipality=row.municipality, county=row.county)
    for other in others.exclude(pk=row.pk):
        if wanted.overlaps(Period(starts_on=other.starts_on, ends_on=other.ends_on)):
            raise NotPossible(
                gettext(
                    "%(name)s already takes part in this council %(period)s. The periods of one participant "
                    "cannot overlap: correct the dates here or there."
                )
                % {"name": row.name, "period": period(other.starts_on, other.ends_on)},
                field="starts_on",
            )
