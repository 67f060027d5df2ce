"""As many councils, people and mandates as the whole country has, and more."""

from datetime import date, timedelta

from tests.people import LONG_AGO, NOW
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council, Mandate, Participant, Person

COUNCILS, PEOPLE, MANDATES = 70, 9_000, 30_000


def fill(largest: Council) -> None:
    """Seventy councils, 9,000 people and 30,000 mandates; a quarter of them in the council that is given."""
    others = Council.objects.bulk_create(
        Council(slug=f"raad-{n}", name=f"Råd {n} IPR", short_name=f"Råd {n}", set_up_at=NOW)
        for n in range(COUNCILS - 1)
    )
    councils = [largest, *others]
    bodies = Body.objects.bulk_create(
        Body(council=council, kind=kind, name=kind.label)
        for council in councils
        for kind in (Body.Kind.ASSEMBLY, Body.Kind.EXECUTIVE, Body.Kind.COMMITTEE, Body.Kind.DIRECTORS)
    )
    of_council = {council.pk: [body for body in bodies if body.council_id == council.pk] for council in councils}
    owners = [largest] * (PEOPLE // 4) + [others[n % len(others)] for n in range(PEOPLE - PEOPLE // 4)]
    people = Person.objects.bulk_create(
        Person(council=council, name=f"Person {n:05}", email=f"person{n}@example.no", made_at=NOW)
        for n, council in enumerate(owners)
    )
    elected_by = list(largest.participants.all())
    Mandate.objects.bulk_create(
        _mandate(n, people[n % PEOPLE], of_council, elected_by, largest) for n in range(MANDATES)
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=NOW - timedelta(minutes=n),
            verb=Verb.PERSON_MADE,
            council_id=largest.pk,
            subject_type="councils.person",
            subject_id=str(person.pk),
        )
        for n, person in enumerate(people[:2_000])
    )


def _mandate(
    n: int, person: Person, of_council: dict[int, list[Body]], elected_by: list[Participant], largest: Council
):
    bodies = of_council[person.council_id]
    is_old = n >= PEOPLE
    return Mandate(
        body=bodies[n % len(bodies)],
        person=person,
        participant=elected_by[n % len(elected_by)] if person.council_id == largest.pk else None,
        position=Mandate.Position.MEMBER,
        starts_on=LONG_AGO if is_old else date(2023, 11, 1),
        ends_on=date(2023, 10, 31) if is_old else None,
    )
