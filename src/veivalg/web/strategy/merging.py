"""A plan from a file laid over the plan that is there: what is known stays, what the file says is taken.

What may be one or the other is asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from veivalg.rules.plans import (
    ACTION_FIELDS,
    Action,
    Doubt,
    FocusArea,
    Goal,
    Matching,
    Path,
    Placed,
    Plan,
    is_numbered,
    match_plans,
    numbered,
    placed_actions,
)

EVERYTHING = "everything"
_GOAL_FIELDS = ("name", "picture", "focus_area", "indicators", "sustainable_goals", "fields")
_PLAN_FIELDS = ("name", "vision", "period", "action_period")
_KEPT_WHEN_EMPTY = frozenset({"contact"})
"""Contacts stand in no file that is downloaded, so an empty one says nothing."""
_YEARS = ("first_year", "last_year")
# Guessed from the words of an action when a file has no place for them; what is there already is better than a guess.
_FROM_WORDS = ("kind", "rhythm_months", "wanted_count", "counted_per")
Answers = Mapping[str, int | None]
"""For each action that was asked about, by its id: the number of the one in the file that it is, or None for none."""


@dataclass(frozen=True)
class Merged:
    """The outcome, and what it is made of."""

    plan: Plan
    added: tuple[Action, ...]
    changed: tuple[tuple[Action, Action], ...]
    """Before and after."""
    unchanged_count: int
    missing: tuple[Action, ...]
    """In the plan that is there and not in the file."""
    doubts: tuple[Doubt, ...]
    """Those that have no answer."""


def merged(
    before: Plan,
    file: Plan,
    holds: Collection[str],
    *,
    answers: Answers | None = None,
    removes_missing: bool = False,
    as_written: Mapping[str, str] | None = None,
) -> Merged:
    """Lay a file's plan over another. Only fields that the file holds are changed.

    `as_written` is, by the ids of actions, what an earlier file called whoever answers for them: read again, it changes
    nothing. Actions in doubt are left as they are until there is an answer for each.
    """
    file = file if is_numbered(file) else numbered(file)
    found = match_plans(before, file)
    pairs, doubts = _with_answers(found, file, answers or {})
    work = _Work(before, file, holds, found, pairs, as_written or {}, removes_missing=removes_missing)
    return work.outcome(doubts)


def _with_answers(found: Matching, file: Plan, answers: Answers) -> tuple[dict[Placed, Placed], tuple[Doubt, ...]]:
    """Which action of the file is which of those before, and the doubts that nobody has answered."""
    by_number = {placed.action.number: placed for placed in placed_actions(file)}
    pairs = {after: before for before, after in found.actions}
    left = []
    for doubt in found.doubts:
        key = doubt.before.action.id
        if key not in answers:
            left.append(doubt)
            continue
        number = answers[key]
        chosen = by_number.get(number) if number is not None else None
        if chosen is not None and chosen not in pairs:
            pairs[chosen] = doubt.before
    return pairs, tuple(left)


class _Work:
    def __init__(
        self,
        before: Plan,
        file: Plan,
        holds: Collection[str],
        found: Matching,
        pairs: Mapping[Placed, Placed],
        as_written: Mapping[str, str],
        *,
        removes_missing: bool,
    ) -> None:
        self.before, self.file, self.holds = before, file, holds
        self.pairs = {(p.goal_place, p.path_place, p.place): old for p, old in pairs.items()}
        self.goal_of = {after: place for place, after in found.goals}
        self.path_of = {
            (after.goal_place, after.path_place): (old.goal_place, old.path_place) for old, after in found.paths
        }
        self.as_written, self.removes_missing = as_written, removes_missing
        taken = {(old.goal_place, old.path_place, old.place) for old in pairs.values()}
        self.missing = [
            placed
            for placed in placed_actions(before)
            if (placed.goal_place, placed.path_place, placed.place) not in taken
        ]
        self.kept = [] if removes_missing else self.missing
        self.added: list[Action] = []
        self.changed: list[tuple[Action, Action]] = []
        self.unchanged = 0

    def outcome(self, doubts: tuple[Doubt, ...]) -> Merged:
        goals = [self.goal(place, goal) for place, goal in enumerate(self.file.goals)]
        if not self.removes_missing:
            known = set(self.goal_of.values())
            goals += [self.old_goal(place) for place in range(len(self.before.goals)) if place not in known]
        plan = replace(
            self.before,
            **{name: self.plan_field(name) for name in _PLAN_FIELDS},  # type: ignore[arg-type]
            focus_areas=self.focus_areas(goals),
            goals=tuple(goals),
        )
        if not is_numbered(plan):
            plan = numbered(plan)
        return Merged(
            plan, tuple(self.added), tuple(self.changed), self.unchanged, tuple(p.action for p in self.missing), doubts
        )

    def has(self, name: str) -> bool:
        return EVERYTHING in self.holds or name in self.holds

    def plan_field(self, name: str) -> object:
        ours, theirs = getattr(self.before, name), getattr(self.file, name)
        # A title that was guessed fills what is empty, and overwrites nothing.
        return theirs if self.has(f"plan.{name}") or not ours else ours

    def focus_areas(self, goals: list[Goal]) -> tuple[FocusArea, ...]:
        areas = {area.name: area for area in self.before.focus_areas}
        for area in self.file.focus_areas:
            old = areas.get(area.name)
            about = area.about if old is None or self.has("focus_area.about") else old.about
            areas[area.name] = FocusArea(name=area.name, about=about, id=old.id if old else "")
        used = {goal.focus_area for goal in goals} | {area.name for area in self.file.focus_areas}
        return tuple(area for area in areas.values() if area.name in used or area.about)

    def goal(self, place: int, goal: Goal) -> Goal:
        old = self.before.goals[self.goal_of[place]] if place in self.goal_of else None
        paths = [self.path(place, path_place, path) for path_place, path in enumerate(goal.paths)]
        if old is not None and not self.removes_missing:
            known = set(self.path_of.values())
            old_place = self.goal_of[place]
            paths += [
                self.old_path(old_place, path_place)
                for path_place in range(len(old.paths))
                if (old_place, path_place) not in known
            ]
        if old is None:
            return replace(goal, id="", paths=tuple(paths))
        taken = {name: getattr(goal, name) for name in _GOAL_FIELDS if self.has(f"goal.{name}")}
        return replace(old, **taken, paths=tuple(paths))

    def path(self, goal_place: int, path_place: int, path: Path) -> Path:
        at = self.path_of.get((goal_place, path_place))
        old = self.before.goals[at[0]].paths[at[1]] if at is not None else None
        actions = [self.action((goal_place, path_place, place), action) for place, action in enumerate(path.actions)]
        if at is not None:
            actions += [placed.action for placed in self.kept if (placed.goal_place, placed.path_place) == at]
        if old is None:
            return replace(path, id="", actions=tuple(actions))
        return replace(old, name=path.name if self.has("path.name") else old.name, actions=tuple(actions))

    def old_goal(self, place: int) -> Goal:
        goal = self.before.goals[place]
        known = set(self.path_of.values())
        paths = [self.old_path(place, n) for n in range(len(goal.paths)) if (place, n) not in known]
        return replace(goal, paths=tuple(paths))

    def old_path(self, goal_place: int, path_place: int) -> Path:
        kept = [p.action for p in self.kept if (p.goal_place, p.path_place) == (goal_place, path_place)]
        return replace(self.before.goals[goal_place].paths[path_place], actions=tuple(kept))

    def action(self, at: tuple[int, int, int], action: Action) -> Action:
        if at not in self.pairs:
            new = replace(action, id="")
            self.added.append(new)
            return new
        old = self.pairs[at].action
        result = replace(old, **{name: self.field(name, old, action) for name in ACTION_FIELDS if name != "id"})
        if replace(result, number=old.number, label=old.label) == old:
            self.unchanged += 1
        else:
            self.changed.append((old, result))
        return result

    def field(self, name: str, old: Action, new: Action) -> object:
        ours, theirs = getattr(old, name), getattr(new, name)
        if name == "number":
            return theirs
        if name in _KEPT_WHEN_EMPTY and not theirs:
            return ours
        if name == "responsible" and theirs and theirs == self.as_written.get(old.id):
            return ours
        if name == "remarks" and EVERYTHING not in self.holds and not theirs:
            return ours
        if name in _YEARS and old.has_time and not (self.has("action.due_on") or self.has("action.years")):
            # Without a column for time the years are those of a heading, for actions that say none themselves.
            return ours
        if name in _FROM_WORDS and not self.has(f"action.{name}"):
            return ours
        return theirs if self.has(f"action.{name}") or name == "remarks" else ours
