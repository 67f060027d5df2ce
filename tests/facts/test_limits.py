"""Dated limits: what the shipped files say, and that a wrong file stops the start with where and why."""

from copy import deepcopy
from datetime import date
from fractions import Fraction
from importlib import resources
from typing import Any

import pytest

from veivalg.facts import limits
from veivalg.facts.load import FactsBroken
from veivalg.facts.schema import content_of

TODAY = date(2026, 11, 24)
FOLDER = resources.files("veivalg.facts").joinpath("thresholds")
FILE: dict[str, Any] = {
    "id": "example",
    "name": {"nb": "a", "nn": "b", "en": "c"},
    "unit": "answers",
    "versions": [
        {
            "valid_from": "2026-01-01",
            "valid_until": None,
            "numbers": {"fewest_answers": "5"},
            "kind": "own-choice",
            "reference": "Our own choice.",
        }
    ],
}


def changed(**fields: object) -> dict[str, Any]:
    content = deepcopy(FILE)
    content["versions"][0] |= fields
    return content


def test_the_words_about_agreement_begin_where_the_file_says_and_it_says_whose_choice_that_is():
    found = limits.reading_limits(TODAY)
    assert (found.together_from, found.partly_from, found.spread_from) == (
        Fraction(3, 5),
        Fraction(3, 10),
        Fraction(-1, 10),
    )
    assert found.fewest_answers == 5 == limits.fewest_answers(TODAY)
    assert "own choice" in found.reference


def test_a_day_before_the_first_version_has_no_limit_and_says_when_it_begins():
    with pytest.raises(FactsBroken, match=r"in force on 2025-12-31\. The first begins on 2026-01-01"):
        limits.reading_limits(date(2025, 12, 31))


@pytest.mark.parametrize(
    "fields",
    [
        {"numbers": {"fewest_answers": 5}},
        {"numbers": {"fewest_answers": "five"}},
        {"numbers": {}},
        {"kind": "guess"},
        {"reference": ""},
        {"valid_from": "last year"},
        {"valid_from": "2026-02-31"},
        {"valid_until": "2025-01-01"},
    ],
)
def test_a_wrong_file_is_refused(fields):
    with pytest.raises(FactsBroken, match="thresholds/example"):
        limits.in_force("example", changed(**fields), TODAY)


def test_two_versions_never_hold_on_the_same_day():
    content = changed(valid_until="2026-06-30")
    content["versions"].append({**FILE["versions"][0], "valid_from": "2026-07-01", "numbers": {"fewest_answers": "7"}})
    assert limits.in_force("example", content, date(2026, 6, 30))["numbers"] == {"fewest_answers": "5"}
    assert limits.in_force("example", content, date(2026, 7, 1))["numbers"] == {"fewest_answers": "7"}
    content["versions"][1]["valid_from"] = "2026-06-30"
    with pytest.raises(FactsBroken, match="same day"):
        limits.in_force("example", content, TODAY)


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".yaml")))
def test_every_shipped_file_can_be_read_today(file):
    assert limits.in_force(file, content_of(f"thresholds/{file}"), TODAY)["numbers"]


def test_a_number_that_is_missing_or_not_whole_is_told_with_the_file(monkeypatch):
    for numbers, told in (({"other": "5"}, "fewest_answers is missing"), ({"fewest_answers": "4.5"}, "whole number")):
        monkeypatch.setattr(limits, "_content", lambda file, numbers=numbers: changed(numbers=numbers))
        with pytest.raises(FactsBroken, match=rf"thresholds/small_groups\.yaml.*{told}"):
            limits.fewest_answers(TODAY)


def test_no_word_about_agreement_is_given_of_fewer_answers_than_may_be_shown(monkeypatch):
    monkeypatch.setattr(limits, "fewest_answers", lambda on: 7)
    assert limits.reading_limits(TODAY).fewest_answers == 7
