"""Rows of bodies, people and mandates as `veivalg.rules.mandates` needs them."""

from collections.abc import Iterable

from veivalg.rules.mandates import BodyFacts, BodyKind, Gender, MandateFacts, Office, ParticipantFacts, Period, Right
from veivalg.rules.mandates import Position as RulePosition
from veivalg.web.councils.models import Body, Mandate, Participant, Person

KINDS = {
    Body.Kind.ASSEMBLY: BodyKind.ASSEMBLY,
    Body.Kind.EXECUTIVE: BodyKind.EXECUTIVE,
    Body.Kind.COMMITTEE: BodyKind.COMMITTEE,
    Body.Kind.YOUTH: BodyKind.YOUTH_COUNCIL,
    Body.Kind.DIRECTORS: BodyKind.DIRECTORS_FORUM,
    Body.Kind.GATHERING: BodyKind.GATHERING,
}
GENDERS = {Person.Gender.WOMAN: Gender.WOMAN, Person.Gender.MAN: Gender.MAN}
RIGHT_FIELDS = {
    Right.ATTEND: "may_attend",
    Right.SPEAK: "may_speak",
    Right.PROPOSE: "may_propose",
    Right.VOTE: "may_vote",
}
_OFFICES = {
    "ordfører": Office.MAYOR,
    "ordførar": Office.MAYOR,
    "kommunedirektør": Office.MUNICIPAL_DIRECTOR,
    "rådmann": Office.MUNICIPAL_DIRECTOR,
}


def kind_of(body: Body) -> BodyKind:
    """What the rules call the body."""
    return KINDS[Body.Kind(body.kind)]


def body_key(pk: int) -> str:
    """Bodies and participants have numbers of the same kind; findings must tell them apart."""
    return f"body:{pk}"


def participant_key(pk: int | None) -> str | None:
    return None if pk is None else f"participant:{pk}"


def body_facts(body: Body) -> BodyFacts:
    return BodyFacts(id=body_key(body.pk), kind=kind_of(body), period=period_of(body))


def participant_facts(participant: Participant) -> ParticipantFacts:
    return ParticipantFacts(id=f"participant:{participant.pk}", period=period_of(participant))


def mandate_facts(mandate: Mandate) -> MandateFacts:
    """A mandate; one that is not saved yet has the id 0."""
    return MandateFacts(
        id=mandate.pk or 0,
        person=mandate.person_id,
        body=body_key(mandate.body_id),
        position=RulePosition(mandate.position),
        period=period_of(mandate),
        participant=participant_key(mandate.participant_id),
        order=mandate.substitute_order,
    )


def period_of(row: Body | Mandate | Participant) -> Period:
    """The days of a row. Raises ValueError when the last comes before the first."""
    return Period(starts_on=row.starts_on, ends_on=row.ends_on)


def rights_of(mandate: Mandate) -> frozenset[Right]:
    """The rights that are registered; a substitute has them while called in."""
    return frozenset(right for right, field in RIGHT_FIELDS.items() if getattr(mandate, field))


def gender_of(person: Person) -> Gender:
    """What the balance counts: women, men, and those who have not stated it."""
    return GENDERS.get(Person.Gender(person.gender), Gender.NOT_STATED) if person.gender else Gender.NOT_STATED


def genders_of(mandates: Iterable[Mandate]) -> dict[int | str, Gender]:
    return {mandate.person_id: gender_of(mandate.person) for mandate in mandates}


def office_of(person: Person) -> Office | None:
    """An office that the act gives rights to, when the stated one begins with its title."""
    first = person.office.casefold().replace(",", " ").split()[:1]
    return _OFFICES.get(first[0]) if first else None
