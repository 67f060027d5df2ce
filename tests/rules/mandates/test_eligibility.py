"""Offices whose holders may be excluded from election: recognised, never a hindrance."""

from datetime import date

import pytest

from veivalg.facts.law import excluded_offices, former_words
from veivalg.rules.mandates import EligibilityNote, note_eligibility

TODAY = date(2026, 11, 1)


def note(stated_office: str, on: date = TODAY) -> list[EligibilityNote]:
    return list(note_eligibility(stated_office, excluded_offices(), on=on, former_words=former_words()))


@pytest.mark.parametrize(
    ("stated_office", "letter"),
    [
        ("Statsforvalter i Trøndelag", "a"),
        ("assisterande statsforvaltar", "a"),
        ("Kommunedirektør", "b"),
        ("Ass. kommunedirektør", "b"),
        ("Kommunedirektørens stedfortreder", "b"),
        ("RÅDMANNEN i Grane", "b"),
        ("Ra\u030admann", "b"),
        ("kommunalsjef oppvekst", "c"),
        ("Helse- og omsorgssjef", "c"),
        ("Teknisk sjef", "c"),
        ("sekretær for kommunestyret", "d"),
        ("Kommunestyresekretær", "d"),
        ("Økonomisjef", "e"),
        ("rekneskapsansvarleg", "e"),
        ("Kommunerevisor", "f"),
        ("Sekretær for kontrollutvalget", "g"),
    ],
)
def test_titles_that_councils_write_are_known_in_both_written_forms(stated_office, letter):
    assert f"kommuneloven § 7-3 første ledd bokstav {letter}" in [found.paragraph for found in note(stated_office)]


@pytest.mark.parametrize(
    "stated_office",
    [
        "",
        "   ",
        "Lærer",
        "Ordfører",
        "Varaordfører",
        "Bonde og gruppeleder",
        "Rådmannsveien 3",
        "Revisorforeningens medlem",
        "Sekretær i idrettslaget",
        "Daglig leder",
        "<script>",
    ],
)
def test_other_titles_are_left_alone(stated_office):
    assert note(stated_office) == []


@pytest.mark.parametrize("stated_office", ["Tidligere rådmann", "pensjonert kommunalsjef", "Eks-revisor"])
def test_one_who_has_left_the_office_is_not_noted(stated_office):
    assert note(stated_office) == []


def test_an_auditor_may_be_both_the_municipalitys_and_the_councils_own():
    assert [found.office for found in note("Revisor")] == ["auditors", "own_accounts_and_audit"]


def test_a_day_before_the_wording_we_have_read_is_noted_and_not_said_to_be_checked():
    [before], [after] = note("Kommunedirektør", date(2024, 4, 30)), note("Kommunedirektør", date(2024, 5, 1))
    assert (before.office, before.is_checked) == ("municipal_director", False)
    assert (after.office, after.is_checked) == ("municipal_director", True)
    assert note("Kommunedirektør", date(2019, 10, 31)) == []
