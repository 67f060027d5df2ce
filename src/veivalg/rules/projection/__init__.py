"""What-if projections (hva om) from two age distributions, for one area at a time."""

from veivalg.rules.projection.hamilton_perry import (
    CAPS,
    LONGEST_HORIZON,
    SMALLEST_CELL,
    Ratios,
    change_ratios,
    has_small_cell,
    project,
)

__all__ = [
    "CAPS",
    "LONGEST_HORIZON",
    "SMALLEST_CELL",
    "Ratios",
    "change_ratios",
    "has_small_cell",
    "project",
]
