"""People of a council: registered, changed, removed when never used, and erased."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils import personal
from veivalg.web.councils.models import Council, Mandate, Person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox import operations as outbox

PERSONAL = ("name", "office", "party", "gender", "email", "phone")
"""Fields of which the trail keeps only that they changed."""


@transaction.atomic
def make_person(*, actor: Actor, council: Council, values: dict[str, Any], now: datetime) -> Person:
    """Register a person. Raises access.doors.Refused, and NotPossible without a name."""
    require(actor, Permission.COUNCILS_PERSON_EDIT, council_id=council.pk)
    _must_have_name(values)
    person = Person.objects.create(council=council, made_at=now, **values)
    changes = as_noted(values, private=PERSONAL)
    record(actor, Verb.PERSON_MADE, subject=person, council_id=council.pk, changes=changes, at=now)
    return person


@transaction.atomic
def change_person(
    *, actor: Actor, council: Council, person_id: int, version: int, values: dict[str, Any], now: datetime
) -> Person:
    """Change what is registered. Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible when the
    person has been erased."""
    require(actor, Permission.COUNCILS_PERSON_EDIT, council_id=council.pk)
    person = hold(Person.objects.filter(council=council), pk=person_id, version=version)
    _must_not_be_erased(person)
    _must_have_name(values)
    changes = apply(person, values, private=PERSONAL)
    if changes:
        record(actor, Verb.PERSON_CHANGED, subject=person, council_id=council.pk, changes=changes, at=now)
    return person


@transaction.atomic
def remove_person(*, actor: Actor, council: Council, person_id: int, version: int, now: datetime) -> None:
    """Remove someone who never had a mandate: the row goes altogether. Raises access.doors.Refused,
    audit.changes.ChangedMeanwhile, and NotPossible when the person has been used."""
    require(actor, Permission.COUNCILS_PERSON_EDIT, council_id=council.pk)
    person = hold(Person.objects.filter(council=council), pk=person_id, version=version)
    record(actor, Verb.PERSON_REMOVED, subject=person, council_id=council.pk, at=now)
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError as error:
        raise NotPossible(
            gettext(
                "A person with mandates cannot be removed, since the bodies would lose their history. Erase instead."
            )
        ) from error


@transaction.atomic
def erase_person(*, actor: Actor, council: Council, person_id: int, version: int, now: datetime) -> Person:
    """Empty the row of a person (pseudonymisering). Mandates and the trail stand, and point at a number.

    Raises access.doors.Refused and SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible while the
    person still sits somewhere. What the archive law keeps, such as adopted minutes, is not touched from here
    (personvernforordningen art. 17 no. 3; arkivlova).
    """
    require(actor, Permission.COUNCILS_PERSON_ERASE, council_id=council.pk)
    person = hold(Person.objects.filter(council=council), pk=person_id, version=version)
    _must_not_be_erased(person)
    today = timezone.localdate(now)
    if person.mandates.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).exists():
        raise NotPossible(
            gettext(
                "The person still has a mandate. End it first; the day after its last day the person can be erased."
            )
        )
    outbox.forget_address(person.email)
    personal.forget_elsewhere(person)
    changes = apply(person, {**dict.fromkeys(PERSONAL, ""), "account": None, "erased_at": now}, private=PERSONAL)
    changes = {field: noted for field, noted in changes.items() if field != "account"}
    record(actor, Verb.PERSON_ERASED, subject=person, council_id=council.pk, changes=changes, at=now)
    return person


@transaction.atomic
def export_person(*, actor: Actor, council: Council, person: Person, now: datetime) -> dict[str, Any]:
    """Everything that is stored about a person (innsyn, personvernforordningen art. 15), noted in the trail.
    Raises access.doors.Refused."""
    require(actor, Permission.COUNCILS_PERSON_EXPORT, council_id=council.pk)
    record(actor, Verb.PEOPLE_EXPORTED, subject=person, council_id=council.pk, at=now)
    mandates = Mandate.objects.with_everything().filter(person=person).order_by("starts_on", "pk")
    trail = AuditEntry.objects.about(person) | AuditEntry.objects.filter(
        subject_type=Mandate._meta.label_lower, subject_id__in=[str(mandate.pk) for mandate in mandates]
    )
    return {
        "council": council.name,
        "exported_at": now.isoformat(),
        "person": {
            "number": person.pk,
            **{field: getattr(person, field) for field in PERSONAL},
            "registered_at": person.made_at.isoformat(),
            "erased_at": person.erased_at.isoformat() if person.erased_at else None,
            "has_account": person.account_id is not None,
        },
        "mandates": [_mandate_as_stored(mandate) for mandate in mandates],
        **personal.stored_elsewhere(person),
        "history": [
            {"at": entry.at.isoformat(), "verb": entry.verb, "fields": sorted(entry.changes), "reason": entry.reason}
            for entry in trail.order_by("at", "pk")
        ],
    }


def _mandate_as_stored(mandate: Mandate) -> dict[str, Any]:
    return {
        "number": mandate.pk,
        "body": mandate.body.name,
        "participant": str(mandate.participant) if mandate.participant else None,
        "position": mandate.position,
        "side": mandate.side,
        "substitute_order": mandate.substitute_order,
        "starts_on": mandate.starts_on.isoformat(),
        "ends_on": mandate.ends_on.isoformat() if mandate.ends_on else None,
        "basis": mandate.basis,
        "rights": {name: getattr(mandate, name) for name in ("may_attend", "may_speak", "may_propose", "may_vote")},
        "replaced_by": mandate.replaced_by_id,
    }


def _must_have_name(values: dict[str, Any]) -> None:
    if not values.get("name", "").strip():
        raise NotPossible(gettext("Write the name of the person."), field="name")


def _must_not_be_erased(person: Person) -> None:
    if person.erased_at is not None:
        raise NotPossible(gettext("The person has been erased, and cannot be changed any more."))
