"""Writes a plan as a file: Word, Excel, CSV or JSON.

JSON and Excel lose nothing. Word and CSV give back what they show (``showing``). No text becomes a formula or a link.
"""

import json
from collections.abc import Iterator

from veivalg.rules.plans import Plan, Years, as_plain
from veivalg.web.files.plans.own_columns import (
    ACTION_HEADS,
    ACTION_SHEET,
    FOCUS_AREA_HEADS,
    FOCUS_AREA_SHEET,
    GOAL_HEADS,
    GOAL_SHEET,
    INDICATOR_HEADS,
    INDICATOR_SHEET,
    PLAN_HEADS,
    PLAN_ROWS,
    PLAN_SHEET,
    REMARK_HEADS,
    REMARK_SHEET,
    Place,
    action_cells,
)
from veivalg.web.files.plans.word_writing import write_word
from veivalg.web.files.plans.words import Words
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

__all__ = ["write_json", "write_plan_csv", "write_plan_workbook", "write_word"]

_Row = tuple[Cell, ...]


def write_json(plan: Plan) -> bytes:
    """The whole plan as JSON (UTF-8)."""
    return (json.dumps(as_plain(plan), ensure_ascii=False, indent=1) + "\n").encode()


def write_plan_csv(plan: Plan, *, language: str) -> bytes:
    """The plan as one table, with a row for each action, and for goals and paths without any.

    Raises:
        CannotWrite: a text is longer than a cell may be.
    """
    return write_csv(list(_action_rows(plan, language)))


def write_plan_workbook(plan: Plan, *, language: str) -> bytes:
    """The whole plan as a workbook: the table of actions first, and sheets for what does not fit in it.

    Raises:
        CannotWrite: a text is longer than a cell may be.
    """
    sheets = [
        (ACTION_SHEET, list(_action_rows(plan, language))),
        (GOAL_SHEET, [_heads(GOAL_HEADS, language), *_goal_rows(plan)]),
        (INDICATOR_SHEET, [_heads(INDICATOR_HEADS, language), *_indicator_rows(plan)]),
        (REMARK_SHEET, [_heads(REMARK_HEADS, language), *_remark_rows(plan)]),
        (
            FOCUS_AREA_SHEET,
            [_heads(FOCUS_AREA_HEADS, language), *((area.name, area.about, area.id) for area in plan.focus_areas)],
        ),
        (PLAN_SHEET, [_heads(PLAN_HEADS, language), *_plan_rows(plan, language)]),
    ]
    tables = [TableSheet(name.in_language(language), rows) for name, rows in sheets]
    return write_workbook(tables, title=plan.name or PLAN_SHEET.in_language(language))


def _heads(heads: dict[str, Words], language: str) -> _Row:
    return tuple(words.in_language(language) for words in heads.values())


def _action_rows(plan: Plan, language: str) -> Iterator[_Row]:
    yield _heads(ACTION_HEADS, language)
    for goal_number, goal in enumerate(plan.goals, start=1):
        # Every row says its goal and path, so that the table can be sorted; the picture is long and stands once.
        cells: dict[str, Cell] = {"focus_area": goal.focus_area, "goal": goal.name, "picture": goal.picture}
        if not goal.paths:
            yield _row({**cells, "place": str(Place(goal_number))})
        for path_number, path in enumerate(goal.paths, start=1):
            cells |= {"path": path.name, "path_id": path.id}
            if not path.actions:
                yield _row({**cells, "place": str(Place(goal_number, path_number))})
                cells["picture"] = ""
            for action_number, action in enumerate(path.actions, start=1):
                place = str(Place(goal_number, path_number, action_number))
                yield _row({**cells, **action_cells(action, language=language), "place": place})
                cells["picture"] = ""


def _row(cells: dict[str, Cell]) -> _Row:
    return tuple(cells.get(name) for name in ACTION_HEADS)


def _goal_rows(plan: Plan) -> Iterator[_Row]:
    for number, goal in enumerate(plan.goals, start=1):
        numbers = ", ".join(map(str, goal.sustainable_goals))
        fields = "\n".join(goal.fields)
        yield (str(Place(number)), goal.name, goal.picture, goal.focus_area, numbers, fields, goal.id)


def _indicator_rows(plan: Plan) -> Iterator[_Row]:
    for number, goal in enumerate(plan.goals, start=1):
        for each in goal.indicators:
            # As texts: a spreadsheet's own numbers keep fifteen digits, and no decimals that end in zero.
            baseline = None if each.baseline is None else str(each.baseline)
            target = None if each.target is None else str(each.target)
            yield (str(Place(number)), each.key, baseline, each.baseline_year, target, each.target_year)


def _remark_rows(plan: Plan) -> Iterator[_Row]:
    for goal_number, goal in enumerate(plan.goals, start=1):
        for path_number, path in enumerate(goal.paths, start=1):
            for action_number, action in enumerate(path.actions, start=1):
                for remark in action.remarks:
                    yield (str(Place(goal_number, path_number, action_number)), remark.head, remark.text)


def _plan_rows(plan: Plan, language: str) -> Iterator[_Row]:
    values: dict[str, Cell] = {"name": plan.name, "vision": plan.vision}
    values |= _two_years("period", plan.period) | _two_years("action", plan.action_period)
    for name, words in PLAN_ROWS.items():
        yield (words.in_language(language), values[name])


def _two_years(name: str, years: Years | None) -> dict[str, Cell]:
    return {f"{name}_first": years.first if years else None, f"{name}_last": years.last if years else None}
