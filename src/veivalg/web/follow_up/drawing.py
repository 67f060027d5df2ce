"""The timeline: actions by the quarter of their deadline, each with a bar over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from veivalg.web.follow_up.lines import Line
from veivalg.web.follow_up.situation import Followed
from veivalg.web.strategy.deadlines import first_day, quarter

MOST_YEARS = 10
_MOST_LABELS = 5
_DAYS_IN_A_YEAR = 366


@dataclass(frozen=True)
class Axis:
    """The years that are drawn, all equally wide."""

    first: int
    last: int

    @property
    def years(self) -> list[int]:
        return list(range(self.first, self.last + 1))

    @property
    def labels(self) -> list[str]:
        """The years as they are written; every other one where there are many, to leave room."""
        step = 1 if len(self.years) <= _MOST_LABELS else 2
        return [str(year) if n % step == 0 else "" for n, year in enumerate(self.years)]

    def place(self, day: date) -> float:
        """Where a day is, in percent of the width, 0–100; days beyond the ends are put at them."""
        along = day.year - self.first + (day.timetuple().tm_yday - 1) / _DAYS_IN_A_YEAR
        return round(min(max(100 * along / len(self.years), 0.0), 100.0), 2)

    @property
    def quarters(self) -> list[tuple[str, bool]]:
        """Where each quarter begins, and whether a year begins with it. Written with a point, as drawings ask for."""
        total = 4 * len(self.years)
        return [(written(100 * n / total), n % 4 == 0) for n in range(1, total)]


@dataclass(frozen=True)
class Bar:
    """One action over the years, in percent of the width."""

    line: Line
    x: str = ""
    width: str = ""
    """Empty when it does not say from when."""
    end: str = ""
    """Where the deadline is; empty when there is none, or it lies beyond the years that are drawn."""


@dataclass(frozen=True)
class Quarter:
    """The actions whose deadline is in one quarter."""

    name: str
    bars: list[Bar]
    is_past: bool


def axis(rows: Sequence[Followed], *, on: date) -> Axis:
    """From the first year of any to the last, this one included, and ten years at most."""
    firsts = [day.year for row in rows if (day := first_day(row.action) or row.deadline)]
    lasts = [row.deadline.year for row in rows if row.deadline]
    first = max(min([on.year, *firsts]), on.year - MOST_YEARS // 2)
    return Axis(first, min(max([on.year, *lasts]), first + MOST_YEARS - 1))


def in_order(rows: Sequence[Followed]) -> list[Followed]:
    """By deadline; those without one last."""
    return sorted(rows, key=lambda row: (row.deadline or date.max, row.action.number, row.action.pk))


def quarters(lines: Sequence[Line], years: Axis, *, on: date) -> list[Quarter]:
    """Lines that are in order, gathered by the quarter of their deadline."""
    found: list[Quarter] = []
    for line in lines:
        last = line.row.deadline
        name = gettext("No deadline")
        if last:
            year, number = quarter(last)
            name = gettext("Quarter %(number)s of %(year)s") % {"number": number, "year": year}
        if not found or found[-1].name != name:
            found.append(Quarter(name, [], is_past=last is not None and quarter(last) < quarter(on)))
        found[-1].bars.append(_bar(line, years))
    return found


def _bar(line: Line, years: Axis) -> Bar:
    first, last = first_day(line.row.action), line.row.deadline
    is_shown = last is not None and years.first <= last.year <= years.last
    end = written(years.place(last)) if last and is_shown else ""
    if first is None or (last is not None and last < first) or first.year > years.last:
        return Bar(line, end=end)
    x, right = years.place(first), years.place(last) if last else 100.0
    return Bar(line, written(x), written(max(right - x, 0.5)), end)


def written(value: float) -> str:
    """A number in a drawing, the same in every language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
