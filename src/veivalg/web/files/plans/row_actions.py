"""The actions of one row of a table: cells divided, names, times and amounts read."""

import re
from dataclasses import dataclass

from veivalg.rules.plans import SUSTAINABLE_GOALS, Remark, Years, guess_from_words, read_timing
from veivalg.rules.plans.timing import Timing, written_timing
from veivalg.web.files.plans import splitting
from veivalg.web.files.plans.columns import Columns
from veivalg.web.files.plans.drafts import ActionDraft
from veivalg.web.files.plans.heads import Column
from veivalg.web.files.plans.lines import Line
from veivalg.web.files.plans.notes import PlanNoteCode, PlanNotes

# How we write an action in a document.
_OWN_NUMBER = re.compile(r"(?P<number>[1-9]\d{0,6})\.(?: |$)(?P<text>.*)", re.DOTALL)
# What stands in a column of a year for an action that is done then, and for one that is not.
_MARKS = frozenset(["x", "xx", "•", "●", "·", "∙", "*", "+", "✓", "✔", "√", "☑", "■", "█", "▪", "ja", "yes", "1"])
_NO_MARKS = frozenset(["-", "–", "—", "0", "nei", "no", "ikke", "☐", "□"]) | {""}
_TEXTS = {
    Column.ID: "id",
    Column.CONTACT: "contact",
    Column.COUNTY_PLAN: "county_plan",
    Column.MUNICIPAL_PLAN: "municipal_plan",
}


