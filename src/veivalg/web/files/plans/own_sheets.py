"""Reads the workbooks and text files that we have written, also after rows have been changed, added, taken out or sorted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
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
    Years,
)
from veivalg.web.files.plans import own_columns as own
from veivalg.web.files.plans.notes import PlanNote, PlanNoteCode
from veivalg.web.files.plans.sheet_lines import cell_text
from veivalg.web.files.plans.splitting import numbers_in
from veivalg.web.files.plans.words import Words
from veivalg.web.files.values import ValueUnclear, as_date, as_whole_number
from veivalg.web.files.workbook import Cell, Row, Sheet, Workbook, address

_NUMBERS = ("number", "first_year", "last_year", "rhythm_months", "wanted_count", "cost_nok")
_TEXTS = ("text", "contact", "counted_per", "funding", "county_plan", "municipal_plan", "label", "id")


def is_own(book: Workbook) -> bool:
    """Whether one of its sheets is the table of actions that we write."""
    return any(_is_action_table(sheet) for sheet in book.sheets)


def _is_action_table(sheet: Sheet) -> bool:
    heads = own.heads_of(own.ACTION_HEADS, sheet.rows[0]) if sheet.rows else None
    return heads is not None and {"goal", "path", "text"} <= heads.keys()


def own_plan(book: Workbook) -> tuple[Plan, tuple[PlanNote, ...], frozenset[str]]:
    """The plan, what was not understood, and which fields the file has a place for."""
    reader = _Reader(book)
    return reader.plan(), tuple(reader.notes), frozenset(reader.holds)


@dataclass
class _Table:
    """A sheet with our headings."""

    sheet: Sheet
    heads: dict[str, int]

    def rows(self) -> Iterator[tuple[int, Row]]:
        return ((n, row) for n, row in enumerate(self.sheet.rows[1:], start=1) if any(cell is not None for cell in row))

    def cell(self, row: Row, name: str) -> Cell:
        at = self.heads.get(name)
        return row[at] if at is not None else None

    def text(self, row: Row, name: str) -> str:
        return cell_text(self.cell(row, name))


@dataclass
class _Goal:
    name: str
    focus_area: str
    picture: str = ""
    place: own.Place | None = None
    paths: list["_Path"] = field(default_factory=list)


@dataclass
class _Path:
    name: str
    id: str = ""
    place: own.Place | None = None
    actions: list[tuple[own.Place | None, Action]] = field(default_factory=list)


class _Reader:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.notes: list[PlanNote] = []
        self.holds: set[str] = set()
        self.read: set[str] = set()
        self.table = self.found(own.ACTION_HEADS, lambda sheet: _is_action_table(sheet))
        self.goal_table = self.found(own.GOAL_HEADS, lambda sheet: _has(sheet, own.GOAL_HEADS, "name", "picture"))
        self.indicators = self.found(own.INDICATOR_HEADS, lambda sheet: _has(sheet, own.INDICATOR_HEADS, "key"))
        self.remarks = self.found(own.REMARK_HEADS, lambda sheet: _has(sheet, own.REMARK_HEADS, "head", "text"))
        self.areas = self.found(own.FOCUS_AREA_HEADS, lambda sheet: _has(sheet, own.FOCUS_AREA_HEADS, "about"))
        self.about = self.found(own.PLAN_HEADS, lambda sheet: _has(sheet, own.PLAN_HEADS, "value"))
        self.goals: list[_Goal] = []

    def found(self, heads: dict[str, Words], is_it: Callable[[Sheet], bool]) -> _Table | None:
        """The first sheet of a kind that is not another one already."""
        for sheet in self.book.sheets:
            if sheet.name not in self.read and sheet.rows and is_it(sheet):
                self.read.add(sheet.name)
                return _Table(sheet, own.heads_of(heads, sheet.rows[0]) or {})
        return None

    def plan(self) -> Plan:
        for sheet in self.book.sheets:
            if sheet.name not in self.read and sheet.rows:
                self.note(PlanNoteCode.TEXT_NOT_READ, sheet, 0, 0, " | ".join(map(cell_text, sheet.rows[0]))[:200])
        assert self.table is not None
        remarks = self.remarks_by_place()
        self.read_actions(self.table, remarks)
        for place in remarks:
            self.note(PlanNoteCode.ROW_NOT_READ, self.remarks.sheet if self.remarks else None, 0, 0, str(place))
        details = self.goal_details()
        indicators = self.indicators_by_place()
        areas = self.focus_areas()
        goals = [self.goal(goal, details, indicators) for goal in self.sorted_goals(details)]
        known = {area.name for area in areas}
        for goal in goals:
            if goal.focus_area and goal.focus_area not in known:
                areas.append(FocusArea(name=goal.focus_area))
                known.add(goal.focus_area)
        values = self.plan_values()
        self.note_fields()
        return Plan(
            name=cell_text(values.get("name")),
            vision=cell_text(values.get("vision")),
            period=self.years(values, "period"),
            action_period=self.years(values, "action"),
            focus_areas=tuple(areas),
            goals=tuple(goals),
        )

    # The table of actions.

    def read_actions(self, table: _Table, remarks: dict[own.Place, list[Remark]]) -> None:
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

    def goal_of(self, table: _Table, row: Row, place: own.Place | None, current: _Goal | None) -> _Goal:
        """The goal of a row: by its place, else by its name, else the one above."""
        name, area = table.text(row, "goal"), table.text(row, "focus_area")
        found: _Goal | None
        if place is not None:
            found = next((goal for goal in self.goals if goal.place and goal.place.goal == place.goal), None)
        elif not name and current is not None:
            found = current
        else:
            found = next((goal for goal in self.goals if goal.name == name), None)
        if found is None:
            found = _Goal(name, area, place=own.Place(place.goal) if place else None)
            self.goals.append(found)
        found.picture = found.picture or table.text(row, "picture")
        return found

    def path_of(
        self, table: _Table, row: Row, place: own.Place | None, goal: _Goal, current: _Path | None
    ) -> _Path | None:
        name = table.text(row, "path")
        found: _Path | None
        if place is not None and not place.path:
            return None
        if place is not None:
            found = next((path for path in goal.paths if path.place and path.place.path == place.path), None)
        elif not name and current is not None:
            found = current
        else:
            found = next((path for path in goal.paths if path.name == name), None)
        if found is None:
            found = _Path(name, table.text(row, "path_id"), own.Place(place.goal, place.path) if place else None)
            goal.paths.append(found)
        return found

    def action(self, table: _Table, line: int, row: Row, remarks: list[Remark]) -> Action:
        values: dict[str, Any] = {name: table.text(row, name) for name in _TEXTS}
        for name in _NUMBERS:
            values[name] = self.value(table, line, row, name, as_whole_number, remarks)
        values["due_on"] = self.value(table, line, row, "due_on", as_date, remarks)
        values["kind"] = self.kind(table, line, row, remarks)
        first, *more = _lines(table.text(row, "responsible")) or [""]
        values["responsible"] = first
        values["partners"] = (*more, *_lines(table.text(row, "partners")))
        values["fields"] = tuple(_lines(table.text(row, "fields")))
        numbers = numbers_in(table.text(row, "sustainable_goals"))
        values["sustainable_goals"] = tuple(number for number in numbers if number in SUSTAINABLE_GOALS)
        if len(numbers) != len(values["sustainable_goals"]):
            self.keep(table, line, row, "sustainable_goals", remarks)
        return self.made(table, line, row, values, remarks)

    def made(self, table: _Table, line: int, row: Row, values: dict[str, Any], remarks: list[Remark]) -> Action:
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
        self, table: _Table, line: int, row: Row, name: str, read: Callable[[Cell], Any], remarks: list[Remark]
    ) -> Any:
        cell = table.cell(row, name)
        if cell is None:
            return None
        try:
            return read(cell)
        except ValueUnclear:
            self.keep(table, line, row, name, remarks)
            return None

    def kind(self, table: _Table, line: int, row: Row, remarks: list[Remark]) -> ActionKind:
        text = table.text(row, "kind").casefold()
        for kind, words in own.KINDS.items():
            if text in words.all:
                return kind
        if text:
            self.keep(table, line, row, "kind", remarks)
        return ActionKind.DATED

    def keep(self, table: _Table, line: int, row: Row, name: str, remarks: list[Remark]) -> None:
        """Keeps what is in a cell as a remark."""
        column = table.heads[name]
        remarks.append(Remark(cell_text(table.sheet.rows[0][column]), cell_text(row[column])))
        self.note(PlanNoteCode.KEPT_AS_REMARK, table.sheet, line, column, cell_text(row[column]))

    # The other sheets.

    def remarks_by_place(self) -> dict[own.Place, list[Remark]]:
        found: dict[own.Place, list[Remark]] = {}
        for line, row in self.remarks.rows() if self.remarks else ():
            table = self.remarks
            assert table is not None
            place = own.place_of(table.cell(row, "place"))
            if place is None:
                self.note(PlanNoteCode.ROW_NOT_READ, table.sheet, line, 0, table.text(row, "text"))
            else:
                found.setdefault(place, []).append(Remark(table.text(row, "head"), table.text(row, "text")))
        return found

    def goal_details(self) -> dict[int, tuple[int, Row]]:
        found = {}
        for line, row in self.goal_table.rows() if self.goal_table else ():
            assert self.goal_table is not None
            place = own.place_of(self.goal_table.cell(row, "place"))
            if place is None:
                self.note(PlanNoteCode.ROW_NOT_READ, self.goal_table.sheet, line, 0, self.goal_table.text(row, "name"))
            else:
                found[place.goal] = (line, row)
        return found

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
        if self.goal_table is not None and number in details:
            line, row = details[number]
            table = self.goal_table
            name = table.text(row, "name")
            if goal.paths and goal.name != name:
                self.notes.append(
                    PlanNote(PlanNoteCode.SHEETS_DISAGREE, self.where(table.sheet, line, 1), goal.name, "goal", name)
                )
            numbers = numbers_in(table.text(row, "sustainable_goals"))
            made = replace(
                made,
                name=name,
                picture=table.text(row, "picture"),
                focus_area=table.text(row, "focus_area"),
                sustainable_goals=tuple(each for each in numbers if each in SUSTAINABLE_GOALS),
                fields=tuple(_lines(table.text(row, "fields"))),
                id=table.text(row, "id"),
            )
        return replace(made, indicators=tuple(indicators.pop(number, ())))

    def indicators_by_place(self) -> dict[int, list[GoalIndicator]]:
        found: dict[int, list[GoalIndicator]] = {}
        for line, row in self.indicators.rows() if self.indicators else ():
            table = self.indicators
            assert table is not None
            place = own.place_of(table.cell(row, "place"))
            try:
                indicator = GoalIndicator(
                    key=table.text(row, "key"),
                    baseline=_decimal(table.cell(row, "baseline")),
                    baseline_year=_year(table.cell(row, "baseline_year")),
                    target=_decimal(table.cell(row, "target")),
                    target_year=_year(table.cell(row, "target_year")),
                )
            except (PlanInvalid, ValueUnclear, InvalidOperation):
                place = None
            if place is None:
                text = " | ".join(cell_text(cell) for cell in row if cell is not None)
                self.note(PlanNoteCode.ROW_NOT_READ, table.sheet, line, 0, text)
            else:
                found.setdefault(place.goal, []).append(indicator)
        return found

    def focus_areas(self) -> list[FocusArea]:
        found: dict[str, FocusArea] = {}
        for _, row in self.areas.rows() if self.areas else ():
            assert self.areas is not None
            name = self.areas.text(row, "name")
            if name:
                found.setdefault(
                    name, FocusArea(name=name, about=self.areas.text(row, "about"), id=self.areas.text(row, "id"))
                )
        return list(found.values())

    def plan_values(self) -> dict[str, Cell]:
        names = {word.casefold(): name for name, words in own.PLAN_ROWS.items() for word in words.all}
        found: dict[str, Cell] = {}
        for line, row in self.about.rows() if self.about else ():
            assert self.about is not None
            name = names.get(self.about.text(row, "what").casefold())
            if name is None:
                text = " | ".join(cell_text(cell) for cell in row if cell is not None)
                self.note(PlanNoteCode.ROW_NOT_READ, self.about.sheet, line, 0, text)
            else:
                found.setdefault(name, self.about.cell(row, "value"))
        return found

    def years(self, values: dict[str, Cell], name: str) -> Years | None:
        first, last = values.get(f"{name}_first"), values.get(f"{name}_last")
        if first is None and last is None:
            return None
        try:
            return Years(as_whole_number(first), as_whole_number(last))
        except (ValueUnclear, PlanInvalid):
            sheet = self.about.sheet if self.about else None
            self.note(PlanNoteCode.ROW_NOT_READ, sheet, 0, 0, f"{cell_text(first)} – {cell_text(last)}")
            return None

    def note_fields(self) -> None:
        assert self.table is not None
        renamed = {"goal": "goal.name", "path": "path.name", "focus_area": "goal.focus_area", "picture": "goal.picture"}
        self.holds = {
            renamed.get(name, f"action.{name}") for name in self.table.heads if name not in ("place", "path_id")
        }
        for table, prefix in ((self.goal_table, "goal"), (self.areas, "focus_area")):
            self.holds |= {f"{prefix}.{name}" for name in (table.heads if table else ()) if name != "place"}
        self.holds |= {"goal.indicators"} if self.indicators else set()
        self.holds |= {"action.remarks"} if self.remarks else set()
        self.holds |= (
            {f"plan.{name}" for name in ("name", "vision", "period", "action_period")} if self.about else set()
        )

    def note(self, code: PlanNoteCode, sheet: Sheet | None, row: int, column: int, text: str) -> None:
        self.notes.append(PlanNote(code, self.where(sheet, row, column), text))

    def where(self, sheet: Sheet | None, row: int, column: int) -> str:
        return f"{sheet.name}!{address(row, column)}" if sheet else ""


def _has(sheet: Sheet, heads: dict[str, Words], *wanted: str) -> bool:
    found = own.heads_of(heads, sheet.rows[0])
    return found is not None and set(wanted) <= found.keys()


def _lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := each.strip())]


def _decimal(cell: Cell) -> Decimal | None:
    if cell is None:
        return None
    if isinstance(cell, date):
        raise InvalidOperation
    return Decimal(cell_text(cell).replace(",", ".").replace("−", "-")[:60])


def _year(cell: Cell) -> int | None:
    return None if cell is None else as_whole_number(cell)
