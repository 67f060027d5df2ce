"""Reads the Word documents that we have written, also after texts were changed or rows added. Without guesses."""

from collections.abc import Iterable

from veivalg.rules.plans import Plan, years_in
from veivalg.web.files.plans.columns import Columns, columns_of
from veivalg.web.files.plans.drafts import GoalDraft, PathDraft
from veivalg.web.files.plans.heads import Column
from veivalg.web.files.plans.layout import Layout
from veivalg.web.files.plans.lines import Line
from veivalg.web.files.plans.notes import PlanNoteCode, PlanNotes
from veivalg.web.files.plans.words import (
    FOCUS_AREA_IN_FRONT,
    GOAL_IN_FRONT,
    NO_FOCUS_AREA,
    PERIOD_IN_FRONT,
    VISION_IN_FRONT,
    front_removed,
)


def own_plan_of(lines: Iterable[Line], *, notes: PlanNotes) -> tuple[Plan, set[str]]:
    """The plan in the lines of our own document, and which fields it has a place for."""
    layout = _OwnLayout(notes)
    for line in lines:
        layout.take(line)
    return layout.finished()


class _OwnLayout(Layout):
    """A heading of level 1 is the name, of level 2 a focus area; a table is goal, picture, headings, rows."""

    is_ours = True

    def __init__(self, notes: PlanNotes) -> None:
        super().__init__(notes)
        self.about_of = ""
        self.expected = ""

    def take(self, line: Line) -> None:
        self.first_line = self.first_line or line
        if line.is_paragraph:
            self.take_paragraph(line, line.cells[0])
        elif line.is_whole:
            self.take_whole(line, line.cells[0])
        elif self.expected == "heads" and (columns := columns_of(line)) is not None:
            self.expected = ""
            self.set_columns(columns, line)
        elif self.rows is not None and self.goal is not None:
            self.take_row(line, self.rows)
        elif any(line.cells):
            self.note(PlanNoteCode.ROW_NOT_READ, line, None, text=" | ".join(filter(None, line.cells)))

    def take_paragraph(self, line: Line, text: str) -> None:
        self.expected = ""
        if line.heading_level == 1 and not self.draft.name:
            self.draft.name = text
        elif line.heading_level == 2 and text in NO_FOCUS_AREA.all:
            self.focus_area, self.about_of = "", ""
        elif line.heading_level == 2 and (name := front_removed(text, FOCUS_AREA_IN_FRONT)):
            self.focus_area = self.about_of = name
            self.draft.focus_areas.setdefault(name, "")
        elif self.about_of and not line.heading_level:
            self.draft.focus_areas[self.about_of], self.about_of = text, ""
        elif not self.draft.vision and (vision := front_removed(text, VISION_IN_FRONT)):
            self.draft.vision = vision
        elif front_removed(text, PERIOD_IN_FRONT) and (years := years_in(text)):
            self.draft.period = years
        else:
            self.note(PlanNoteCode.TEXT_NOT_READ, line, 0, text=text)

    def take_whole(self, line: Line, text: str) -> None:
        """A row across the table: the goal, and then its picture, which may be empty."""
        if self.expected == "picture" and self.goal is not None:
            self.goal.picture, self.expected = text, "heads"
            return
        name = front_removed(text, GOAL_IN_FRONT)
        if name is not None:
            self.goal = GoalDraft(name, focus_area=self.focus_area)
            self.draft.goals.append(self.goal)
            self.path, self.last, self.about_of, self.expected = None, [], "", "picture"
        elif text:
            self.note(PlanNoteCode.TEXT_NOT_READ, line, 0, text=text)

    def take_path_cell(self, line: Line, columns: Columns, cells: dict[int, str], *, has_actions: bool) -> bool:
        at = columns.first(Column.PATH)
        if at is None or at in line.joined or self.goal is None:
            return False
        self.path = PathDraft(cells.get(at, ""))
        self.goal.paths.append(self.path)
        return True
