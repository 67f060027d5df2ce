"""Importing again updates instead of doubling: who is who, which mandate is which, and what is asked first."""

from datetime import date

import pytest

from tests.people import NOW
from tests.web.councils.importing import HEADS, a_body, a_mandate, a_person, plan, statuses
from veivalg.web.councils.models import Body, Mandate, Participant


@pytest.fixture
def council(people):
    return people.council


@pytest.fixture
def committee(council):
    return a_body(council, "Arbeidsutvalget", Body.Kind.EXECUTIVE)


@pytest.fixture
def here(people):
    return people.participants[0]


@pytest.fixture
def there(people):
    return people.participants[1]


def changes(row):
    return [(difference.label, difference.before, difference.after) for difference in row.differences]


def test_a_person_is_known_by_name_and_participant_and_a_blank_cell_clears_nothing(council, committee, here):
    kari = a_person(council, phone="99 88 77 66", email="kari@example.no", party="A")
    a_mandate(committee, kari, here, basis="Sak 1/23", side="position")
    found = plan(
        council,
        (*HEADS, "Telefon", "E-post"),
        ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", None, None, "11 22 33 44", None),
    )
    assert statuses(found) == ["changed"]
    assert len(found.rows[0].differences) == 1
    assert found.changed_people[0][1] == {"phone": "11 22 33 44"}
    assert found.changed_mandates == []


def test_the_same_list_again_changes_nothing(council, committee, here):
    kari = a_person(council)
    a_mandate(committee, kari, here, ends_on=date(2027, 10, 31))
    row = ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", "1.11.2023", "31.10.2027")
    assert statuses(plan(council, HEADS, row)) == ["unchanged"]
    by_year = ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", 2023, 2027)
    assert statuses(plan(council, HEADS, by_year)) == ["unchanged"]


def test_an_email_address_tells_who_it_is_even_under_a_new_last_name(council, committee, here):
    kari = a_person(council, email="kari@example.no")
    a_mandate(committee, kari, here)
    found = plan(council, ("Navn", "E-post"), ("Kari Hansen", "KARI@example.no"))
    assert statuses(found) == ["changed"]
    assert found.changed_people[0][1] == {"name": "Kari Hansen"}


def test_a_shared_email_address_under_quite_another_name_is_asked_about(council):
    a_person(council, email="post@example.no")
    rows = ("Navn", "E-post"), ("Ola Hansen", "post@example.no")
    asked = plan(council, *rows)
    assert statuses(asked) == ["asks"]
    name = asked.rows[0].question.name
    assert statuses(plan(council, *rows, answers={name: "new"})) == ["new"]
    kari = asked.rows[0].question.options[0].value
    assert statuses(plan(council, *rows, answers={name: kari})) == ["changed"]


def test_two_with_the_same_name_are_asked_about(council, committee, here, there):
    for participant in (here, there):
        a_mandate(committee, a_person(council), participant)
    by_name = plan(council, ("Navn", "Telefon"), ("Kari Nordmann", "123"))
    assert statuses(by_name) == ["asks"]
    assert len(by_name.rows[0].question.options) == 3
    with_place = plan(council, ("Navn", "Kommune", "Telefon"), ("Kari Nordmann", str(there), "123"))
    assert statuses(with_place) == ["changed"]


def test_the_same_name_from_another_municipality_is_asked_about(council, committee, here, there):
    a_mandate(committee, a_person(council), here)
    row = ("Kari Nordmann", "Arbeidsutvalget", str(there), "Medlem", "1.1.2024", None)
    assert statuses(plan(council, HEADS, row)) == ["asks"]


def test_a_number_of_another_council_is_refused(people, council):
    other = a_person(people.neighbour_council)
    found = plan(council, ("Person ID", "Navn"), (other.pk, "Kari Nordmann"))
    assert statuses(found) == ["cannot"]
    assert str(other.pk) in found.rows[0].reason


def test_an_answer_that_names_a_person_of_another_council_is_no_answer(people, council):
    a_person(council, email="post@example.no")
    other = a_person(people.neighbour_council)
    rows = ("Navn", "E-post"), ("Ola Hansen", "post@example.no")
    name = plan(council, *rows).rows[0].question.name
    assert statuses(plan(council, *rows, answers={name: str(other.pk)})) == ["asks"]


def test_a_row_that_keeps_the_number_but_has_quite_another_name_is_asked_about(council, committee, here):
    kari = a_person(council)
    found = plan(council, ("Person ID", "Navn"), (kari.pk, "Ola Hansen"))
    assert statuses(found) == ["asks"]


def test_an_erased_person_is_not_filled_in_again(council):
    gone = a_person(council, "", erased_at=NOW)
    assert statuses(plan(council, ("Person ID", "Navn"), (gone.pk, "Kari"))) == ["cannot"]


def test_a_new_person_with_two_mandates_is_made_once(council, committee, here):
    a_body(council)
    found = plan(
        council,
        HEADS,
        ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", "1.1.2024", None),
        ("Kari Nordmann", "Representantskapet", str(here), "Leder", "1.1.2024", None),
        ("kari  nordmann", "Representantskapet", str(here), "Leder", "1.1.2024", None),
    )
    assert statuses(found) == ["new", "new", "cannot"]
    assert len(found.new_people) == 1
    assert "3" in found.rows[2].reason


def test_the_first_of_two_rows_that_disagree_counts_and_says_so(council):
    found = plan(council, ("Navn", "Telefon"), ("Kari Nordmann", "111"), ("Kari Nordmann", "222"))
    assert found.new_people[0].person.phone == "111"
    assert found.rows[1].notes


