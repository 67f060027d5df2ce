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
from veivalg.web.strategy.models.updates import ActionUpdate

__all__ = [
    "ADD_ONLY",
    "Action",
    "ActionUpdate",
    "FocusArea",
    "Goal",
    "GoalIndicator",
    "Path",
    "PlanDraft",
    "Strategy",
    "StrategyEdition",
    "new_key",
]
