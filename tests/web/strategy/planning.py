"""Strategies, goals and actions for tests, made straight in the tables."""

from tests.people import NOW
from veivalg.rules.plans import Plan
from veivalg.web.councils.models import Body, Council
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.strategy.operations.storing import store_plan


def a_strategy(council: Council, *, state: str = "adopted", name: str = "Strategi 2026–2033", **more) -> Strategy:
    return Strategy.objects.create(
        council=council, name=name, first_year=2026, last_year=2033, state=state, made_at=NOW, changed_at=NOW, **more
    )


def a_goal(strategy: Strategy, name: str = "Unge vil bli", place: int = 0) -> Goal:
    return Goal.objects.create(strategy=strategy, name=name, place=place)


def a_path(goal: Goal, name: str = "Unge er med før det er bestemt", place: int = 0) -> Path:
    return Path.objects.create(goal=goal, name=name, place=place)


def an_action(path: Path, text: str = "Arrangere ungdomsting", *, number: int = 1, **more) -> Action:
    return Action.objects.create(
        strategy=path.goal.strategy, path=path, text=text, number=number, place=number - 1, **more
    )


def a_body(council: Council, name: str = "Arbeidsutvalget", kind: str = "executive") -> Body:
    return Body.objects.create(council=council, name=name, kind=kind)


def with_plan(strategy: Strategy, plan: Plan) -> Strategy:
    """The strategy with that plan in its tables."""
    store_plan(strategy, plan, responsible={})
    return strategy


def a_small_plan(council: Council, *, state: str = "adopted", count: int = 3) -> Strategy:
    """One goal, one path, so many actions, each with the executive committee and the year 2027."""
    strategy = a_strategy(council, state=state)
    path = a_path(a_goal(strategy))
    body = a_body(council)
    for number in range(1, count + 1):
        an_action(path, f"Tiltak nummer {number}", number=number, responsible_body=body, last_year=2027)
    return strategy
