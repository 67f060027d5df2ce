"""Goals and paths of a strategy: made, changed, removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import FocusArea, Goal, GoalIndicator, Path, Strategy
from veivalg.web.strategy.operations.holding import (
    check_sustainable_goals,
    check_years,
    give_numbers,
    known_by,
    lines,
    one_line,
    opened,
)


@transaction.atomic
def make_goal(
    *, actor: Actor, council: Council, strategy_id: int, values: Mapping[str, Any], key: str = "", now: datetime
) -> Goal:
    """Add a goal, last; the same sent again under the same key is the one that was made the first time.

    Raises access.doors.Refused, and NotPossible when a value cannot be used.
    """
    strategy = opened(actor, council, strategy_id, now=now)
    given, area, indicators = _goal_values(values)
    key, again = known_by(Goal, key, {"strategy_id": strategy.pk, **given})
    if again is not None and _indicators_of(again) == (indicators or []):
        return again
    goal = Goal(strategy=strategy, place=_next_place(strategy.goals.all()), key=key, **given)
    goal.focus_area = _focus_area(strategy, area)
    goal.save()
    _set_indicators(goal, indicators)
    noted = {**given, "focus_area": area, "indicators": _told(indicators)}
    record(actor, Verb.GOAL_MADE, subject=goal, under=strategy, council_id=council.pk, changes=as_noted(noted), at=now)
    return goal


@transaction.atomic
def change_goal(
    *, actor: Actor, council: Council, goal_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> Goal:
    """Change a goal. Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible."""
    strategy = opened(actor, council, _strategy_of(Goal, goal_id), now=now)
    goal = hold(Goal.objects.filter(strategy=strategy), pk=goal_id, version=version)
    given, area, indicators = _goal_values(values)
    before = _indicators_of(goal)
    changes = apply(goal, given | {"focus_area": _focus_area(strategy, area)})
    if indicators is not None and before != indicators:
        _set_indicators(goal, indicators)
        changes["indicators"] = [_told(before), _told(indicators)]
        if "version" not in changes and len(changes) == 1:
            goal.version += 1
            goal.save(update_fields=["version"])
    if changes:
        record(actor, Verb.GOAL_CHANGED, subject=goal, under=strategy, council_id=council.pk, changes=changes, at=now)
    _forget_unused_areas(strategy)
    return goal


@transaction.atomic
def remove_goal(*, actor: Actor, council: Council, goal_id: int, version: int, now: datetime) -> None:
    """Remove a goal with its paths and actions. Raises access.doors.Refused and audit.changes.ChangedMeanwhile."""
    strategy = opened(actor, council, _strategy_of(Goal, goal_id), now=now)
    goal = hold(Goal.objects.filter(strategy=strategy), pk=goal_id, version=version)
    gone = {"name": [goal.name, None], "actions": [_texts(strategy.actions.filter(path__goal=goal)), None]}
    record(actor, Verb.GOAL_REMOVED, subject=goal, under=strategy, council_id=council.pk, changes=gone, at=now)
    goal.delete()
    give_numbers(strategy)
    _forget_unused_areas(strategy)


@transaction.atomic
def make_path(*, actor: Actor, council: Council, goal_id: int, name: str, key: str = "", now: datetime) -> Path:
    """Add a path to a goal, last; the same sent again under the same key is the one that was made the first time.

    Raises access.doors.Refused and Goal.DoesNotExist.
    """
    strategy = opened(actor, council, _strategy_of(Goal, goal_id), now=now)
    goal = Goal.objects.get(pk=goal_id, strategy=strategy)
    key, again = known_by(Path, key, {"goal_id": goal.pk, "name": lines(name)})
    if again is not None:
        return again
    path = Path.objects.create(goal=goal, name=lines(name), place=_next_place(goal.paths.all()), key=key)
    record(
        actor,
        Verb.PATH_MADE,
        subject=path,
        under=strategy,
        council_id=council.pk,
        changes=as_noted({"name": path.name, "goal": goal}),
        at=now,
    )
    return path


@transaction.atomic
def change_path(*, actor: Actor, council: Council, path_id: int, version: int, name: str, now: datetime) -> Path:
    """Give a path another name. Raises access.doors.Refused and audit.changes.ChangedMeanwhile."""
    strategy = opened(actor, council, _strategy_of(Path, path_id), now=now)
    path = hold(Path.objects.filter(goal__strategy=strategy), pk=path_id, version=version)
    changes = apply(path, {"name": lines(name)})
    if changes:
        record(actor, Verb.PATH_CHANGED, subject=path, under=strategy, council_id=council.pk, changes=changes, at=now)
    return path


@transaction.atomic
def remove_path(*, actor: Actor, council: Council, path_id: int, version: int, now: datetime) -> None:
    """Remove a path with its actions. Raises access.doors.Refused and audit.changes.ChangedMeanwhile."""
    strategy = opened(actor, council, _strategy_of(Path, path_id), now=now)
    path = hold(Path.objects.filter(goal__strategy=strategy), pk=path_id, version=version)
    gone = {"name": [path.name, None], "actions": [_texts(path.actions.all()), None]}
    record(actor, Verb.PATH_REMOVED, subject=path, under=strategy, council_id=council.pk, changes=gone, at=now)
    path.delete()
    give_numbers(strategy)


def _strategy_of(model: type[Goal] | type[Path], pk: int) -> int:
    row = model.objects.select_related("strategy" if model is Goal else "goal").get(pk=pk)  # type: ignore[attr-defined]
    return row.strategy_id if isinstance(row, Goal) else row.goal.strategy_id


def _next_place(rows: "models.QuerySet[Any]") -> int:
    last = rows.aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1


def _texts(actions: "models.QuerySet[Any]") -> list[str]:
    return [str(action) for action in actions.only("number", "text")]


def _goal_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], str, list[dict[str, Any]] | None]:
    """The columns, the name of the focus area, and the indicators (None when they are not given)."""
    given = one_line(values, "name")
    area = " ".join(lines(given.pop("focus_area", "")).split())
    if "fields" in given:
        given["fields"] = [line for each in given["fields"] if (line := " ".join(lines(each).split()))]
    indicators = given.pop("indicators", None)
    if "picture" in given:
        given["picture"] = lines(given["picture"])
    if "name" in given and not given["name"]:
        raise NotPossible(gettext("Say what you want to reach."), field="name")
    check_sustainable_goals(given.get("sustainable_goals", []))
    for each in indicators or []:
        check_years(each.get("baseline_year"), each.get("target_year"), field="target_year")
    return given, area, indicators


def _focus_area(strategy: Strategy, name: str) -> FocusArea | None:
    if not name:
        return None
    found = strategy.focus_areas.filter(name=name).first()
    return found or FocusArea.objects.create(
        strategy=strategy, name=name, place=_next_place(strategy.focus_areas.all())
    )


def _forget_unused_areas(strategy: Strategy) -> None:
    strategy.focus_areas.filter(goals=None, about="").delete()


_INDICATOR = ("indicator", "baseline", "baseline_year", "target", "target_year")


def _indicators_of(goal: Goal) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in _INDICATOR} for row in goal.indicators.all()]


def _set_indicators(goal: Goal, indicators: list[dict[str, Any]] | None) -> None:
    if indicators is None:
        return
    goal.indicators.all().delete()
    GoalIndicator.objects.bulk_create(
        GoalIndicator(goal=goal, place=place, **each) for place, each in enumerate(indicators)
    )


def _told(indicators: list[dict[str, Any]] | None) -> list[str]:
    return [each["indicator"] for each in indicators or []]
