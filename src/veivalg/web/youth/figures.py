"""How often the young were asked before something was resolved, and what came of what they said: counted by year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A matter that the panel was asked about."""

    opened_on: date
    deadline: date
    """The last day the young could answer."""
    resolution_id: int | None

    def days_to_answer(self, resolved_on: date) -> int:
        """How many days the young had before it was resolved."""
        return (min(self.deadline, resolved_on) - self.opened_on).days


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """A resolution, asked about or not."""

    resolution_id: int
    resolved_on: date


@dataclass(frozen=True, kw_only=True)
class Said:
    """A submission, with the day its answer was due and the day it came."""

    received_on: date
    due_on: date
    answered_on: date | None
    outcome: str = ""

    def as_of(self, on: date) -> "Said":
        """As it was on a day: an answer that came later had not come."""
        return replace(self, answered_on=None) if self.answered_on is not None and self.answered_on > on else self

    def is_settled(self, on: date) -> bool:
        """Whether it can be told by a day if the answer was in time: it has come, or should have."""
        return self.answered_on is not None or self.due_on < on

    @property
    def was_in_time(self) -> bool:
        return self.answered_on is not None and self.answered_on <= self.due_on


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """One year. Resolutions count in the year they were made, submissions in the year they came."""

    year: int
    resolved: int = 0
    """Resolutions that stand."""
    asked_about: int = 0
    """Of them: those that the panel was asked about before, early or late."""
    asked_in_time: int = 0
    """Of them: those where the panel had long enough to answer."""
    put: int = 0
    """Matters that were put before the panel this year."""
    received: int = 0
    answered: int = 0
    settled: int = 0
    """Of those received: answered, or due and not answered."""
    in_time: int = 0
    overdue: int = 0
    median_days: float | None = None
    """From the day one came until it was answered."""
    outcomes: Mapping[str, int] = field(default_factory=dict)


def by_year(
    asked: Iterable[Asked], resolved: Iterable[Resolved], said: Iterable[Said], *, days_before: int, on: date
) -> list[YearFigures]:
    """Every year from the first in which the young were asked or said something until that of `on`,
    the latest first, as it was on that day.

    Asked in good time is at least `days_before` days to answer before the resolution: of several matters that led to
    it, the one that gave the young most time counts.

    >>> asked = Asked(opened_on=date(2026, 5, 1), deadline=date(2026, 5, 15), resolution_id=7)
    >>> day = date(2026, 5, 20)
    >>> (one,) = by_year([asked], [Resolved(resolution_id=7, resolved_on=day)], [], days_before=14, on=date(2026, 6, 1))
    >>> one.asked_in_time, one.asked_about, one.resolved
    (1, 1, 1)
    """
    asked = [each for each in asked if each.opened_on <= on]
    resolved = [each for each in resolved if each.resolved_on <= on]
    said = _by(said, on)
    years = [each.opened_on.year for each in asked] + [each.received_on.year for each in said]
    if not years:
        return []
    about: dict[int | None, list[Asked]] = defaultdict(list)
    for each in asked:
        about[each.resolution_id].append(each)
    return [
        _year(year, asked, about, resolved, said, days_before=days_before, on=on)
        for year in range(on.year, min(years) - 1, -1)
    ]


def in_time(said: Iterable[Said], *, on: date) -> tuple[int, int]:
    """Of what had been answered or was overdue by a day: how many were answered in time, and how many there were."""
    settled = [each for each in _by(said, on) if each.is_settled(on)]
    return sum(each.was_in_time for each in settled), len(settled)


def _by(said: Iterable[Said], on: date) -> list[Said]:
    """What had come by a day, as it was then."""
    return [each.as_of(on) for each in said if each.received_on <= on]


def _year(
    year: int,
    asked: Sequence[Asked],
    asked_about: Mapping[int | None, Sequence[Asked]],
    resolved: Sequence[Resolved],
    said: Sequence[Said],
    *,
    days_before: int,
    on: date,
) -> YearFigures:
    made = [each for each in resolved if each.resolved_on.year == year]
    given = {
        each.resolution_id: [
            one.days_to_answer(each.resolved_on)
            for one in asked_about.get(each.resolution_id, ())
            if one.opened_on <= each.resolved_on
        ]
        for each in made
    }
    about = [days for days in given.values() if days]
    came = [each for each in said if each.received_on.year == year]
    days = [(each.answered_on - each.received_on).days for each in came if each.answered_on is not None]
    timely, settled = in_time(came, on=on)
    return YearFigures(
        year=year,
        resolved=len(made),
        asked_about=len(about),
        asked_in_time=sum(max(days) >= days_before for days in about),
        put=sum(each.opened_on.year == year for each in asked),
        received=len(came),
        answered=len(days),
        settled=settled,
        in_time=timely,
        overdue=settled - len(days),
        median_days=median(days) if days else None,
        outcomes=dict(Counter(each.outcome for each in came if each.answered_on is not None)),
    )
