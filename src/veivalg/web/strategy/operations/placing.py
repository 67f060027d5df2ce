"""Goals, paths and actions laid down beside another one: what a hand that drags them asks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.audit.changes import hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, Goal, Path
from veivalg.web.strategy.operations.holding import give_numbers, opened


@dataclass(frozen=True)
class Beside:
    """Right after one sibling, or right before one; last when neither is said."""

    after: int | None = None
    before: int | None = None


@transaction.atomic
def place_goal(*, actor: Actor, council: Council, goal_id: int, version: int, beside: Beside, now: datetime) -> Goal:
    """Lay a goal beside another one.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, Goal.DoesNotExist, and NotPossible when what it should
    stand beside is not there any more.
    """
    strategy = opened(actor, council, Goal.objects.values_list("strategy_id", flat=True).get(pk=goal_id), now=now)
    goal = hold(strategy.goals.all(), pk=goal_id, version=version)
    places = _laid(goal, strategy.goals.all(), beside)
    if places[0] == places[1]:
        return goal
    goal.version += 1
    goal.save(update_fields=["version"])
    give_numbers(strategy)
    record(
        actor,
        Verb.GOAL_MOVED,
        subject=goal,
        under=strategy,
        council_id=council.pk,
        changes={"place_in_list": places},
        at=now,
    )
    return goal


@transaction.atomic
def place_path(
    *, actor: Actor, council: Council, path_id: int, version: int, goal_id: int, beside: Beside, now: datetime
) -> Path:
    """Lay a path beside another one, in its own goal or in another of the same strategy.

    Raises the same as `place_goal`, and NotPossible for a goal of another strategy.
    """
    owner = Path.objects.values_list("goal__strategy_id", flat=True).get(pk=path_id)
    strategy = opened(actor, council, owner, now=now)
    path = hold(Path.objects.filter(goal__strategy=strategy).select_related("goal"), pk=path_id, version=version)
    goal = strategy.goals.filter(pk=goal_id).first()
    if goal is None:
        raise NotPossible(gettext("Choose a goal in the same strategy."))
    before = path.goal
    path.goal = goal
    places = _laid(path, goal.paths.all(), beside)
    if places[0] == places[1] and before.pk == goal.pk:
        return path
    path.version += 1
    path.save(update_fields=["goal", "version"])
    give_numbers(strategy)
    changes: dict[str, Any] = {"place_in_list": places}
    if before.pk != goal.pk:
        changes = {"goal": [str(before), str(goal)]}
    record(actor, Verb.PATH_MOVED, subject=path, under=strategy, council_id=council.pk, changes=changes, at=now)
    return path


@transaction.atomic
def place_action(
    *, actor: Actor, council: Council, action_id: int, version: int, path_id: int, beside: Beside, now: datetime
) -> Action:
    """Lay an action beside another one, in its own path or in another of the same strategy.

    Raises the same as `place_goal`, and NotPossible for a path of another strategy.
    """
    strategy = opened(actor, council, Action.objects.values_list("strategy_id", flat=True).get(pk=action_id), now=now)
    action = hold(strategy.actions.select_related("path"), pk=action_id, version=version)
    path = Path.objects.filter(pk=path_id, goal__strategy=strategy).first()
    if path is None:
        raise NotPossible(gettext("Choose a path in the same strategy."), field="path")
    before, number = action.path, action.number
    action.path = path
    places = _laid(action, Action.objects.filter(path=path).order_by("place", "id"), beside)
    if places[0] == places[1] and before.pk == path.pk:
        return action
    action.version += 1
    action.save(update_fields=["path", "version"])
    give_numbers(strategy)
    action.refresh_from_db(fields=["number"])
    changes: dict[str, Any] = {"number": [number, action.number]}
    if before.pk != path.pk:
        changes = {"path": [str(before), str(path)]} | changes
    record(actor, Verb.ACTION_MOVED, subject=action, under=strategy, council_id=council.pk, changes=changes, at=now)
    return action


def _laid(part: Any, siblings: "models.QuerySet[Any]", beside: Beside) -> list[int]:
    """Give it and its siblings places anew, in two queries. Returns its place before and after, from 1."""
    rows = list(siblings)
    before = next((n for n, row in enumerate(rows, start=1) if row.pk == part.pk), 0)
    others = [row for row in rows if row.pk != part.pk]
    at = len(others)
    wanted = beside.after if beside.after is not None else beside.before
    if wanted is not None:
        found = next((n for n, row in enumerate(others) if row.pk == wanted), None)
        if found is None:
            raise NotPossible(gettext("What it should stand beside has been moved or removed. Nothing was moved."))
        at = found + 1 if beside.after is not None else found
    others.insert(at, part)
    changed = []
    for place, row in enumerate(others):
        if row.place != place or row is part:
            row.place = place
            changed.append(row)
    type(part)._default_manager.bulk_update(changed, ["place"], batch_size=500)
    return [before, at + 1]
