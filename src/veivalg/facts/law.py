"""Turns the YAML of ``acts/`` into dated provisions. A file that is wrong stops the start."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.rules.mandates import Act, ExcludedOffice, Period, Provision

_DATED: Mapping[str, Any] = {
    "id": {"type": "string", "pattern": "^[a-z_]+$"},
    "paragraph": {"type": "string", "pattern": "^[a-zæøå]+ §§? [0-9]+-[0-9]+"},
    "valid_from": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "valid_until": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}]},
    "about": TEXTS,
}
_WORDS: Mapping[str, Any] = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 2}}
_ACT: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "name", "provisions"],
    "properties": {
        "id": {"type": "string"},
        "name": TEXTS,
        "provisions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [*_DATED, "source"],
                "properties": {
                    **_DATED,
                    "source": {"type": "string", "minLength": 3},
                    "numbers": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "words": {"type": "object", "additionalProperties": _WORDS},
                },
            },
        },
    },
}
_OFFICES: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "former_words", "offices"],
    "properties": {
        "source": {"type": "string", "minLength": 3},
        "former_words": _WORDS,
        "offices": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [*_DATED, "titles"],
                "properties": {**_DATED, "titles": _WORDS},
            },
        },
    },
}


@cache
def municipal_act() -> Act:
    """The provisions of kommuneloven that the rules rest on. Raises FactsBroken."""
    file = "municipal_act.yaml"
    return act(file, _content(file))


@cache
def excluded_offices() -> tuple[ExcludedOffice, ...]:
    """Offices that may be excluded from election, with the titles they go by. Raises FactsBroken."""
    file = "excluded_offices.yaml"
    content = _content(file)
    hold_against(_OFFICES, f"acts/{file}", content)
    return tuple(
        ExcludedOffice(
            id=row["id"],
            paragraph=row["paragraph"],
            titles=tuple(row["titles"]),
            period=_period(file, row),
            about=row["about"],
            source=content["source"],
        )
        for row in content["offices"]
    )


@cache
def former_words() -> tuple[str, ...]:
    """Words which say that someone has left an office. Raises FactsBroken."""
    file = "excluded_offices.yaml"
    content = _content(file)
    hold_against(_OFFICES, f"acts/{file}", content)
    return tuple(content["former_words"])


def cited(paragraph: str, language: str) -> str:
    """A paragraph as a text in that language cites it: the act is "kommunelova" in nynorsk.

    >>> cited("kommuneloven § 18-4 fjerde ledd", "nn")
    'kommunelova § 18-4 fjerde ledd'
    """
    return paragraph.replace("kommuneloven", "kommunelova") if language == "nn" else paragraph


def act(file: str, content: Any) -> Act:
    """An act from one file's content. Raises FactsBroken with the field, the date or the provision that is wrong."""
    hold_against(_ACT, f"acts/{file}", content)
    provisions = tuple(
        Provision(
            id=row["id"],
            paragraph=row["paragraph"],
            about=row["about"],
            period=_period(file, row),
            source=row["source"],
            numbers=row.get("numbers", {}),
            words={key: tuple(words) for key, words in row.get("words", {}).items()},
        )
        for row in content["provisions"]
    )
    try:
        return Act(id=content["id"], provisions=provisions)
    except ValueError as error:
        raise FactsBroken(f"acts/{file}: {error} Give the older one a last day, valid_until.") from error


def _period(file: str, row: Mapping[str, Any]) -> Period:
    try:
        return Period(
            starts_on=date.fromisoformat(row["valid_from"]),
            ends_on=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
    except ValueError as error:
        raise FactsBroken(f"acts/{file}, {row['id']}: {error} Correct valid_from or valid_until.") from error


def _content(file: str) -> Any:
    return yaml.safe_load(resources.files("veivalg.facts").joinpath("acts", file).read_text(encoding="utf-8"))
