"""Chooses what to publish so that nothing small can be worked out (prikking)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from veivalg.rules.suppression.aggregate import Aggregate, NumbersUnusable
from veivalg.rules.suppression.auditing import check
from veivalg.rules.suppression.echelon import Echelon, Row
from veivalg.rules.suppression.knowledge import Columns, components, is_revealed, learn
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

    The numbers are tried from the most to the least missed: totals of more cells first, then larger ones, then by id;
    each is published unless it gives something away together with those before it. What is withheld is therefore as
    small as it can be taken in this order, and nothing that is withheld could be published after all. ``already`` was
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
    reasons = _not_for_publishing(ranked, k)
    hidden = _must_not_be_known(ranked, reasons)
    publishing = _Publishing([*ranked, *already], hidden, k)
    publishing.begin_with(already)
    publishing.add_what_can_be([one for one in ranked if one.id not in reasons])
    withheld = [
        Withheld(aggregate=one, reason=reasons.get(one.id, Reason.PROTECTS))
        for one in ranked
        if one.id not in publishing.accepted
    ]
    return Suppressed(
        published=tuple(sorted((one for one in ranked if one.id in publishing.accepted), key=lambda one: one.id)),
        withheld=tuple(sorted(withheld, key=lambda one: one.aggregate.id)),
    )


def _from_most_missed(aggregate: Aggregate) -> tuple[int, object, str]:
    return -len(aggregate.terms), -aggregate.value, aggregate.id


def _not_for_publishing(candidates: Sequence[Aggregate], k: int) -> dict[str, Reason]:
    small = [one for one in candidates if one.is_count and 0 < one.value < k]
    reasons = {one.id: Reason.INSIDE for one in candidates if any(one.cells < other.cells for other in small)}
    # What is small itself says so, wherever it lies.
    return reasons | {one.id: Reason.SMALL for one in small}


def _must_not_be_known(candidates: Sequence[Aggregate], reasons: dict[str, Reason]) -> list[frozenset[str]]:
    """Hidden sums, without those of which a published total says that nobody is in them."""
    empty = [one.cells for one in candidates if one.is_count and one.value == 0 and one.id not in reasons]
    hidden = {one.cells for one in candidates if one.id in reasons and one.is_count}
    return sorted((cells for cells in hidden if not cells <= frozenset().union(*empty)), key=sorted)


class _Publishing:
    """The numbers that have been accepted, and what follows from them."""

    def __init__(self, everything: Sequence[Aggregate], hidden: Sequence[frozenset[str]], k: int) -> None:
        self.accepted: set[str] = set()
        self._k = k
        self._columns = Columns(everything, hidden)
        self._known = Echelon()
        self._judged: dict[frozenset[tuple[int, frozenset[tuple[int, int]]]], bool] = {}
        learn(self._known, self._columns.definitions)

    def begin_with(self, already: Sequence[Aggregate]) -> None:
        for one in already:
            learn(self._known, self._columns.rows(one))
        if already and self._gives_away(self._known):
            raise AlreadyRevealed(
                "What is published already gives away a count of few people, and holding back more cannot mend that. "
                "disclosures() says which numbers do; take them down first."
            )

    def add_what_can_be(self, batch: Sequence[Aggregate]) -> None:
        """The same as trying one after the other, since what gives something away does so with more as well."""
        if not batch:
            return
        together = self._known.copy()
        for one in batch:
            learn(together, self._columns.rows(one))
        if not self._gives_away(together):
            self._known = together
            self.accepted.update(one.id for one in batch)
        elif len(batch) > 1:
            middle = len(batch) // 2
            self.add_what_can_be(batch[:middle])
            self.add_what_can_be(batch[middle:])

    def _gives_away(self, known: Echelon) -> bool:
        parts = components(known.rows)
        # The smallest are judged first: they take the least time and say the most.
        return any(self._judge(rows) for rows in sorted(parts, key=len))

    def _judge(self, rows: dict[int, Row]) -> bool:
        key = frozenset((lead, frozenset(row.items())) for lead, row in rows.items())
        if key not in self._judged:
            try:
                self._judged[key] = is_revealed(rows, self._columns, self._k)
            except Undecided:
                # Better withheld than found out.
                self._judged[key] = True
        return self._judged[key]
