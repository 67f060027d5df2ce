"""A year's action plan as a file: a table with the columns that councils use, or a Word document by goals."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext, override

from veivalg.rules.plans import Action, Plan
from veivalg.web.files.plans.writing import write_word
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.strategy import plan_words
from veivalg.web.strategy.status import Standing
from veivalg.web.strategy.yearly_content import Row, YearPlan, as_plain, is_whole_cost, rows_of
from veivalg.web.strategy.yearly_page import indicator_lines
from veivalg.web.ui.numbers import number

_LONGEST_CELL = 32_000


def written(
    found: YearPlan,
    kind: str,
    *,
    language: str,
    names: dict[str, str],
    standings: Mapping[str, str] | None = None,
) -> bytes:
    """The year's plan as a file of that kind; `names` are the words for indicators, `standings` how the actions are
    going, by key: left out of an edition, which says what was adopted. Raises KeyError for other kinds."""
    with override(language):
        title = gettext("Action plan %(year)s") % {"year": found.year}
        writers: dict[str, Callable[[], bytes]] = {
            "docx": lambda: _word(found, title, language=language, standings=standings),
            "xlsx": lambda: write_workbook(
                [
                    TableSheet(title, _table(found, names, standings)),
                    TableSheet(gettext("Finished and dropped"), _ended(found)),
                ],
                title=f"{title}: {found.plan.name}",
            ),
            "csv": lambda: write_csv(_table(found, names, standings)),
            "json": lambda: (json.dumps(as_plain(found), ensure_ascii=False, indent=1) + "\n").encode(),
        }
        return writers[kind]()


def _table(found: YearPlan, names: dict[str, str], standings: Mapping[str, str] | None) -> list[tuple[Cell, ...]]:
    heads = (
        gettext("Number"),
        gettext("Action"),
        gettext("This year"),
        gettext("Goal"),
        gettext("Answers for it"),
        gettext("Partners"),
        gettext("Start"),
        gettext("Deadline"),
        gettext("How often"),
        gettext("Cost in kroner"),
        gettext("The cost is for"),
        gettext("Who pays"),
        gettext("Indicator"),
        gettext("Remarks"),
    )
    last = ("id",)
    status = () if standings is None else (gettext("Status"),)
    return [
        (*heads, *status, *last),
        *(
            (
                *_cells(row, found.year, names),
                *(() if standings is None else (_status(row.action, standings),)),
                row.action.id,
            )
            for row in rows_of(found)
        ),
    ]


def _cells(row: Row, year: int, names: dict[str, str]) -> tuple[Cell, ...]:
    action = row.action
    return (
        action.number,
        action.text,
        row.text,
        row.goal.name,
        action.responsible,
        ", ".join(action.partners),
        action.first_year,
        action.due_on or action.last_year,
        plan_words.rhythm(action.rhythm_months) if action.rhythm_months else "",
        action.cost_nok,
        _cost_is_for(row, year) if action.cost_nok is not None else "",
        action.funding,
        "\n".join(indicator_lines(row.goal.indicators, names)),
        "\n".join(f"{remark.head}: {remark.text}" for remark in action.remarks)[:_LONGEST_CELL],
    )


def _cost_is_for(row: Row, year: int) -> str:
    return gettext("the whole action") if row.is_whole_cost else str(year)


def _status(action: Action, standings: Mapping[str, str]) -> str:
    code = standings.get(action.id)
    return Standing(code, None).words if code else ""


def _ended(found: YearPlan) -> list[tuple[Cell, ...]]:
    heads = (gettext("Number"), gettext("Action"), gettext("What became of it"), gettext("Reason"))
    rows = [
        (each.number, each.text, gettext("Dropped") if each.is_dropped else gettext("Done"), each.reason)
        for each in found.ended
    ]
    return [heads, *rows]


def _word(found: YearPlan, title: str, *, language: str, standings: Mapping[str, str] | None) -> bytes:
    plan = _with_this_year(found, title)
    statuses = None
    if standings is not None:
        statuses = {action.number or 0: _status(action, standings) for action in plan.actions}
    return write_word(plan, language=language, has_time=True, statuses=statuses)


def _with_this_year(found: YearPlan, title: str) -> Plan:
    """With this year's task, the cost and who pays under the text of each action, where Word has no column for them."""

    def told(action: Action) -> Action:
        parts = [action.text, found.texts.get(action.id, "")]
        if action.cost_nok is not None:
            words = (
                gettext("Cost of the whole action: %(cost)s kroner")
                if is_whole_cost(found, action)
                else gettext("Cost: %(cost)s kroner")
            )
            parts.append(words % {"cost": number(action.cost_nok)})
        if action.funding:
            parts.append(f"{gettext('Who pays')}: {action.funding}")
        return replace(action, text="\n".join(part for part in parts if part))

    goals = (
        replace(goal, paths=tuple(replace(path, actions=tuple(map(told, path.actions))) for path in goal.paths))
        for goal in found.plan.goals
    )
    return replace(found.plan, name=f"{title}: {found.plan.name}", goals=tuple(goals))
