"""``veivalg plan``: read a plan from a file, and write one. Returns exit codes as the command line does."""

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from veivalg.rules.plans import Plan, can_be_adopted
from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.limits import LIMITS
from veivalg.web.files.plans.reading import PlanFile, read_plan
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.files.writing import CannotWrite
from veivalg.web.strategy import files, queries, status
from veivalg.web.strategy.apart import with_names_apart
from veivalg.web.strategy.merging import Merged
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.operations import importing
from veivalg.web.strategy.responsible import everyone, name_of

Say = Callable[[str], None]
_LANGUAGE = "en"
"""Of what the command line says; the plan itself is in the council's language."""


def read(
    file: Path,
    *,
    slug: str,
    strategy_id: int | None,
    is_new: bool,
    removes_missing: bool,
    is_dry: bool,
    as_json: bool,
    say: Say,
    tell: Say,
) -> int:
    """Import a plan, or with `is_dry` only say what would come of it."""
    council = _council(slug, say)
    if council is None:
        return 2
    progress = _Progress(say)
    try:
        with file.open("rb") as opened:
            content = opened.read(LIMITS.upload_bytes + 1)
    except OSError as error:
        say(f"{file} cannot be read: {error.strerror}. Check the name, and that you may read it.")
        return 2
    with translation.override(_LANGUAGE):
        try:
            found = with_names_apart(read_plan(content, file.name), everyone(council, on=timezone.localdate()))
            progress.read(len(found.plan.actions), file.name)
            strategy = None if is_new else _strategy(council, strategy_id)
        except (PlanRefused, _Unclear) as error:
            say(str(error))
            return 2
        choices = importing.Choices(responsible={}, doubts={}, removes_missing=removes_missing)
        try:
            if is_dry:
                outcome = importing.outcome_of(strategy, found.plan, found.holds, choices)
            else:
                _, outcome = importing.import_plan(
                    actor=OPERATOR,
                    council=council,
                    strategy_id=strategy.pk if strategy else None,
                    plan=found.plan,
                    holds=found.holds,
                    choices=choices,
                    on=timezone.localdate(),
                    now=timezone.now(),
                    stored=progress.stored,
                )
        except importing.DoubtsLeft as doubts:
            _say_doubts(doubts.outcome, council, say)
            return 2
        except NotPossible as error:
            say(str(error))
            return 2
        report = _report(council, found, outcome, removes_missing=removes_missing)
    tell(json.dumps(report, ensure_ascii=False) if as_json else _in_words(report, is_dry=is_dry))
    return 0