@dataclass(frozen=True)
class RowReader:
    """Reads rows of a table. ``is_ours`` is a document that we have written: nothing in it is guessed or divided."""

    columns: Columns
    notes: PlanNotes
    is_ours: bool = False

    def actions(self, line: Line, cells: dict[int, str]) -> list[ActionDraft]:
        """The actions of a row; ``cells`` are its texts, those that go on from above included."""
        found = []
        for column in self.columns.holding(Column.ACTION):
            text = cells.get(column, "")
            if not text or column in line.joined:
                continue
            made = self.divided(line, column, text)
            for place, draft in enumerate(made):
                self.fill(draft, line, cells, place=place, count=len(made), years=self.columns.years.get(column))
            found += made
        return found

    def divided(self, line: Line, column: int, text: str) -> list[ActionDraft]:
        """The actions of a cell."""
        if self.is_ours:
            own = _OWN_NUMBER.fullmatch(text)
            return [ActionDraft(own["text"], own["number"]) if own else ActionDraft(text)]
        found, before = splitting.pieces(text)
        drafts = [ActionDraft(piece.text, piece.label) for piece in found]
        if len(drafts) > 1:
            number = self.note(
                drafts[0], PlanNoteCode.ACTIONS_SPLIT, line, column, text=text, field="text", guessed=str(len(drafts))
            )
            for draft in drafts[1:]:
                draft.notes.append(number)
        if before:
            self.remark(drafts[0], line, column, before)
        return drafts

    def fill(
        self,
        draft: ActionDraft,
        line: Line,
        cells: dict[int, str],
        *,
        place: int,
        count: int,
        years: Years | None,
    ) -> None:
        """Everything of an action but its text."""
        marks: dict[int, str] = {}
        for column, held in self.columns.held.items():
            text = self.share(draft, line, column, cells.get(column, ""), place=place, count=count)
            if text and held == (Column.YEARS,):
                marks[column] = text
            elif text:
                self.fill_from(draft, line, column, held, text)
        self.fill_marked(draft, line, marks)
        for column in self.columns.others:
            if cells.get(column):
                draft.remarks.append(Remark(self.columns.others[column], cells[column]))
        for column, text in cells.items():
            if text and column not in self.columns.held and column not in self.columns.others:
                self.remark(draft, line, column, text)
        has_time = draft.first_year or draft.last_year or draft.due_on
        if years and not has_time and not (self.is_ours and self.columns.has(Column.TIME)):
            draft.first_year, draft.last_year = years.first, years.last
        if not self.is_ours:
            self.guess(draft, line)

    def share(self, draft: ActionDraft, line: Line, column: int, text: str, *, place: int, count: int) -> str:
        """What of a cell belongs to one of several actions in its row: its own line, when there is one for each."""
        held = self.columns.held[column]
        if count == 1 or "\n" not in text or Column.ACTION in held or held[0] in (Column.GOAL, Column.PATH):
            return text
        numbered, before = splitting.pieces(text)
        lines = [each for each in text.split("\n") if each.strip()]
        if len(numbered) == count and not before:
            own = numbered[place].text
        elif len(lines) == count:
            own = lines[place]
        else:
            return text
        self.note(draft, PlanNoteCode.DIVIDED_BY_LINE, line, column, text=text, field=held[0].value, guessed=own)
        return own

    def fill_from(self, draft: ActionDraft, line: Line, column: int, held: tuple[Column, ...], text: str) -> None:
        """What one cell says."""
        kind = held[0]
        if kind == Column.NUMBER:
            label = " ".join(text.split()).rstrip(".)")
            draft.label = label if not draft.label else draft.label
            if label != draft.label:
                self.remark(draft, line, column, text)
        elif kind in (Column.RESPONSIBLE, Column.PARTNERS):
            self.fill_names(draft, line, column, held, text)
        elif kind in (Column.START, Column.TIME):
            self.fill_time(draft, line, column, kind, text)
        elif kind in (Column.COST, Column.FUNDING):
            self.fill_cost(draft, line, column, kind, text)
        elif kind == Column.SUSTAINABLE_GOALS:
            numbers = splitting.numbers_in(text)
            draft.sustainable_goals = tuple(number for number in numbers if number in SUSTAINABLE_GOALS)
            if not numbers or len(numbers) != len(draft.sustainable_goals):
                self.remark(draft, line, column, text)
        elif kind == Column.FIELDS:
            draft.fields = splitting.names(text)
        elif kind in _TEXTS:
            setattr(draft, _TEXTS[kind], text)

    def fill_names(self, draft: ActionDraft, line: Line, column: int, held: tuple[Column, ...], text: str) -> None:
        """Names: the first of a column of responsibles is the responsible, all others are partners."""
        found = splitting.lines_of_names(text) if self.is_ours else splitting.people(text)
        names = dict.fromkeys(found)
        if not self.is_ours and found != (before := splitting.names(text)):
            parts = ", ".join(name for name in found if name not in before)
            self.note(
                draft, PlanNoteCode.NAMES_APART, line, column, text=before[-1], field="responsible", guessed=parts
            )
        if held[0] == Column.PARTNERS:
            draft.has_responsible = draft.has_responsible and bool(draft.names)
            draft.names |= names
            return
        if not draft.has_responsible:
            # The column of partners stood first.
            draft.names, draft.has_responsible = names | draft.names, bool(found)
        else:
            draft.names |= names
        if not found:
            self.remark(draft, line, column, text)
        elif len(found) > 1 and not self.is_ours:
            self.note(draft, PlanNoteCode.NAMES_SPLIT, line, column, text=text, field="responsible", guessed=found[0])

    def fill_time(self, draft: ActionDraft, line: Line, column: int, kind: Column, text: str) -> None:
        """Years, a day, or how often."""
        timing = read_timing(text)
        years = [year for year in (timing.first_year, timing.last_year) if year is not None]
        words = None if timing else guess_from_words(text)
        if kind == Column.START:
            year = years[0] if years else timing.due_on.year if timing.due_on else None
            if year is not None and (draft.last_year or year) >= year:
                draft.first_year = year
            if year is None or timing.due_on or timing.has_rest:
                self.remark(draft, line, column, text)
            return
        if timing:
            self.set_time(draft, line, column, timing, text)
        elif words:
            draft.kind, draft.rhythm_months = words.kind, words.rhythm_months
            said = " … ".join(words.words)
            self.note(
                draft, PlanNoteCode.KIND_FROM_WORDS, line, column, text=said, field="kind", guessed=words.kind.value
            )
        if (timing and timing.has_rest) or not (timing or words):
            self.remark(draft, line, column, text)

    def set_time(self, draft: ActionDraft, line: Line, column: int, timing: Timing, text: str) -> None:
        """Puts years in, unless they contradict the start that the row has."""
        first = timing.first_year
        if draft.first_year is not None and not self.is_ours and (first is None or first == timing.last_year):
            first = draft.first_year
        if first is not None and timing.last_year is not None and timing.last_year < first:
            self.remark(draft, line, column, text)
            return
        draft.first_year, draft.last_year, draft.due_on = first, timing.last_year, timing.due_on

    def fill_marked(self, draft: ActionDraft, line: Line, cells: dict[int, str]) -> None:
        """Years from the columns that have a mark; a text counts as one, and is kept."""
        marks = {column: text for column, text in cells.items() if text.casefold().strip() not in _NO_MARKS}
        for column, text in marks.items():
            if text.casefold().strip() not in _MARKS:
                self.remark(draft, line, column, text)
        if not marks:
            return
        years = [self.columns.years[column] for column in marks]
        first, last = min(each.first for each in years), max(each.last for each in years)
        if draft.last_year is None and (draft.first_year is None or draft.first_year <= last):
            draft.first_year, draft.last_year = first if draft.first_year is None else draft.first_year, last
            text = ", ".join(self.columns.heads[column] for column in marks)
            guessed = str(Years(draft.first_year, last))
            self.note(draft, PlanNoteCode.TIME_FROM_MARKS, line, min(marks), text=text, field="time", guessed=guessed)
            return
        # Another column says when: what contradicts it is kept.
        for column, text in marks.items():
            own = self.columns.years[column]
            is_outside = own.last < (draft.first_year or own.last) or own.first > (draft.last_year or own.first)
            if is_outside and text.casefold().strip() in _MARKS:
                self.remark(draft, line, column, text)

    def fill_cost(self, draft: ActionDraft, line: Line, column: int, kind: Column, text: str) -> None:
        """Kroner, and where they come from."""
        amount, rest = splitting.cost(text)
        is_cost = Column.COST in self.columns.held[column]
        if is_cost and amount is not None:
            draft.cost_nok = amount
        elif not is_cost:
            rest = text
        if rest:
            draft.funding = f"{draft.funding}; {rest}" if draft.funding else rest
            if kind == Column.COST and amount is None:
                self.note(draft, PlanNoteCode.KEPT_AS_REMARK, line, column, text=text, field="funding", guessed=rest)

    def guess(self, draft: ActionDraft, line: Line) -> None:
        """What the action's own words suggest, where the table says nothing."""
        found = guess_from_words(draft.text)
        if not found:
            return
        column = self.columns.first(Column.ACTION)
        words = " … ".join(found.words)
        if found.rhythm_months or found.wanted_count or found.kind != draft.kind:
            if draft.rhythm_months is None:
                draft.rhythm_months = found.rhythm_months
            draft.wanted_count, draft.counted_per = found.wanted_count, found.counted_per
            if found.kind.value != "dated":
                draft.kind = found.kind
                self.note(
                    draft,
                    PlanNoteCode.KIND_FROM_WORDS,
                    line,
                    column,
                    text=words,
                    field="kind",
                    guessed=found.kind.value,
                )
        has_column = self.columns.has(Column.TIME) or self.columns.has(Column.YEARS)
        has_own_time = has_column and (draft.first_year or draft.last_year or draft.due_on)
        if (found.last_year or found.due_on) and not has_own_time:
            if found.last_year and (draft.first_year or found.last_year) <= found.last_year:
                draft.last_year = found.last_year
            draft.due_on = found.due_on
            guessed = written_timing(None, found.last_year, found.due_on).lstrip("–")
            self.note(draft, PlanNoteCode.TIME_FROM_WORDS, line, column, text=words, field="time", guessed=guessed)

    def remark(self, draft: ActionDraft, line: Line, column: int, text: str) -> None:
        """Keeps a text that no field can hold, under its column's heading."""
        head = self.columns.heads[column] if column < len(self.columns.heads) else ""
        draft.remarks.append(Remark(head, text))
        self.note(draft, PlanNoteCode.KEPT_AS_REMARK, line, column, text=text, field="remarks", guessed=text)

    def note(
        self,
        draft: ActionDraft,
        code: PlanNoteCode,
        line: Line,
        column: int | None,
        *,
        text: str,
        field: str,
        guessed: str,
    ) -> int:
        """A note about an action; its number among the notes."""
        self.notes.add(code, line, column, text=text, field=field, guessed=guessed)
        draft.notes.append(len(self.notes.found) - 1)
        return draft.notes[-1]
