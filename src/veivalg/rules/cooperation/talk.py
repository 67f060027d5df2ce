"""What a council should talk about first (snakk om dette først), from what people said and what is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GAP = Fraction(1, 5)
"""Said and done are apart from here on, in shares of 1; our own choice."""


class Why(StrEnum):
    """Why something is talked about first."""

    FEWEST = "fewest"
    """Fewest agree with the item (færrest er enige)."""
    PARTED = "parted"
    """The answers are furthest apart (minst samlet)."""
    GAP = "gap"
    """More say so than do so, or the other way round (mer sagt enn gjort)."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is shown of one item."""

    id: str
    agreeing: Fraction
    """Share that agrees, 0–1."""
    agreement: Fraction
    """A, -1–1."""
    done: Fraction | None = None
    """Share of what is counted that is done, 0–1; None when nothing is counted."""

    @property
    def gap(self) -> Fraction:
        """How far what is said is from what is done; 0 when nothing is counted."""
        return Fraction(0) if self.done is None else abs(self.agreeing - self.done)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One thing to talk about."""

    id: str
    why: Why


def talk_first(said: Sequence[Said], *, together_from: Fraction, most: int = 3) -> tuple[Topic, ...]:
    """Up to three things: where fewest agree, where the answers are furthest apart, where said and done are furthest
    apart; then where next fewest agree. Each item once; of equals the one that stands first.

    What everyone agrees with is no topic, and neither are answers that gather (A from `together_from`) or a gap under a
    fifth.

    >>> items = [
    ...     Said(id="trust", agreeing=Fraction(9, 10), agreement=Fraction(7, 10)),
    ...     Said(id="path", agreeing=Fraction(2, 10), agreement=Fraction(6, 10)),
    ...     Said(id="actors", agreeing=Fraction(5, 10), agreement=Fraction(-3, 10)),
    ...     Said(id="process", agreeing=Fraction(8, 10), agreement=Fraction(7, 10), done=Fraction(3, 10)),
    ... ]
    >>> [(topic.id, topic.why.value) for topic in talk_first(items, together_from=Fraction(6, 10))]
    [('path', 'fewest'), ('actors', 'parted'), ('process', 'gap')]
    """
    found: dict[str, Why] = {}

    def take(rows: Iterable[Said], why: Why) -> None:
        first = next((each for each in rows if each.id not in found), None)
        if first is not None and len(found) < most:
            found[first.id] = why

    fewest = sorted((each for each in said if each.agreeing < 1), key=lambda each: each.agreeing)
    parted = sorted((each for each in said if each.agreement < together_from), key=lambda each: each.agreement)
    apart = sorted((each for each in said if each.gap >= GAP), key=lambda each: -each.gap)
    take(fewest, Why.FEWEST)
    take(parted, Why.PARTED)
    take(apart, Why.GAP)
    for _ in range(most):
        take(fewest, Why.FEWEST)
    return tuple(Topic(id=id, why=why) for id, why in found.items())
