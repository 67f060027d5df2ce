"""Turns the YAML about cooperation agreements into what one must fix, and headings to begin from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.rules.agreement import MandatoryItem
from veivalg.rules.mandates import Period

_FILE = "acts/agreement.yaml"
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_AGREEMENT: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "items", "template"],
    "properties": {
        "source": {"type": "string", "minLength": 3},
        "items": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "number", "paragraph", "valid_from", "valid_until", "name", "about"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z_]{1,30}$"},
                    "number": {"type": "integer", "minimum": 1},
                    "paragraph": {"type": "string", "pattern": "§ [0-9]+-[0-9]+"},
                    "valid_from": _DAY,
                    "valid_until": {"anyOf": [{"type": "null"}, _DAY]},
                    "name": TEXTS,
                    "about": TEXTS,
                },
            },
        },
        "template": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "items", "name", "about"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z_]{1,30}$"},
                    "items": {"type": "array", "uniqueItems": True, "items": {"type": "integer", "minimum": 1}},
                    "name": TEXTS,
                    "about": TEXTS,
                },
            },
        },
    },
}


@dataclass(frozen=True, kw_only=True)
class DescribedItem:
    """Something that an agreement must fix, with words about it."""

    id: str
    item: MandatoryItem
    name: Mapping[str, str]
    about: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class TemplateClause:
    """A heading to begin from. Its id tells it from the others, whatever language it is written in."""

    id: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    items: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class AgreementFacts:
    """All that the facts say of agreements."""

    items: tuple[DescribedItem, ...]
    template: tuple[TemplateClause, ...]


@cache
def agreement_facts() -> AgreementFacts:
    """What the law wants fixed, and the template. Raises FactsBroken."""
    return agreement(yaml.safe_load(resources.files("veivalg.facts").joinpath(_FILE).read_text(encoding="utf-8")))


def agreement(content: Any) -> AgreementFacts:
    """The same from a file's content. Raises FactsBroken with what is wrong and where."""
    hold_against(_AGREEMENT, _FILE, content)
    items = tuple(
        DescribedItem(
            id=row["id"],
            item=MandatoryItem(number=row["number"], paragraph=row["paragraph"], period=_period(row)),
            name=row["name"],
            about=row["about"],
        )
        for row in content["items"]
    )
    for index, each in enumerate(items):
        for other in items[index + 1 :]:
            if each.item.number == other.item.number and each.item.period.overlaps(other.item.period):
                raise FactsBroken(f"{_FILE}: two versions of number {each.item.number} are in force on the same day.")
    template = tuple(TemplateClause(**row | {"items": frozenset(row["items"])}) for row in content["template"])
    if len({clause.id for clause in template}) != len(template):
        raise FactsBroken(f"{_FILE}: two headings of the template have the same id.")
    unknown = {number for clause in template for number in clause.items} - {each.item.number for each in items}
    if unknown:
        raise FactsBroken(f"{_FILE}: the template names {sorted(unknown)}, which the law does not have.")
    return AgreementFacts(items=items, template=template)


def _period(row: Mapping[str, Any]) -> Period:
    try:
        return Period(
            starts_on=date.fromisoformat(row["valid_from"]),
            ends_on=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
    except ValueError as error:
        raise FactsBroken(f"{_FILE}, {row['id']}: {error} Correct valid_from or valid_until.") from error
