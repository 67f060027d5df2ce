"""What someone knows who has kept every published number, and is good at arithmetic."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from veivalg.rules.suppression.aggregate import Aggregate, NumbersDisagree
from veivalg.rules.suppression.echelon import RIGHT, Echelon, Row
from veivalg.rules.suppression.polytope import Polytope


class Columns:
    """Gives cells that no number tells apart one column together, and hidden sums a column of their own."""

    def __init__(self, aggregates: Sequence[Aggregate], hidden: Sequence[frozenset[str]] = ()) -> None:
        signs: dict[str, list[tuple[int, Fraction]]] = {}
        for number, aggregate in enumerate(aggregates):
            for cell, weight in aggregate.terms:
                signs.setdefault(cell, []).append((number, weight))
        for number, cells in enumerate(hidden, start=len(aggregates)):
            for cell in cells:
                signs.setdefault(cell, []).append((number, Fraction(1)))
        groups: dict[tuple[tuple[int, Fraction], ...], list[str]] = {}
        for cell in sorted(signs):
            groups.setdefault(tuple(signs[cell]), []).append(cell)
        self.members: tuple[tuple[str, ...], ...] = tuple(map(tuple, groups.values()))
        """By column: the cells, sorted."""
        self.of: Mapping[str, int] = {cell: column for column, cells in enumerate(self.members) for cell in cells}
        self.hidden: dict[int, frozenset[str]] = {}
        """By column: hidden cells or sums that must not be known even roughly."""
        self.definitions: list[Row] = []
        for cells in hidden:
            columns = sorted({self.of[cell] for cell in cells})
            if len(columns) == 1 and len(self.members[columns[0]]) == len(cells):
                self.hidden[columns[0]] = cells
            else:
                own = len(self.members) + len(self.definitions)
                self.hidden[own] = cells
                self.definitions.append({**dict.fromkeys(columns, 1), own: -1})

    def cells(self, column: int) -> tuple[str, ...]:
        """The cells of a column, sorted."""
        return self.members[column] if column < len(self.members) else tuple(sorted(self.hidden[column]))

    def row(self, aggregate: Aggregate) -> Row:
        """An aggregate as a row of whole numbers."""
        weights = {self.of[cell]: weight for cell, weight in aggregate.terms}
        scale = math.lcm(aggregate.value.denominator, *(weight.denominator for weight in weights.values()))
        row = {column: int(weight * scale) for column, weight in weights.items()}
        if aggregate.value:
            row[RIGHT] = int(aggregate.value * scale)
        return row

    def rows(self, aggregate: Aggregate) -> Iterator[Row]:
        """The same, and when nobody is in it, that nobody is in any of its cells."""
        row = self.row(aggregate)
        yield row
        if RIGHT not in row and all(number > 0 for number in row.values()):
            yield from ({column: 1} for column in row)


def learn(echelon: Echelon, rows: Iterable[Row]) -> None:
    """Add rows to what is known. Raises NumbersDisagree."""
    for row in rows:
        if not echelon.insert(row) and echelon.contradicts(row):
            raise NumbersDisagree(
                "Two published numbers contradict each other. Check that they are from the same answers, and take the "
                "answers of another round as other cells."
            )


def components(rows: Mapping[int, Row]) -> list[dict[int, Row]]:
    """Rows that have columns in common, directly or through others, in the order of their lowest lead."""
    owner: dict[int, int] = {}

    def root(column: int) -> int:
        while owner.setdefault(column, column) != column:
            owner[column] = owner[owner[column]]
            column = owner[column]
        return column

    for lead, row in rows.items():
        for column in row:
            if column != RIGHT:
                owner[root(column)] = root(lead)
    found: dict[int, dict[int, Row]] = {}
    for lead in sorted(rows):
        found.setdefault(root(lead), {})[lead] = rows[lead]
    return list(found.values())


def columns_of(rows: Mapping[int, Row]) -> list[int]:
    """The columns that some rows speak of, sorted."""
    return sorted({column for row in rows.values() for column in row} - {RIGHT})


def settled(lead: int, row: Row) -> int | None:
    """The count in a column when a row speaks of it alone; else None. Raises NumbersDisagree."""
    if len(row) > 2 or (len(row) == 2 and RIGHT not in row):
        return None
    value = Fraction(row.get(RIGHT, 0), row[lead])
    if value < 0 or value.denominator != 1:
        raise NumbersDisagree(
            f"A count would be {value}, and counts are whole and at least 0. Check that the published numbers are from "
            "the same answers."
        )
    return int(value)


def gives_outright(lead: int, row: Row, columns: Columns, k: int) -> bool:
    """True when a row says a small or hidden count as it stands. Raises NumbersDisagree."""
    value = settled(lead, row)
    return value is not None and too_narrow(value, value, k, is_hidden=lead in columns.hidden)


def is_bounded(rows: Mapping[int, Row], columns: Columns, k: int, safe: set[int], *, looks_at_all: bool) -> bool:
    """True when a component ties a small or hidden count to too few possibilities.

    Columns with k possibilities to spare are added to ``safe``, since fewer numbers leave them at least as many.

    Those that are safe already are not looked at; unless ``looks_at_all``, it stops at the first that is tied.
    Raises NumbersDisagree and Undecided.
    """
    open_columns = [column for column in columns_of(rows) if column not in safe]
    if not open_columns or (len(rows) == 1 and settled(*next(iter(rows.items()))) is not None):
        return False
    polytope = Polytope(rows)
    found = False
    for column in open_columns:
        narrow = _narrow_bounds(polytope, column, k, columns)
        if narrow is None:
            safe.add(column)
        elif too_narrow(*narrow, k, is_hidden=column in columns.hidden):
            if not looks_at_all:
                return True
            found = True
    return found


def too_narrow(low: int, high: int | None, k: int, *, is_hidden: bool) -> bool:
    """True when knowing that a count lies in low … high says too much of fewer than k people.

    >>> too_narrow(3, 3, 5, is_hidden=False), too_narrow(0, 5, 5, is_hidden=False), too_narrow(7, 7, 5, is_hidden=False)
    (True, False, False)
    >>> too_narrow(0, 0, 5, is_hidden=False), too_narrow(0, 0, 5, is_hidden=True)
    (False, True)
    """
    if high is None or high - low >= k:
        return False
    return is_hidden or (high > 0 and low < k)


def _narrow_bounds(polytope: Polytope, column: int, k: int, columns: Columns) -> tuple[int, int] | None:
    """The lowest and highest count when they are less than k apart; None when they are further apart."""
    is_shared = is_group(column, columns)

    def spread_seen() -> bool:
        high = polytope.largest.get(column, 0)
        return high - (0 if is_shared else polytope.smallest.get(column, high)) >= k

    # Corners that were passed on the way settle most columns.
    if spread_seen() or not polytope.grow(column, spread_seen) or spread_seen():
        return None
    high = polytope.whole_highest(column)
    if not is_shared:
        polytope.lowest(column)
    if high is None or spread_seen():
        return None
    low = 0 if is_shared else polytope.whole_lowest(column)
    return (low, high) if high - low < k else None


def is_group(column: int, columns: Columns) -> bool:
    """True for several cells that no number tells apart: each of them alone may be 0."""
    return column < len(columns.members) and len(columns.members[column]) > 1 and column not in columns.hidden
