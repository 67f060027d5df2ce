"""From sheets to lines about one person each: heads, headings between rows, and blank cells that mean "as above"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from veivalg.web.councils.importing.cells import Plain, Unclear, position_of
from veivalg.web.councils.importing.choices import NONE, ONLY_PEOPLE, Choices
from veivalg.web.councils.importing.columns import LABELS, Column
from veivalg.web.councils.importing.draft import PlainSheet
from veivalg.web.councils.importing.heads import NAMES, Head, head_row, heads_of, is_grouped
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.councils.models import Body
from veivalg.web.files.values import as_line

CARRIED = (Column.BODY, Column.PARTICIPANT)
_MOST_NOTES = 40
_MOST_JOINED = 20_000


@dataclass(frozen=True)
class Line:
    """One row about a person, with what headings above it say."""

    sheet: int
    number: int
    """As the spreadsheet counts, from 1."""
    cells: Mapping[Column, Plain]
    participant_above: str = ""
    body_above: str = ""
    position_above: str = ""

    @property
    def ref(self) -> str:
        """What the row is called in forms."""
        return f"{self.sheet}-{self.number}"

    def text(self, column: Column) -> str:
        """A cell as text; the empty one when there is none."""
        return as_line(self.cells.get(column))

    @property
    def name(self) -> str:
        """The whole name, from one column or two."""
        whole, first, last = self.text(Column.NAME), self.text(Column.FIRST_NAME), self.text(Column.LAST_NAME)
        if not whole:
            return f"{first} {last}".strip()
        # "Fornavn" beside "Navn": the latter is then often the last name alone.
        return whole if not first or first.casefold() in whole.casefold() else f"{first} {whole}"


@dataclass
class Layout:
    """How one sheet is read."""

    index: int
    name: str
    is_read: bool
    head_row: int | None
    """Counted from 0."""
    heads: list[Head] = field(default_factory=list)
    above: dict[int, bool] = field(default_factory=dict)
    """Columns of bodies and participants, and whether blank cells there mean "as above"."""
    body: Body | None = None
    """For rows that do not say."""
    only_people: bool = False
    """Rows that name no body are about the person alone."""
    lines: list[Line] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    @property
    def columns(self) -> dict[int, Column]:
        return {head.place: head.column for head in self.heads if head.column is not None}

    def has(self, column: Column) -> bool:
        return column in self.columns.values()


def layouts_of(sheets: list[PlainSheet], choices: Choices, stored: Stored) -> list[Layout]:
    """Every sheet, those that are not read among them."""
    found = [_layout(sheet, index, choices, stored) for index, sheet in enumerate(sheets)]
    if not any(layout.is_read for layout in found) and not any("sheet-read" in name for name in choices.answers):
        # Nothing was recognised: the first sheet with rows is opened, so that its columns can be pointed out.
        index = next((n for n, sheet in enumerate(sheets) if sheet.rows), 0)
        found[index] = _layout(sheets[index], index, choices, stored, is_read=True)
    return found


def _layout(sheet: PlainSheet, index: int, choices: Choices, stored: Stored, *, is_read: bool | None = None) -> Layout:
    row = head_row(sheet, index, choices)
    chosen = choices.get("sheet-read", index)
    if is_read is None:
        is_read = chosen == "yes" if chosen else row is not None
    if row is None:
        row = next((n for n, cells in enumerate(sheet.rows) if any(cell is not None for cell in cells)), None)
    layout = Layout(index, sheet.name, is_read and row is not None, row)
    if not layout.is_read or row is None:
        return layout
    layout.heads = heads_of(sheet, index, row, choices, stored)
    _guess_above(sheet, layout, choices)
    _guess_body(sheet, layout, choices, stored)
    layout.lines = list(_lines(sheet, layout, stored))
    if row > 0 and not choices.get("sheet-head", index):
        layout.guesses.append(
            gettext("The heads are in row %(row)s; what stands above was passed over.") % {"row": row + 1}
        )
    layout.guesses = layout.guesses[:_MOST_NOTES]
    return layout


def _guess_above(sheet: PlainSheet, layout: Layout, choices: Choices) -> None:
    # Our own files say everything in each row: there, blank means that there is nothing.
    has_numbers = layout.has(Column.PERSON_NUMBER) or layout.has(Column.MANDATE_NUMBER)
    first = (layout.head_row or 0) + 1
    rows = [row for row in sheet.rows[first:] if sum(cell is not None for cell in row) > 0]
    for place, column in layout.columns.items():
        if column not in CARRIED:
            continue
        cells = [row[place] for row in rows]
        chosen = choices.get("above", layout.index, place)
        layout.above[place] = chosen == "yes" if chosen else not has_numbers and is_grouped(cells)
        if layout.above[place] and not chosen:
            layout.guesses.append(
                gettext("Blank cells under “%(head)s” were read as the same as above.") % {"head": LABELS[column]}
            )


def _guess_body(sheet: PlainSheet, layout: Layout, choices: Choices, stored: Stored) -> None:
    chosen = choices.get("sheet-body", layout.index)
    if chosen == ONLY_PEOPLE:
        layout.only_people = True
        return
    if chosen.isdecimal():
        layout.body = next((body for body in stored.bodies if body.pk == int(chosen)), None)
        return
    if chosen == NONE or (layout.has(Column.BODY) and not _begins_blank(sheet, layout)):
        return
    titles = [as_line(cell) for row in sheet.rows[: layout.head_row] for cell in row if cell is not None]
    for word in (layout.name, *titles[:10]):
        found = stored.bodies_called(word)
        if not found:
            # "Arbeidsutvalget 2023–2027" above a list is a title with the body's name in it.
            found = [body for body in stored.bodies if body.name.casefold() in word.casefold()]
        if len(found) == 1:
            layout.body = found[0]
            layout.guesses.append(
                gettext("Rows that name no body were read as %(body)s, after “%(word)s”.")
                % {"body": found[0], "word": word[:60]}
            )
            return


def _begins_blank(sheet: PlainSheet, layout: Layout) -> bool:
    """Whether a column of bodies says nothing at all."""
    place = next(place for place, column in layout.columns.items() if column is Column.BODY)
    return all(row[place] is None for row in sheet.rows[(layout.head_row or 0) + 1 :])


def _lines(sheet: PlainSheet, layout: Layout, stored: Stored) -> Iterator[Line]:
    columns, first = layout.columns, (layout.head_row or 0) + 1
    head = sheet.rows[layout.head_row or 0]
    filled, wide = _merged_downwards(sheet), _wide(sheet)
    carried: dict[int, Plain] = {}
    participant = body = position = ""
    for number, row in enumerate(sheet.rows[first:], start=first):
        places = [place for place, cell in enumerate(row) if cell is not None]
        if not places or row == head:
            continue
        if len(places) == 1 and (number, places[0]) not in filled:
            place, text = places[0], as_line(row[places[0]])
            kind = _heading(text, columns.get(place), stored)
            if kind == "position":
                position = text.rstrip(": ")
                continue
            if kind == "participant":
                participant, position, carried = text.rstrip(": "), "", {}
                continue
            if kind == "body":
                body, participant, position, carried = text.rstrip(": "), "", "", {}
                continue
            looks_like_place = "kommune" in text.casefold() or (participant and " " not in text)
            if looks_like_place and not layout.has(Column.PARTICIPANT):
                # Whoever stands below must not be taken for those of the heading before; the word is asked about.
                participant, position = text.rstrip(": "), ""
                continue
            if columns.get(place) not in NAMES or text.endswith(":") or (number, place) in wide:
                _unknown_heading(layout, number, text)
                continue
        cells = {column: row[place] for place, column in columns.items() if row[place] is not None}
        for place, is_above in layout.above.items():
            if row[place] is not None:
                carried[place] = row[place]
            elif (number, place) in filled or (is_above and place in carried):
                cells[columns[place]] = filled.get((number, place), carried.get(place))
        if set(cells) <= set(CARRIED):
            continue
        yield Line(layout.index, number + 1, cells, participant, body, position)


def _heading(text: str, column: Column | None, stored: Stored) -> str:
    """What a row with a single cell is a heading of: ``position``, ``participant``, ``body`` or nothing."""
    word = text.rstrip(": ")
    if column in (Column.EMAIL, Column.PHONE):
        return ""
    try:
        position_of(word)
    except Unclear:
        pass
    else:
        return "position"
    if stored.participants_called(word):
        return "participant"
    return "body" if stored.bodies_called(word) else ""


def _unknown_heading(layout: Layout, number: int, text: str) -> None:
    layout.guesses.append(
        gettext("Row %(row)s, “%(text)s”, was passed over: it names no person.")
        % {"row": number + 1, "text": text[:60]}
    )


def _merged_downwards(sheet: PlainSheet) -> dict[tuple[int, int], Plain]:
    """The value of every cell below the first one of a range that is joined downwards."""
    found: dict[tuple[int, int], Plain] = {}
    for top, left, bottom, _right in sheet.merged:
        # Joined ranges may lie over each other without end in a file that is made to take time.
        if (
            top < len(sheet.rows)
            and left < len(sheet.rows[0])
            and len(found) < _MOST_JOINED
            and (top, left) not in found
        ):
            value = sheet.rows[top][left]
            if value is not None:
                found |= {(row, left): value for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1)}
    return found


def _wide(sheet: PlainSheet) -> frozenset[tuple[int, int]]:
    """First cells of ranges that are joined to the right."""
    return frozenset((top, left) for top, left, _bottom, right in sheet.merged if right > left)
