"""A council's name says what it is."""

from datetime import date

import pytest

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import NameCode, NameFinding, check_name

TODAY = date(2026, 11, 1)


def check(name: str, on: date = TODAY) -> NameFinding:
    return check_name(name, on=on, act=municipal_act())


@pytest.mark.parametrize(
    "name",
    [
        "Interkommunalt politisk råd for Nord-Gudbrandsdal",
        "Regionrådet for Hadeland – interkommunalt politisk råd",
        "Sør-Østerdal interkommunale politiske råd",
        "Det interkommunale politiske rådet for Setesdal",
        "Namdal regionråd (Interkommunalt politisk råd Namdal)",
        "FJORDANE INTERKOMMUNALT POLITISK RÅD (FIPR)",
        "Romsdal interkommunalt\u00a0politisk  ra\u030ad",
        "Romsdal inter\u00adkommunalt politisk råd",
    ],
)
def test_the_whole_words_are_known_however_they_are_written(name):
    found = check(name)
    assert (found.ok, found.code) == (True, NameCode.WORDS)
    assert found.paragraph == "kommuneloven § 18-1 tredje ledd"
    assert len(found.found) == 3
    assert found.missing == ()


@pytest.mark.parametrize("name", ["Folloregionen IPR", "Valdres-IPR", "IPR Salten", "Salten (ipr)"])
def test_the_short_form_counts_as_a_word_of_its_own(name):
    assert (check(name).ok, check(name).code) == (True, NameCode.SHORT_FORM)


@pytest.mark.parametrize("name", ["Fjordane FIPR", "romsdalipr.no", "Salten IPRO", "Hallingdal I.P.R.", "", "   "])
def test_letters_inside_another_word_do_not_count(name):
    found = check(name)
    assert (found.ok, found.code) == (False, NameCode.MISSING)
    assert found.missing == ("interkommunalt", "politisk", "råd")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("Salten politiske råd", ("interkommunalt",)),
        ("Interkommunalt råd for Salten", ("politisk",)),
        ("Interkommunalt politisk regionråd Salten", ("råd",)),
        ("Politisk råd, interkommunalt", ()),
    ],
)
def test_a_name_with_some_of_the_words_says_which_are_missing(name, missing):
    found = check(name)
    assert (found.ok, found.code, found.missing) == (False, NameCode.INCOMPLETE, missing)


def test_before_the_act_there_was_no_rule():
    found = check("Salten regionråd", date(2018, 5, 1))
    assert (found.ok, found.code, found.paragraph) == (True, NameCode.NO_RULE, "")
