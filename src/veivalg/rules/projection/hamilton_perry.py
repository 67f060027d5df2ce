"""The Hamilton–Perry method: what if each cohort goes on changing as it did last time (hva om).

Two age distributions are all it takes; there are no rates of birth, death or migration. It is no replacement for the
statistical agency's projection (framskriving). Source: Hamilton, C. H. and Perry, J. (1962), "A short method for
projecting population by age from one decennial census to another", Social Forces 41(2). See
docs/methods/hamilton-perry.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

CAPS = (0.5, 2.0)
"""No cohort is taken to halve or double more than this in one step: beyond it, small numbers speak."""
LONGEST_HORIZON = 10
"""Years. Further ahead the ratios say more about the last period than about the future."""
SMALLEST_CELL = 20
"""Persons. With fewer in an age group, chance moves its ratio too much; take the ratios of a larger area."""
_FEWEST_GROUPS = 3


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """What happened from one age distribution to the next (endringsforhold); no unit.

    One step is as many years as an age group is wide.
    """

    cohort: tuple[float, ...]
    """Cohort change ratios: group 1 now over group 0 then, group 2 over group 1 … Two fewer than there are groups."""
    open_group: float
    """The open group now over the two oldest groups then. Never capped: many of them have died."""
    children: float
    """Persons in the youngest group now per person of the parents' ages now (child–adult ratio)."""
    parents: tuple[int, int]
    """First and last group of the parents' ages, by position; both sexes when the distributions hold both."""
    capped: tuple[int, ...] = ()
    """Positions in ``cohort`` that came out beyond the caps."""


def has_small_cell(then: Sequence[float], now: Sequence[float]) -> bool:
    """True when an age group has fewer than SMALLEST_CELL persons at either end, so that ratios must be borrowed.

    >>> has_small_cell([300, 20, 45], [280, 19, 50])
    True
    """
    return min(*then, *now) < SMALLEST_CELL


def change_ratios(
    then: Sequence[float], now: Sequence[float], *, parents: tuple[int, int], caps: tuple[float, float] = CAPS
) -> Ratios:
    """The ratios between two age distributions of one area, one age group's width apart, the oldest group open.

    ``parents`` is the first and the last group of the parents' ages, by position. Raises ValueError when the
    distributions do not fit each other, hold something that is no count, or leave a ratio without a denominator.

    >>> found = change_ratios([200, 180, 160, 90], [190, 190, 171, 100], parents=(1, 2))
    >>> found.cohort, found.open_group, round(found.children, 4)
    ((0.95, 0.95), 0.4, 0.5263)
    """
    _check_counts(then, "then")
    _check_counts(now, "now")
    if len(then) != len(now):
        raise ValueError(f"{len(then)} age groups then and {len(now)} now; ratios need the same groups both times.")
    _check_parents(parents, len(now))
    low, high = caps
    if not 0 <= low <= 1 <= high:
        raise ValueError(f"The caps are {low} and {high}; the lower lies in 0–1 and the upper is at least 1.")
    raw = [_ratio(now[i + 1], then[i], f"age group {i} then") for i in range(len(then) - 2)]
    first, last = parents
    return Ratios(
        cohort=tuple(min(max(ratio, low), high) for ratio in raw),
        open_group=_ratio(now[-1], then[-2] + then[-1], "the two oldest age groups then"),
        children=_ratio(now[0], sum(now[first : last + 1]), "the parents' ages now"),
        parents=parents,
        capped=tuple(i for i, ratio in enumerate(raw) if not low <= ratio <= high),
    )


def project(now: Sequence[float], ratios: Ratios, *, width: int, horizon: int) -> tuple[tuple[float, ...], ...]:
    """Persons by age group after each step of ``width`` years until ``horizon`` years have gone; unrounded.

    The ratios may be those of a larger area. Raises ValueError when the horizon is beyond LONGEST_HORIZON or no
    whole number of steps, or when the ratios belong to other age groups.

    >>> ratios = change_ratios([200, 180, 160, 90], [190, 190, 171, 100], parents=(1, 2))
    >>> [[round(count, 1) for count in step] for step in project([190, 190, 171, 100], ratios, width=5, horizon=5)]
    [[190.0, 180.5, 180.5, 108.4]]
    """
    _check_counts(now, "now")
    if len(ratios.cohort) != len(now) - 2:
        raise ValueError(f"The ratios are for {len(ratios.cohort) + 2} age groups, the population now has {len(now)}.")
    steps = _steps(width, horizon)
    found = []
    people = tuple(float(count) for count in now)
    first, last = ratios.parents
    for _ in range(steps):
        older = [count * ratio for count, ratio in zip(people[:-2], ratios.cohort, strict=True)]
        older.append((people[-2] + people[-1]) * ratios.open_group)
        # `older` begins with group 1, and the parents are counted as they are at the end of the step.
        children = ratios.children * sum(older[first - 1 : last])
        people = (children, *older)
        found.append(people)
    return tuple(found)


def _steps(width: int, horizon: int) -> int:
    if width < 1 or horizon < width or horizon % width:
        raise ValueError(f"A horizon of {horizon} years is no whole number of steps of {width} years.")
    if horizon > LONGEST_HORIZON:
        raise ValueError(
            f"A horizon of {horizon} years is too long; at most {LONGEST_HORIZON}, since the last change cannot be "
            "taken to go on for longer. Use the statistical agency's projection."
        )
    return horizon // width


def _check_counts(counts: Sequence[float], when: str) -> None:
    if len(counts) < _FEWEST_GROUPS:
        raise ValueError(f"{len(counts)} age groups {when}; at least {_FEWEST_GROUPS} are needed, the oldest open.")
    for place, count in enumerate(counts):
        if not math.isfinite(count) or count < 0:
            raise ValueError(f"Age group {place} {when} is {count}; a count of persons is zero or more, never missing.")


def _check_parents(parents: tuple[int, int], groups: int) -> None:
    first, last = parents
    if not 1 <= first <= last <= groups - 1:
        raise ValueError(
            f"The parents' ages are groups {first} to {last}; they lie between 1 and {groups - 1}, the youngest first."
        )


def _ratio(upper: float, lower: float, what: str) -> float:
    if lower <= 0:
        raise ValueError(f"Nobody in {what}, so no ratio can be made. Take the ratios of a larger area.")
    return upper / lower
