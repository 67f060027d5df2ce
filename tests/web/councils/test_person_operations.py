"""People: registered, changed, removed and erased."""

import json
from datetime import date, timedelta

import pytest

from tests.people import NOW, TODAY
from tests.web.councils.seating import a_body, a_mandate, a_person
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.councils.operations import people as operations
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db
FULL = {
    "name": "Kari Nordmann",
    "office": "Ordfører",
    "party": "Bygdelista",
    "gender": "woman",
    "email": "kari@example.no",
    "phone": "+47 900 00 000",
}


def make(people, who="secretary", **more):
    return operations.make_person(actor=getattr(people, who).actor, council=people.council, values=FULL | more, now=NOW)


def on(people, act, person, who="secretary", version=None, **more):
    return act(
        actor=getattr(people, who).actor,
        council=people.council,
        person_id=person.pk,
        version=version or person.version,
        now=NOW,
        **more,
    )


def nothing_of_the_person_in(text: str) -> bool:
    return not any(value in text for value in FULL.values())


def test_the_trail_keeps_the_names_of_fields_and_nothing_of_what_they_hold(people):
    person = make(people)
    on(people, operations.change_person, person, values=FULL | {"party": "Fjellpartiet"})

    made = AuditEntry.objects.get(verb=Verb.PERSON_MADE)
    changed = AuditEntry.objects.get(verb=Verb.PERSON_CHANGED)
    assert made.changes == {field: [] for field in FULL}
    assert changed.changes == {"party": []}
    assert made.subject_id == str(person.pk)


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "neighbour", "visiting_host"])
def test_only_the_secretariat_registers_and_erases_people(people, who):
    with pytest.raises(Refused):
        make(people, who)
    person = a_person(people.council)
    for act in (operations.remove_person, operations.erase_person):
        with pytest.raises(Refused):
            on(people, act, person, who)
    assert Person.objects.get().name


def test_a_person_has_a_name(people):
    with pytest.raises(NotPossible) as caught:
        make(people, name="  ")
    assert caught.value.field == "name"


def test_two_who_change_a_person_do_not_overwrite_each_other(people):
    person = make(people)
    on(people, operations.change_person, person, values={"name": "Kari N."})

    with pytest.raises(ChangedMeanwhile):
        on(people, operations.change_person, person, values={"name": "K. Nordmann"})


def test_someone_never_used_is_removed_altogether(people):
    person = make(people)
    pk = person.pk

    on(people, operations.remove_person, person)

    assert not Person.objects.exists()
    assert AuditEntry.objects.get(verb=Verb.PERSON_REMOVED).subject_id == str(pk)


def test_someone_with_mandates_is_not_removed(people):
    person = make(people)
    a_mandate(a_body(people.council), person)

    with pytest.raises(NotPossible):
        on(people, operations.remove_person, person)
    assert Person.objects.exists()
    assert not AuditEntry.objects.filter(verb=Verb.PERSON_REMOVED).exists()


def test_erasing_empties_the_row_and_leaves_the_mandates_and_the_trail(people):
    person = make(people)
    mandate = a_mandate(a_body(people.council), person, ends_on=TODAY - timedelta(days=1))
    before = list(AuditEntry.objects.values().order_by("id"))

    erased = on(people, operations.erase_person, person)

    person.refresh_from_db()
    assert [getattr(person, field) for field in FULL] == [""] * len(FULL)
    assert person.account is None
    assert erased.erased_at == NOW
    assert Mandate.objects.get() == mandate
    assert "Kari" not in str(mandate)
    assert list(AuditEntry.objects.values().order_by("id"))[: len(before)] == before
    entry = AuditEntry.objects.get(verb=Verb.PERSON_ERASED)
    assert nothing_of_the_person_in(str(entry.changes))


def test_erasing_takes_a_second_factor(people):
    person = make(people)

    with pytest.raises(SecondFactorNeeded):
        on(people, operations.erase_person, person, "secretary_without_second_factor")


@pytest.mark.parametrize("ends_on", [None, TODAY, date(2030, 1, 1)])
def test_nobody_is_erased_while_they_sit_and_the_last_day_counts(people, ends_on):
    person = make(people)
    a_mandate(a_body(people.council), person, ends_on=ends_on)

    with pytest.raises(NotPossible):
        on(people, operations.erase_person, person)
    assert Person.objects.get().name


def test_what_has_been_erased_stays_erased(people):
    person = make(people)
    on(people, operations.erase_person, person)
    person.refresh_from_db()

    for act, more in ((operations.erase_person, {}), (operations.change_person, {"values": FULL})):
        with pytest.raises(NotPossible):
            on(people, act, person, **more)


def test_everything_stored_about_a_person_can_be_had_and_that_it_was_is_noted(people):
    person = make(people)
    a_mandate(a_body(people.council), person, basis="Sak 1/24", participant=people.participants[0])

    stored = operations.export_person(actor=people.secretary.actor, council=people.council, person=person, now=NOW)

    text = json.dumps(stored, ensure_ascii=False)
    assert all(value in text for value in FULL.values())
    assert "Sak 1/24" in text
    assert stored["mandates"][0]["participant"] == str(people.participants[0])
    assert Verb.PERSON_MADE.value in text
    assert AuditEntry.objects.get(verb=Verb.PEOPLE_EXPORTED).subject_id == str(person.pk)
    with pytest.raises(Refused):
        operations.export_person(actor=people.reader.actor, council=people.council, person=person, now=NOW)
