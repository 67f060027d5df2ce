"""Turns the YAML of ``thresholds/`` into dated limits. A file that is wrong stops the start."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.rules.consensus import ReadingLimits

_DAY: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_LIMITS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "name", "unit", "versions"],
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": TEXTS,
        "unit": {"type": "string", "minLength": 1},
        "versions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["valid_from", "valid_until", "numbers", "kind", "reference"],
                "properties": {
                    "valid_from": _DAY,
                    "valid_until": {"anyOf": [{"type": "null"}, _DAY]},
                    "numbers": {
                        "type": "object",
                        "minProperties": 1,
                        # Decimals as text: a number in YAML would be a binary fraction near them.
                        "additionalProperties": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
                    },
                    "kind": {"enum": ["law", "guide", "own-choice"]},
                    "reference": {"type": "string", "minLength": 10},
                },
            },
        },
    },
}
_FOR_GOOD = "9999-12-31"


def reading_limits(on: date) -> ReadingLimits:
    """Where the words about agreement begin on a day. Raises FactsBroken, also when none are in force."""
    file = "agreement_reading.yaml"
    version = in_force(file, _content(file), on)
    try:
        numbers = {key: Fraction(text) for key, text in version["numbers"].items()}
        return ReadingLimits(
            together_from=numbers["together_from"],
            partly_from=numbers["partly_from"],
            spread_from=numbers["spread_from"],
            fewest_answers=int(numbers["fewest_answers"]),
            reference=version["reference"],
        )
    except (KeyError, ValueError) as error:
        raise FactsBroken(f"thresholds/{file}, versions: {error}. Correct the numbers.") from error


def fewest_answers(on: date) -> int:
    """From how many answers something is shown on a day (k). Raises FactsBroken, also when no limit is in force."""
    file = "small_groups.yaml"
    version = in_force(file, _content(file), on)
    try:
        return int(version["numbers"]["fewest_answers"])
    except (KeyError, ValueError) as error:
        raise FactsBroken(f"thresholds/{file}, versions: {error}. Give a whole number of answers.") from error


def youth_asked_days_before(on: date) -> int:
    """How many days the youth panel must have had to answer before a resolution, for it to be asked in good time.

    Raises FactsBroken, also when no limit is in force.
    """
    file = "youth_asked.yaml"
    version = in_force(file, _content(file), on)
    try:
        return int(version["numbers"]["days_before"])
    except (KeyError, ValueError) as error:
        raise FactsBroken(f"thresholds/{file}, versions: {error}. Give a whole number of days.") from error


def in_force(file: str, content: Any, on: date) -> Mapping[str, Any]:
    """The version that holds on a day. Raises FactsBroken for a wrong file, overlapping versions or a day without."""
    hold_against(_LIMITS, f"thresholds/{file}", content)
    versions: list[Mapping[str, Any]] = content["versions"]
    # Days written as year-month-day sort as text.
    spans = sorted((row["valid_from"], row["valid_until"] or _FOR_GOOD) for row in versions)
    if any(start > end for start, end in spans) or any(
        one[1] >= two[0] for one, two in zip(spans, spans[1:], strict=False)
    ):
        raise FactsBroken(f"thresholds/{file}: two versions hold on the same day, or one ends before it begins.")
    day = on.isoformat()
    for row in versions:
        if row["valid_from"] <= day <= (row["valid_until"] or _FOR_GOOD):
            return row
    raise FactsBroken(f"thresholds/{file}: no version is in force on {day}. The first begins on {spans[0][0]}.")


@cache
def _content(file: str) -> Any:
    return yaml.safe_load(resources.files("veivalg.facts").joinpath("thresholds", file).read_text(encoding="utf-8"))
