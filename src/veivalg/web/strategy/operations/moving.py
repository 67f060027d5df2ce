"""Goals, paths and actions moved among their siblings, and actions to another path; numbers are given anew."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.audit.changes import hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.strategy.operations.holding import give_numbers, opened

Part = TypeVar("Part", Goal, Path, Action)


class Way(StrEnum):
    """Where to."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def move_goal(*, actor: Actor, council: Council, goal_id: int, version: int, way: Way, now: datetime) -> Goal:
    """Move a goal one place.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible at the end.
    """
    strategy = opened(actor, council, Goal.objects.values_list("strategy_id", flat=True).get(pk=goal_id), now=now)
    goal = hold(strategy.goals.all(), pk=goal_id, version=version)
    places = _moved(goal, strategy.goals.all(), way)
    _note(actor, Verb.GOAL_MOVED, goal, strategy, {"place_in_list": places}, now=now)
    return goal


@transaction.atomic
def move_path(*, actor: Actor, council: Council, path_id: int, version: int, way: Way, now: datetime) -> Path:
    """Move a path one place within its goal. Raises the same as `move_goal`."""
    owner = Path.objects.values_list("goal__strategy_id", flat=True).get(pk=path_id)
    strategy = opened(actor, council, owner, now=now)
    path = hold(Path.objects.filter(goal__strategy=strategy), pk=path_id, version=version)
    places = _moved(path, Path.objects.filter(goal=path.goal_id), way)
    _note(actor, Verb.PATH_MOVED, path, strategy, {"place_in_list": places}, now=now)
    return path


@transaction.atomic
def move_action(*, actor: Actor, council: Council, action_id: int, version: int, way: Way, now: datetime) -> Action:
    """Move an action one place within its path. Raises the same as `move_goal`."""
    strategy = opened(actor, council, Action.objects.values_list("strategy_id", flat=True).get(pk=action_id), now=now)
    action = hold(strategy.actions.all(), pk=action_id, version=version)
    number = action.number
    _moved(action, Action.objects.filter(path=action.path_id).order_by("place", "id"), way)
    return _renumbered(actor, action, strategy, number, {}, now=now)


@transaction.atomic
def move_action_to_path(
    *, actor: Actor, council: Council, action_id: int, version: int, path_id: int, now: datetime
) -> Action:
    """Move an action to another path of the same strategy, last there.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible for a path of another strategy.
    """
    strategy = opened(actor, council, Action.objects.values_list("strategy_id", flat=True).get(pk=action_id), now=now)
    action = hold(strategy.actions.select_related("path"), pk=action_id, version=version)
    path = Path.objects.filter(pk=path_id, goal__strategy=strategy).first()
    if path is None:
        raise NotPossible(gettext("Choose a path in the same strategy."), field="path")
    if path.pk == action.path_id:
        return action
    before, number = action.path, action.number
    last = path.actions.aggregate(last=models.Max("place"))["last"]
    action.path, action.place = path, 0 if last is None else last + 1
    action.version += 1
    action.save(update_fields=["path", "place", "version"])
    return _renumbered(actor, action, strategy, number, {"path": [str(before), str(path)]}, now=now)


def _renumbered(
    actor: Actor, action: Action, strategy: Strategy, number: int, changes: dict[str, list[Any]], *, now: datetime
) -> Action:
    give_numbers(strategy)
    action.refresh_from_db(fields=["number"])
    _note(actor, Verb.ACTION_MOVED, action, strategy, changes | {"number": [number, action.number]}, now=now)
    return action


def _moved(part: Part, siblings: "models.QuerySet[Any]", way: Way) -> list[int]:
    """Swap it with its neighbour; places are written anew, so that they never are equal."""
    rows = list(siblings)
    at = next(n for n, row in enumerate(rows) if row.pk == part.pk)
    to = at - 1 if way is Way.UP else at + 1
    if not 0 <= to < len(rows):
        raise NotPossible(gettext("It stands first already.") if way is Way.UP else gettext("It stands last already."))
    rows[at], rows[to] = rows[to], rows[at]
    changed = []
    for place, row in enumerate(rows):
        if row.place != place:
            row.place = place
            changed.append(row)
    type(part)._default_manager.bulk_update(changed, ["place"], batch_size=500)
    part.place = to
    part.version += 1
    part.save(update_fields=["version"])
    return [at + 1, to + 1]


def _note(
    actor: Actor, verb: Verb, part: models.Model, strategy: Strategy, changes: dict[str, list[Any]], *, now: datetime
) -> None:
    record(actor, verb, subject=part, under=strategy, council_id=strategy.council_id, changes=changes, at=now)
    if isinstance(part, Goal | Path):
        give_numbers(strategy)
