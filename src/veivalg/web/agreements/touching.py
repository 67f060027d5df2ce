"""Which clauses a change touches, and so which way it has to go (kommuneloven § 18-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from veivalg.rules.agreement import ChangeRoute, Clause, route_of
from veivalg.web.agreements.content import AgreementContent, ContentClause, ContentShare

NAME, LEGAL_PERSON, SEATS, SHARES, LEAVING = 1, 2, 3, 6, 7
"""Numbers of what the act wants fixed that are kept as figures beside the clauses."""


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A clause that a change touches, or something that is kept beside the clauses."""

    number: str
    """Of the clause; empty for what stands beside them."""
    heading: str
    items: tuple[int, ...]

    def as_plain(self) -> dict[str, Any]:
        return {"number": self.number, "heading": self.heading, "items": list(self.items)}


def touched(before: AgreementContent | None, after: AgreementContent) -> list[Touched]:
    """What differs, with all that it fixed before or fixes after. Everything, for a first agreement."""
    found = _clauses(before, after)
    if before is None:
        return [*found, Touched(number="", heading=gettext("Seats and shares"), items=(SEATS, SHARES))]
    beside = (
        (before.name != after.name, gettext("The council's name"), (NAME,)),
        (
            before.is_own_legal_person != after.is_own_legal_person,
            gettext("Whether the council is a legal person"),
            (LEGAL_PERSON,),
        ),
        (_seats(before) != _seats(after), gettext("Who takes part, and their seats"), (SEATS,)),
        (_shares(before) != _shares(after), gettext("Shares of ownership and liability"), (SHARES,)),
        (before.leaving_months != after.leaving_months, gettext("Notice before leaving"), (LEAVING,)),
        (
            (before.majority, before.always_every_participant) != (after.majority, after.always_every_participant),
            gettext("How the agreement is changed"),
            (),
        ),
    )
    return [*found, *(Touched(number="", heading=name, items=items) for differs, name, items in beside if differs)]


def route(
    before: AgreementContent | None, after: AgreementContent, *, in_force: AgreementContent | None = None
) -> tuple[ChangeRoute, list[Touched]]:
    """The way of a change of the last edition, and what sends it there.

    `in_force` is the edition that holds when the change is sent, and says how the agreement may be changed: the last
    edition may hold from a later day, and its own rule for changes not before then. Without it, the last one says it.
    Raises ValueError for a change that touches nothing.
    """
    found = touched(before, after)
    ruling = in_force or before
    by_place = {str(place): each for place, each in enumerate(found)}
    way = route_of(
        [Clause(number=place, text="", items=frozenset(each.items)) for place, each in by_place.items()],
        own_majority=ruling.majority if ruling else None,
        # The first agreement is made by everyone.
        always_every_participant=ruling is None or ruling.always_every_participant,
    )
    return way, [by_place[place] for place in way.because]


def _clauses(before: AgreementContent | None, after: AgreementContent) -> list[Touched]:
    old = {clause.key: clause for clause in before.clauses} if before else {}
    new = {clause.key: clause for clause in after.clauses}
    moved = _moved(old, new)
    found = []
    for key, clause in new.items():
        was = old.get(key)
        if was is None or was != clause or key in moved:
            items = {*clause.items, *(was.items if was else ())} if was != clause else set()
            found.append(Touched(number=after.numbers[key], heading=clause.heading, items=tuple(sorted(items))))
    gone = [old[key] for key in old if key not in new]
    return [*found, *(Touched(number="", heading=clause.heading, items=clause.items) for clause in gone)]


def _moved(old: Mapping[str, ContentClause], new: Mapping[str, ContentClause]) -> set[str]:
    """Clauses that stand in another order among those that are in both. A new number alone changes nothing."""
    first, last = [key for key in old if key in new], [key for key in new if key in old]
    return {key for key, other in zip(first, last, strict=True) if key != other}


def _seats(content: AgreementContent) -> dict[int, int]:
    return {each.participant: each.seats for each in content.shares}


def _shares(content: AgreementContent) -> dict[int, tuple[Fraction, Fraction]]:
    """As fractions: 1 of 2 and 50 of 100 are the same share."""
    return {each.participant: _of(content, each) for each in content.shares}


def _of(content: AgreementContent, each: ContentShare) -> tuple[Fraction, Fraction]:
    owned = Fraction(each.ownership, content.ownership_whole or 1)
    if content.liability_whole is None:
        return owned, owned
    return owned, Fraction(each.liability or 0, content.liability_whole)
