"""Turns the YAML of ``reasons/`` into the ten reasons. A file that is wrong stops the start."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.rules.cooperation import Reason

BEHAVIOURS = (
    *("endorsed_by_all", "agreement_in_last_choice", "actions_with_outside_partners", "business_in_last_choice"),
    *("actions_updated", "actions_with_responsible", "days_to_last_endorsement"),
)
"""What can be measured without asking anyone."""
ROOMS = ("follow_up", "bodies", "resolutions", "plan", "participation")
_FILE = "reasons/ten_reasons.yaml"
_REASONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "reasons"],
    "properties": {
        "source": {"type": "string", "minLength": 3},
        "reasons": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    *("id", "order", "name", "says", "advice", "item", "leader_item", "behaviour", "not_measured"),
                    *("room", "sources"),
                ],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z_]+$"},
                    "order": {"type": "integer", "minimum": 1},
                    "name": TEXTS,
                    "says": TEXTS,
                    "advice": TEXTS,
                    "item": TEXTS,
                    "leader_item": {"anyOf": [{"type": "null"}, TEXTS]},
                    "behaviour": {"type": "array", "uniqueItems": True, "items": {"enum": list(BEHAVIOURS)}},
                    "not_measured": {"anyOf": [{"type": "null"}, TEXTS]},
                    "room": {"enum": list(ROOMS)},
                    "sources": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 3}},
                },
            },
        },
    },
}


@cache
def ten_reasons() -> Mapping[str, Reason]:
    """The reasons by id, in order. Raises FactsBroken."""
    text = resources.files("veivalg.facts").joinpath(_FILE).read_text(encoding="utf-8")
    return reasons(yaml.safe_load(text))


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
