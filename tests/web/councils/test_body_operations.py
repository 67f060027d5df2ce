"""Bodies: made, changed and ended."""

from datetime import date

import pytest

from tests.people import NOW
from tests.web.councils.seating import a_body, a_mandate, a_person
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Mandate
from veivalg.web.councils.operations import bodies as operations
from veivalg.web.councils.refusals import NotPossible

pytestmark = pytest.mark.django_db
VALUES = {"kind": "executive", "name": "Arbeidsutvalget", "starts_on": date(2024, 1, 1)}


def make(people, who="secretary", **more):
    return operations.make_body(actor=getattr(people, who).actor, council=people.council, values=VALUES | more, now=NOW)


def change(people, body, version=1, **given):
    return operations.change_body(
        actor=people.secretary.actor, council=people.council, body_id=body.pk, version=version, values=given, now=NOW
    )


def end(people, body, day, who="secretary"):
    return operations.end_body(
        actor=getattr(people, who).actor,
        council=people.council,
        body_id=body.pk,
        version=body.version,
        ends_on=day,
        reason="Ny avtale",
        now=NOW,
    )


def test_a_body_is_made_with_its_trail(people):
    body = make(people)

    entry = AuditEntry.objects.get(verb=Verb.BODY_MADE)
    assert (entry.subject_id, entry.council_id) == (str(body.pk), people.council.pk)
    assert entry.changes["name"] == [None, "Arbeidsutvalget"]
    assert entry.changes["starts_on"] == [None, "2024-01-01"]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "neighbour", "visiting_host"])
def test_only_the_secretariat_makes_and_ends_bodies(people, who):
    with pytest.raises(Refused):
        make(people, who)
    body = a_body(people.council)
    with pytest.raises(Refused):
        end(people, body, date(2026, 1, 1), who)
    assert Body.objects.count() == 1


def test_a_change_keeps_before_and_after(people):
    body = make(people)

    change(people, body, name="AU")

    assert AuditEntry.objects.get(verb=Verb.BODY_CHANGED).changes == {"name": ["Arbeidsutvalget", "AU"]}
    with pytest.raises(ChangedMeanwhile):
        change(people, body, name="Styret")


def test_the_days_of_a_body_hold_its_mandates(people):
    body = make(people)
    a_mandate(body, a_person(people.council), starts_on=date(2024, 2, 1))

    for given, field in (
        ({"starts_on": date(2024, 3, 1)}, "starts_on"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"ends_on": date(2023, 1, 1)}, "ends_on"),
    ):
        with pytest.raises(NotPossible) as caught:
            change(people, body, **given)
        assert caught.value.field == field


def test_a_body_that_ends_takes_its_mandates_with_it(people):
    body = make(people)
    running = a_mandate(body, a_person(people.council), starts_on=date(2024, 2, 1))
    over = a_mandate(body, a_person(people.council), starts_on=date(2024, 2, 1), ends_on=date(2024, 3, 1))

    assert end(people, body, date(2026, 6, 30)) == 1

    running.refresh_from_db()
    over.refresh_from_db()
    assert (running.ends_on, over.ends_on) == (date(2026, 6, 30), date(2024, 3, 1))
    entry = AuditEntry.objects.get(verb=Verb.MANDATE_ENDED)
    assert (entry.subject_id, entry.reason) == (str(running.pk), "Ny avtale")
    assert AuditEntry.objects.get(verb=Verb.BODY_CHANGED).changes == {"ends_on": [None, "2026-06-30"]}


def test_a_body_does_not_end_before_it_or_a_mandate_begins(people):
    body = make(people)
    a_mandate(body, a_person(people.council), starts_on=date(2025, 2, 1))

    for day in (date(2023, 1, 1), date(2025, 1, 1)):
        with pytest.raises(NotPossible):
            end(people, body, day)
    assert Mandate.objects.get().ends_on is None


def test_the_body_of_a_neighbour_does_not_exist_here(people):
    with pytest.raises(Body.DoesNotExist):
        end(people, a_body(people.neighbour_council), date(2026, 1, 1))


def test_the_young_are_not_named_by_calling_their_body_something_else(people):
    youth = a_body(people.council, kind="youth", name="Ungdomsrådet")
    assert change(people, youth, kind="committee").kind == "committee"
    assert change(people, youth, version=2, kind="youth").kind == "youth"
    a_mandate(youth, a_person(people.council))

    with pytest.raises(NotPossible) as caught:
        change(people, youth, version=3, kind="committee")

    assert caught.value.field == "kind"
    assert change(people, youth, version=3, name="Ungdomspanelet").name == "Ungdomspanelet"
