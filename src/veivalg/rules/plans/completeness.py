"""What a plan lacks before it can be adopted, and what its readers should know.

That an action needs a responsible and a time is the product's own rule, not the law's: a regional council's plan is no
plan under the planning act.
"""

from dataclasses import dataclass
from enum import StrEnum

from veivalg.rules.mandates.findings import Severity
from veivalg.rules.plans.plan import ActionKind, Plan, placed_actions


class PlanFindingCode(StrEnum):
    """Every finding there is; stable, since texts hang on them."""

    NO_ACTIONS = "no_actions"
    ACTION_WITHOUT_TEXT = "action_without_text"
    ACTION_WITHOUT_RESPONSIBLE = "action_without_responsible"
    ACTION_WITHOUT_TIME = "action_without_time"
    COUNTABLE_WITHOUT_COUNT = "countable_without_count"
    RECURRING_WITHOUT_RHYTHM = "recurring_without_rhythm"
    ACTION_OUTSIDE_PERIOD = "action_outside_period"
    """Its years lie wholly outside the strategy's."""
    NUMBER_TWICE = "number_twice"
    GOAL_WITHOUT_NAME = "goal_without_name"
    GOAL_WITHOUT_ACTION = "goal_without_action"
    GOAL_WITHOUT_INDICATOR = "goal_without_indicator"


SEVERITIES = {
    PlanFindingCode.NO_ACTIONS: Severity.REFUSED,
    PlanFindingCode.ACTION_WITHOUT_TEXT: Severity.REFUSED,
    PlanFindingCode.ACTION_WITHOUT_RESPONSIBLE: Severity.REFUSED,
    PlanFindingCode.ACTION_WITHOUT_TIME: Severity.REFUSED,
    PlanFindingCode.COUNTABLE_WITHOUT_COUNT: Severity.NOTED,
    PlanFindingCode.RECURRING_WITHOUT_RHYTHM: Severity.NOTED,
    PlanFindingCode.ACTION_OUTSIDE_PERIOD: Severity.NOTED,
    PlanFindingCode.NUMBER_TWICE: Severity.REFUSED,
    PlanFindingCode.GOAL_WITHOUT_NAME: Severity.REFUSED,
    PlanFindingCode.GOAL_WITHOUT_ACTION: Severity.NOTED,
    PlanFindingCode.GOAL_WITHOUT_INDICATOR: Severity.NOTED,
}
"""What stops a plan from being adopted is refused; the rest is listed."""


@dataclass(frozen=True)
class PlanFinding:
    """One thing a plan lacks. Places are counted from 0; ``number`` is the action's own."""

    code: PlanFindingCode
    goal_place: int | None = None
    path_place: int | None = None
    place: int | None = None
    number: int | None = None

    @property
    def severity(self) -> Severity:
        """What follows from it."""
        return SEVERITIES[self.code]


def check_plan(plan: Plan) -> tuple[PlanFinding, ...]:
    """What is missing: the plan as a whole first, then goal by goal, then action by action."""
    found = [] if plan.actions else [PlanFinding(PlanFindingCode.NO_ACTIONS)]
    for place, goal in enumerate(plan.goals):
        for is_lacking, code in (
            (not goal.name, PlanFindingCode.GOAL_WITHOUT_NAME),
            (not goal.actions, PlanFindingCode.GOAL_WITHOUT_ACTION),
            (not goal.indicators, PlanFindingCode.GOAL_WITHOUT_INDICATOR),
        ):
            if is_lacking:
                found.append(PlanFinding(code, place))
    seen: set[int] = set()
    for placed in placed_actions(plan):
        action = placed.action
        due_year = action.due_on.year if action.due_on else None
        years = [year for year in (action.first_year, action.last_year, due_year) if year is not None]
        is_outside = bool(plan.period and years and (max(years) < plan.period.first or min(years) > plan.period.last))
        for is_lacking, code in (
            (not action.text, PlanFindingCode.ACTION_WITHOUT_TEXT),
            (not action.responsible, PlanFindingCode.ACTION_WITHOUT_RESPONSIBLE),
            (not action.has_time, PlanFindingCode.ACTION_WITHOUT_TIME),
            (
                action.kind == ActionKind.COUNTABLE and action.wanted_count is None,
                PlanFindingCode.COUNTABLE_WITHOUT_COUNT,
            ),
            (
                action.kind == ActionKind.RECURRING and action.rhythm_months is None,
                PlanFindingCode.RECURRING_WITHOUT_RHYTHM,
            ),
            (is_outside, PlanFindingCode.ACTION_OUTSIDE_PERIOD),
            (action.number in seen, PlanFindingCode.NUMBER_TWICE),
        ):
            if is_lacking:
                found.append(PlanFinding(code, placed.goal_place, placed.path_place, placed.place, action.number))
        if action.number is not None:
            seen.add(action.number)
    return tuple(found)


def can_be_adopted(plan: Plan) -> bool:
    """Whether nothing that must be there is missing."""
    return all(finding.severity != Severity.REFUSED for finding in check_plan(plan))
