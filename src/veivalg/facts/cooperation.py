"""Turns the YAML of ``reasons/`` into the ten reasons, the ten points, the elements of capacity and the five purposes.

A file that is wrong stops the start.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from veivalg.facts import load
from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.facts.schema import NAMED, SOURCE, closed, content_of, or_none, some
from veivalg.rules.cooperation import CapacityElement, Point, Purpose, Reason

BEHAVIOURS = (
    *("endorsed_by_all", "agreement_in_last_choice", "actions_with_outside_partners", "business_in_last_choice"),
    *("actions_updated", "actions_with_responsible", "days_to_last_endorsement"),
)
"""What can be measured without asking anyone."""
ROOMS = (
    *("knowledge", "direction", "plan", "action_plan", "follow_up", "participation", "bodies"),
    *("endorsement", "way", "joint_services"),
)
"""Where in a council's pages something is done."""
_FILE = "reasons/ten_reasons.yaml"
_ROOM: Mapping[str, Any] = {"enum": list(ROOMS)}
_REASON = closed(
    {
        **NAMED,
        "order": {"type": "integer", "minimum": 1},
        "says": TEXTS,
        "advice": TEXTS,
        "item": TEXTS,
        "leader_item": or_none(TEXTS),
        "behaviour": some({"enum": list(BEHAVIOURS)}, least=0, unique=True),
        "not_measured": or_none(TEXTS),
        "room": _ROOM,
        "helps": TEXTS,
        "sources": some(SOURCE),
    }
)
_POINT = closed({**NAMED, "question": TEXTS, "result": TEXTS, "room": _ROOM})
_ELEMENT = closed({**NAMED, "about": TEXTS, "statements": some(TEXTS)})
_PURPOSE = closed(
    {
        **NAMED,
        "about": TEXTS,
        "meanings": some(TEXTS, least=2),
        "indicators": some({"anyOf": [TEXTS, {"type": "string", "minLength": 1}]}, least=2),
        "figures": some({"type": "string", "minLength": 1}, least=0, unique=True),
        "room": {"enum": [None, "joint_services"]},
    }
)
_REASONS = closed({"source": SOURCE, "reasons": some(_REASON)})
_POINTS = closed({"source": SOURCE, "points": some(_POINT)})
_CAPACITY = closed({"source": SOURCE, "elements": some(_ELEMENT)})
_PURPOSES = closed({"source": SOURCE, "purposes": some(_PURPOSE, least=2)})


@cache
def ten_reasons() -> Mapping[str, Reason]:
    """The reasons by id, in order. Raises FactsBroken."""
    return reasons(content_of(_FILE))


def reasons(content: Any) -> Mapping[str, Reason]:
    """Reasons from a file's content. Raises FactsBroken with what is wrong and where."""
    hold_against(_REASONS, _FILE, content)
    found: dict[str, Reason] = {}
    for place, row in enumerate(sorted(content["reasons"], key=lambda row: row["order"]), start=1):
        if row["id"] in found or row["order"] != place:
            raise FactsBroken(f"{_FILE}, {row['id']}: each reason has an id of its own, and the orders run from 1.")
        try:
            found[row["id"]] = Reason(
                **row | {"behaviour": tuple(row["behaviour"]), "sources": tuple(row["sources"])},
            )
        except ValueError as error:
            raise FactsBroken(f"{_FILE}: {error}. Give it behaviour or not_measured, and only one of them.") from error
    return found


@cache
def ten_points() -> tuple[Point, ...]:
    """The points of the process, in order. Raises FactsBroken."""
    rows = _rows("reasons/ten_points.yaml", _POINTS, "points")
    return tuple(Point(number=number, **row) for number, row in enumerate(rows, start=1))


@cache
def capacity() -> tuple[CapacityElement, ...]:
    """The elements of development capacity, in order. Raises FactsBroken."""
    rows = _rows("reasons/capacity.yaml", _CAPACITY, "elements")
    return tuple(CapacityElement(**row | {"statements": tuple(row["statements"])}) for row in rows)


@cache
def purposes() -> tuple[Purpose, ...]:
    """The purposes that a council may begin with, in order. Raises FactsBroken."""
    file = "reasons/purposes.yaml"
    rows = _rows(file, _PURPOSES, "purposes")
    known = load.key_figures()
    named = {id for row in rows for id in (*row["figures"], *row["indicators"]) if isinstance(id, str)}
    if unknown := sorted(named - set(known)):
        raise FactsBroken(f"{file}: {unknown[0]!r} is no key figure. Give an id from key_figures/.")
    return tuple(
        Purpose(
            **row
            | {
                "meanings": tuple(row["meanings"]),
                "figures": tuple(row["figures"]),
                "indicators": tuple(known[one].name if isinstance(one, str) else one for one in row["indicators"]),
            }
        )
        for row in rows
    )


def _rows(file: str, form: Mapping[str, Any], name: str) -> list[Any]:
    """The rows of a file, each with an id of its own. Raises FactsBroken."""
    content = content_of(file)
    hold_against(form, file, content)
    rows: list[Any] = content[name]
    if len({row["id"] for row in rows}) < len(rows):
        raise FactsBroken(f"{file}: two of the {name} have the same id.")
    return rows
