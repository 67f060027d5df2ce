"""Understands lines as a plan: what is a goal, a path, an action, a heading.

The shape it expects is a table for each goal or one for all, in which a goal and a path stand once and are meant for
the rows below. Whatever it decides is noted, and what it does not understand is noted with its text.
"""

from collections.abc import Iterable

from veivalg.rules.plans import Plan, years_in
from veivalg.web.files.plans.columns import Columns, columns_of, filled, note_columns
from veivalg.web.files.plans.drafts import ActionDraft, GoalDraft, PathDraft, PlanDraft
from veivalg.web.files.plans.heads import Column, label_called, said_in_front
from veivalg.web.files.plans.holding import held_fields
from veivalg.web.files.plans.lines import Line
from veivalg.web.files.plans.notes import PlanNoteCode, PlanNotes
from veivalg.web.files.plans.refusals import MOST_ACTIONS, PlanRefusal, PlanRefused
from veivalg.web.files.plans.row_actions import RowReader

_LONGEST_NAME = 300
_LONGEST_PICTURE = 4_000
_MOST_NAMES = 50
# Names of sheets that say nothing of what is in them.
_PLAIN_SHEETS = ("ark", "sheet", "tiltak", "handlingsplan", "plan", "tabell", "strategi", "tabelle", "blad")


def plan_of(lines: Iterable[Line], *, notes: PlanNotes, has_sheets: bool = False) -> tuple[Plan, set[str]]:
    """The plan that the lines are, and which fields the file has a place for (``action.responsible``).

    With several sheets (``has_sheets``) the name of a sheet may be that of a goal.
    """
    layout = Layout(notes)
    layout.has_sheets = has_sheets
    for line in lines:
        layout.take(line)
    return layout.finished()


