"""Agreement in one word (samlet, delvis samlet, spredt, delt). Where the words begin comes in as an argument."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veivalg.rules.consensus.counts import checked
from veivalg.rules.consensus.van_der_eijk import agreement


class Reading(StrEnum):
    """What A says, from most to least agreement (lesning)."""

    TOGETHER = "together"
    """Samlet."""
    PARTLY = "partly"
    """Delvis samlet."""
    SPREAD = "spread"
    """Spredt: no pattern."""
    SPLIT = "split"
    """Delt: camps."""


@dataclass(frozen=True, kw_only=True)
class ReadingLimits:
    """Where each word begins, on A's scale from -1 to 1; a value on the limit has the better word."""

    together_from: Fraction
    partly_from: Fraction
    spread_from: Fraction
    fewest_answers: int
    """With fewer there is no word: chance says more than people do, and anonymity is at stake."""
    reference: str
    """Who set the limits."""

    def __post_init__(self) -> None:
        if not -1 <= self.spread_from < self.partly_from < self.together_from <= 1:
            raise ValueError("The limits must rise from spread by partly to together, within -1 and 1.")
        if self.fewest_answers < 1:
            raise ValueError(f"At least {self.fewest_answers} answers is no limit. Take 1 or more.")


def read(counts: Sequence[int], limits: ReadingLimits) -> Reading | None:
    """The word for a frequency vector, or None when too few have answered. Raises CountsUnusable.

    >>> limits = ReadingLimits(
    ...     together_from=Fraction(6, 10), partly_from=Fraction(3, 10), spread_from=Fraction(-1, 10),
    ...     fewest_answers=5, reference="example",
    ... )
    >>> read([0, 0, 2, 6, 4], limits), read([1, 1, 0, 0, 0], limits)
    (<Reading.TOGETHER: 'together'>, None)
    """
    given = checked(counts, fewest_categories=3)
    if sum(given) < limits.fewest_answers:
        return None
    return reading_of(agreement(given), limits)


def reading_of(value: Fraction, limits: ReadingLimits) -> Reading:
    """The word for A, or for a mean of several, when enough have answered."""
    if value >= limits.together_from:
        return Reading.TOGETHER
    if value >= limits.partly_from:
        return Reading.PARTLY
    return Reading.SPREAD if value >= limits.spread_from else Reading.SPLIT
