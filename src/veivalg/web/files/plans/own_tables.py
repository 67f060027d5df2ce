"""The sheets of a workbook that we have written, and what all of them but the table of actions hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from veivalg.rules.plans import FocusArea, GoalIndicator, PlanInvalid, Remark, Years
from veivalg.web.files.plans import own_columns as own
from veivalg.web.files.plans.notes import PlanNote, PlanNoteCode
from veivalg.web.files.plans.sheet_lines import cell_text
from veivalg.web.files.plans.words import Words
from veivalg.web.files.values import ValueUnclear, as_whole_number
from veivalg.web.files.workbook import Cell, Row, Sheet, Workbook, address


@dataclass
class Table:
    """A sheet with our headings, and which of them stands where."""

    sheet: Sheet
    heads: dict[str, int]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows below the headings that have something in them, with their numbers from 0."""
        return ((n, row) for n, row in enumerate(self.sheet.rows[1:], start=1) if any(cell is not None for cell in row))

    def cell(self, row: Row, name: str) -> Cell:
        """The cell under one of our headings; None when the sheet has no such column."""
        at = self.heads.get(name)
        return row[at] if at is not None else None

    def text(self, row: Row, name: str) -> str:
        """The same as a text."""
        return cell_text(self.cell(row, name))


class OwnTables:
    """The sheets by what they hold, and notes on what is not understood in them."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.notes: list[PlanNote] = []
        self.read: set[str] = set()
        self.actions = self.found(own.ACTION_HEADS, is_action_table)
        self.goals = self.found(own.GOAL_HEADS, lambda sheet: _has(sheet, own.GOAL_HEADS, "name", "picture"))
        self.indicators = self.found(own.INDICATOR_HEADS, lambda sheet: _has(sheet, own.INDICATOR_HEADS, "key"))
        self.remarks = self.found(own.REMARK_HEADS, lambda sheet: _has(sheet, own.REMARK_HEADS, "head", "text"))
        self.areas = self.found(own.FOCUS_AREA_HEADS, lambda sheet: _has(sheet, own.FOCUS_AREA_HEADS, "about"))
        self.about = self.found(own.PLAN_HEADS, lambda sheet: _has(sheet, own.PLAN_HEADS, "value"))
        for sheet in book.sheets:
            if sheet.name not in self.read and sheet.rows:
                text = " | ".join(cell_text(cell) for cell in sheet.rows[0] if cell is not None)
                self.note(PlanNoteCode.TEXT_NOT_READ, sheet, 0, 0, text)

    def found(self, heads: dict[str, Words], is_it: Callable[[Sheet], bool]) -> Table | None:
        """The first sheet of a kind that is not another one already."""
        for sheet in self.book.sheets:
            if sheet.name not in self.read and sheet.rows and is_it(sheet):
                self.read.add(sheet.name)
                return Table(sheet, own.heads_of(heads, sheet.rows[0]) or {})
        return None

    def remarks_by_place(self) -> dict[own.Place, list[Remark]]:
        """What is remarked on each action."""
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
        """Each goal's row and its number in the sheet, by the goal's place."""
        found = {}
        for line, row in self.goals.rows() if self.goals else ():
            assert self.goals is not None
            place = own.place_of(self.goals.cell(row, "place"))
            if place is None:
                self.note(PlanNoteCode.ROW_NOT_READ, self.goals.sheet, line, 0, self.goals.text(row, "name"))
            else:
                found[place.goal] = (line, row)
        return found

    def indicators_by_place(self) -> dict[int, list[GoalIndicator]]:
        """The indicators of each goal."""
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
        """All focus areas, also those without goals."""
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
        """What is said of the plan itself, by name."""
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
        """The period of a name, when both its years are years."""
        first, last = values.get(f"{name}_first"), values.get(f"{name}_last")
        if first is None and last is None:
            return None
        try:
            return Years(as_whole_number(first), as_whole_number(last))
        except (ValueUnclear, PlanInvalid):
            sheet = self.about.sheet if self.about else None
            self.note(PlanNoteCode.ROW_NOT_READ, sheet, 0, 0, f"{cell_text(first)} – {cell_text(last)}")
            return None

    def holds(self) -> frozenset[str]:
        """The fields that the file has a place for."""
        renamed = {"goal": "goal.name", "path": "path.name", "focus_area": "goal.focus_area", "picture": "goal.picture"}
        heads = self.actions.heads if self.actions else ()
        found = {renamed.get(name, f"action.{name}") for name in heads if name not in ("place", "path_id")}
        for table, prefix in ((self.goals, "goal"), (self.areas, "focus_area")):
            found |= {f"{prefix}.{name}" for name in (table.heads if table else ()) if name != "place"}
        found |= {"goal.indicators"} if self.indicators else set()
        found |= {"action.remarks"} if self.remarks else set()
        if self.about:
            found |= {"plan.name", "plan.vision", "plan.period", "plan.action_period"}
        return frozenset(found)

    def note(self, code: PlanNoteCode, sheet: Sheet | None, row: int, column: int, text: str) -> None:
        """One more note, about a cell."""
        self.notes.append(PlanNote(code, self.where(sheet, row, column), text))

    def where(self, sheet: Sheet | None, row: int, column: int) -> str:
        """A cell as notes name it."""
        return f"{sheet.name}!{address(row, column)}" if sheet else ""


def is_action_table(sheet: Sheet) -> bool:
    """Whether this is the table of actions that we write."""
    heads = own.heads_of(own.ACTION_HEADS, sheet.rows[0]) if sheet.rows else None
    return heads is not None and {"goal", "path", "text"} <= heads.keys()


def _has(sheet: Sheet, heads: dict[str, Words], *wanted: str) -> bool:
    found = own.heads_of(heads, sheet.rows[0])
    return found is not None and set(wanted) <= found.keys()


def _decimal(cell: Cell) -> Decimal | None:
    if cell is None:
        return None
    if isinstance(cell, date):
        raise InvalidOperation
    return Decimal(cell_text(cell).replace(",", ".").replace("−", "-")[:60])


def _year(cell: Cell) -> int | None:
    return None if cell is None else as_whole_number(cell)


def lines_in(text: str) -> list[str]:
    """The lines of a cell that have something on them."""
    return [line for each in text.split("\n") if (line := each.strip())]
