"""Dot voting (prikkavstemning): each has some dots to lay on options; how many options really count in the end.

Source of the effective number: Laakso, M. and Taagepera, R. (1979), "Effective number of parties", Comparative
Political Studies 12(1), 3–27, after Herfindahl and Hirschman's sum of squared shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from veivalg.rules.consensus.counts import CountsUnusable, checked


@dataclass(frozen=True, kw_only=True)
class DotResult:
    """What the dots say together, by option, in the order of the options."""

    dots: Mapping[str, int]
    shares: Mapping[str, Fraction]
    """Of all dots; they sum to exactly 1."""
    concentration: Fraction
    """Sum of squared shares: 1/n … 1."""
    effective_number: Fraction
    """One over the concentration: 1 when one option has all dots, n when all have as many."""


def effective_number(dots: Sequence[int]) -> Fraction:
    """How many options the dots amount to. Exact. Raises CountsUnusable.

    >>> round(float(effective_number([14, 9, 6, 1, 0])), 2)
    2.87
    """
    given = checked(dots)
    return Fraction(sum(given) ** 2, sum(count**2 for count in given))


def tally_dots(
    ballots: Sequence[Mapping[str, int]], *, options: Sequence[str], dots: int, cap: int | None = None
) -> DotResult:
    """Add up ballots (option to number of dots). Nobody may lay more than ``dots``, or more than ``cap`` on one option.

    Raises CountsUnusable, naming the ballot by its place.

    >>> tally_dots([{"A": 2, "B": 1}, {"A": 1}], options=["A", "B", "C"], dots=3).dots
    {'A': 3, 'B': 1, 'C': 0}
    """
    for place, ballot in enumerate(ballots, start=1):
        unknown = sorted(set(ballot) - set(options))
        if unknown:
            raise CountsUnusable(f"Ballot {place} has dots on {unknown[0]!r}, which is no option. Leave it out.")
        laid = sum(checked([*ballot.values(), 0])) if any(ballot.values()) else 0
        if laid > dots:
            raise CountsUnusable(f"Ballot {place} has {laid} dots, and each has {dots}. Take some away.")
        if cap is not None and any(count > cap for count in ballot.values()):
            raise CountsUnusable(f"Ballot {place} has more than {cap} dots on one option. Spread them.")
    totals = {option: sum(ballot.get(option, 0) for ballot in ballots) for option in options}
    laid = sum(checked(list(totals.values())))
    shares = {option: Fraction(count, laid) for option, count in totals.items()}
    concentration = sum((share**2 for share in shares.values()), Fraction(0))
    return DotResult(dots=totals, shares=shares, concentration=concentration, effective_number=1 / concentration)
