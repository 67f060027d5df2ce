"""Action plans for tests, made by the operations."""

from tests.people import LONG_AGO, NOW, TODAY
from tests.web.strategy.planning import a_small_plan
from veivalg.web.councils.models import Body
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import yearly_queries
from veivalg.web.strategy.models import ActionPlan, PlannedAction, Strategy, StrategyEdition
from veivalg.web.strategy.operations import rolling, yearly
from veivalg.web.strategy.operations.adopting_yearly import adopt_action_plan


def an_adopted_strategy(council, *, count=3) -> Strategy:
    """With an edition, so that action plans can be adopted."""
    strategy = a_small_plan(council, count=count)
    StrategyEdition.objects.create(
        strategy=strategy,
        number=1,
        adopted_by=a_resolution(council, "Strategien vedtas"),
        content={},
        checksum="0" * 64,
        adopted_at=NOW,
    )
    return strategy


def a_resolution(council, title="Handlingsplanen vedtas", kind="plan_adoption") -> Resolution:
    body, _ = Body.objects.get_or_create(council=council, name="Representantskapet", kind="assembly")
    return Resolution.objects.create(
        council=council, body=body, resolved_on=LONG_AGO, kind=kind, title=title, text="Ja.", registered_at=NOW
    )


def make(people, strategy, year=2026, who="secretary") -> ActionPlan:
    return yearly.make_action_plan(
        actor=getattr(people, who).actor, council=people.council, strategy_id=strategy.pk, year=year, now=NOW
    )


def adopt(people, plan, who="secretary", *, read=None, resolution=None):
    plan.strategy.council = people.council
    resolution = resolution or a_resolution(people.council, f"Plan {Resolution.objects.count()}")
    return adopt_action_plan(
        actor=getattr(people, who).actor,
        council=people.council,
        plan_id=plan.pk,
        read=read or yearly_queries.text_mark(yearly_queries.content_of(plan)),
        resolution_id=resolution.pk,
        on=TODAY,
        now=NOW,
    )


def row_of(plan, number) -> PlannedAction:
    return plan.planned.get(action__number=number)


def answer(people, plan, *answers, who="secretary"):
    """Answers as (number, choice) or (number, choice, more)."""
    given = []
    for number, choice, *more in answers:
        row = row_of(plan, number)
        fields = more[0] if more else {}
        given.append(rolling.Answer(planned_id=row.pk, choice=choice, **({"version": row.version} | fields)))
    return rolling.answer(
        actor=getattr(people, who).actor, council=people.council, plan_id=plan.pk, answers=given, on=TODAY, now=NOW
    )


def two_years(people, *, count=3):
    """The plan for 2026, adopted, and the one for 2027, begun."""
    strategy = an_adopted_strategy(people.council, count=count)
    first = make(people, strategy)
    adopt(people, first)
    return first, make(people, strategy, 2027)