class Layout:
    """What is understood so far. ``is_ours`` is a document that we have written, where nothing is guessed."""

    is_ours = False
    has_sheets = False

    def __init__(self, notes: PlanNotes) -> None:
        self.notes = notes
        self.draft = PlanDraft()
        self.columns: Columns | None = None
        self.rows: RowReader | None = None
        self.held: set[Column] = set()
        self.table: tuple[int, bool] = (0, True)
        self.focus_area = ""
        self.goal: GoalDraft | None = None
        self.path: PathDraft | None = None
        self.last: list[ActionDraft] = []
        self.above: dict[int, str] = {}
        #: A goal that was named in a row or a paragraph, and may have its picture next.
        self.waits_for_picture: GoalDraft | None = None
        #: A heading that may turn out to be the goal of the table after it.
        self.heading: Line | None = None
        self.first_line: Line | None = None
        self.has_name = False
        self.count = 0
        self.has_goal_rows = False
        self.goals_by_name: dict[tuple[str, str], GoalDraft] = {}

    # What a line is.

    def take(self, line: Line) -> None:
        """One more line."""
        if not any(line.cells):
            return
        if not line.is_paragraph and self.table != (line.table, line.is_paragraph):
            self.begin_table(line)
        self.first_line = self.first_line or line
        texts = list(filled(line))
        if line.is_paragraph:
            self.take_paragraph(line, texts[0][1])
            return
        columns = columns_of(line)
        if columns is not None:
            self.set_columns(columns, line)
        elif len(texts) == 1 and self.is_single(line, texts[0][0]):
            self.take_single(line, *texts[0])
        elif len(texts) == 2 and (label := label_called(texts[0][1])) and label != "picture":
            self.take_said(line, texts[1][0], label, texts[1][1], texts[1][1])
        elif self.rows is not None:
            self.take_row(line, self.rows)
        else:
            self.note(PlanNoteCode.ROW_NOT_READ, line, None, text=" | ".join(text for _, text in texts))

    def begin_table(self, line: Line) -> None:
        """A new table or sheet: headings hold on only in documents, in a table as wide as the one before."""
        self.table = (line.table, line.is_paragraph)
        self.above, self.last = {}, []
        self.waits_for_picture = self.waits_for_picture if not line.sheet else None
        if line.sheet:
            self.columns = self.rows = self.goal = self.path = None
            self.focus_area = ""
        elif self.columns is not None and len(self.columns.heads) != len(line.cells):
            self.columns = self.rows = None
        elif self.columns is not None and columns_of(line) is None and not line.is_whole:
            self.note(PlanNoteCode.HEADS_FROM_BEFORE, line, 0, text="")
        if self.heading is not None and self.waits_for_picture is None:
            self.goal = self.path = None

    def is_single(self, line: Line, column: int) -> bool:
        """Whether a row with one text is a row about the table, not of it."""
        if line.is_whole or self.columns is None or column in self.columns.others:
            return True
        held = self.columns.held.get(column, ())
        said = said_in_front(line.cells[column])[0]
        if said == "goal" or (said in ("focus_area", "vision") and Column.ACTION not in held):
            return True
        if held == (Column.NUMBER,):
            return not line.cells[column].strip(" .)").isdigit()
        return False

    # Text outside the rows of actions.

    def take_paragraph(self, line: Line, text: str) -> None:
        """A paragraph of a document."""
        said, rest = said_in_front(text)
        if said:
            self.take_said(line, 0, said, rest, text)
        elif not self.has_name and not self.draft.goals and (line.heading_level == 1 or line is self.first_line):
            self.take_title(line, 0, text)
        elif self.may_be_picture() and not line.heading_level:
            self.take_picture(line, 0, text)
        elif line.heading_level:
            self.leave_heading()
            self.heading = line
        else:
            self.note(PlanNoteCode.TEXT_NOT_READ, line, 0, text=text)

    def take_single(self, line: Line, column: int, text: str) -> None:
        """A row with one text across the table, or before it has headings."""
        said, rest = said_in_front(text)
        if said:
            self.take_said(line, column, said, rest, text)
        elif self.may_be_picture():
            self.take_picture(line, column, text)
        elif self.columns is None and self.goal is None:
            if self.has_name:
                self.note(PlanNoteCode.TEXT_NOT_READ, line, column, text=text)
            else:
                self.take_title(line, column, text)
        elif self.columns is None or len(text) > _LONGEST_NAME:
            self.note(PlanNoteCode.TEXT_NOT_READ, line, column, text=text)
        elif not self.columns.has(Column.GOAL) and not self.has_goal_rows:
            self.begin_goal(text, line)
            self.note(PlanNoteCode.GOAL_FROM_ROW, line, column, text=text, field="goal", guessed=text)
        elif not self.columns.has(Column.PATH):
            self.begin_path(text, line)
            self.note(PlanNoteCode.PATH_FROM_ROW, line, column, text=text, field="path", guessed=text)
        elif self.columns.has(Column.GOAL):
            self.begin_focus_area(text)
            self.note(PlanNoteCode.FOCUS_AREA_FROM_ROW, line, column, text=text, field="focus_area", guessed=text)
        else:
            self.begin_goal(text, line)
            self.note(PlanNoteCode.GOAL_FROM_ROW, line, column, text=text, field="goal", guessed=text)

    def take_said(self, line: Line, column: int, said: str, rest: str, text: str) -> None:
        """A text that says itself what it is."""
        if said == "goal":
            name, _, picture = rest.partition("\n")
            self.has_goal_rows = True
            goal = self.begin_goal(name.strip(), line)
            self.waits_for_picture = goal
            if picture.strip():
                self.take_picture(line, column, picture.strip())
        elif said == "path":
            self.begin_path(rest, line)
        elif said == "focus_area":
            self.begin_focus_area(rest)
        elif said == "vision" and not self.draft.vision:
            self.draft.vision = rest
        elif said == "period" and self.draft.period is None and years_in(rest):
            self.draft.period = years_in(rest)
            guessed = str(self.draft.period)
            self.note(PlanNoteCode.PERIOD_FROM_TITLE, line, column, text=text, field="period", guessed=guessed)
        else:
            self.note(PlanNoteCode.TEXT_NOT_READ, line, column, text=text)

    def take_title(self, line: Line, column: int, text: str) -> None:
        """The plan's name, and its years."""
        self.has_name = True
        years = years_in(text)
        self.draft.name = text
        self.note(PlanNoteCode.NAME_FROM_TITLE, line, column, text=text, field="name", guessed=text)
        if years is not None and self.draft.period is None:
            self.draft.period = years
            self.note(PlanNoteCode.PERIOD_FROM_TITLE, line, column, text=text, field="period", guessed=str(years))

    def may_be_picture(self) -> bool:
        """Whether a goal was just named, and what is said of it is not already longer than any picture."""
        return self.waits_for_picture is not None and len(self.waits_for_picture.picture) < _LONGEST_PICTURE

    def take_picture(self, line: Line, column: int, text: str) -> None:
        """How it is when the goal that was just named is reached."""
        goal = self.waits_for_picture
        if goal is None:
            return
        goal.picture = f"{goal.picture}\n{text}" if goal.picture else text
        if not line.is_paragraph:
            self.waits_for_picture = None
        self.note(PlanNoteCode.PICTURE_FROM_ROW, line, column, text=text, field="picture", guessed=text)

    def set_columns(self, columns: Columns, line: Line) -> None:
        """A row of headings."""
        self.columns, self.above, self.last = columns, {}, []
        self.rows = RowReader(columns, self.notes, self.is_ours)
        self.waits_for_picture = None
        self.held |= columns.all_held()
        if not self.is_ours:
            note_columns(columns, line, self.notes)
            if not columns.has(Column.PATH):
                self.note(PlanNoteCode.PATHS_MISSING, line, None, text="", field="path")
        for years in columns.years.values():
            whole = self.draft.action_period
            self.draft.action_period = (
                years if whole is None else type(years)(min(whole.first, years.first), max(whole.last, years.last))
            )

    # Rows of actions.

    def take_row(self, line: Line, rows: RowReader) -> None:
        """A row of a table with headings."""
        columns = rows.columns
        cells = {
            column: self.above.get(column, "") if column in line.joined and not text else text
            for column, text in enumerate(line.cells)
        }
        self.above = cells
        actions_at = columns.holding(Column.ACTION)
        has_actions = any(cells.get(at) and at not in line.joined for at in actions_at)
        self.take_focus_area_cell(line, columns, cells)
        self.take_goal_cell(line, columns, cells)
        is_new_path = self.take_path_cell(line, columns, cells, has_actions=has_actions)
        if has_actions:
            self.waits_for_picture = None
            path = self.path or self.begin_path("", line)
            self.last = rows.actions(line, cells)
            path.actions += self.last
            self.count += len(self.last)
            if self.count > MOST_ACTIONS:
                raise PlanRefused(PlanRefusal.TOO_MANY_ACTIONS, limit=MOST_ACTIONS)
            return
        left = [
            (column, text)
            for column, text in filled(line)
            if not set(columns.held.get(column, ())) & {Column.GOAL, Column.PATH, Column.FOCUS_AREA, Column.PICTURE}
        ]
        if left and self.last and not is_new_path:
            self.go_on(line, rows, left)
        elif left:
            self.note(PlanNoteCode.ROW_NOT_READ, line, left[0][0], text=" | ".join(text for _, text in left))

    def go_on(self, line: Line, rows: RowReader, left: list[tuple[int, str]]) -> None:
        """A row without an action of its own says more of the one above."""
        for column, text in left:
            held = rows.columns.held.get(column, ())
            last = self.last[-1]
            if set(held) & {Column.RESPONSIBLE, Column.PARTNERS} and len(last.names) < _MOST_NAMES:
                extra = ActionDraft("")
                rows.fill_names(extra, line, column, (Column.PARTNERS,), text)
                for draft in self.last:
                    draft.names |= extra.names
            else:
                rows.remark(last, line, column, text)
            self.note(PlanNoteCode.ROW_CONTINUES, line, column, text=text, field="action", guessed=text)
            last.notes.append(len(self.notes.found) - 1)

    def take_focus_area_cell(self, line: Line, columns: Columns, cells: dict[int, str]) -> None:
        at = columns.first(Column.FOCUS_AREA)
        if at is None or not cells.get(at) or at in line.joined or cells[at] == self.focus_area:
            return
        self.begin_focus_area(cells[at])
        if not columns.has(Column.GOAL):
            self.begin_goal(cells[at], line)
            self.note(PlanNoteCode.GOAL_FROM_FOCUS_AREA, line, at, text=cells[at], field="goal", guessed=cells[at])

    def take_goal_cell(self, line: Line, columns: Columns, cells: dict[int, str]) -> None:
        at = columns.first(Column.GOAL)
        if at is None:
            return
        if not cells.get(at):
            if self.goal is not None and at not in line.joined:
                self.note(PlanNoteCode.SAME_AS_ABOVE, line, at, field="goal", guessed=self.goal.name)
        elif at not in line.joined and (self.goal is None or cells[at] != self.goal.name):
            self.begin_goal(cells[at], line)
        picture = columns.first(Column.PICTURE)
        if picture is not None and self.goal is not None and cells.get(picture) and picture not in line.joined:
            if self.goal.picture and self.goal.picture != cells[picture]:
                self.note(PlanNoteCode.TEXT_NOT_READ, line, picture, text=cells[picture])
            self.goal.picture = self.goal.picture or cells[picture]

    def take_path_cell(self, line: Line, columns: Columns, cells: dict[int, str], *, has_actions: bool) -> bool:
        """Whether the row begins a path."""
        at = columns.first(Column.PATH)
        if at is None:
            return False
        text = cells.get(at, "")
        if at in line.joined:
            return False
        if not text:
            if self.path is not None and has_actions:
                self.note(PlanNoteCode.SAME_AS_ABOVE, line, at, field="path", guessed=self.path.name)
            return False
        if self.path is None or self.path.name != text:
            self.begin_path(text, line)
            return True
        return False

    # Beginning something.

    def begin_focus_area(self, name: str) -> None:
        self.focus_area = name
        if name and name not in self.draft.focus_areas:
            self.draft.focus_areas[name] = ""
        self.goal = self.path = None

    def begin_goal(self, name: str, line: Line) -> GoalDraft:
        """The goal with this name in the focus area, if it was there before, else a new one."""
        key = (self.focus_area, name)
        known = self.goals_by_name.get(key)
        if known is None:
            known = GoalDraft(name, focus_area=self.focus_area)
            self.goals_by_name[key] = known
            self.draft.goals.append(known)
        self.goal, self.path, self.last = known, None, []
        self.leave_heading()
        return known

    def begin_path(self, name: str, line: Line) -> PathDraft:
        """The path with this name under the goal, new or not."""
        goal = self.goal or self.unnamed_goal(line)
        self.last = []
        path = goal.paths_by_name.get(name)
        if path is None:
            path = goal.paths_by_name[name] = PathDraft(name)
            goal.paths.append(path)
        self.path = path
        return path

    def unnamed_goal(self, line: Line) -> GoalDraft:
        """The goal of actions that name none: the heading before the table, the sheet, or the plan's name."""
        heading = self.heading
        name = heading.cells[0] if heading is not None else ""
        if not name and self.has_sheets and not line.sheet.casefold().startswith(_PLAIN_SHEETS):
            name = line.sheet
        name = name or self.draft.name
        self.heading = None
        goal = self.begin_goal(name, line)
        if name:
            self.note(PlanNoteCode.GOAL_FROM_HEADING, line, None, text=name, field="goal", guessed=name)
        else:
            self.note(PlanNoteCode.GOAL_MISSING, line, None, text="", field="goal")
        return goal

    def leave_heading(self) -> None:
        """A heading that turned out to be no goal."""
        if self.heading is not None:
            self.note(PlanNoteCode.TEXT_NOT_READ, self.heading, 0, text=self.heading.cells[0])
            self.heading = None

    def note(
        self, code: PlanNoteCode, line: Line, column: int | None, *, text: str = "", field: str = "", guessed: str = ""
    ) -> None:
        self.notes.add(code, line, column, text=text, field=field, guessed=guessed)

    def finished(self) -> tuple[Plan, set[str]]:
        """The plan, when there are no more lines."""
        self.leave_heading()
        plan, is_renumbered = self.draft.made(self.notes.found)
        if is_renumbered and self.first_line is not None:
            self.note(PlanNoteCode.NUMBERED_ANEW, self.first_line, None, text="", field="number")
        return plan, held_fields(self.held, self.draft)
