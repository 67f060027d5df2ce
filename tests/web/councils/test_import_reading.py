"""Lists of people as they are found in the wild are read as they are meant, and guesses are told."""

from datetime import date

import pytest

from tests.web.councils.importing import HEADS, a_body, plan, statuses
from veivalg.web.councils.importing.choices import sign_of
from veivalg.web.councils.importing.columns import Column, column_of
from veivalg.web.councils.models import Body, CountyAuthority, Municipality, Participant


@pytest.fixture
def council(people):
    names = {"9001": "Sørdal", "9002": "Nordvik", "9003": "Østmark"}
    for code, name in names.items():
        Municipality.objects.filter(code=code).update(name=name)
    Municipality.objects.filter(code="9003").update(other_names=["Nuortta"])
    a_body(people.council)
    a_body(people.council, "Arbeidsutvalget", Body.Kind.EXECUTIVE)
    return people.council


def seats(plan):
    """Name, body, participant and position of every row."""
    return [
        (row.name, str(m.body), str(m.participant or ""), m.position, m.substitute_order)
        for row in plan.rows
        if row.seat and (m := row.seat.asked)
    ]


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Navn", Column.NAME),
        ("NAMN:", Column.NAME),
        ("Name", Column.NAME),
        ("Fornavn", Column.FIRST_NAME),
        ("Etternamn", Column.LAST_NAME),
        ("Deltakar", Column.PARTICIPANT),
        ("Kommune", Column.PARTICIPANT),
        ("Organ", Column.BODY),
        ("Verv", Column.POSITION),
        ("Rolle", Column.POSITION),
        ("Verv hjemme", Column.OFFICE),
        ("Tittel", Column.OFFICE),
        ("Frå", Column.STARTS_ON),
        ("Til og med", Column.ENDS_ON),
        ("Valgperiode", Column.PERIOD),
        ("E-post (jobb)", Column.EMAIL),
        ("Mobil / tlf", None),
        ("Mobil", Column.PHONE),
        ("Parti", Column.PARTY),
        ("Kjønn", Column.GENDER),
        ("Posisjon/opposisjon", Column.SIDE),
        ("Vedtak", Column.BASIS),
        ("Numerisk vararekkefølge", Column.SUBSTITUTE_ORDER),
        ("Person ID", Column.PERSON_NUMBER),
        ("Kommentar", None),
    ],
)
def test_heads_are_known_in_the_three_languages(head, column):
    assert column_of(head) is column


def test_a_plain_list_becomes_people_with_mandates(council):
    found = plan(
        council,
        HEADS,
        ("Kari Nordmann", "Representantskapet", "Sørdal", "Leder", date(2023, 11, 1), date(2027, 10, 31)),
        ("Ola Hansen", "AU", "Nordvik kommune", "1. vara", "1.11.2023", None),
    )
    assert statuses(found) == ["new", "new"]
    assert seats(found) == [
        ("Kari Nordmann", "Representantskapet", "Sørdal", "leader", None),
        ("Ola Hansen", "Arbeidsutvalget", "Nordvik", "substitute", 1),
    ]
    assert found.new_mandates[0].ends_on == date(2027, 10, 31)


def test_rows_above_the_heads_are_passed_over_and_a_title_may_name_the_body(council):
    found = plan(
        council,
        ("Arbeidsutvalget 2023–2027",),
        (None,),
        ("Etternavn", "Fornavn", "Kommune", "Periode"),
        ("Nordmann", "Kari", "Sørdal", "2023–2027"),
    )
    assert seats(found) == [("Kari Nordmann", "Arbeidsutvalget", "Sørdal", "member", None)]
    assert found.new_mandates[0].starts_on == date(2023, 11, 1)
    assert found.years == {"from-2023": date(2023, 11, 1), "to-2027": date(2027, 10, 31)}
    assert any("3" in note for note in found.notes)


def test_the_day_that_a_year_is_taken_for_can_be_chosen(council):
    rows = (("Navn", "Organ", "Kommune", "Periode"), ("Kari", "AU", "Sørdal", "2023-2027"))
    found = plan(council, *rows, answers={"year-from-2023": "2023-10-12"})
    assert found.new_mandates[0].starts_on == date(2023, 10, 12)


def test_one_sheet_for_each_body_takes_the_body_from_its_name(council):
    rows = [("Namn", "Kommune", "Frå"), ("Kari", "Sørdal", "1.1.2024")]
    found = plan(council, *rows, sheet="Representantskap", more={"AU": rows, "Om arket": [("Laget i 2024",)]})
    assert [seat[1] for seat in seats(found)] == ["Representantskapet", "Arbeidsutvalget"]
    assert [layout.is_read for layout in found.layouts] == [True, True, False]
    assert len(found.new_people) == 1


def test_blank_cells_mean_as_above_when_the_sheet_is_grouped(council):
    found = plan(
        council,
        ("Organ", "Kommune", "Navn", "Fra"),
        ("AU", "Sørdal", "Kari", "1.1.2024"),
        (None, None, "Ola", "1.1.2024"),
        (None, "Nordvik", "Per", "1.1.2024"),
    )
    assert [(seat[0], seat[2]) for seat in seats(found)] == [("Kari", "Sørdal"), ("Ola", "Sørdal"), ("Per", "Nordvik")]
    assert len(found.notes) == 2


