"""Tables of plans."""

from veivalg.web.strategy.models.plan import Action, Goal, GoalIndicator, Path
from veivalg.web.strategy.models.strategy import FocusArea, Strategy, StrategyEdition

__all__ = ["Action", "FocusArea", "Goal", "GoalIndicator", "Path", "Strategy", "StrategyEdition"]
