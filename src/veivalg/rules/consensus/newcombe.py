"""How far a change between two shares (endring i andel) may be chance.

Source: Newcombe, R. G. (1998), "Interval estimation for the difference between independent proportions: comparison of
eleven methods", Statistics in Medicine 17, 873–890 (method 10, from Wilson's intervals, without correction).
"""

import math
from dataclasses import dataclass

from veivalg.rules.consensus.wilson import wilson_interval


@dataclass(frozen=True, kw_only=True)
class ShareChange:
    """From one share to another, as shares of 1, with its 95 % interval."""

    change: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Whether no change at all lies within the interval."""
        return self.low <= 0 <= self.high


def share_change(before: tuple[int, int], now: tuple[int, int]) -> ShareChange:
    """What has changed from ``(count, answers)`` before to the same now. Raises CountsUnusable.

    >>> found = share_change((48, 80), (56, 70))
    >>> round(found.change, 3), round(found.low, 4), round(found.high, 4), found.may_be_chance
    (0.2, 0.0524, 0.3339, False)
    """
    low_before, high_before = wilson_interval(*before)
    low_now, high_now = wilson_interval(*now)
    was, is_now = before[0] / before[1], now[0] / now[1]
    change = is_now - was
    return ShareChange(
        change=change,
        low=change - math.hypot(is_now - low_now, high_before - was),
        high=change + math.hypot(high_now - is_now, was - low_before),
    )
