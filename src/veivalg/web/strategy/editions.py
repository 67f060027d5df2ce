"""Adopted editions: what they hold, how they are told from other texts, and how two of them differ in words."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from veivalg.rules import plans as values
from veivalg.rules.plans import ChangeKind, Level, Plan, PlanChange
from veivalg.web.strategy import plan_words
from veivalg.web.strategy.models import Action
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import NBSP, number


def checksum_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_unspoilt(content: dict[str, Any], checksum: str) -> bool:
    """Whether the content is what was adopted, also after a copy to another database."""
    return checksum_of(content) == checksum


@dataclass(frozen=True)
class ChangeLine:
    """One change in words; ``details`` are its fields."""

    text: str
    details: tuple[str, ...] = ()


def difference_in_words(
    before: Plan,
    after: Plan,
    *,
    names: Mapping[str, str],
    is_told: Callable[[PlanChange], bool] = lambda change: True,
) -> list[ChangeLine]:
    """What was added, removed, moved and changed, from the strategy down to the actions.

    `names` are what figures are called, by key.
    """
    found = values.difference(before, after)
    lines = [ChangeLine(_told(change), tuple(_details(change, names))) for change in found.changes if is_told(change)]
    lines += [
        ChangeLine(
            gettext("Action %(number)s, “%(text)s”, may be another one than before: no id tells them apart.")
            % {"number": doubt.before.action.number or "", "text": _short(doubt.before.action.text)}
        )
        for doubt in found.doubts
    ]
    return lines


def _told(change: PlanChange) -> str:
    name = _name(change.level, change.after or change.before)
    match change.kind:
        case ChangeKind.ADDED:
            return gettext("New: %(name)s") % {"name": name}
        case ChangeKind.REMOVED:
            return gettext("Taken out: %(name)s") % {"name": name}
        case ChangeKind.MOVED:
            return gettext("Moved: %(name)s") % {"name": name}
        case ChangeKind.CHANGED:
            return gettext("Changed: %(name)s") % {"name": name}


def _name(level: Level, part: Any) -> str:
    match level:
        case Level.PLAN:
            return gettext("the strategy as a whole")
        case Level.FOCUS_AREA:
            return gettext("the focus area “%(name)s”") % {"name": _short(part.name)}
        case Level.GOAL:
            return gettext("the goal “%(name)s”") % {"name": _short(part.name)}
        case Level.PATH:
            name = _short(part.name) or gettext("right under the goal")
            return gettext("the path “%(name)s”") % {"name": name}
        case Level.ACTION:
            text = _short(part.text)
            if part.number is None:
                return gettext("the action “%(text)s”") % {"text": text}
            return gettext("action %(number)s, “%(text)s”") % {"number": part.number, "text": text}


def _details(change: PlanChange, names: Mapping[str, str]) -> Iterable[str]:
    for each in change.fields:
        before, after = (_value(value, names, of=each.field) for value in (each.before, each.after))
        yield f"{_field(each.field)}: {from_to(before, after)}"


def from_to(before: str, after: str) -> str:
    """What something was and what it became; what was or became nothing is called empty."""
    empty = gettext("empty")
    return gettext("from %(before)s to %(after)s") % {"before": before or empty, "after": after or empty}


def quoted(text: str) -> str:
    """A text of a plan among our own words; empty when there is none."""
    return gettext("“%(text)s”") % {"text": text} if text else ""


def _field(name: str) -> str:
    words = {
        "name": gettext("name"),
        "about": gettext("about it"),
        "vision": gettext("vision"),
        "period": gettext("years"),
        "action_period": gettext("years of the actions"),
        "picture": gettext("picture of the goal reached"),
        "focus_area": gettext("focus area"),
        "indicators": gettext("figures"),
        "sustainable_goals": gettext("the United Nations' goals"),
        "fields": gettext("fields of work"),
        "text": gettext("text"),
        "kind": gettext("how it is done"),
        "first_year": gettext("first year"),
        "last_year": gettext("last year"),
        "due_on": gettext("deadline"),
        "rhythm_months": gettext("how often"),
        "wanted_count": gettext("number of times"),
        "counted_per": gettext("counted for each"),
        "responsible": gettext("who answers for it"),
        "contact": gettext("contact"),
        "partners": gettext("who takes part"),
        "cost_nok": gettext("cost"),
        "funding": gettext("who pays"),
        "county_plan": gettext("in the county's plan"),
        "municipal_plan": gettext("in the municipalities' plans"),
        "remarks": gettext("remarks"),
    }
    return words.get(name, name)


def _value(value: Any, names: Mapping[str, str], *, of: str = "") -> str:
    match value:
        case None | "" | ():
            return ""
        case int() if of == "cost_nok":
            return f"{number(value)}{NBSP}kr"
        case int() if of == "rhythm_months":
            return plan_words.rhythm(value)
        case values.ActionKind():
            return str(Action.Kind(value.value).label)
        case tuple():
            return ", ".join(_value(part, names) for part in value)
        case values.Remark():
            return f"{value.head}: {value.text}"
        case values.GoalIndicator():
            name = names.get(value.key, value.key)
            return plan_words.figure(name, (value.baseline, value.baseline_year), (value.target, value.target_year))
        case date():
            return day(value)
        case str():
            return quoted(value)
        case _:
            return str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99]}…"


@dataclass(frozen=True)
class ShownFinding:
    """Something that is missing, where, and a number to find it by."""

    text: str
    where: str
    goal_place: int | None
    path_place: int | None
    number: int | None


def shown_findings(plan: Plan, found: Iterable[values.PlanFinding]) -> list[ShownFinding]:
    """Findings in words, each with what it is about."""
    lines = []
    for each in found:
        goal = plan.goals[each.goal_place] if each.goal_place is not None else None
        where = _short(goal.name) if goal else ""
        if goal and each.path_place is not None and each.place is not None:
            where = _name(Level.ACTION, goal.paths[each.path_place].actions[each.place])
        lines.append(ShownFinding(plan_words.finding(each), where, each.goal_place, each.path_place, each.number))
    return lines
