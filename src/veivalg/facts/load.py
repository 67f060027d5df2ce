"""Turns the YAML of this package into the values that the rules know. A file that is wrong stops the start."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from veivalg.rules.indicators import GROUPS, Edition, Indicator, KeyFigure, Threshold

LANGUAGES = ("nb", "nn", "en")
TEXTS = {
    "type": "object",
    "properties": {language: {"type": "string", "minLength": 1} for language in LANGUAGES},
    "required": list(LANGUAGES),
    "additionalProperties": False,
}
_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "indicators": {
        "type": "object",
        "additionalProperties": False,
        "required": [
            "id",
            "order",
            "name",
            "unit",
            "formula",
            "cube",
            "ages",
            "period",
            "derivation_error",
            "caveat",
            "source",
            "polarity",
        ],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9_]+$"},
            "order": {"type": "integer"},
            "name": TEXTS,
            "unit": TEXTS,
            "formula": {"enum": ["rate", "sum", "share", "ratio", "young_old"]},
            "cube": {"enum": ["births", "deaths", "net_migration", "population"]},
            "ages": {"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "string"}, "minItems": 2}]},
            "period": {"type": "array", "items": {"type": "integer", "maximum": 0}, "minItems": 2, "maxItems": 2},
            "derivation_error": {"type": "number", "minimum": 0},
            "caveat": {"anyOf": [TEXTS, {"type": "object", "maxProperties": 0}]},
            "source": {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1},
            "polarity": {"enum": ["high", "low", "neutral"]},
        },
    },
    "key_figures": {
        "type": "object",
        "additionalProperties": False,
        "required": ["attracts", "figures"],
        "properties": {
            "attracts": {"enum": list(GROUPS)},
            "figures": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": [
                        "id",
                        "name",
                        "unit",
                        "decimals",
                        "formula",
                        "parameters",
                        "source",
                        "polarity",
                        "caveat",
                    ],
                    "properties": {
                        "id": {"type": "string", "pattern": "^[a-z0-9_]+$"},
                        "name": TEXTS,
                        "unit": TEXTS,
                        "decimals": {"type": "integer", "minimum": 0, "maximum": 3},
                        "formula": {
                            "enum": [
                                "stock",
                                "growth",
                                "flow",
                                "official_sum",
                                "share",
                                "per_hundred",
                                "women_per_men",
                                "count",
                                "profile",
                                "centrality",
                            ]
                        },
                        "parameters": {"type": "object"},
                        "source": {"type": "string", "minLength": 2},
                        "polarity": {"enum": ["high", "low", "neutral"]},
                        "caveat": {"anyOf": [TEXTS, {"type": "object", "maxProperties": 0}]},
                    },
                },
            },
        },
    },
    "editions": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "order", "name", "about", "thresholds"],
        "properties": {
            "id": {"type": "string"},
            "order": {"type": "integer"},
            "name": TEXTS,
            "about": TEXTS,
            "thresholds": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["indicator", "value", "risky_when", "reference"],
                    "properties": {
                        "indicator": {"type": "string"},
                        "value": {"type": ["number", "null"]},
                        "risky_when": {"enum": ["below", "above"]},
                        "reference": {"type": "string", "minLength": 3},
                    },
                },
            },
        },
    },
}


class FactsBroken(Exception):
    """A definition file is not valid; the message names the file and the field."""


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicator definitions by id, in the index's order. Raises FactsBroken."""
    rows = sorted(_rows("indicators"), key=lambda row: int(row["order"]))
    return {
        row["id"]: Indicator(
            id=row["id"],
            name=row["name"],
            unit=row["unit"],
            formula=row["formula"],
            cube=row["cube"],
            ages=(row["ages"][0], row["ages"][1]) if row["ages"] else None,
            period=(row["period"][0], row["period"][1]),
            caveat=row["caveat"],
            derivation_error=float(row["derivation_error"]),
            source=tuple(row["source"]),
            polarity=row["polarity"],
        )
        for row in rows
    }


@cache
def editions() -> Mapping[str, Edition]:
    """All editions of the index by id. Raises FactsBroken."""
    found = {}
    for row in sorted(_rows("editions"), key=lambda row: (row["order"], row["id"])):
        unknown = [line["indicator"] for line in row["thresholds"] if line["indicator"] not in indicators()]
        if unknown:
            raise FactsBroken(f"editions/{row['id']}.yaml: there is no indicator {', '.join(unknown)}.")
        summed = [
            line["indicator"]
            for line in row["thresholds"]
            if line["value"] is None and indicators()[line["indicator"]].formula == "sum"
        ]
        if summed:
            raise FactsBroken(
                f"editions/{row['id']}.yaml: {', '.join(summed)} is a number of persons; the country has none to "
                "hold that against. Give it a value."
            )
        found[row["id"]] = Edition(
            id=row["id"],
            name=row["name"],
            about=row["about"],
            thresholds=tuple(Threshold(**line) for line in row["thresholds"]),
        )
    return found


@cache
def key_figures() -> Mapping[str, KeyFigure]:
    """All key figures by id: the people first, then what attracts whom. Raises FactsBroken."""
    groups = sorted(_rows("key_figures"), key=lambda row: GROUPS.index(row["attracts"]))
    found: dict[str, KeyFigure] = {}
    for group in groups:
        for row in group["figures"]:
            if row["id"] in found:
                raise FactsBroken(f"key_figures/{group['attracts']}.yaml: {row['id']} is defined twice.")
            found[row["id"]] = KeyFigure(attracts=group["attracts"], **row)
    return found


def check(kind: str, name: str, content: object) -> None:
    """Validate one file's content. Raises FactsBroken with the field and what is wrong with it."""
    hold_against(_SCHEMAS[kind], f"{kind}/{name}", content)


def hold_against(schema: Mapping[str, Any], file: str, content: object) -> None:
    """Validate a file's content against a schema. Raises FactsBroken with the field and what is wrong with it."""
    error = next(iter(Draft202012Validator(schema).iter_errors(content)), None)
    if error is not None:
        place = ".".join(str(part) for part in error.absolute_path) or "the file"
        raise FactsBroken(f"{file}, {place}: {error.message}. Correct the file; CONTRIBUTING says how.")


def _rows(kind: str) -> list[dict[str, Any]]:
    rows = []
    for file in resources.files("veivalg.facts").joinpath(kind).iterdir():
        if file.name.endswith(".yaml"):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            check(kind, file.name, content)
            rows.append(content)
    return rows
