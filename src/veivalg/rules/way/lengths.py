"""How many days each step of the way took. Medians and the longest, always with how many there were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median


class Step(StrEnum):
    """A part of the way, or the whole of it."""

    IDEA_TO_RESOLUTION = "idea_to_resolution"
    RESOLUTION_TO_SENT = "resolution_to_sent"
    SENT_TO_ANSWER = "sent_to_answer"
    RESOLUTION_TO_LAST = "resolution_to_last"
    """To the day the last participant answered."""
    WHOLE = "whole"
    """From the idea to the last participant's answer."""


PARTS = (Step.IDEA_TO_RESOLUTION, Step.RESOLUTION_TO_SENT, Step.SENT_TO_ANSWER)
"""Steps that follow each other; the other two are made of them."""

HALVES = (Step.IDEA_TO_RESOLUTION, Step.RESOLUTION_TO_LAST)
"""The whole way in two."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One resolution's days. What is not known is None, and counts nowhere."""

    resolved_on: date
    idea_on: date | None = None
    sent_on: tuple[date | None, ...] = ()
    """For each participant, in the same order as `answered_on`."""
    answered_on: tuple[date | None, ...] = ()

    def __post_init__(self) -> None:
        if len(self.sent_on) != len(self.answered_on):
            raise ValueError("as many days of sending as of answers")

    @property
    def last_on(self) -> date | None:
        """The day the last participant answered; None while somebody has not, or nobody was asked."""
        days = [day for day in self.answered_on if day is not None]
        return max(days) if days and len(days) == len(self.answered_on) else None

    def days(self) -> Mapping[Step, tuple[int, ...]]:
        """The days of each step; a step that is not known has none.

        >>> from datetime import date as d
        >>> way = Journey(resolved_on=d(2026, 2, 1), sent_on=(d(2026, 2, 5), None), answered_on=(d(2026, 3, 5), None))
        >>> way.days()[Step.SENT_TO_ANSWER], way.days()[Step.RESOLUTION_TO_LAST]
        ((28,), ())
        """
        return {
            Step.IDEA_TO_RESOLUTION: _known(days_between(self.idea_on, self.resolved_on)),
            # What was sent ahead of the resolution never lay and waited for being sent.
            Step.RESOLUTION_TO_SENT: _known(
                *(days_between(self.resolved_on, day) for day in self.sent_on if day and day >= self.resolved_on)
            ),
            Step.SENT_TO_ANSWER: _known(*map(days_between, self.sent_on, self.answered_on)),
            Step.RESOLUTION_TO_LAST: _known(days_between(self.resolved_on, self.last_on)),
            Step.WHOLE: _known(days_between(self.idea_on, self.last_on)),
        }


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How long something took, of so many."""

    count: int
    median_days: float
    longest_days: int


def days_between(first: date | None, last: date | None) -> int | None:
    """Days from one to the other; what came ahead took none. None when either is not known.

    >>> days_between(date(2026, 1, 1), date(2026, 1, 31)), days_between(date(2026, 2, 1), date(2026, 1, 1))
    (30, 0)
    """
    return None if first is None or last is None else max(0, (last - first).days)


def spread(days: Iterable[int]) -> Spread | None:
    """Median and longest; None of nothing.

    >>> spread([10, 30, 20, 100])
    Spread(count=4, median_days=25.0, longest_days=100)
    """
    found = list(days)
    if not found:
        return None
    return Spread(count=len(found), median_days=float(median(found)), longest_days=max(found))


def spreads(journeys: Sequence[Journey]) -> dict[Step, Spread | None]:
    """Each step over several resolutions."""
    found: dict[Step, list[int]] = {step: [] for step in Step}
    for journey in journeys:
        for step, days in journey.days().items():
            found[step] += days
    return {step: spread(days) for step, days in found.items()}


def costliest(found: Mapping[Step, Spread | None]) -> Step | None:
    """The step with the highest median, the earlier one of equals; None when no two can be compared.

    When the idea and every answer are known for some resolutions, the way has two halves: to the council's resolution,
    and from it to the last answer. How long one municipality takes says less, for the last of many decides.
    """
    for steps in (HALVES, PARTS):
        known = [(row.median_days, -steps.index(step), step) for step in steps if (row := found.get(step)) is not None]
        if len(known) > 1:
            return max(known)[2]
    return None


def _known(*days: int | None) -> tuple[int, ...]:
    return tuple(day for day in days if day is not None)
