"""Which parts of one plan are which of another.

Identity is the id; without one it is the number and the path for an action, and the name for a goal and a path. An
action that has the same number and path but another text, while its text stands elsewhere, is not decided here: someone
has to be asked, or a status would land on the wrong action.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from veivalg.rules.plans.plan import Goal, Path, Placed, Plan, placed_actions

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class PlacedPath:
    """A path with where it stands."""

    path: Path = field(compare=False)
    goal: Goal = field(compare=False)
    goal_place: int
    path_place: int


@dataclass(frozen=True)
class Doubt:
    """An action of the first plan that may be one or another of the second, or new."""

    before: Placed
    candidates: tuple[Placed, ...]


@dataclass(frozen=True)
class Matching:
    """Pairs (before, after); what is in none of them was removed or added."""

    goals: tuple[tuple[int, int], ...]
    """Places of goals."""
    paths: tuple[tuple[PlacedPath, PlacedPath], ...]
    actions: tuple[tuple[Placed, Placed], ...]
    doubts: tuple[Doubt, ...]
    """Their actions are in no pair."""


def placed_paths(plan: Plan) -> tuple[PlacedPath, ...]:
    """Every path with where it stands, in order."""
    return tuple(
        PlacedPath(path, goal, goal_place, path_place)
        for goal_place, goal in enumerate(plan.goals)
        for path_place, path in enumerate(goal.paths)
    )


def match_plans(before: Plan, after: Plan) -> Matching:
    """Which goal, path and action of one plan is which of the other. Each is in one pair at most."""
    goal_pairs = _Pairs(range(len(before.goals)), range(len(after.goals)))
    goal_pairs.by(lambda n: before.goals[n].id or None, lambda n: after.goals[n].id or None)
    goal_pairs.keep_apart(lambda n: before.goals[n].id, lambda n: after.goals[n].id)
    goal_pairs.by(lambda n: _folded(before.goals[n].name), lambda n: _folded(after.goals[n].name))
    goals = goal_pairs.found

    old_paths, new_paths = placed_paths(before), placed_paths(after)
    path_pairs = _Pairs(old_paths, new_paths)
    path_pairs.by(lambda p: p.path.id or None, lambda p: p.path.id or None)
    path_pairs.keep_apart(lambda p: p.path.id, lambda p: p.path.id)
    # The goal's new place stands for the goal on both sides.
    path_pairs.by(
        lambda p: (goals[p.goal_place], _folded(p.path.name)) if p.goal_place in goals else None,
        lambda p: (p.goal_place, _folded(p.path.name)),
    )
    path_pairs.by(lambda p: _folded(p.path.name) or None, lambda p: _folded(p.path.name) or None)
    paths = tuple((old, path_pairs.found[old]) for old in old_paths if old in path_pairs.found)
    path_of = {(old.goal_place, old.path_place): (new.goal_place, new.path_place) for old, new in paths}

    old_actions, new_actions = tuple(placed_actions(before)), tuple(placed_actions(after))
    action_pairs = _Pairs(old_actions, new_actions)
    action_pairs.by(lambda a: a.action.id or None, lambda a: a.action.id or None)
    action_pairs.keep_apart(lambda a: a.action.id, lambda a: a.action.id)

    def spot(placed: Placed) -> tuple[int, int] | None:
        return path_of.get((placed.goal_place, placed.path_place))

    def numbered(placed: Placed) -> Hashable:
        return (spot(placed), placed.action.number) if spot(placed) and placed.action.number is not None else None

    def numbered_new(placed: Placed) -> Hashable:
        there = (placed.goal_place, placed.path_place)
        return (there, placed.action.number) if placed.action.number is not None else None

    # Certain first: number, path and text. Then number and path alone, unless the text stands elsewhere.
    action_pairs.by(
        lambda a: (numbered(a), _folded(a.action.text)) if numbered(a) else None,
        lambda a: (numbered_new(a), _folded(a.action.text)) if numbered_new(a) else None,
    )
    doubts = _doubts(action_pairs.left_before(), action_pairs.left_after(), numbered, numbered_new)
    doubted_before = {doubt.before for doubt in doubts}
    doubted_after = {candidate for doubt in doubts for candidate in doubt.candidates}
    action_pairs.by(
        lambda a: None if a in doubted_before else numbered(a),
        lambda a: None if a in doubted_after else numbered_new(a),
    )
    actions = tuple((old, action_pairs.found[old]) for old in old_actions if old in action_pairs.found)
    return Matching(tuple(sorted(goals.items())), paths, actions, doubts)


def _doubts(
    old: Sequence[Placed],
    new: Sequence[Placed],
    old_key: Callable[[Placed], Hashable],
    new_key: Callable[[Placed], Hashable],
) -> tuple[Doubt, ...]:
    by_number = {key: placed for placed in new if (key := new_key(placed)) is not None}
    by_text: dict[str, list[Placed]] = {}
    for placed in new:
        by_text.setdefault(_folded(placed.action.text), []).append(placed)
    taken_texts = {_folded(placed.action.text) for placed in old}
    found = []
    for placed in old:
        at_number = by_number.get(old_key(placed)) if old_key(placed) is not None else None
        twins = by_text.get(_folded(placed.action.text), [])
        # Or what stands at its number is known from elsewhere.
        is_known = at_number is not None and _folded(at_number.action.text) in taken_texts
        if twins or (at_number is not None and is_known):
            candidates = dict.fromkeys([*twins, *([at_number] if at_number is not None else [])])
            found.append(Doubt(placed, tuple(candidates)))
    return tuple(found)


class _Pairs(Generic[T]):
    """Pairs things by one key after another; a key that two things share pairs none of them."""

    def __init__(self, before: Iterable[T], after: Iterable[T]) -> None:
        self.before, self.after = list(before), list(after)
        self.found: dict[T, T] = {}
        self.apart: Callable[[T, T], bool] = lambda _old, _new: False

    def keep_apart(self, old_id: Callable[[T], str], new_id: Callable[[T], str]) -> None:
        """From now on never pair two that both have an id: they would have been paired already."""
        self.apart = lambda old, new: bool(old_id(old) and new_id(new))

    def left_before(self) -> list[T]:
        return [old for old in self.before if old not in self.found]

    def left_after(self) -> list[T]:
        taken = set(self.found.values())
        return [new for new in self.after if new not in taken]

    def by(self, old_key: Callable[[T], Hashable], new_key: Callable[[T], Hashable]) -> None:
        """Pair what is left and has the same key; None is no key."""
        left_before, left_after = self.left_before(), self.left_after()
        counts_before = Counter(map(old_key, left_before))
        counts_after = Counter(map(new_key, left_after))
        by_key = {new_key(new): new for new in left_after}
        for old in left_before:
            key = old_key(old)
            if key is None or counts_before[key] != 1 or counts_after[key] != 1:
                continue
            if not self.apart(old, by_key[key]):
                self.found[old] = by_key[key]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