def test_as_above_can_be_turned_off(council):
    rows = (("Kommune", "Navn"), ("Sørdal", "Kari"), (None, "Ola"))
    found = plan(council, *rows, answers={"above-0-0": "no", "sheet-body-0": "people"})
    assert [row.line.text(Column.PARTICIPANT) for row in found.rows] == ["Sørdal", ""]


def test_headings_between_rows_give_municipality_and_role(council):
    found = plan(
        council,
        ("Navn", "E-post", "Fra"),
        ("Sørdal kommune",),
        ("Kari", "kari@example.no", "1.1.2024"),
        ("Varamedlem:",),
        ("Ola", "ola@example.no", "1.1.2024"),
        ("Per", "per@example.no", "1.1.2024"),
        ("NUORTTA",),
        ("Eva", "eva@example.no", "1.1.2024"),
        sheet="Representantskapet",
    )
    assert seats(found) == [
        ("Kari", "Representantskapet", "Sørdal", "member", None),
        ("Ola", "Representantskapet", "Sørdal", "substitute", 1),
        ("Per", "Representantskapet", "Sørdal", "substitute", 2),
        ("Eva", "Representantskapet", "Østmark", "member", None),
    ]


def test_a_municipality_that_is_no_participant_is_asked_about_and_not_given_to_the_one_above(council):
    rows = (
        ("Navn", "Fra"),
        ("Sørdal kommune",),
        ("Kari Nordmann", "1.1.2024"),
        ("Utland kommune",),
        ("Ola Hansen", "1.1.2024"),
    )
    found = plan(council, *rows, sheet="AU")
    assert statuses(found) == ["new", "asks"]
    sign = sign_of("utland kommune")
    assert found.unknown_participants[sign].word == "Utland kommune"
    nordvik = council.participants.get(municipality__code="9002")
    answered = plan(council, *rows, sheet="AU", answers={f"participant-{sign}": str(nordvik.pk)})
    assert [seat[2] for seat in seats(answered)] == ["Sørdal", "Nordvik"]


@pytest.mark.parametrize("word", ["9003", 9003, "9003 Østmark", "Østmark kommune", "østmark", "Nuortta suohkan"])
def test_participants_are_found_by_number_and_by_every_name(council, word):
    found = plan(council, HEADS, ("Kari", "AU", word, "Medlem", "1.1.2024", None))
    assert [seat[2] for seat in seats(found)] == ["Østmark"]


def test_a_county_authority_is_found_by_the_county_and_by_its_own_name(council):
    county = CountyAuthority.objects.create(code="91", name="Fjordfylket fylkeskommune")
    Participant.objects.create(council=council, county=county)
    rows = [
        ("Kari", "AU", word, "Medlem", f"{n}.1.2024", f"{n}.1.2024")
        for n, word in enumerate(("Fjordfylket fylkeskommune", "Fjordfylket", "Fjordfylket fylkeskommune"), start=1)
    ]
    found = plan(council, HEADS, *rows)
    assert {seat[2] for seat in seats(found)} == {"Fjordfylket fylkeskommune"}


def test_a_column_called_posisjon_may_be_about_the_council_at_home(council):
    found = plan(
        council,
        ("Navn", "Organ", "Verv", "Posisjon", "Fra"),
        ("Kari", "AU", "Ordfører", "opposisjon", "1.1.2024"),
    )
    row = found.rows[0]
    assert row.person_values["office"] == "Ordfører"
    assert row.seat.asked.side == "opposition"


def test_a_column_called_funksjon_is_the_role_in_the_body_when_it_says_leader_and_member(council):
    found = plan(
        council,
        ("Navn", "Organ", "Kommune", "Funksjon", "Tittel", "Fra"),
        ("Kari Berg", "Representantskapet", "9001", "Leder", "Ordfører", "1.1.2024"),
        ("Ola Dal", "Representantskapet", "9001", "1. vara", "Gruppeleder", "1.1.2024"),
    )

    assert [(position, order) for *_, position, order in seats(found)] == [("leader", None), ("substitute", 1)]
    assert [row.person_values["office"] for row in found.rows] == ["Ordfører", "Gruppeleder"]


def test_a_sheet_without_heads_is_opened_so_that_columns_can_be_pointed_out(council):
    rows = (("Kari Nordmann", "Sørdal"), ("Ola Hansen", "Nordvik"))
    assert plan(council, *rows).layouts[0].is_read
    answers = {"sheet-read-0": "yes", "column-0-0": "name", "column-0-1": "participant", "sheet-body-0": "people"}
    found = plan(council, ("?", "?"), *rows, answers=answers)
    assert [row.name for row in found.rows] == ["Kari Nordmann", "Ola Hansen"]


def test_what_cannot_be_read_is_told_with_what_to_do(council):
    found = plan(
        council,
        (*HEADS, "E-post"),
        ("Kari", "AU", "Sørdal", "Kasserer", "1.1.2024", None, None),
        ("Ola", "AU", "Sørdal", "Medlem", "snart", None, None),
        ("Per", "AU", "Sørdal", "Medlem", "1.1.2024", None, "per(at)example"),
        (None, "AU", "Sørdal", "Medlem", "1.1.2024", None, None),
        ("Eva", "AU", "Sørdal", "Medlem", "2.1.2024", "1.1.2024", None),
        ("x" * 130, "AU", "Sørdal", "Medlem", "1.1.2024", None, None),
        ("Kari", "AU", "Sørdal", "Leder", None, None, None),
    )
    assert statuses(found)[:6] == ["cannot"] * 6
    assert all(row.reason for row in found.rows)
    assert statuses(found)[6] == "asks"
