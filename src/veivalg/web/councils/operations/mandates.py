"""Mandates: who sits in which body, for whom, as what, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.rules.mandates import Position, Right, free_order, usual_rights
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.mandate_facts import (
    RIGHT_FIELDS,
    body_key,
    kind_of,
    mandate_facts,
    participant_key,
    period_of,
)
from veivalg.web.councils.models import Body, Council, Mandate, Participant, Person
from veivalg.web.councils.operations.mandate_rules import must_stand
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import day

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class MandateValues:
    """What is said about a mandate besides whose it is and in which body."""

    participant: Participant | None
    position: str
    starts_on: date
    ends_on: date | None = None
    side: str = ""
    substitute_order: int | None = None
    """None for a substitute: the first number that is free."""
    basis: str = ""
    rights: Collection[Right] | None = None
    """None: those that come with the position in that kind of body."""


@transaction.atomic
def make_mandate(
    *, actor: Actor, council: Council, body: Body, person: Person, values: MandateValues, now: datetime
) -> Mandate:
    """Register that a person sits in a body. Raises access.doors.Refused, and NotPossible with the field and why."""
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    body = _locked(council, body.pk)
    return _made(actor, council, Mandate(body=body, person=_held_person(person)), values, now)


@transaction.atomic
def change_mandate(
    *, actor: Actor, council: Council, mandate_id: int, version: int, values: MandateValues, now: datetime
) -> Mandate:
    """Correct what is registered. Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible."""
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    mandate = _held(council, mandate_id, version)
    fields = _fields(mandate, values)
    # A copy is held against the rules; the row itself keeps what it had, so that the trail can tell the difference.
    asked = Mandate(pk=mandate.pk, body=mandate.body, person=mandate.person, **fields)
    must_stand(asked)
    changes = apply(mandate, fields)
    if changes:
        _record(actor, council, Verb.MANDATE_CHANGED, mandate, now, changes=changes)
    return mandate


@transaction.atomic
def end_mandate(
    *, actor: Actor, council: Council, mandate_id: int, version: int, ends_on: date, reason: str, now: datetime
) -> Mandate:
    """Let a mandate end; its last day counts whole. Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and
    NotPossible for a day outside the mandate or the body."""
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    mandate = _held(council, mandate_id, version)
    return _ended(actor, council, mandate, ends_on, reason, now)


@transaction.atomic
def replace_mandate(
    *,
    actor: Actor,
    council: Council,
    mandate_id: int,
    version: int,
    person: Person,
    from_on: date,
    basis: str,
    now: datetime,
) -> Mandate:
    """Let someone else take over from a day: the mandate ends the day before, and the new one is like it.

    If the successor is a substitute of the same participant in the body, that mandate ends the day before as well.
    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible. Returns the new mandate.
    """
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    mandate = _held(council, mandate_id, version)
    if person.pk == mandate.person_id:
        raise NotPossible(gettext("That is the person who has the mandate now. Choose someone else."), field="person")
    if from_on <= mandate.starts_on:
        raise NotPossible(
            gettext("The mandate began on %(day)s. Someone else can take over from the day after at the earliest.")
            % {"day": day(mandate.starts_on)},
            field="from_on",
        )
    last_day = mandate.ends_on
    if last_day is not None and from_on - _A_DAY > last_day:
        raise NotPossible(
            gettext("The mandate ended on %(day)s already. Register a new one for whoever comes after.")
            % {"day": day(last_day)},
            field="from_on",
        )
    own = Mandate.objects.with_everything().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=from_on),
        body=mandate.body,
        person=person,
        participant=mandate.participant,
        position=Mandate.Position.SUBSTITUTE,
        starts_on__lt=from_on,
    )
    if mandate.position != Mandate.Position.SUBSTITUTE:
        for other in own.select_for_update(of=("self",)):
            _ended(actor, council, other, from_on - _A_DAY, gettext("Takes over another mandate."), now)
    _ended(actor, council, mandate, from_on - _A_DAY, "", now)
    values = MandateValues(
        participant=mandate.participant,
        position=mandate.position,
        starts_on=from_on,
        # A mandate that already had ended the day before gives no last day to the one that follows.
        ends_on=last_day if last_day is not None and last_day >= from_on else None,
        side=mandate.side,
        substitute_order=mandate.substitute_order,
        basis=basis,
        rights=[right for right, field in RIGHT_FIELDS.items() if getattr(mandate, field)],
    )
    made = _made(actor, council, Mandate(body=mandate.body, person=_held_person(person)), values, now)
    apply(mandate, {"replaced_by": made})
    _record(actor, council, Verb.MANDATE_CHANGED, mandate, now, changes={"replaced_by": [None, made.pk]})
    return made


@transaction.atomic
def remove_mandate(*, actor: Actor, council: Council, mandate_id: int, version: int, now: datetime) -> Body:
    """Remove a mandate that was a mistake, on the day it was registered. Later it is ended, and stays in the history.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible on a later day.
    """
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    mandate = _held(council, mandate_id, version)
    if not was_made_on(mandate, timezone.localdate(now)):
        raise NotPossible(
            gettext(
                "A mandate can be removed only on the day it was registered. End it instead; the history then stands."
            )
        )
    changes = {field: [before, None] for field, (_, before) in as_noted(as_kept(mandate)).items()}
    _record(actor, council, Verb.MANDATE_REMOVED, mandate, now, changes=changes)
    mandate.delete()
    return mandate.body


def was_made_on(mandate: Mandate, on: date) -> bool:
    """Whether the trail says that the mandate was registered on a day, in Norwegian time."""
    made = AuditEntry.objects.filter(
        verb=Verb.MANDATE_MADE, subject_type=Mandate._meta.label_lower, subject_id=str(mandate.pk)
    ).first()
    return made is not None and timezone.localdate(made.at) == on


def _locked(council: Council, body_id: int) -> Body:
    """The body, so that two who register in it come one after the other."""
    return Body.objects.select_for_update().get(council=council, pk=body_id)


def _held(council: Council, mandate_id: int, version: int) -> Mandate:
    rows = Mandate.objects.with_everything().filter(body__council=council)
    _locked(council, rows.values_list("body_id", flat=True).get(pk=mandate_id))
    return hold(rows, pk=mandate_id, version=version)


def _held_person(person: Person) -> Person:
    """As they are now, so that nobody gets a mandate and is erased in the same moment."""
    return Person.objects.select_for_update().get(pk=person.pk)


def _made(actor: Actor, council: Council, mandate: Mandate, values: MandateValues, now: datetime) -> Mandate:
    for field, value in _fields(mandate, values).items():
        setattr(mandate, field, value)
    must_stand(mandate)
    mandate.save()
    _record(actor, council, Verb.MANDATE_MADE, mandate, now, changes=as_noted(as_kept(mandate)))
    return mandate


def _ended(actor: Actor, council: Council, mandate: Mandate, ends_on: date, reason: str, now: datetime) -> Mandate:
    if ends_on < mandate.starts_on:
        raise NotPossible(
            gettext("The mandate began on %(first)s, and cannot end before that.") % {"first": day(mandate.starts_on)},
            field="ends_on",
        )
    if mandate.body.ends_on is not None and ends_on > mandate.body.ends_on:
        raise NotPossible(
            gettext("The body ended on %(day)s. A mandate in it must end that day at the latest.")
            % {"day": day(mandate.body.ends_on)},
            field="ends_on",
        )
    if mandate.ends_on is not None and ends_on > mandate.ends_on:
        raise NotPossible(
            gettext("The mandate ends on %(day)s already. To make it longer, correct its last day.")
            % {"day": day(mandate.ends_on)},
            field="ends_on",
        )
    changes = apply(mandate, {"ends_on": ends_on})
    if changes:
        _record(actor, council, Verb.MANDATE_ENDED, mandate, now, changes=changes, reason=reason)
    return mandate


def _fields(mandate: Mandate, values: MandateValues) -> dict[str, Any]:
    """The values as the row holds them: an order for substitutes alone, and rights one by one."""
    order = values.substitute_order if values.position == Mandate.Position.SUBSTITUTE else None
    ends_on = values.ends_on
    rights = values.rights
    if rights is None:
        rights = usual_rights(kind_of(mandate.body), Position(values.position))
    if (
        values.position == Mandate.Position.SUBSTITUTE
        and order is None
        and not (ends_on and ends_on < values.starts_on)
    ):
        order = _free_order(mandate, values)
    return {
        "participant": values.participant,
        "position": values.position,
        "side": values.side,
        "substitute_order": order,
        "starts_on": values.starts_on,
        "ends_on": ends_on,
        "basis": values.basis,
        **{field: right in rights for right, field in RIGHT_FIELDS.items()},
    }


def _free_order(mandate: Mandate, values: MandateValues) -> int:
    others = Mandate.objects.filter(body=mandate.body).exclude(pk=mandate.pk)
    asked = Mandate(body=mandate.body, person=mandate.person, starts_on=values.starts_on, ends_on=values.ends_on)
    return free_order(
        [mandate_facts(row) for row in others],
        body=body_key(mandate.body_id),
        participant=participant_key(values.participant.pk if values.participant else None),
        period=period_of(asked),
    )


def as_kept(mandate: Mandate) -> dict[str, Any]:
    """What the trail keeps of a mandate: the person as a number, since the name may have to go."""
    return {
        "person": mandate.person_id,
        "participant": mandate.participant,
        "position": mandate.position,
        "side": mandate.side,
        "substitute_order": mandate.substitute_order,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
        "basis": mandate.basis,
        **{field: getattr(mandate, field) for field in RIGHT_FIELDS.values()},
    }


def _record(
    actor: Actor,
    council: Council,
    verb: Verb,
    mandate: Mandate,
    now: datetime,
    *,
    changes: dict[str, list[Any]],
    reason: str = "",
) -> None:
    record(
        actor,
        verb,
        subject=mandate,
        under=mandate.body,
        council_id=council.pk,
        changes=changes,
        reason=reason,
        at=now,
    )
