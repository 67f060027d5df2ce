"""What is different between two plans, for people who adopted one and are asked about the other."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from veivalg.rules.plans.matching import Doubt, PlacedPath, match_plans, placed_paths
from veivalg.rules.plans.plan import Action, FocusArea, Goal, Path, Placed, Plan, placed_actions

T = TypeVar("T", Plan, FocusArea, Goal, Path, Action, Goal | Path | Action)


class Level(StrEnum):
    """What a change is about."""

    PLAN = "plan"
    FOCUS_AREA = "focus_area"
    GOAL = "goal"
    PATH = "path"
    ACTION = "action"


class ChangeKind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """One field: its name here, and both values."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class PlanChange:
    """One change. ``before`` and ``after`` are the plan's parts as they were and are; None where there is none.

    Places are the part's own among its siblings, with those of what it stands in before it: (goal, path, action).
    """

    kind: ChangeKind
    level: Level
    before: Plan | FocusArea | Goal | Path | Action | None
    after: Plan | FocusArea | Goal | Path | Action | None
    place_before: tuple[int, ...] = ()
    place_after: tuple[int, ...] = ()
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All changes, from the plan down to the actions, and the actions that someone must be asked about."""

    changes: tuple[PlanChange, ...]
    doubts: tuple[Doubt, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.doubts)


# What follows from where a part stands, or is told by itself, is no change of its own.
_NOT_COMPARED = {
    Level.PLAN: {"focus_areas", "goals"},
    Level.FOCUS_AREA: {"id"},
    Level.GOAL: {"id", "paths"},
    Level.PATH: {"id", "actions"},
    Level.ACTION: {"id", "number", "label"},
}


def difference(before: Plan, after: Plan) -> Difference:
    """What was added, removed, moved and changed. Numbers that only follow from a move are no change."""
    matched = match_plans(before, after)
    changes = _changed(Level.PLAN, before, after, (), ())
    changes += _focus_area_changes(before, after)
    goal_of: dict[_Place, _Place] = {(old,): (new,) for old, new in matched.goals}
    changes += _level_changes(
        Level.GOAL,
        [(goal, (place,), ()) for place, goal in enumerate(before.goals)],
        [(goal, (place,), ()) for place, goal in enumerate(after.goals)],
        goal_of,
        {(): ()},
    )
    path_of = {_path_place(old): _path_place(new) for old, new in matched.paths}
    changes += _level_changes(
        Level.PATH,
        [(p.path, _path_place(p), (p.goal_place,)) for p in placed_paths(before)],
        [(p.path, _path_place(p), (p.goal_place,)) for p in placed_paths(after)],
        path_of,
        goal_of,
    )
    doubted = {_action_place(doubt.before) for doubt in matched.doubts}
    doubted_after = {_action_place(candidate) for doubt in matched.doubts for candidate in doubt.candidates}
    action_of = {_action_place(old): _action_place(new) for old, new in matched.actions}
    doubted_after -= set(action_of.values())
    changes += _level_changes(
        Level.ACTION,
        [(p.action, _action_place(p), _action_place(p)[:2]) for p in placed_actions(before)],
        [(p.action, _action_place(p), _action_place(p)[:2]) for p in placed_actions(after)],
        action_of,
        path_of,
        doubted=doubted,
        doubted_after=doubted_after,
    )
    return Difference(tuple(changes), matched.doubts)


_Place = tuple[int, ...]
_Part = tuple[Goal | Path | Action, _Place, _Place]
"""A part, its place, and the place of what it stands in."""


def _path_place(placed: PlacedPath) -> _Place:
    return (placed.goal_place, placed.path_place)


def _action_place(placed: Placed) -> _Place:
    return (placed.goal_place, placed.path_place, placed.place)


def _level_changes(
    level: Level,
    before: Sequence[_Part],
    after: Sequence[_Part],
    pairs: dict[_Place, _Place],
    parents: dict[_Place, _Place],
    *,
    doubted: Collection[_Place] = (),
    doubted_after: Collection[_Place] = (),
) -> list[PlanChange]:
    by_place = {place: (part, parent) for part, place, parent in after}
    found = [
        PlanChange(ChangeKind.REMOVED, level, part, None, place)
        for part, place, _ in before
        if place not in pairs and place not in doubted
    ]
    taken = set(pairs.values())
    found += [
        PlanChange(ChangeKind.ADDED, level, None, part, (), place)
        for part, place, _ in after
        if place not in taken and place not in doubted_after
    ]
    stayed: dict[_Place, list[tuple[_Place, _Place]]] = {}
    moved = set()
    for _, place, parent in before:
        if place in pairs:
            if parents.get(parent) == by_place[pairs[place]][1]:
                stayed.setdefault(parent, []).append((place, pairs[place]))
            else:
                moved.add(place)
    for siblings in stayed.values():
        # The fewest that must have moved are those outside a longest run that kept its order.
        kept = _longest_rising([new for _, new in siblings])
        moved |= {old for n, (old, _) in enumerate(siblings) if n not in kept}
    for part, place, _ in before:
        if place in pairs:
            other = by_place[pairs[place]][0]
            if place in moved:
                found.append(PlanChange(ChangeKind.MOVED, level, part, other, place, pairs[place]))
            found += _changed(level, part, other, place, pairs[place])
    return found


def _focus_area_changes(before: Plan, after: Plan) -> list[PlanChange]:
    by_id = {area.id: n for n, area in enumerate(after.focus_areas) if area.id}
    by_name = {area.name: n for n, area in enumerate(after.focus_areas)}
    pairs: dict[int, int] = {}
    for place, area in enumerate(before.focus_areas):
        other = by_id.get(area.id) if area.id else None
        if other is None:
            other = by_name.get(area.name)
            if other is not None and area.id and after.focus_areas[other].id:
                other = None
        if other is not None and other not in pairs.values():
            pairs[place] = other
    found = []
    for place, area in enumerate(before.focus_areas):
        if place not in pairs:
            found.append(PlanChange(ChangeKind.REMOVED, Level.FOCUS_AREA, area, None, (place,)))
    for place, area in enumerate(after.focus_areas):
        if place not in pairs.values():
            found.append(PlanChange(ChangeKind.ADDED, Level.FOCUS_AREA, None, area, (), (place,)))
    kept = _longest_rising([(new,) for new in pairs.values()])
    for n, (old, new) in enumerate(pairs.items()):
        area, other_area = before.focus_areas[old], after.focus_areas[new]
        if n not in kept:
            found.append(PlanChange(ChangeKind.MOVED, Level.FOCUS_AREA, area, other_area, (old,), (new,)))
        found += _changed(Level.FOCUS_AREA, area, other_area, (old,), (new,))
    return found


def _changed(level: Level, before: T, after: T, place_before: _Place, place_after: _Place) -> list[PlanChange]:
    found = tuple(
        FieldChange(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(before)
        if field.name not in _NOT_COMPARED[level] and getattr(before, field.name) != getattr(after, field.name)
    )
    return [PlanChange(ChangeKind.CHANGED, level, before, after, place_before, place_after, found)] if found else []


def _longest_rising(places: Sequence[_Place]) -> set[int]:
    """The indexes of a longest subsequence that rises.

    >>> sorted(_longest_rising([(2,), (0,), (1,)]))
    [1, 2]
    """
    tops: list[_Place] = []
    ends: list[int] = []
    previous: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(tops, place)
        previous.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append(place)
            ends.append(n)
        else:
            tops[at], ends[at] = place, n
    found = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        found.add(n)
        n = previous[n]
    return found
