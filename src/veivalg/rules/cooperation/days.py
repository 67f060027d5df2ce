"""How many days something takes: a length that never travels without how many it was taken of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Days:
    """The median of days, the longest, and of how many, on a day. Of nothing there is no median."""

    count: int
    median_days: float | None
    longest_days: int | None
    on: date

    def __post_init__(self) -> None:
        if (self.count == 0) != (self.median_days is None) or (self.count == 0) != (self.longest_days is None):
            raise ValueError(f"{self.count} lengths, and the median {self.median_days}")
