"""Rates, intervals and the demographic vulnerability index, for one municipality at a time."""

from veivalg.rules.indicators.key_figure import GROUPS, KeyFigure, growth_percent, per_hundred, per_thousand_and_year
from veivalg.rules.indicators.poisson import poisson_interval
from veivalg.rules.indicators.vulnerability import (
    Assessment,
    Edition,
    Indicator,
    Risk,
    Score,
    Threshold,
    assess,
    rate_per_1000,
    score,
    share_pct,
    women_per_100_men,
)

__all__ = [
    "GROUPS",
    "Assessment",
    "Edition",
    "Indicator",
    "KeyFigure",
    "Risk",
    "Score",
    "Threshold",
    "assess",
    "growth_percent",
    "per_hundred",
    "per_thousand_and_year",
    "poisson_interval",
    "rate_per_1000",
    "score",
    "share_pct",
    "women_per_100_men",
]
