"""Key figures (nøkkeltall): what describes a place beside the index."""

from collections.abc import Mapping
from dataclasses import dataclass

GROUPS = ("people", "residents", "visitors", "business")
"""Whom a figure says something to: the people as they are, then what attracts residents (bosetting), visitors (besøk)
and business (bedrift)."""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A definition. How the formulas are worked out: docs/methods/key-figures.md."""

    id: str
    attracts: str
    """One of GROUPS."""
    name: Mapping[str, str]
    """By language: nb, nn, en."""
    unit: Mapping[str, str]
    decimals: int
    formula: str
    """``stock``, ``growth``, ``flow``, ``official_sum``, ``share``, ``per_hundred``, ``women_per_men``, ``count``,
    ``profile`` (a share or mean as published) or ``centrality``. The last two cannot be added up."""
    parameters: Mapping[str, object]
    source: str
    """Id of the Origin."""
    polarity: str
    """Which end is commonly wished for: ``high``, ``low`` or ``neutral``. Shown nowhere as good or bad."""
    caveat: Mapping[str, str]


def per_hundred(upper: float, lower: float) -> float | None:
    """``100 * upper / lower``, or None when there is nobody to divide by.

    >>> per_hundred(30, 120)
    25.0
    >>> per_hundred(30, 0) is None
    True
    """
    return 100 * upper / lower if lower else None


def growth_percent(then: float, now: float) -> float | None:
    """Change in percent of what was; None when there was nothing.

    >>> growth_percent(200, 190)
    -5.0
    """
    return 100 * (now - then) / then if then else None


def per_thousand_and_year(events: float, populations: tuple[float, ...]) -> float | None:
    """Events over some years per 1000 inhabitants and year; ``populations`` are the mean populations of the years.

    >>> per_thousand_and_year(10, (1000.0, 1000.0))
    5.0
    """
    exposure = sum(populations)
    return 1000 * events / exposure if exposure else None
