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


def takes_effect_on(
    yes_on: Iterable[date],
    *,
    rule: EffectRule,
    whole: int,
    resolved_on: date,
    own_count: int | None = None,
    let_go_on: Iterable[date] = (),
) -> date | None:
    """The day on which enough had said yes, but not before the resolution itself; None until then.

    `whole` is how many were asked, and `let_go_on` the days from which somebody without an answer was no longer waited
    for: until then the rule counts them. Raises ValueError as `needed_count` does.

    >>> yes = [date(2026, 5, 1), date(2026, 3, 1)]
    >>> takes_effect_on(yes, rule=EffectRule.EVERY, whole=2, resolved_on=date(2026, 2, 1))
    datetime.date(2026, 5, 1)
    >>> takes_effect_on(yes, rule=EffectRule.EVERY, whole=3, resolved_on=date(2026, 2, 1)) is None
    True
    >>> gone = [date(2027, 1, 1)]
    >>> takes_effect_on(yes, rule=EffectRule.EVERY, whole=3, resolved_on=date(2026, 2, 1), let_go_on=gone)
    datetime.date(2027, 1, 1)
    """
    yes, gone = list(yes_on), list(let_go_on)
    for day in sorted({*yes, *gone}):
        still = whole - sum(each <= day for each in gone)
        if sum(each <= day for each in yes) >= needed_count(rule, whole=still, own_count=own_count):
            return max(day, resolved_on)
    return None
