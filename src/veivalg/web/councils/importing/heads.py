"""Which row of a sheet holds the heads, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.web.councils.importing.cells import Plain, is_position, is_side
from veivalg.web.councils.importing.choices import NONE, Choices
from veivalg.web.councils.importing.columns import Column, column_of
from veivalg.web.councils.importing.draft import PlainSheet
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.files.values import as_line

SEARCHED_ROWS, SAMPLE = 40, 60
NAMES = frozenset({Column.NAME, Column.LAST_NAME, Column.FIRST_NAME})
_MOSTLY = 0.8
_SAID_BY_CONTENTS = (Column.POSITION, Column.OFFICE)
"""Heads that different councils mean different things by."""


@dataclass(frozen=True)
class Head:
    """One column of a sheet: what stands above it, an example, and what it is taken for."""

    place: int
    text: str
    example: str
    column: Column | None


def head_row(sheet: PlainSheet, index: int, choices: Choices) -> int | None:
    """The row with the heads, counted from 0: chosen, or the one with most known heads. None without one for names."""
    chosen = choices.get("sheet-head", index)
    if chosen.isdecimal() and 1 <= int(chosen) <= len(sheet.rows):
        return int(chosen) - 1
    best, most = None, 0
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        filled = [cell for cell in row if cell is not None]
        found = {column_of(cell) for cell in filled} - {None}
        # One known word alone is likelier a title than a head, unless it is all that stands there.
        if found & NAMES and len(found) > most and (len(found) > 1 or len(filled) == 1):
            best, most = number, len(found)
    return best


def heads_of(sheet: PlainSheet, index: int, row: int, choices: Choices, stored: Stored) -> list[Head]:
    """Every column of a sheet that has a head or something below it."""
    texts = [as_line(cell) for cell in sheet.rows[row]]
    below = [
        [as_line(cell) for line in sheet.rows[row + 1 :] if (cell := line[place]) is not None]
        for place in range(len(texts))
    ]
    guesses: list[Column | None] = []
    for text in texts:
        found = column_of(text)
        # "Verv" and "Posisjon" side by side: one of them is then about something else.
        guesses.append(found if found not in guesses or found in _SAID_BY_CONTENTS else None)
    for place, column in enumerate(guesses):
        # "Funksjon" and "Tittel" side by side: the one that says leader and member is the role in the body.
        if column is Column.OFFICE and Column.POSITION not in guesses and _are_positions(below[place]):
            guesses[place] = Column.POSITION
        elif column is Column.OFFICE and Column.OFFICE in guesses[:place]:
            guesses[place] = None
    for place, column in enumerate(guesses):
        if column is Column.POSITION:
            guesses[place] = _position_or_other(below[place], guesses)
            if guesses[place] in guesses[:place]:
                guesses[place] = None
    for place, column in enumerate(guesses):
        if column is None:
            guesses[place] = _by_contents(below[place], guesses, stored)
    heads = []
    for place, text in enumerate(texts):
        if not text and not below[place]:
            continue
        chosen = choices.get("column", index, place)
        column = Column(chosen) if chosen and chosen != NONE else None if chosen else guesses[place]
        example = next(iter(below[place]), "")
        heads.append(Head(place, text[:80], example[:60], column))
    return heads


def _are_positions(values: Sequence[str]) -> bool:
    """Whether a column that could be anything says leader, member and substitute in nearly all of its cells."""
    sample = values[:SAMPLE]
    return bool(sample) and sum(is_position(value.rstrip(":")) for value in sample) >= _MOSTLY * len(sample)


def _position_or_other(values: Sequence[str], taken: Sequence[Column | None]) -> Column | None:
    """A column headed "posisjon" may be about the municipal council, and one headed "verv" about the office at home."""
    sample = values[:SAMPLE]
    if not sample or sum(map(is_position, sample)) * 2 >= len(sample):
        return Column.POSITION
    if all(map(is_side, sample)):
        return Column.SIDE if Column.SIDE not in taken else None
    return Column.OFFICE if Column.OFFICE not in taken else Column.POSITION


def _by_contents(values: Sequence[str], taken: Sequence[Column | None], stored: Stored) -> Column | None:
    """What a column without a known head holds, when nearly all of its cells look alike."""
    sample = values[:SAMPLE]
    if not sample:
        return None

    def mostly(count: int) -> bool:
        return count >= _MOSTLY * len(sample)

    if Column.EMAIL not in taken and mostly(sum("@" in value for value in sample)):
        return Column.EMAIL
    if Column.POSITION not in taken and _are_positions(values):
        return Column.POSITION
    words = [value for value in sample if not value.isdecimal()]
    found = sum(bool(stored.participants_called(value)) for value in words)
    if Column.PARTICIPANT not in taken and words and mostly(found):
        return Column.PARTICIPANT
    return None


def is_grouped(cells: Sequence[Plain]) -> bool:
    """Whether blank cells of a column mean "as above": it begins filled, has blanks, and no value comes back later.

    >>> is_grouped(["Grong", None, "Overhalla", None]), is_grouped(["Grong", None, "Grong"]), is_grouped(["A", "B"])
    (True, False, False)
    """
    filled = [as_line(cell) for cell in cells if cell is not None]
    if not filled or len(filled) == len(cells) or cells[0] is None:
        return False
    runs = [value for n, value in enumerate(filled) if n == 0 or value != filled[n - 1]]
    return len(runs) == len(set(runs)) and len(filled) == len(runs)
