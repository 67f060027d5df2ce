"""Whether an agreement fixes what the law says that it must fix (kommuneloven § 18-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from veivalg.rules.mandates import Checked, Period


class ItemState(StrEnum):
    """How it stands with one thing that the agreement must fix."""

    PRESENT = "present"
    EMPTY = "empty"
    """A clause is marked with it, and has no text."""
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class MandatoryItem:
    """Something that the agreement must fix (lovpålagt punkt), in one version of the law."""

    number: int
    """From 1, in the law's order."""
    paragraph: str
    period: Period
    checked: Checked | None = None
    """None: not checked against the text of the act."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause of an agreement (punkt i avtalen), with what it fixes."""

    number: str
    """As it is printed: ``3`` or ``3.2``."""
    text: str
    items: frozenset[int] = frozenset()
    """Numbers of the things that it fixes."""


@dataclass(frozen=True, kw_only=True)
class ItemFinding:
    """What was found about one thing that the agreement must fix."""

    item: int
    paragraph: str
    state: ItemState
    clause: str
    """The clause that fixes it, or that should; empty when there is none."""


def check(clauses: Iterable[Clause], items: Iterable[MandatoryItem], *, on: date) -> list[ItemFinding]:
    """One finding for each thing that the law wanted fixed on a day, in the law's order.

    The first clause with text that is marked with a thing is the one that fixes it.
    """
    given = list(clauses)
    found = []
    for item in sorted((each for each in items if each.period.is_active(on)), key=lambda each: each.number):
        marked = [clause for clause in given if item.number in clause.items]
        filled = [clause for clause in marked if clause.text.strip()]
        state = ItemState.PRESENT if filled else ItemState.EMPTY if marked else ItemState.MISSING
        clause = (filled or marked)[0].number if marked else ""
        found.append(ItemFinding(item=item.number, paragraph=item.paragraph, state=state, clause=clause))
    return found
