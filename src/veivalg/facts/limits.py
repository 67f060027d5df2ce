"""Turns the YAML of ``thresholds/`` into dated limits. A file that is wrong is refused when it is first read."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

from veivalg.facts.load import FactsBroken, hold_against
from veivalg.facts.schema import DAY, NAMED, closed, content_of, or_none, period_of, some
from veivalg.rules.consensus import ReadingLimits

_VERSION = closed(
    {
        "valid_from": DAY,
        "valid_until": or_none(DAY),
        # Decimals as text: a number in YAML would be a binary fraction near them.
        "numbers": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
        },
        "kind": {"enum": ["law", "guide", "own-choice"]},
        "reference": {"type": "string", "minLength": 10},
    }
)
_LIMITS = closed({**NAMED, "unit": {"type": "string", "minLength": 1}, "versions": some(_VERSION)})


def reading_limits(on: date) -> ReadingLimits:
    """Where the words about agreement begin on a day, and from how many answers there is a word at all: as many as
    anything is shown of. Raises FactsBroken, also when none are in force."""
    file = "agreement_reading.yaml"
    begins = {key: _number(file, key, on) for key in ("together_from", "partly_from", "spread_from")}
    reference = in_force(file, _content(file), on)["reference"]
    try:
        return ReadingLimits(**begins, fewest_answers=fewest_answers(on), reference=reference)
    except ValueError as error:
        raise FactsBroken(f"thresholds/{file}, versions: {error}. Correct the numbers.") from error


def fewest_answers(on: date) -> int:
    """From how many answers something is shown on a day (k). Raises FactsBroken, also when no limit is in force."""
    return _whole("small_groups.yaml", "fewest_answers", on)


def youth_asked_days_before(on: date) -> int:
    """How many days the youth panel must have had to answer before a resolution, for it to be asked in good time.

    Raises FactsBroken, also when no limit is in force.
    """
    return _whole("youth_asked.yaml", "days_before", on)


def in_force(file: str, content: Any, on: date) -> Mapping[str, Any]:
    """The version that holds on a day. Raises FactsBroken for a wrong file, overlapping versions or a day without."""
    where = f"thresholds/{file}"
    hold_against(_LIMITS, where, content)
    versions: list[Mapping[str, Any]] = content["versions"]
    periods = [period_of(where, {"id": content["id"], **row}) for row in versions]
    if any(one.overlaps(other) for one, other in combinations(periods, 2)):
        raise FactsBroken(f"{where}: two versions hold on the same day. Give the older one a last day, valid_until.")
    for row, period in zip(versions, periods, strict=True):
        if period.is_active(on):
            return row
    first = min(row["valid_from"] for row in versions)
    raise FactsBroken(f"{where}: no version is in force on {on.isoformat()}. The first begins on {first}.")


def _number(file: str, key: str, on: date) -> Fraction:
    """One of the numbers that hold on a day."""
    numbers = in_force(file, _content(file), on)["numbers"]
    if key not in numbers:
        raise FactsBroken(f"thresholds/{file}, versions: {key} is missing. Give it a number.")
    return Fraction(numbers[key])


def _whole(file: str, key: str, on: date) -> int:
    found = _number(file, key, on)
    if found.denominator != 1:
        raise FactsBroken(f"thresholds/{file}, versions: {key} is {found}. Give a whole number.")
    return found.numerator


@cache
def _content(file: str) -> Any:
    return content_of(f"thresholds/{file}")
