"""So many out of so many: a share that never travels without what it was taken of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of something do, out of how many there are, on a day. Nothing out of nothing is no share.

    >>> from datetime import date
    >>> Share(part=3, whole=4, on=date(2026, 11, 24)).percent
    75.0
    >>> Share(part=0, whole=0, on=date(2026, 11, 24)).percent is None
    True
    """

    part: int
    whole: int
    on: date

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def percent(self) -> float | None:
        """Percent of the whole; None when there is nothing to take a share of."""
        return None if self.whole == 0 else 100 * self.part / self.whole
