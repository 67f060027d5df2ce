"""What if the last years went on? (hva om) A simple projection, never a forecast."""

from veivalg.rules.projection.hamilton_perry import (
    HIGHEST_RATIO,
    LONGEST_HORIZON,
    LOWEST_RATIO,
    Ratios,
    project,
    ratios,
)

__all__ = ["HIGHEST_RATIO", "LONGEST_HORIZON", "LOWEST_RATIO", "Ratios", "project", "ratios"]
