"""The Hamilton–Perry method: two age distributions some years apart, and what if their ratios stayed the same.

Swanson, Schlottmann and Schmidt (2010); both sexes together, which serves small places as well as a version by sex
(Tayman and Swanson 2017). Age groups are as wide as the years between the two distributions, from birth, the last
one open. A step is that many years.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LOWEST_RATIO, HIGHEST_RATIO = 0.5, 2.0
"""Ratios outside these say more about chance in a small group than about what people do."""
LONGEST_HORIZON = 10
"""Years. Beyond that the method has nothing to say."""


@dataclass(frozen=True)
class Ratios:
    """What one step does to a population."""

    change: tuple[float, ...]
    """Cohort change ratios: group n+1 now per group n one step ago, for every group but the last two."""
    open_change: float
    """The open group now per the last two groups one step ago."""
    children: float
    """The youngest group per person in the parents' groups at the same time."""
    parents: tuple[int, int]
    """First and last group of the parents, both included."""


def ratios(
    then: Sequence[float],
    now: Sequence[float],
    *,
    parents: tuple[int, int],
    lowest: float = LOWEST_RATIO,
    highest: float = HIGHEST_RATIO,
) -> Ratios:
    """Ratios of two distributions, one step apart, kept between ``lowest`` and ``highest``.

    An empty group one step ago gives the ratio 1. Raises ValueError when the distributions do not fit each other, have
    fewer than four groups or a negative count, or when the parents' groups do not exist or are empty.
    """
    if len(then) != len(now) or len(now) < 4:
        raise ValueError(
            f"Two distributions of at least four equal age groups are needed; these have {len(then)} and {len(now)}."
        )
    for name, groups in (("then", then), ("now", now)):
        wrong = next((n for n, count in enumerate(groups) if not count >= 0), None)
        if wrong is not None:
            raise ValueError(f"Group {wrong} of the distribution {name!r} is {groups[wrong]!r}; a count is 0 or more.")
    first, last = parents
    if not 0 <= first <= last < len(now):
        raise ValueError(f"The parents' groups {parents} are not among the {len(now)} age groups.")
    adults = sum(now[first : last + 1])
    if adults <= 0:
        raise ValueError(f"There is nobody in the parents' groups {parents} to have children.")

    def kept(upper: float, lower: float) -> float:
        return min(max(upper / lower, lowest), highest) if lower > 0 else 1.0

    return Ratios(
        change=tuple(kept(now[n + 1], then[n]) for n in range(len(now) - 2)),
        open_change=kept(now[-1], then[-2] + then[-1]),
        children=now[0] / adults,
        parents=parents,
    )


def project(now: Sequence[float], by: Ratios) -> tuple[float, ...]:
    """The population one step later, in the same groups. Raises ValueError when ratios and groups do not fit.

    The worked example of the method page, in groups of ten years and the open one from 60:

    >>> then = [300, 340, 280, 290, 330, 350, 810]
    >>> now = [270, 310, 250, 270, 300, 330, 870]
    >>> future = project(now, ratios(then, now, parents=(2, 3)))
    >>> [round(count, 2) for count in future], round(sum(future), 2)
    ([243.53, 279.0, 227.94, 241.07, 279.31, 300.0, 900.0], 2470.85)
    """
    if len(by.change) != len(now) - 2:
        raise ValueError(f"Ratios of {len(by.change) + 2} age groups cannot be used on {len(now)}.")
    older = [count * ratio for count, ratio in zip(now, by.change, strict=False)]
    future = [0.0, *older, (now[-2] + now[-1]) * by.open_change]
    first, last = by.parents
    # The youngest parents may be born in this very step: children are then counted from those already there.
    future[0] = by.children * sum(future[max(first, 1) : last + 1])
    return tuple(future)
