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
from veivalg.web.strategy.models.yearly import YEARLY_ADD_ONLY, ActionPlan, ActionPlanEdition, PlannedAction

__all__ = [
    "ADD_ONLY",
    "YEARLY_ADD_ONLY",
    "Action",
    "ActionPlan",
    "ActionPlanEdition",
    "ActionUpdate",
    "FocusArea",
    "Goal",
    "GoalIndicator",
    "Path",
    "PlanDraft",
    "PlannedAction",
    "Strategy",
    "StrategyEdition",
    "new_key",
]
