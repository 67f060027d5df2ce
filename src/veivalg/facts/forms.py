"""Turns the YAML of lawful forms of cooperation into values. A file that is wrong stops the start."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.rules.cooperation import LegalForm

_FILE = "acts/cooperation_forms.yaml"
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_FORMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "forms"],
    "properties": {
        "source": {"type": "string", "minLength": 3},
        "forms": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "valid_from", "valid_until", "reference", "has_host", "name", "about"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z_]{1,30}$"},
                    "valid_from": _DAY,
                    "valid_until": {"anyOf": [{"type": "null"}, _DAY]},
                    "reference": {"type": "string", "pattern": "§ 17-1"},
                    "has_host": {"type": "boolean"},
                    "name": TEXTS,
                    "about": TEXTS,
                },
            },
        },
    },
}


@cache
def legal_forms() -> Mapping[str, LegalForm]:
    """Every form by id. Raises FactsBroken."""
    return forms(yaml.safe_load(resources.files("veivalg.facts").joinpath(_FILE).read_text(encoding="utf-8")))


def forms(content: Any) -> Mapping[str, LegalForm]:
    """Forms from a file's content. Raises FactsBroken with what is wrong and where."""
    hold_against(_FORMS, _FILE, content)
    found: dict[str, LegalForm] = {}
    for row in content["forms"]:
        if row["id"] in found:
            raise FactsBroken(f"{_FILE}: {row['id']} is defined twice.")
        try:
            days = {
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_until": date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            }
        except ValueError as error:
            raise FactsBroken(f"{_FILE}, {row['id']}: {error}. Correct valid_from or valid_until.") from error
        found[row["id"]] = LegalForm(**row | days)
    return found
