"""Chooses what to publish so that nothing small can be worked out (prikking)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial

from veivalg.rules.suppression.aggregate import Aggregate, NumbersUnusable
from veivalg.rules.suppression.auditing import check, disclosures
from veivalg.rules.suppression.echelon import Echelon
from veivalg.rules.suppression.knowledge import Columns, components, gives_outright, is_bounded, learn
from veivalg.rules.suppression.polytope import Undecided


class AlreadyRevealed(NumbersUnusable):
    """What was published before gives away a count of few people by itself."""


class Reason(StrEnum):
    """Why a number is withheld."""

    SMALL = "small"
    """It counts 1 … k - 1 answers (primary)."""
    INSIDE = "inside"
    """It is a part of what is small."""
    PROTECTS = "protects"
    """With it, something small could be worked out (secondary)."""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """A number that is not published. Its value must not be shown, and neither which reason it has."""

    aggregate: Aggregate
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """What is published and what is withheld, each sorted by id."""

    published: tuple[Aggregate, ...]
    withheld: tuple[Withheld, ...]


def suppress(candidates: Sequence[Aggregate], *, k: int, already: Sequence[Aggregate] = ()) -> Suppressed:
    """Publish as much as can be without giving away 1 … k - 1 answers, by sums and differences too.

    The numbers are tried from the most to the least missed: totals of more cells first, counts before weighted sums,
    then larger ones, then by id. All are taken that give nothing away together; else the first half is tried, then the
    second, and so on. No single number that protects could be published after all. ``already`` was
    published before, in other rounds and files, and cannot be taken back. The answer is the same in whatever order the
    candidates come. Raises NumbersUnusable, also when ``already`` gives something away by itself.

    >>> from veivalg.rules.suppression import count_of
    >>> groups = {"Bø": 3, "Nome": 6, "Skien": 9, "Tinn": 8}
    >>> numbers = [count_of(name, [name], count) for name, count in groups.items()]
    >>> found = suppress([*numbers, count_of("all", groups, 26)], k=5)
    >>> [(one.aggregate.id, one.reason.value) for one in found.withheld]
    [('Bø', 'small'), ('Nome', 'protects')]
    """
    check([*candidates, *already], k)
    ranked = sorted(candidates, key=_from_most_missed)
    reasons = _not_for_publishing(ranked, already, k)
    hidden = _must_not_be_known(ranked, reasons, already, k)
    publishing = _Publishing([*ranked, *already], hidden, k)
    publishing.begin_with(already)
    publishing.add_what_can_be([one for one in ranked if one.id not in reasons])
    accepted = {one.id for one in publishing.accepted}
    withheld = [
        Withheld(aggregate=one, reason=reasons.get(one.id, Reason.PROTECTS)) for one in ranked if one.id not in accepted
    ]
    return Suppressed(
        published=tuple(sorted(publishing.accepted, key=lambda one: one.id)),
        withheld=tuple(sorted(withheld, key=lambda one: one.aggregate.id)),
    )


def _from_most_missed(aggregate: Aggregate) -> tuple[int, bool, Fraction, str]:
    return -len(aggregate.terms), not aggregate.is_count, -aggregate.value, aggregate.id


def _not_for_publishing(candidates: Sequence[Aggregate], already: Sequence[Aggregate], k: int) -> dict[str, Reason]:
    """Small counts, and what lies inside them unless a larger total says anyway that nobody is there."""
    small = [one for one in candidates if one.is_count and 0 < one.value < k]
    inside = {one.id for one in candidates if any(one.cells < other.cells for other in small)}
    empty = frozenset[str]().union(
        *(one.cells for one in [*candidates, *already] if one.is_count and one.value == 0 and one.id not in inside)
    )
    reasons = {one.id: Reason.INSIDE for one in candidates if one.id in inside and not one.cells <= empty}
    # What is small itself says so, wherever it lies.
    return reasons | {one.id: Reason.SMALL for one in small}


def _must_not_be_known(
    candidates: Sequence[Aggregate], reasons: dict[str, Reason], already: Sequence[Aggregate], k: int
) -> list[frozenset[str]]:
    """Hidden sums, without those that can be told too well from what is out. Raises AlreadyRevealed."""
    hidden = sorted({one.cells for one in candidates if one.id in reasons and one.is_count}, key=sorted)
    if not already:
        return hidden
    if disclosures(already, k=k):
        raise AlreadyRevealed(
            "What is published already gives away a count of few people, and holding back more cannot mend that. "
            "disclosures() says which numbers do; take them down first."
        )
    known = {one.bounds.cells for one in disclosures(already, k=k, hidden=hidden)}
    return [cells for cells in hidden if tuple(sorted(cells)) not in known]


class _Publishing:
    """The numbers that have been accepted, and what follows from them."""

    def __init__(self, everything: Sequence[Aggregate], hidden: Sequence[frozenset[str]], k: int) -> None:
        self.accepted: list[Aggregate] = []
        self._k = k
        self._columns = Columns(everything, hidden)
        self._known = Echelon()
        learn(self._known, self._columns.definitions)

    def begin_with(self, already: Sequence[Aggregate]) -> None:
        """Learn what cannot be taken back."""
        for one in already:
            learn(self._known, self._columns.rows(one))

    def add_what_can_be(self, ranked: Sequence[Aggregate]) -> None:
        """Accept as many as can be, and of two that exclude each other rather the earlier.

        Outright solutions are quick to find and bounds slow, so that numbers are first left out for the former, then
        for the latter. What was left out is tried again until nothing more can be added: leaving out makes room, and
        so does adding, since to know that nobody is there is less of a disclosure than to know of nobody or a few.
        """
        start = self._known
        self._try(ranked, lambda known, _: self._solves(known))
        outright = self.accepted
        self.accepted, self._known = [], start
        self._try(outright, self._gives_away)
        before = -1
        while before != len(self.accepted):
            before = len(self.accepted)
            kept = {one.id for one in self.accepted}
            # Nearly all of them are turned down again, so that the first reason is enough.
            self._try([one for one in ranked if one.id not in kept], partial(self._gives_away, looks_at_all=False))

    def _try(
        self,
        batch: Sequence[Aggregate],
        is_bad: Callable[[Echelon, set[int]], bool],
        safe: frozenset[int] = frozenset(),
        *,
        is_known_bad: bool = False,
    ) -> bool:
        """Accept all of a batch, or else what can be of its first half and then of its second.

        Columns that are ``safe`` with more numbers are so with fewer, and are not looked at again. True when all were
        accepted.
        """
        if not batch:
            return True
        found = set(safe)
        if not is_known_bad:
            together = self._known.copy()
            for one in batch:
                learn(together, self._columns.rows(one))
            if not is_bad(together, found):
                self._known = together
                self.accepted += batch
                return True
        if len(batch) > 1:
            middle = len(batch) // 2
            all_first = self._try(batch[:middle], is_bad, frozenset(found))
            self._try(batch[middle:], is_bad, frozenset(found), is_known_bad=all_first)
        return False

    def _solves(self, known: Echelon) -> bool:
        return any(gives_outright(lead, row, self._columns, self._k) for lead, row in known.rows.items())

    def _gives_away(self, known: Echelon, safe: set[int], *, looks_at_all: bool = True) -> bool:
        if self._solves(known):
            return True
        # What the first look finds safe need not be looked at again with fewer numbers, so that look is a whole one.
        was_safe = bool(safe)
        try:
            found = [
                is_bounded(rows, self._columns, self._k, safe, looks_at_all=looks_at_all and not was_safe)
                for rows in components(known.rows)
            ]
        except Undecided:
            # Better withheld than found out.
            return True
        return any(found)
