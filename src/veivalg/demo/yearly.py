"""The demo council's action plans: this year's, adopted, and next year's, which is being rolled forward."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import yearly_queries
from veivalg.web.strategy.models import ActionPlan, Strategy
from veivalg.web.strategy.operations import rolling, yearly
from veivalg.web.strategy.operations.adopting_yearly import adopt_action_plan


def fill(council: Council, strategy: Strategy, content: Mapping[str, Any], *, on: date, now: datetime) -> None:
    """Both plans, when the resolution that adopts this year's is there."""
    resolution = (
        Resolution.objects.standing()
        .filter(title=content["resolution"], council=council, adopted_action_plans=None)
        .first()
    )
    if resolution is None:
        return
    plan = yearly.make_action_plan(actor=OPERATOR, council=council, strategy_id=strategy.pk, year=on.year, now=now)
    _take_all(council, plan, now=now)
    for row in content["tasks"]:
        planned = plan.planned.get(action__text__startswith=row["action"])
        yearly.change_planned(
            actor=OPERATOR,
            council=council,
            planned_id=planned.pk,
            version=planned.version,
            values={"text": row["text"], "cost_nok": row["cost"]},
            now=now,
        )
    plan.strategy.council = council
    adopt_action_plan(
        actor=OPERATOR,
        council=council,
        plan_id=plan.pk,
        read=yearly_queries.text_mark(yearly_queries.content_of(plan)),
        resolution_id=resolution.pk,
        on=on,
        now=now,
    )
    following = yearly.make_action_plan(
        actor=OPERATOR, council=council, strategy_id=strategy.pk, year=on.year + 1, now=now
    )
    rolling.answer(
        actor=OPERATOR,
        council=council,
        plan_id=following.pk,
        answers=[_answer(following, row) for row in content["answers"]],
        on=on,
        now=now,
    )


def _take_all(council: Council, plan: ActionPlan, *, now: datetime) -> None:
    """Everything of the strategy, also what was finished before the plan was written."""
    added = plan.strategy.actions.values_list("pk", flat=True)
    yearly.choose_actions(actor=OPERATOR, council=council, plan_id=plan.pk, added=added, removed={}, now=now)


def _answer(plan: ActionPlan, row: Mapping[str, Any]) -> rolling.Answer:
    planned = plan.planned.get(action__text__startswith=row["action"])
    return rolling.Answer(
        planned_id=planned.pk,
        version=planned.version,
        choice=row["choice"],
        reason=row.get("reason", ""),
        text=row.get("text", ""),
        cost_nok=row.get("cost"),
    )
