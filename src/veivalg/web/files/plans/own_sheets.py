"""Reads the workbooks and text files that we have written, also after rows were changed, added or sorted."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from veivalg.rules.plans import (
    SUSTAINABLE_GOALS,
    Action,
    ActionKind,
    FocusArea,
    Goal,
    GoalIndicator,
    Path,
    Plan,
    PlanInvalid,
    Remark,
)
from veivalg.web.files.plans import own_columns as own
from veivalg.web.files.plans.notes import PlanNote, PlanNoteCode
from veivalg.web.files.plans.own_tables import OwnTables, Table, is_action_table, lines_in
from veivalg.web.files.plans.sheet_lines import cell_text
from veivalg.web.files.plans.splitting import numbers_in
from veivalg.web.files.values import ValueUnclear, as_date, as_whole_number
from veivalg.web.files.workbook import Cell, Row, Workbook

_NUMBERS = ("number", "first_year", "last_year", "rhythm_months", "wanted_count", "cost_nok")
_TEXTS = ("text", "contact", "counted_per", "funding", "county_plan", "municipal_plan", "label", "id")


def is_own(book: Workbook) -> bool:
    """Whether one of its sheets is the table of actions that we write."""
    return any(is_action_table(sheet) for sheet in book.sheets)


def own_plan(book: Workbook) -> tuple[Plan, tuple[PlanNote, ...], frozenset[str]]:
    """The plan, what was not understood, and which fields the file has a place for."""
    tables = OwnTables(book)
    plan = _Reader(tables).plan()
    return plan, tuple(tables.notes), tables.holds()


@dataclass
class _Goal:
    name: str
    focus_area: str
    picture: str = ""
    place: own.Place | None = None
    paths: list["_Path"] = field(default_factory=list)
    paths_by_key: dict[int | str, "_Path"] = field(default_factory=dict)
    """By their number in the place, and by their name."""


@dataclass
class _Path:
    name: str
    id: str = ""
    place: own.Place | None = None
    actions: list[tuple[own.Place | None, Action]] = field(default_factory=list)


class _Reader:
    def __init__(self, tables: OwnTables) -> None:
        self.tables = tables
        self.note = tables.note
        self.goals: list[_Goal] = []
        self.goals_by_key: dict[int | str, _Goal] = {}

    def plan(self) -> Plan:
        """Everything, put together."""
        tables = self.tables
        remarks = tables.remarks_by_place()
        if tables.actions is not None:
            self.read_actions(tables.actions, remarks)
        for place in remarks:
            self.note(PlanNoteCode.ROW_NOT_READ, tables.remarks.sheet if tables.remarks else None, 0, 0, str(place))
        details = tables.goal_details()
        indicators = tables.indicators_by_place()
        goals = [self.goal(goal, details, indicators) for goal in self.sorted_goals(details)]
        areas = {area.name: area for area in tables.focus_areas()}
        for goal in goals:
            if goal.focus_area:
                areas.setdefault(goal.focus_area, FocusArea(name=goal.focus_area))
        values = tables.plan_values()
        return Plan(
            name=cell_text(values.get("name")),
            vision=cell_text(values.get("vision")),
            period=tables.years(values, "period"),
            action_period=tables.years(values, "action"),
            focus_areas=tuple(areas.values()),
            goals=tuple(goals),
        )

    # The table of actions.

    def read_actions(self, table: Table, remarks: dict[own.Place, list[Remark]]) -> None:
        extra = {
            column: cell_text(cell)
            for column, cell in enumerate(table.sheet.rows[0])
            if cell is not None and column not in table.heads.values()
        }
        for column, head in extra.items():
            self.note(PlanNoteCode.COLUMN_KEPT_AS_REMARK, table.sheet, 0, column, head)
        goal: _Goal | None = None
        path: _Path | None = None
        for line, row in table.rows():
            place = own.place_of(table.cell(row, "place"))
            goal_before = goal
            goal = self.goal_of(table, row, place, goal)
            path = self.path_of(table, row, place, goal, path if goal is goal_before else None)
            kept = [Remark(head, cell_text(row[column])) for column, head in extra.items() if row[column] is not None]
            is_action = bool(place and place.action) or (
                place is None and any(table.cell(row, name) is not None for name in (*_TEXTS, *_NUMBERS, "responsible"))
            )
            if not is_action:
                if kept:
                    self.note(PlanNoteCode.ROW_NOT_READ, table.sheet, line, 0, " | ".join(each.text for each in kept))
                continue
            if path is None:
                path = _Path("")
                goal.paths.append(path)
            own_remarks = remarks.pop(place, []) if place else []
            path.actions.append((place, self.action(table, line, row, [*own_remarks, *kept])))

    def goal_of(self, table: Table, row: Row, place: own.Place | None, current: _Goal | None) -> _Goal:
        """The goal of a row: by its place, else by its name, else the one above."""
        name = table.text(row, "goal")
        if place is None and not name and current is not None:
            found = current
        else:
            key = place.goal if place is not None else name
            known = self.goals_by_key.get(key)
            if known is None:
                known = _Goal(name, table.text(row, "focus_area"), place=own.Place(place.goal) if place else None)
                self.goals.append(known)
                self.goals_by_key[key] = known
                self.goals_by_key.setdefault(name, known)
            found = known
        found.picture = found.picture or table.text(row, "picture")
        return found

    def path_of(
        self, table: Table, row: Row, place: own.Place | None, goal: _Goal, current: _Path | None
    ) -> _Path | None:
        """The path of a row, in the same way; None when the row is about the goal itself."""
        name = table.text(row, "path")
        if place is not None and not place.path:
            return None
        if place is None and not name and current is not None:
            return current
        key = place.path if place is not None else name
        found = goal.paths_by_key.get(key)
        if found is None:
            found = _Path(name, table.text(row, "path_id"), own.Place(place.goal, place.path) if place else None)
            goal.paths.append(found)
            goal.paths_by_key[key] = found
            goal.paths_by_key.setdefault(name, found)
        return found

    def action(self, table: Table, line: int, row: Row, remarks: list[Remark]) -> Action:
        values: dict[str, Any] = {name: table.text(row, name) for name in _TEXTS}
        for name in _NUMBERS:
            values[name] = self.value(table, line, row, name, as_whole_number, remarks)
        values["due_on"] = self.value(table, line, row, "due_on", as_date, remarks)
        values["kind"] = self.kind(table, line, row, remarks)
        first, *more = lines_in(table.text(row, "responsible")) or [""]
        values["responsible"] = first
        values["partners"] = (*more, *lines_in(table.text(row, "partners")))
        values["fields"] = tuple(lines_in(table.text(row, "fields")))
        numbers = numbers_in(table.text(row, "sustainable_goals"))
        values["sustainable_goals"] = tuple(number for number in numbers if number in SUSTAINABLE_GOALS)
        if len(numbers) != len(values["sustainable_goals"]):
            self.keep(table, line, row, "sustainable_goals", remarks)
        return self.made(table, line, row, values, remarks)

    def made(self, table: Table, line: int, row: Row, values: dict[str, Any], remarks: list[Remark]) -> Action:
        """The action, without the numbers that no plan can have: those are kept as remarks."""
        try:
            return Action(**values, remarks=tuple(remarks))
        except PlanInvalid:
            for name in (*_NUMBERS, "due_on"):
                try:
                    Action(text="", **{name: values[name]})
                except PlanInvalid:
                    values[name] = None
                    self.keep(table, line, row, name, remarks)
            first, last = values["first_year"], values["last_year"]
            if first is not None and last is not None and last < first:
                values["last_year"] = None
                self.keep(table, line, row, "last_year", remarks)
            return Action(**values, remarks=tuple(remarks))

    def value(
        self, table: Table, line: int, row: Row, name: str, read: Callable[[Cell], Any], remarks: list[Remark]
    ) -> Any:
        cell = table.cell(row, name)
        if cell is None:
            return None
        try:
            return read(cell)
        except ValueUnclear:
            self.keep(table, line, row, name, remarks)
            return None

    def kind(self, table: Table, line: int, row: Row, remarks: list[Remark]) -> ActionKind:
        text = table.text(row, "kind").casefold()
        for kind, words in own.KINDS.items():
            if text in words.all:
                return kind
        if text:
            self.keep(table, line, row, "kind", remarks)
        return ActionKind.DATED

    def keep(self, table: Table, line: int, row: Row, name: str, remarks: list[Remark]) -> None:
        """Keeps what is in a cell as a remark."""
        column = table.heads[name]
        remarks.append(Remark(cell_text(table.sheet.rows[0][column]), cell_text(row[column])))
        self.note(PlanNoteCode.KEPT_AS_REMARK, table.sheet, line, column, cell_text(row[column]))

    def sorted_goals(self, details: dict[int, tuple[int, Row]]) -> list[_Goal]:
        """Goals with a place in its order, however the table was sorted; then those that were added."""
        known = {goal.place.goal for goal in self.goals if goal.place}
        self.goals += [_Goal("", "", place=own.Place(number)) for number in details if number not in known]
        self.goals.sort(key=lambda goal: goal.place.goal if goal.place else 10**9)
        for goal in self.goals:
            goal.paths.sort(key=lambda path: path.place.path if path.place else 10**9)
            for path in goal.paths:
                path.actions.sort(key=lambda pair: pair[0].action if pair[0] else 10**9)
        return self.goals

    def goal(
        self, goal: _Goal, details: dict[int, tuple[int, Row]], indicators: dict[int, list[GoalIndicator]]
    ) -> Goal:
        paths = tuple(
            Path(name=path.name, id=path.id, actions=tuple(action for _, action in path.actions)) for path in goal.paths
        )
        made = Goal(name=goal.name, focus_area=goal.focus_area, picture=goal.picture, paths=paths)
        number = goal.place.goal if goal.place else 0
        table = self.tables.goals
        if table is not None and number in details:
            line, row = details[number]
            name = table.text(row, "name")
            if goal.paths and goal.name != name:
                where = self.tables.where(table.sheet, line, 1)
                self.tables.notes.append(PlanNote(PlanNoteCode.SHEETS_DISAGREE, where, goal.name, "goal", name))
            numbers = numbers_in(table.text(row, "sustainable_goals"))
            made = replace(
                made,
                name=name,
                picture=table.text(row, "picture"),
                focus_area=table.text(row, "focus_area"),
                sustainable_goals=tuple(each for each in numbers if each in SUSTAINABLE_GOALS),
                fields=tuple(lines_in(table.text(row, "fields"))),
                id=table.text(row, "id"),
            )
        return replace(made, indicators=tuple(indicators.pop(number, ())))
