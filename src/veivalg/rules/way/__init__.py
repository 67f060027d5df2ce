"""The way of a resolution: who has said yes, when it takes effect, and how long each step took."""

from veivalg.rules.way.effect import EffectRule, needed_count, takes_effect_on
from veivalg.rules.way.lengths import Journey, Spread, Step, costliest, days_between, spread, spreads

__all__ = [
    "EffectRule",
    "Journey",
    "Spread",
    "Step",
    "costliest",
    "days_between",
    "needed_count",
    "spread",
    "spreads",
    "takes_effect_on",
]
