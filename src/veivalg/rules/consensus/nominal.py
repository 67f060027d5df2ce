"""Agreement about which of several things a goal (mål) means, when they have no order.

Source: Simpson, E. H. (1949), "Measurement of diversity", Nature 163, 688.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from veivalg.rules.consensus.counts import checked


@dataclass(frozen=True, kw_only=True)
class NominalAgreement:
    """How many see it the same way."""

    chance: Fraction
    """That two answers drawn with replacement are the same: 1/C … 1."""
    pairs: Fraction | None
    """Share of all pairs of people who gave the same answer: 0 … 1; None with one answer. Of few people it is clearly
    lower than `chance`, which also pairs each with himself."""
    normalised: Fraction
    """The same from 0 (as many for each) to 1 (all for one)."""


def nominal_agreement(counts: Sequence[int]) -> NominalAgreement:
    """From the number of answers for each of C interpretations, empty ones included. Exact. Raises CountsUnusable.

    >>> nominal_agreement([6, 3, 3])
    NominalAgreement(chance=Fraction(3, 8), pairs=Fraction(7, 22), normalised=Fraction(1, 16))
    """
    given = checked(counts)
    answers, kinds = sum(given), len(given)
    chance = Fraction(sum(count**2 for count in given), answers**2)
    alike = sum(count * (count - 1) for count in given)
    least = Fraction(1, kinds)
    return NominalAgreement(
        chance=chance,
        pairs=Fraction(alike, answers * (answers - 1)) if answers > 1 else None,
        normalised=(chance - least) / (1 - least),
    )
