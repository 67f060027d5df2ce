"""Group beside group on the page of a choice of direction: one option by group, and two groups held together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from veivalg.web.directions import drawings, words
from veivalg.web.directions.reading import Rated, Rating, Side
from veivalg.web.ui.numbers import listed, number


@dataclass(frozen=True)
class Cell:
    """Answers of one group to one step of the scale."""

    count: int
    strength: int


@dataclass(frozen=True)
class SideRow:
    """One group in the table: its answers, or that they are not shown."""

    name: str
    cells: list[Cell] | None
    middle: str
    count: str


@dataclass(frozen=True)
class PairRow:
    """Two groups beside each other on one option."""

    name: str
    one: list[Cell] | None
    other: list[Cell] | None
    distance: str
    is_far: bool


def sides(rating: Rating, key: str) -> dict[str, Any] | None:
    """The table of groups for one option: the one that is asked for, else the one that divides most."""
    if not rating.groups:
        return None
    dividing = rating.most_dividing
    known = {each.key: each for each in rating.options}
    rated = known.get(key) or (dividing[0] if dividing else rating.options[0])
    return {
        "rated": rated,
        "heading": words.where_heading(rated) if rated.is_dividing else gettext("Group by group"),
        "line": words.where_line(rated),
        "means": words.means_line(rated),
        "who": _who(rated),
        "rows": [_side_row(side) for side in _places_first(rated.sides)],
        "is_hidden": any(side.counts is None for side in rated.sides),
        "choices": [(each.key, each.name) for each in rating.options],
    }


def pair(rating: Rating, one: int | None, other: int | None) -> dict[str, Any] | None:
    """Two groups against each other, option by option; without a wish the two that are furthest apart."""
    shown = _pairable(rating)
    if len(shown) < 2:
        return None
    ids = [id for id, _ in shown]
    if one not in ids or other not in ids or one == other:
        one, other = _furthest(rating, ids)
    names = dict(shown)
    rows = []
    for rated in rating.options:
        found = {side.group_id: side for side in rated.sides}
        left, right = found[one], found[other]
        text = words.distance(left, right)
        far = left.middle is not None and right.middle is not None and abs(left.middle - right.middle) >= words.FAR
        rows.append(PairRow(rated.name, _cells(left), _cells(right), text, far))
    return {"one": one, "other": other, "names": (names[one], names[other]), "choices": shown, "rows": rows}


def _who(rated: Rated) -> str:
    """Who stands where, in a sentence or two."""
    wanting = [side.name for side in rated.compared if side.is_wanting]
    doubting = [side.name for side in rated.compared if side.is_doubting]
    inside = [side.name for side in rated.compared if side.is_divided]
    parts = []
    if wanting:
        parts.append(gettext("%(names)s: important.") % {"names": listed(wanting)})
    if doubting:
        parts.append(gettext("%(names)s: of little importance.") % {"names": listed(doubting)})
    if inside:
        parts.append(gettext("Divided at home: %(names)s.") % {"names": listed(inside)})
    return " ".join(parts)


def _side_row(side: Side) -> SideRow:
    cells = _cells(side)
    return SideRow(side.name, cells, words.middle_value(side.middle), number(side.answer_count) if cells else "")


def _cells(side: Side) -> list[Cell] | None:
    if side.counts is None:
        return None
    total = side.answer_count
    return [Cell(count, drawings.strength(count, total)) for count in side.counts]


def _places_first(found: Sequence[Side]) -> list[Side]:
    return sorted(found, key=lambda side: not side.is_municipality)


def _pairable(rating: Rating) -> list[tuple[int, str]]:
    """Groups that are shown on at least one option."""
    shown = {side.group_id for each in rating.options for side in each.sides if side.is_shown}
    return [(side.group_id, side.name) for side in _places_first(rating.groups) if side.group_id in shown]


def _furthest(rating: Rating, ids: Sequence[int]) -> tuple[int, int]:
    """The two groups whose middle answers lie furthest apart, over all options together."""
    best, found = None, (ids[0], ids[1])
    middles = [{side.group_id: side.middle for side in each.sides} for each in rating.options]
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            apart = sum(
                (abs(row[one] - row[other]) for row in middles if row[one] is not None and row[other] is not None),  # type: ignore[operator]
                0,
            )
            if best is None or apart > best:
                best, found = apart, (one, other)
    return found
