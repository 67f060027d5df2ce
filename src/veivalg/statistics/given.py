"""Figures that a council gives itself (egne tall), beside those of the data set.

They are known by the municipality's own number and not by a row of the data set: an invented municipality borrows a
real one's row, but never its council's own figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from veivalg.rules.indicators import Edition, Indicator


@dataclass(frozen=True)
class GivenFigure:
    """One figure in the indicator's own unit."""

    value: float
    is_estimate: bool = False


@dataclass(frozen=True, kw_only=True)
class GivenSeries:
    """Everything a council has given for one of its indicators. What is not here is missing, never zero."""

    figures: Mapping[tuple[str, int], GivenFigure] = field(default_factory=dict)
    """By the municipality's number and the year."""
    adds_up: bool = False
    """True for counts, so that a region has the sum of its members; shares and means have none."""

    def on(self, codes: Sequence[str], years: Sequence[int]) -> "tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]":
        """Values (NaN where none is given) and which of them are estimates, municipality × year."""
        value = np.full((len(codes), len(years)), np.nan)
        estimated = np.zeros(value.shape, dtype=bool)
        for row, code in enumerate(codes):
            for column, year in enumerate(years):
                found = self.figures.get((code, year))
                if found is not None:
                    value[row, column], estimated[row, column] = found.value, found.is_estimate
        return value, estimated

    def years(self, codes: Sequence[str]) -> tuple[int, ...]:
        """The years in which at least one of the municipalities has a figure, the oldest first."""
        wanted = set(codes)
        return tuple(sorted({year for code, year in self.figures if code in wanted}))

    def newest_year(self, codes: Sequence[str]) -> int | None:
        """The newest of the years in which the most municipalities have a figure; None without figures.

        >>> series = GivenSeries(figures={("9001", 2023): GivenFigure(1), ("9002", 2023): GivenFigure(2),
        ...                               ("9001", 2024): GivenFigure(3)})
        >>> series.newest_year(["9001", "9002"])
        2023
        """
        count = {year: sum((code, year) in self.figures for code in set(codes)) for year in self.years(codes)}
        return max(count, key=lambda year: (count[year], year)) if count else None


@dataclass(frozen=True, kw_only=True)
class OwnCounting:
    """A council's own edition (egen utgave) with the indicators it counts and the figures of its own ones."""

    edition: Edition
    indicators: Mapping[str, Indicator]
    given: Mapping[str, GivenSeries]
