"""Finds everything that published numbers give away about few people (avsløring)."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from veivalg.rules.suppression.aggregate import Aggregate, NumbersUnusable
from veivalg.rules.suppression.echelon import Echelon, Row
from veivalg.rules.suppression.knowledge import Columns, columns_of, components, is_group, learn, settled, too_narrow
from veivalg.rules.suppression.polytope import Polytope, Undecided

Combination = tuple[tuple[str, Fraction], ...]
"""Ids of published numbers and what each is multiplied with; 0 for one that says that nobody is in some cells."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How many answers there can be in some cells together, given all that is published (grenser)."""

    cells: tuple[str, ...]
    """One cell, or several that no published number tells apart, or a hidden sum."""
    low: int
    high: int | None
    """None when nothing limits it."""

    @property
    def is_exact(self) -> bool:
        """True when there is only one possibility."""
        return self.low == self.high


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """A count of few people that is given away, exactly or nearly, and by what."""

    bounds: Bounds
    from_below: Combination
    """This sum of published numbers says that it cannot be less; empty for 0, since counts are not negative."""
    from_above: Combination
    """This sum of published numbers says that it cannot be more."""


def bounds(published: Sequence[Aggregate], hidden: Sequence[Collection[str]] = ()) -> tuple[Bounds, ...]:
    """Exact bounds on every cell and every hidden sum, in whole answers, sorted by cells.

    Raises NumbersDisagree when no table gives the numbers.

    >>> from veivalg.rules.suppression import count_of
    >>> total = count_of("all", ["a", "b", "c"], 12)
    >>> [(found.cells, found.low, found.high) for found in bounds([total, count_of("a", ["a"], 7)])]
    [(('a',), 7, 7), (('b', 'c'), 5, 5)]
    """
    columns, echelon = _known(published, hidden)
    return tuple(sorted((one.bounds(columns) for one in _examined(columns, echelon)), key=lambda one: one.cells))


def disclosures(
    published: Sequence[Aggregate], *, k: int, hidden: Sequence[Collection[str]] = ()
) -> tuple[Disclosure, ...]:
    """Every cell that published numbers tie to 1 … k - 1 answers, or to fewer than k + 1 possibilities among them.

    Any derivable sum of cells with 1 … k - 1 answers holds such a cell, so that nothing found means that there is no
    such sum either. ``published`` is everything ever published: all filters, rounds and files. ``hidden`` are cells or
    sums that must not be known within less than k at all, whatever they are. Raises NumbersUnusable.

    >>> from veivalg.rules.suppression import count_of
    >>> everyone = count_of("everyone", ["mayors", "others"], 12)
    >>> (found,) = disclosures([everyone, count_of("without mayors", ["others"], 9)], k=5)
    >>> found.bounds.cells, found.bounds.low, [(id, int(times)) for id, times in found.from_above]
    (('mayors',), 3, [('everyone', 1), ('without mayors', -1)])
    """
    check(published, k)
    found = []
    columns, echelon = _known(published, hidden)
    for one in _examined(columns, echelon):
        low = 0 if is_group(one.column, columns) else one.low
        if too_narrow(low, one.high, k, is_hidden=one.column in columns.hidden):
            found.append(
                Disclosure(
                    bounds=one.bounds(columns),
                    from_below=_combination(published, columns, one.column, one.low_row),
                    from_above=_combination(published, columns, one.column, one.high_row),
                )
            )
    return tuple(sorted(found, key=lambda one: one.bounds.cells))


def check(aggregates: Sequence[Aggregate], k: int) -> None:
    """Raises NumbersUnusable when two numbers have the same id or k is no limit."""
    if k < 2:
        raise NumbersUnusable(f"k is {k}, which protects nobody. Take 2 or more; 5 is usual.")
    ids = [aggregate.id for aggregate in aggregates]
    twice = sorted({id for id in ids if ids.count(id) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise NumbersUnusable(f"Two numbers are called {twice[0]!r}. Give each its own id.")


@dataclass(frozen=True, kw_only=True)
class _Examined:
    """A column's bounds in whole answers, and the rows that prove them."""

    column: int
    low: int
    high: int | None
    low_row: Row
    high_row: Row

    def bounds(self, columns: Columns) -> Bounds:
        return Bounds(cells=columns.cells(self.column), low=self.low, high=self.high)


def _examined(columns: Columns, echelon: Echelon) -> Iterator[_Examined]:
    for rows in components(echelon.rows):
        lead, row = next(iter(rows.items()))
        value = settled(lead, row)
        if value is not None:
            yield _Examined(column=lead, low=value, high=value, low_row=row, high_row=row)
            continue
        polytope = Polytope(dict(rows))
        for column in columns_of(rows):
            high, high_row = polytope.highest(column)
            low, low_row = polytope.lowest(column)
            try:
                most, least = polytope.whole_highest(column), polytope.whole_lowest(column)
            except Undecided:
                # At most wider than the truth: said as far as it is known.
                most, least = None if high is None else math.floor(high), math.ceil(low)
            yield _Examined(column=column, low=least, high=most, low_row=low_row, high_row=high_row)


def _known(published: Sequence[Aggregate], hidden: Sequence[Collection[str]]) -> tuple[Columns, Echelon]:
    columns = Columns(published, [frozenset(cells) for cells in hidden])
    echelon = Echelon()
    learn(echelon, columns.definitions)
    for aggregate in sorted(published, key=lambda one: one.id):
        learn(echelon, columns.rows(aggregate))
    return columns, echelon


def _combination(published: Sequence[Aggregate], columns: Columns, column: int, target: Row) -> Combination:
    """How a row that was worked out is put together from the published numbers, for once the column."""
    if not target:
        return ()
    sources: list[tuple[str, Fraction, Row]] = [("", Fraction(0), row) for row in columns.definitions]
    for one in sorted(published, key=lambda one: one.id):
        first, *empty = columns.rows(one)
        scale = first[columns.of[one.terms[0][0]]] / one.terms[0][1]
        sources += [(one.id, scale, first), *((one.id, Fraction(0), row) for row in empty)]
    first_mark = len(columns.members) + len(columns.definitions)
    echelon = Echelon()
    for mark, (_, _, row) in enumerate(sources, start=first_mark):
        echelon.insert({**row, mark: 1}, below=first_mark)
    # The target's own mark tells afterwards how often the whole was multiplied.
    own = first_mark + len(sources)
    left = echelon.reduced({**target, own: 1})
    used: dict[str, Fraction] = {}
    for mark, (id, scale, _) in enumerate(sources, start=first_mark):
        if id and mark in left:
            used[id] = used.get(id, Fraction(0)) - Fraction(left[mark], left[own] * target[column]) * scale
    return tuple(sorted(used.items()))
