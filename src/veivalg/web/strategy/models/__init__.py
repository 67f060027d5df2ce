"""Tables of plans."""

from veivalg.web.strategy.models.plan import Action, Goal, GoalIndicator, Path
from veivalg.web.strategy.models.strategy import (
    ADD_ONLY,
    FocusArea,
    PlanDraft,
    Strategy,
    StrategyEdition,
    new_key,
)

__all__ = [
    "ADD_ONLY",
    "Action",
    "FocusArea",
    "Goal",
    "GoalIndicator",
    "Path",
    "PlanDraft",
    "Strategy",
    "StrategyEdition",
    "new_key",
]
