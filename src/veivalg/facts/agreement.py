"""Turns the YAML about cooperation agreements into what one must fix, and headings to begin from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.facts.schema import IN_FORCE, NAMED, SOURCE, checked_of, closed, content_of, period_of, some
from veivalg.rules.agreement import MandatoryItem

_FILE = "acts/agreement.yaml"
_AGREEMENT = closed(
    {
        "source": SOURCE,
        "items": some(
            closed(
                {
                    **NAMED,
                    "number": {"type": "integer", "minimum": 1},
                    "paragraph": {"type": "string", "pattern": "§ [0-9]+-[0-9]+"},
                    "about": TEXTS,
                    **IN_FORCE,
                }
            )
        ),
        "template": some(
            closed(
                {**NAMED, "about": TEXTS, "items": some({"type": "integer", "minimum": 1}, least=0, unique=True)},
            )
        ),
    }
)


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
    return agreement(content_of(_FILE))


def agreement(content: Any) -> AgreementFacts:
    """The same from a file's content. Raises FactsBroken with what is wrong and where."""
    hold_against(_AGREEMENT, _FILE, content)
    items = tuple(
        DescribedItem(
            id=row["id"],
            item=MandatoryItem(
                number=row["number"],
                paragraph=row["paragraph"],
                period=period_of(_FILE, row),
                checked=checked_of(_FILE, row),
            ),
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
