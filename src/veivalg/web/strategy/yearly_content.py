"""A year's action plan as a value: what an edition keeps, what files show, and how two of them differ in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from veivalg.rules import plans as values
from veivalg.rules.plans import Action, ChangeKind, Goal, Level, Path, Plan, PlanChange
from veivalg.web.strategy.editions import ChangeLine, difference_in_words, from_to, quoted

FORMAT = "veivalg-action-plan"
VERSION = 1


@dataclass(frozen=True)
class ThisYear:
    """What a year's plan says of an action besides what the strategy says."""

    text: str = ""
    due_on: date | None = None
    cost_nok: int | None = None


@dataclass(frozen=True)
class Ended:
    """An action of the year before that is not part of this year's plan."""

    id: str
    number: int
    text: str
    is_dropped: bool
    """Else it is done."""
    reason: str = ""


@dataclass(frozen=True)
class YearPlan:
    """A year's action plan (handlingsplan)."""

    year: int
    plan: Plan
    """Only the actions of the year, with this year's own deadline and cost where there are any."""
    texts: Mapping[str, str]
    """What is to be done this year, by the action's id."""
    ended: tuple[Ended, ...] = ()
    """What was finished or dropped when it was rolled forward."""
    own_costs: frozenset[str] = frozenset()
    """Ids of the actions whose cost is the year's own; every other cost is the whole action's."""


def chosen(whole: Plan, year: int, of_year: Mapping[str, ThisYear], ended: tuple[Ended, ...] = ()) -> YearPlan:
    """The year's part of a whole plan: goals and paths without any of the actions are left out."""
    goals = tuple(_goal(goal, of_year) for goal in whole.goals)
    plan = replace(whole, goals=tuple(goal for goal in goals if goal.paths), action_period=values.Years(year, year))
    used = {goal.focus_area for goal in plan.goals}
    plan = replace(plan, focus_areas=tuple(area for area in plan.focus_areas if area.name in used))
    kept = {action.id for action in plan.actions}
    texts = {id: each.text for id, each in of_year.items() if each.text and id in kept}
    own_costs = frozenset(id for id, each in of_year.items() if each.cost_nok is not None and id in kept)
    return YearPlan(year, plan, texts, ended, own_costs)


def _goal(goal: Goal, of_year: Mapping[str, ThisYear]) -> Goal:
    paths = (
        replace(path, actions=tuple(_action(each, of_year[each.id]) for each in path.actions if each.id in of_year))
        for path in goal.paths
    )
    return replace(goal, paths=tuple(path for path in paths if path.actions))


def _action(action: Action, this_year: ThisYear) -> Action:
    if this_year.due_on is not None:
        action = replace(action, due_on=this_year.due_on)
    if this_year.cost_nok is not None:
        action = replace(action, cost_nok=this_year.cost_nok)
    return action


def as_plain(found: YearPlan) -> dict[str, Any]:
    """The plan as values that JSON has."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "year": found.year,
        "plan": values.as_plain(found.plan),
        "texts": dict(sorted(found.texts.items())),
        "ended": [
            {"id": e.id, "number": e.number, "text": e.text, "is_dropped": e.is_dropped, "reason": e.reason}
            for e in found.ended
        ],
        "own_costs": sorted(found.own_costs),
    }


def from_plain(content: Mapping[str, Any]) -> YearPlan:
    """The plan again. Raises KeyError, and rules' PlanUnreadable, for what is no such content."""
    return YearPlan(
        content["year"],
        values.from_plain(content["plan"]),
        content["texts"],
        tuple(Ended(**each) for each in content["ended"]),
        # Editions from before this was told apart have no such list.
        frozenset(content.get("own_costs", ())),
    )


def difference(before: YearPlan, after: YearPlan, *, names: Mapping[str, str]) -> list[ChangeLine]:
    """What is new, taken out, changed, finished and dropped, in words."""
    gone = {each.id for each in after.ended} - {each.id for each in before.ended}
    lines = difference_in_words(
        _without_frame(before, gone), _without_frame(after, set()), names=names, is_told=_is_told
    )
    lines += _texts(before, after)
    for each in after.ended:
        if each.id not in gone:
            continue
        if each.is_dropped:
            lines.append(ChangeLine(gettext("Dropped: %(name)s") % {"name": _name(each)}, (each.reason,)))
        else:
            lines.append(ChangeLine(gettext("Finished: %(name)s") % {"name": _name(each)}))
    return lines


def _is_told(change: PlanChange) -> bool:
    """Goals and paths come and go with the actions that are chosen; only what is said of them is news."""
    return change.level == Level.ACTION or change.kind == ChangeKind.CHANGED


def _without_frame(found: YearPlan, gone: set[str]) -> Plan:
    """The goals, paths and actions alone; what is told as finished or dropped is not told as taken out as well."""
    goals = (
        replace(
            goal,
            paths=tuple(
                replace(path, actions=tuple(each for each in path.actions if each.id not in gone))
                for path in goal.paths
            ),
        )
        for goal in found.plan.goals
    )
    return replace(found.plan, goals=tuple(goals), action_period=None)


def _texts(before: YearPlan, after: YearPlan) -> list[ChangeLine]:
    names = {action.id: action for action in (*before.plan.actions, *after.plan.actions)}
    stays = {action.id for action in before.plan.actions} & {action.id for action in after.plan.actions}
    lines = []
    for id, action in names.items():
        old, new = before.texts.get(id, ""), after.texts.get(id, "")
        if id in stays and old != new:
            told = from_to(quoted(old), quoted(new))
            lines.append(ChangeLine(gettext("This year's task: %(name)s") % {"name": _name(action)}, (told,)))
    return lines


def _name(part: Action | Ended) -> str:
    text = " ".join(part.text.split())
    return gettext("action %(number)s, “%(text)s”") % {
        "number": part.number or "",
        "text": text if len(text) <= 100 else f"{text[:99]}…",
    }


@dataclass(frozen=True)
class Row:
    """One action of a year's plan with what stands around it."""

    action: Action
    goal: Goal
    path: Path
    text: str
    is_whole_cost: bool
    """Whether its cost is for the whole action, over more years than this one."""


def is_whole_cost(found: YearPlan, action: Action) -> bool:
    """Whether the cost is for more than the year: the action is for other years too, and has none of its own here."""
    is_this_year_only = action.first_year == action.last_year == found.year
    return action.cost_nok is not None and action.id not in found.own_costs and not is_this_year_only


def rows_of(found: YearPlan) -> list[Row]:
    """Its actions in order."""
    return [
        Row(action, goal, path, found.texts.get(action.id, ""), is_whole_cost(found, action))
        for goal in found.plan.goals
        for path in goal.paths
        for action in path.actions
    ]
