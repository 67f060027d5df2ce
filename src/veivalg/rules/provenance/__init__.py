"""Figures that remember unit, period, source and how they came to be."""

from veivalg.rules.provenance.figure import Figure, Mark, MissingReason, Origin, weakest_mark

__all__ = ["Figure", "Mark", "MissingReason", "Origin", "weakest_mark"]
