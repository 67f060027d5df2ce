"""Plans as values: their parts, numbers, what they lack, how two differ, and guesses from an action's words."""

from veivalg.rules.plans.completeness import PlanFinding, PlanFindingCode, can_be_adopted, check_plan
from veivalg.rules.plans.difference import ChangeKind, Difference, FieldChange, Level, PlanChange, difference
from veivalg.rules.plans.matching import Doubt, Matching, PlacedPath, match_plans, placed_paths
from veivalg.rules.plans.numbering import is_numbered, numbered
from veivalg.rules.plans.plan import (
    ACTION_FIELDS,
    MOST_NOK,
    SUSTAINABLE_GOALS,
    Action,
    ActionKind,
    FocusArea,
    Goal,
    GoalIndicator,
    Path,
    Placed,
    Plan,
    PlanInvalid,
    Remark,
    Years,
    placed_actions,
)
from veivalg.rules.plans.recognising import ActionGuess, guess_from_words
from veivalg.rules.plans.timing import Timing, read_timing, written_timing, years_in
from veivalg.rules.plans.written import PlanUnreadable, as_plain, from_plain

__all__ = [
    "ACTION_FIELDS",
    "MOST_NOK",
    "SUSTAINABLE_GOALS",
    "Action",
    "ActionGuess",
    "ActionKind",
    "ChangeKind",
    "Difference",
    "Doubt",
    "FieldChange",
    "FocusArea",
    "Goal",
    "GoalIndicator",
    "Level",
    "Matching",
    "Path",
    "Placed",
    "PlacedPath",
    "Plan",
    "PlanChange",
    "PlanFinding",
    "PlanFindingCode",
    "PlanInvalid",
    "PlanUnreadable",
    "Remark",
    "Timing",
    "Years",
    "as_plain",
    "can_be_adopted",
    "check_plan",
    "difference",
    "from_plain",
    "guess_from_words",
    "is_numbered",
    "match_plans",
    "numbered",
    "placed_actions",
    "placed_paths",
    "read_timing",
    "written_timing",
    "years_in",
]