def test_days_are_corrected_when_the_mandate_is_named_by_its_number(council, committee, here):
    mandate = a_mandate(committee, a_person(council), here)
    found = plan(council, ("Verv ID", "Navn", "Fra", "Til"), (mandate.pk, "Kari Nordmann", "2.11.2023", "1.1.2030"))
    assert statuses(found) == ["changed"]
    assert found.changed_mandates[0][1] == {"starts_on": date(2023, 11, 2), "ends_on": date(2030, 1, 1)}


def test_another_first_day_is_asked_about_when_the_mandate_is_not_named(council, committee, here):
    a_mandate(committee, a_person(council), here)
    rows = HEADS, ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", "1.1.2025", None)
    asked = plan(council, *rows)
    assert statuses(asked) == ["asks"]
    name = asked.rows[0].question.name
    assert statuses(plan(council, *rows, answers={name: "correct"})) == ["changed"]
    assert statuses(plan(council, *rows, answers={name: "leave"})) == ["unchanged"]


def test_a_mandate_that_has_ended_is_not_revived_without_asking(council, committee, here):
    a_mandate(committee, a_person(council), here, ends_on=date(2025, 6, 30))
    still = ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", "1.11.2023", None)
    assert statuses(plan(council, HEADS, still)) == ["unchanged"]
    again = HEADS, ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", "1.11.2023", "31.10.2027")
    asked = plan(council, *again)
    assert statuses(asked) == ["asks"]
    name = asked.rows[0].question.name
    assert statuses(plan(council, *again, answers={name: "leave"})) == ["unchanged"]
    assert statuses(plan(council, *again, answers={name: "correct"})) == ["changed"]


def test_an_ended_mandate_without_days_in_the_file_asks_whether_a_new_one_begins(council, committee, here):
    a_mandate(committee, a_person(council), here, ends_on=date(2025, 6, 30))
    rows = HEADS, ("Kari Nordmann", "Arbeidsutvalget", str(here), "Medlem", None, None)
    asked = plan(council, *rows)
    assert statuses(asked) == ["asks"]
    name = asked.rows[0].question.name
    assert statuses(plan(council, *rows, answers={name: "new"})) == ["asks"]
    found = plan(council, *rows, answers={name: "new", "first_day": "2026-01-01"})
    assert statuses(found) == ["new"]


def test_another_role_in_the_same_body_is_asked_about(council, committee, here):
    a_mandate(committee, a_person(council), here)
    rows = HEADS, ("Kari Nordmann", "Arbeidsutvalget", str(here), "Leder", None, None)
    asked = plan(council, *rows)
    assert statuses(asked) == ["asks"]
    found = plan(council, *rows, answers={asked.rows[0].question.name: "correct"})
    assert found.changed_mandates[0][1] == {"position": "leader"}


def test_rules_of_the_forms_hold_here_too(council, committee, people):
    assembly = a_body(council, starts_on=date(2020, 1, 1))
    joined = Participant.objects.get(pk=people.participants[2].pk)
    joined.starts_on = date(2024, 1, 1)
    joined.save()
    found = plan(
        council,
        HEADS,
        ("Kari", "Representantskapet", str(joined), "Medlem", "1.1.2023", None),
        ("Ola", "Representantskapet", None, "Medlem", "1.1.2023", None),
        ("Per", "Representantskapet", str(people.participants[0]), "Medlem", "1.1.2019", None),
        ("Eva", "Representantskapet", str(people.participants[0]), "1. vara", "1.1.2024", None),
        ("Mia", "Representantskapet", str(people.participants[0]), "1. vara", "1.1.2024", None),
        ("Eva", "Representantskapet", str(people.participants[0]), "Medlem", "1.1.2025", None),
    )
    assert statuses(found) == ["cannot", "cannot", "cannot", "new", "cannot", "cannot"]
    assert assembly.name in found.rows[5].reason


def test_whoever_only_attends_is_not_given_a_vote(council, committee, here):
    found = plan(
        council,
        (*HEADS, "Stemmerett"),
        ("Kari", "Arbeidsutvalget", str(here), "Møtende", "1.1.2024", None, "ja"),
        ("Ola", "Arbeidsutvalget", str(here), "Møtende", "1.1.2024", None, "nei"),
    )
    assert statuses(found) == ["cannot", "new"]


def test_two_substitutes_can_change_numbers_with_each_other(council, committee, here):
    fields = {"position": Mandate.Position.SUBSTITUTE}
    one = a_mandate(committee, a_person(council, "Eva En"), here, substitute_order=1, **fields)
    two = a_mandate(committee, a_person(council, "Tor To"), here, substitute_order=2, **fields)
    heads = ("Verv ID", "Navn", "Numerisk vararekkefølge")
    swapped = plan(council, heads, (one.pk, "Eva En", 2), (two.pk, "Tor To", 1))
    assert statuses(swapped) == ["changed", "changed"]
    half = plan(council, heads, (one.pk, "Eva En", 2))
    assert statuses(half) == ["cannot"]


def test_a_mandate_of_another_person_is_not_taken_over(council, committee, here):
    kari, ola = a_person(council), a_person(council, "Ola Hansen")
    mandate = a_mandate(committee, kari, here)
    found = plan(council, ("Person ID", "Verv ID", "Navn"), (ola.pk, mandate.pk, "Ola Hansen"))
    assert statuses(found) == ["cannot"]
    assert "Kari Nordmann" in found.rows[0].reason
