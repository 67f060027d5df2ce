"""STAR: score, then automatic runoff, for choosing one of three to six directions (retninger).

Everyone gives every option 0 to 5. The two with the highest totals meet; the one that more ballots put above the other
wins. A tie is never settled by chance or by the order on the ballot: it is reported, and people settle it.
Source: Equal Vote Coalition (2014), "Score Then Automatic Runoff".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from veivalg.rules.consensus.counts import CountsUnusable

HIGHEST = 5


class Tie(StrEnum):
    """Where it stands equal (likt)."""

    NONE = "none"
    FINALISTS = "finalists"
    """Options share a total, so that it cannot be said which two go on."""
    RUNOFF = "runoff"
    """As many ballots prefer the one finalist as the other."""


@dataclass(frozen=True, kw_only=True)
class StarResult:
    """Totals, the final, and who won, if someone did."""

    totals: Mapping[str, int]
    finalists: tuple[str, ...]
    """The higher total first (then by the order of the options); empty when a tie hides who they are."""
    preferring: Mapping[str, int]
    """Ballots that put this finalist above the other."""
    indifferent: int
    """Ballots that give both finalists the same."""
    winner: str | None
    tie: Tie
    tied: tuple[str, ...]
    """The options that stand equal."""


def star(ballots: Sequence[Mapping[str, int]], *, options: Sequence[str]) -> StarResult:
    """Count ballots (option to 0–5; an option left out has 0). Raises CountsUnusable.

    >>> ballots = [{"A": 5, "B": 4}] * 4 + [{"B": 3, "C": 5}] * 3 + [{"A": 1, "B": 5, "C": 2}] * 2
    >>> found = star(ballots, options=["A", "B", "C"])
    >>> found.totals, found.finalists, found.preferring, found.winner
    ({'A': 22, 'B': 35, 'C': 19}, ('B', 'A'), {'B': 5, 'A': 4}, 'B')
    """
    _check(ballots, options)
    totals = {option: sum(ballot.get(option, 0) for ballot in ballots) for option in options}
    ranked = sorted(options, key=lambda option: -totals[option])
    last_in = totals[ranked[1]]
    if len(ranked) > 2 and totals[ranked[2]] == last_in:
        tied = tuple(option for option in options if totals[option] == last_in)
        return StarResult(
            totals=totals, finalists=(), preferring={}, indifferent=0, winner=None, tie=Tie.FINALISTS, tied=tied
        )
    first, second = ranked[0], ranked[1]
    margins = [ballot.get(first, 0) - ballot.get(second, 0) for ballot in ballots]
    preferring = {first: sum(margin > 0 for margin in margins), second: sum(margin < 0 for margin in margins)}
    is_tied = preferring[first] == preferring[second]
    return StarResult(
        totals=totals,
        finalists=(first, second),
        preferring=preferring,
        indifferent=margins.count(0),
        winner=None if is_tied else max(preferring, key=lambda option: preferring[option]),
        tie=Tie.RUNOFF if is_tied else Tie.NONE,
        tied=(first, second) if is_tied else (),
    )


def _check(ballots: Sequence[Mapping[str, int]], options: Sequence[str]) -> None:
    if len(set(options)) != len(options) or len(options) < 2:
        raise CountsUnusable("There must be at least two options, each named once.")
    if not ballots:
        raise CountsUnusable("There are no ballots, so there is nothing to count. Wait for answers.")
    for place, ballot in enumerate(ballots, start=1):
        for option, score in ballot.items():
            if option not in options:
                raise CountsUnusable(f"Ballot {place} scores {option!r}, which is no option. Leave it out.")
            if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= HIGHEST:
                raise CountsUnusable(f"Ballot {place} gives {option!r} {score!r}. Give a whole number, 0 to {HIGHEST}.")
