"""How far chance alone may move a count of events (tilfeldig variasjon)."""

import math
from collections.abc import Callable

Z = 1.96
"""Two-sided 95 %."""
EXACT_BELOW = 5


def poisson_interval(count: float, *, widened_by: float = 0.0) -> tuple[float, float]:
    """The 95 % interval of a Poisson count, in events.

    Byar's approximation; exact under EXACT_BELOW, where Byar is weak. ``widened_by`` (events) is added on both
    sides when the count itself is derived and may be wrong. Raises ValueError for a negative count.

    >>> tuple(round(limit, 2) for limit in poisson_interval(47))
    (34.53, 62.5)
    >>> tuple(round(limit, 2) for limit in poisson_interval(0))
    (0.0, 3.69)
    """
    if count < 0:
        raise ValueError(f"A count of events cannot be {count}.")
    if count < EXACT_BELOW:
        low, high = _exact(count)
    else:
        low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3
        above = count + 1
        high = above * (1 - 1 / (9 * above) + Z / (3 * math.sqrt(above))) ** 3
    return max(0.0, low - widened_by), high + widened_by


def _exact(count: float) -> tuple[float, float]:
    """Limits where the Poisson tail holds 2.5 %, found by halving."""
    whole = math.floor(count)
    high = _halve(lambda mean: _at_most(whole, mean) < 0.025)
    low = 0.0 if whole == 0 else _halve(lambda mean: 1 - _at_most(whole - 1, mean) > 0.025)
    return low, high


def _at_most(count: int, mean: float) -> float:
    return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))


def _halve(beyond: Callable[[float], bool]) -> float:
    low, high = 0.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return (low + high) / 2