def write(output: Path, *, slug: str, strategy_id: int | None, say: Say) -> int:
    """Write a plan to a file; its ending says which kind."""
    council = _council(slug, say)
    if council is None:
        return 2
    kind = output.suffix.lower().removeprefix(".")
    if kind not in files.TYPES:
        say(f"{output.name} does not end in .docx, .xlsx, .csv or .json. Give it one of these.")
        return 2
    try:
        strategy = _strategy(council, strategy_id)
    except _Unclear as error:
        say(str(error))
        return 2
    if strategy is None:
        say(f"{council.short_name} has no plan. Import one with `veivalg plan import FILE --council {council.slug}`.")
        return 2
    with translation.override(council.language):
        try:
            content = files.written(queries.plan_of(strategy), kind, language=council.language)
        except CannotWrite as error:
            say(str(error))
            return 1
    unfinished = output.with_name(f".{output.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        say(f"{output} cannot be written: {error.strerror}.")
        return 1
    say(f"{strategy.name} is in {output}.")
    return 0


def tell_status(*, slug: str, strategy_id: int | None, on: date, as_json: bool, say: Say, tell: Say) -> int:
    """How the actions of a plan are going on a day. The same day gives the same answer, whenever it is asked."""
    council = _council(slug, say)
    if council is None:
        return 2
    try:
        strategy = _strategy(council, strategy_id)
    except _Unclear as error:
        say(str(error))
        return 2
    if strategy is None:
        say(f"{council.short_name} has no plan.")
        return 2
    actions = queries.actions_of(strategy)
    said = status.latest(actions, on=on)
    standings = [(action, status.standing(action, said.get(action.pk), on=on)) for action in actions]
    counts = {code: sum(standing.code == code for _, standing in standings) for code in status.ORDER}
    with translation.override(council.language):
        report = {
            "council": council.slug,
            "strategy": strategy.name,
            "on": on.isoformat(),
            "actions": len(actions),
            "counts": counts,
            "list": [
                {
                    "number": action.number,
                    "id": action.key,
                    "text": action.text,
                    "responsible": name_of(action),
                    "status": standing.code,
                    "said_on": standing.said.said_on.isoformat() if standing.said else None,
                    "words": standing.said.text if standing.said else "",
                    "done_count": standing.said.done_count if standing.said else None,
                }
                for action, standing in standings
            ],
        }
    if as_json:
        tell(json.dumps(report, ensure_ascii=False))
    else:
        tell(", ".join(f"{count} {code.replace('_', ' ')}" for code, count in counts.items()))
    return 0


class _Progress:
    """Tells how far it has come when it takes more than a second; quick work is done in silence."""

    SILENT_S = 1.0

    def __init__(self, say: Say) -> None:
        self._say, self._since = say, time.monotonic()

    def read(self, count: int, name: str) -> None:
        self._tell(f"{count} actions have been read from {name}. Comparing them with the plan …")

    def stored(self, done: int, total: int) -> None:
        self._tell(f"{done} of {total} actions have been written …")

    def _tell(self, text: str) -> None:
        if time.monotonic() - self._since > self.SILENT_S:
            self._say(text)


class _Unclear(Exception):
    """Which strategy is meant, nobody can know."""


def _council(slug: str, say: Say) -> Council | None:
    found = Council.objects.with_members(on=timezone.localdate()).filter(slug=slug).first()
    if found is None:
        say(f"There is no council {slug!r} here. Its word is the one in the address of its pages, after /r/.")
    return found


def _strategy(council: Council, strategy_id: int | None) -> Strategy | None:
    """The one that is asked for, else the only one. None when there is none. Raises _Unclear."""
    found = queries.strategies(council, OPERATOR, on=timezone.localdate())
    if strategy_id is not None:
        chosen = next((strategy for strategy in found if strategy.pk == strategy_id), None)
        if chosen is None:
            raise _Unclear(f"{council.short_name} has no strategy {strategy_id}. {_list_of(found)}")
        return chosen
    going_on = [strategy for strategy in found if strategy.state != Strategy.State.ENDED]
    if len(going_on) > 1:
        raise _Unclear(f"Say which strategy, with --strategy. {_list_of(going_on)}")
    return going_on[0] if going_on else None


def _list_of(found: list[Strategy]) -> str:
    return "They are: " + ", ".join(f"{strategy.pk} ({strategy.name})" for strategy in found) + "."


def _report(council: Council, found: PlanFile, outcome: Merged, *, removes_missing: bool) -> dict[str, Any]:
    plan: Plan = found.plan
    years = plan.years_of_actions
    known = everyone(council, on=timezone.localdate())
    matched = importing.meant(plan, known, {})
    warnings = [note.message for note in found.warnings]
    warnings += [
        f"Action {doubt.before.action.number} of the plan may be another one in the file: “{doubt.before.action.text}”."
        for doubt in outcome.doubts
    ]
    if outcome.missing and not removes_missing:
        numbers = ", ".join(str(action.number) for action in outcome.missing)
        warnings.append(f"The plan has actions that are not in the file, and they are kept: {numbers}.")
    if not can_be_adopted(plan):
        warnings.append("Some actions have no responsible or no time. They can be stored, but not adopted.")
    return {
        "goals": len(plan.goals),
        "paths": len(plan.paths),
        "actions": len(plan.actions),
        "period": [years.first, years.last] if years else None,
        "unmatched_responsible": [name for name in importing.names_in(plan) if name not in matched],
        "warnings": warnings,
    }


def _in_words(report: dict[str, Any], *, is_dry: bool) -> str:
    period = "–".join(map(str, report["period"])) if report["period"] else "no years"
    lines = [
        f"{report['goals']} goals, {report['paths']} paths, {report['actions']} actions, {period}.",
        *(f"Not matched with anyone: {name}" for name in report["unmatched_responsible"]),
        *report["warnings"],
        "Nothing was stored." if is_dry else "The plan is stored.",
    ]
    return "\n".join(lines)


def _say_doubts(outcome: Merged, council: Council, say: Say) -> None:
    for doubt in outcome.doubts:
        before = doubt.before.action
        others = ", ".join(f"{placed.action.number} (“{placed.action.text}”)" for placed in doubt.candidates)
        say(f"Action {before.number}, “{before.text}”, may be one of these in the file: {others}.")
    say(f"Nothing was stored. Say which is which at {settings.ADDRESS}/r/{council.slug}/plan/importer/.")
