"""When a resolution that participants decide on themselves takes effect."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class EffectRule(StrEnum):
    """How many participants have to say yes."""

    EVERY = "every"
    MAJORITY = "majority"
    """More than half of them."""
    NUMBER = "number"
    """As many as the resolution itself says."""


def needed_count(rule: EffectRule, *, whole: int, own_count: int | None = None) -> int:
    """How many have to say yes, of so many. Never more than there are, and never nobody.

    Raises ValueError for a number that is missing where the rule wants one, or is less than one.

    >>> needed_count(EffectRule.EVERY, whole=11), needed_count(EffectRule.MAJORITY, whole=10)
    (11, 6)
    >>> needed_count(EffectRule.NUMBER, whole=5, own_count=8)
    5
    """
    if rule is EffectRule.NUMBER:
        if own_count is None or own_count < 1:
            raise ValueError("the rule wants a number of participants, at least one")
        return max(1, min(own_count, whole))
    if rule is EffectRule.MAJORITY:
        return whole // 2 + 1
    return max(1, whole)


def takes_effect_on(yes_on: Iterable[date], *, needed: int, resolved_on: date) -> date | None:
    """The day on which the last yes that was needed came, but not before the resolution itself; None until then.

    >>> takes_effect_on([date(2026, 5, 1), date(2026, 3, 1)], needed=2, resolved_on=date(2026, 2, 1))
    datetime.date(2026, 5, 1)
    >>> takes_effect_on([date(2026, 1, 1)], needed=1, resolved_on=date(2026, 2, 1))
    datetime.date(2026, 2, 1)
    >>> takes_effect_on([date(2026, 3, 1)], needed=2, resolved_on=date(2026, 2, 1)) is None
    True
    """
    if needed < 1:
        raise ValueError("somebody has to say yes")
    days = sorted(yes_on)
    return max(days[needed - 1], resolved_on) if len(days) >= needed else None
