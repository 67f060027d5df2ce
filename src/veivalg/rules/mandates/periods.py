"""Periods of whole days (perioder), from the first to the last day inclusive, with open ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo


@dataclass(frozen=True, kw_only=True)
class Period:
    """Every day from ``starts_on`` to ``ends_on``, both among them; None is an open end.

    A mandate that ends on a day at midnight is active the whole of that day. Raises ValueError when the last day comes
    before the first, and TypeError for a moment in place of a day.

    >>> term = Period(starts_on=date(2023, 10, 15), ends_on=date(2027, 10, 14))
    >>> term.is_active(date(2027, 10, 14)), term.is_active(date(2027, 10, 15))
    (True, False)
    """

    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        for day in (self.starts_on, self.ends_on):
            if day is not None:
                _must_be_day(day)
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError(f"The last day, {self.ends_on}, comes before the first, {self.starts_on}.")

    def is_active(self, on: date) -> bool:
        """Whether the day is within the period. Raises TypeError for a moment; see ``day_of``."""
        _must_be_day(on)
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)

    def overlaps(self, other: Period) -> bool:
        """Whether some day is in both.

        >>> Period(ends_on=date(2023, 10, 14)).overlaps(Period(starts_on=date(2023, 10, 15)))
        False
        """
        return self.intersection(other) is not None

    def intersection(self, other: Period) -> Period | None:
        """The days that are in both, or None when there are none."""
        starts = [period.starts_on for period in (self, other) if period.starts_on is not None]
        ends = [period.ends_on for period in (self, other) if period.ends_on is not None]
        first, last = max(starts, default=None), min(ends, default=None)
        if first is not None and last is not None and last < first:
            return None
        return Period(starts_on=first, ends_on=last)

    @property
    def length_days(self) -> int | None:
        """How many days there are, None when an end is open."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days + 1


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day it is in ``zone`` at this moment. Raises ValueError for a moment without a time zone.

    >>> from datetime import timezone
    >>> day_of(datetime(2026, 6, 30, 22, 30, tzinfo=timezone.utc), timezone(timedelta(hours=2)))
    datetime.date(2026, 7, 1)
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone, so it is not known which day it is.")
    return moment.astimezone(zone).date()


def last_day_after_years(starts_on: date, years: int) -> date:
    """The last day of a term of whole years; a term from 29 February ends on 28 February.

    >>> last_day_after_years(date(2023, 10, 15), 4)
    datetime.date(2027, 10, 14)
    """
    if (starts_on.month, starts_on.day) == (2, 29):
        return date(starts_on.year + years, 2, 28)
    return starts_on.replace(year=starts_on.year + years) - timedelta(days=1)


def _must_be_day(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError(f"{day} is a moment; a period is made of days. Use day_of() with the place's time zone.")
