"""What the preview of a file shows, and how its answers are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.rules.plans import Doubt, Goal, Plan, Years, from_plain
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.files.plans.reading import PlanFile
from veivalg.web.strategy.forms.fields import FIRST_YEAR, LAST_YEAR
from veivalg.web.strategy.merging import Merged
from veivalg.web.strategy.models import PlanDraft
from veivalg.web.strategy.operations.holding import LONGEST
from veivalg.web.strategy.operations.importing import choices_of, default_name, names_in, outcome_of
from veivalg.web.strategy.responsible import Everyone, everyone, key_of
from veivalg.web.ui.paging import paged

NONE = "none"
_KEY = re.compile("[a-z0-9_-]{0,60}")
_DOUBT = re.compile("doubt-[a-z0-9]{1,12}")
_MOST_MATCHED = 150
"""Names of those who answer that can be matched before the plan is stored."""
_MOST_NAMED = 400
"""Goals and paths whose names can be changed on the page itself."""


@dataclass(frozen=True)
class NameLine:
    """A name in the file, whom it is meant to be, and how that was found."""

    name: str
    count: int
    key: str
    how: str
    number: int
    """Its place among the names of the file, from 0: what the form calls it."""


@dataclass(frozen=True)
class DoubtLine:
    """An action that may be one or another in the file."""

    key: str
    text: str
    options: list[tuple[str, str]]
    chosen: str


def notes_of(found: PlanFile) -> list[dict[str, Any]]:
    """Guesses and warnings as a draft keeps them."""
    return [
        {"code": note.code.value, "text": note.message, "number": note.number, "is_guess": note.is_guess}
        for note in found.notes
    ]


def content(request: HttpRequest, council: Council, row: PlanDraft) -> dict[str, Any]:
    """Everything on the page of a draft."""
    plan = from_plain(row.content)
    outcome = outcome_of(row.strategy, plan, row.holds, choices_of(row))
    known = everyone(council, on=timezone.localdate())
    numbered_notes: dict[int, list[str]] = {}
    for note in row.notes:
        if note["number"] is not None:
            numbered_notes.setdefault(note["number"], []).append(note["text"])
    lines = [
        (goal, path, action, numbered_notes.get(action.number or 0, []))
        for goal in plan.goals
        for path in goal.paths
        for action in path.actions
    ]
    general = [note for note in row.notes if note["number"] is None]
    lines_of_names = names(row, plan, known)
    unmatched = [line for line in lines_of_names if not line.key]
    # Those that need an answer first, and no more than a browser can show.
    shown_names = sorted(lines_of_names, key=lambda line: bool(line.key))[:_MOST_MATCHED]
    # Those of the fields below, so that the page says one thing.
    years = plan.action_period or plan.period
    return {
        "draft": row,
        "strategy": row.strategy,
        "heading": heading(plan, years),
        "plan": plan,
        "plan_name": plan.name or default_name(plan),
        "outcome": outcome,
        "summary": summary(outcome),
        "names": shown_names,
        "names_left_out": len(lines_of_names) - len(shown_names),
        "unmatched_count": len(unmatched),
        "known": known.groups(),
        "doubts": [_doubt_line(doubt, row) for doubt in _every_doubt(row, plan)],
        "removes_missing": choices_of(row).removes_missing,
        "warnings": [note["text"] for note in general if not note["is_guess"]],
        "guesses": [note["text"] for note in general if note["is_guess"]][:200],
        "guess_count": sum(note["is_guess"] for note in row.notes),
        "page": paged(request, lines),
        "named_goals": list(_named(plan)),
    }


def _every_doubt(row: PlanDraft, plan: Plan) -> tuple[Doubt, ...]:
    """Also those that have been answered, so that the answer can be changed."""
    choices = choices_of(row)
    return outcome_of(row.strategy, plan, row.holds, replace(choices, doubts={})).doubts


def heading(plan: Plan, years: Years | None) -> str:
    """What was read, in a sentence."""
    actions = ngettext("%(count)s action", "%(count)s actions", len(plan.actions)) % {"count": len(plan.actions)}
    goals = ngettext("%(count)s goal", "%(count)s goals", len(plan.goals)) % {"count": len(plan.goals)}
    paths = ngettext("%(count)s path", "%(count)s paths", len(plan.paths)) % {"count": len(plan.paths)}
    text = gettext("The file has %(goals)s, %(paths)s and %(actions)s") % {
        "goals": goals,
        "paths": paths,
        "actions": actions,
    }
    return gettext("%(text)s for %(years)s") % {"text": text, "years": years} if years else text


def summary(outcome: Merged) -> str:
    """What storing it would do."""
    parts = [
        ngettext("%(count)s new action", "%(count)s new actions", len(outcome.added)) % {"count": len(outcome.added)},
        ngettext("%(count)s changed", "%(count)s changed", len(outcome.changed)) % {"count": len(outcome.changed)},
        ngettext("%(count)s as before", "%(count)s as before", outcome.unchanged_count)
        % {"count": outcome.unchanged_count},
    ]
    return ", ".join(parts)


def receipt(outcome: Merged, *, removes_missing: bool) -> str:
    """What storing it did."""
    text = gettext("The plan is stored: %(summary)s.") % {"summary": summary(outcome)}
    if removes_missing and outcome.missing:
        gone = ngettext("%(count)s was removed.", "%(count)s were removed.", len(outcome.missing))
        return f"{text} {gone % {'count': len(outcome.missing)}}"
    return text


def names(row: PlanDraft, plan: Plan, known: Everyone) -> list[NameLine]:
    """Everyone who answers for something in the file, matched as far as it goes."""
    chosen = choices_of(row).responsible
    before = _meant_before(row)
    counts: dict[str, int] = {}
    for action in plan.actions:
        counts[action.responsible] = counts.get(action.responsible, 0) + 1
    lines = []
    for name in names_in(plan):
        key, how = "", gettext("not matched")
        if name in chosen:
            key = chosen[name] if known.by_key(chosen[name]) else ""
            how = gettext("chosen by you") if key else gettext("kept as a name")
        elif (exact := known.named(name)) is not None:
            key, how = exact.key, gettext("has that name")
        elif name in before and known.by_key(before[name]):
            key, how = before[name], gettext("as last time")
        elif (guess := known.guessed(name)) is not None:
            key, how = guess.key, gettext("a guess")
        lines.append(NameLine(name, counts[name], key, how, len(lines)))
    return lines


def _meant_before(row: PlanDraft) -> dict[str, str]:
    """Whom the names of earlier files were matched with."""
    if row.strategy is None:
        return {}
    found = row.strategy.actions.exclude(responsible_text="")
    return {action.responsible_text: key_of(action) for action in found if action.has_responsible}


def answered(data: Mapping[str, str], row: PlanDraft) -> tuple[Plan, dict[str, Any]]:
    """The plan with the names and years of the form, and the answers. Raises NotPossible for years that are none."""
    plan = from_plain(row.content)
    goals = []
    for goal_place, goal in enumerate(plan.goals):
        paths = tuple(
            replace(path, name=_text(data, f"path-{goal_place}-{place}", path.name))
            for place, path in enumerate(goal.paths)
        )
        goals.append(replace(goal, name=_text(data, f"goal-{goal_place}", goal.name), paths=paths))
    plan = replace(
        plan,
        name=_text(data, "name", plan.name),
        period=_years(data, "period", plan.period),
        action_period=_years(data, "action", plan.action_period),
        goals=tuple(goals),
    )
    known_names = list(names_in(plan))
    responsible = {
        known_names[int(number)]: key
        for field, key in data.items()
        if field.startswith("who-")
        and _KEY.fullmatch(key)
        and (number := field.removeprefix("who-")).isascii()
        and number.isdecimal()
        and len(number) < 6
        and int(number) < len(known_names)
    }
    doubts = {}
    for field, value in data.items():
        if _DOUBT.fullmatch(field) and (value == NONE or (value.isascii() and value.isdecimal() and len(value) < 9)):
            doubts[field.removeprefix("doubt-")] = None if value == NONE else int(value)
    return plan, {
        "responsible": row.answers.get("responsible", {}) | responsible,
        "doubts": row.answers.get("doubts", {}) | doubts,
        "removes_missing": data.get("removes_missing") == "yes",
    }


def _text(data: Mapping[str, str], field: str, stored: str) -> str:
    return " ".join(clean(data[field])[0].split())[:LONGEST] if field in data else stored


def _years(data: Mapping[str, str], prefix: str, stored: Years | None) -> Years | None:
    first, last = data.get(f"{prefix}_first"), data.get(f"{prefix}_last")
    if first is None or last is None:
        return stored
    first, last = first.strip(), last.strip()
    if not first and not last:
        return None
    if not all(year.isascii() and year.isdecimal() and len(year) == 4 for year in (first, last)):
        raise NotPossible(gettext("Write both years with four figures, or leave both empty."))
    if not FIRST_YEAR <= int(first) <= int(last) <= LAST_YEAR:
        raise NotPossible(
            gettext("The years go from %(first)s to %(last)s, the first one first.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return Years(int(first), int(last))


def _doubt_line(doubt: Doubt, row: PlanDraft) -> DoubtLine:
    options = [
        (str(placed.action.number), f"{placed.action.number}. {placed.action.text[:120]}")
        for placed in doubt.candidates
    ]
    answers = choices_of(row).doubts
    key = doubt.before.action.id
    chosen = ""
    if key in answers:
        chosen = NONE if answers[key] is None else str(answers[key])
    return DoubtLine(
        key,
        f"{doubt.before.action.number}. {doubt.before.action.text}",
        [("", gettext("Choose")), *options, (NONE, gettext("None of them"))],
        chosen,
    )


def _named(plan: Plan) -> list[tuple[str, Goal, list[tuple[str, str]]]]:
    found = []
    left = _MOST_NAMED
    for goal_place, goal in enumerate(plan.goals):
        left -= 1 + len(goal.paths)
        if left < 0:
            break
        paths = [(f"path-{goal_place}-{place}", path.name) for place, path in enumerate(goal.paths)]
        found.append((f"goal-{goal_place}", goal, paths))
    return found
