"""What was changed while a file was read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext

SHOWN_OF_A_KIND = 50


class Change(StrEnum):
    """The stable names of the changes."""

    FORMULA = "formula"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    FORMULA_AS_TEXT = "formula_as_text"
    ERROR_VALUE = "error_value"
    CONTROL_CHARACTERS = "control_characters"
    TEXT_DIRECTION = "text_direction"
    ZERO_WIDTH = "zero_width"
    COMPOSED = "composed"
    TRIMMED = "trimmed"
    HIDDEN_SHEET = "hidden_sheet"
    GUESSED_ENCODING = "guessed_encoding"
    MORE = "more"


@dataclass(frozen=True)
class Note:
    """One change: the cell's address as spreadsheets write it (``B7``), empty for a whole sheet."""

    code: Change
    sheet: str
    cell: str = ""
    more_of: Change | None = None
    """For ``MORE``: of which change, the cell of the first one, and how many."""
    example: str = ""
    count: int = 0

    @property
    def message(self) -> str:
        """What happened, in the reader's language."""
        if self.more_of is None:
            return _message(self.code) % {"cell": self.cell, "sheet": self.sheet}
        example = _message(self.more_of) % {"cell": self.example, "sheet": self.sheet}
        told = gettext("“%(sheet)s”: %(count)s more cells like this one: %(example)s")
        return told % {"sheet": self.sheet, "count": self.count, "example": example}

    def as_json(self) -> dict[str, str | int | None]:
        """The same to be kept, without words: whoever reads it later has a language of their own."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What was kept. Raises KeyError, TypeError and ValueError when it is no note."""
        more_of = kept["more_of"]
        return cls(**{**kept, "code": Change(kept["code"]), "more_of": None if more_of is None else Change(more_of)})


class Notes:
    """Collects notes, at most ``SHOWN_OF_A_KIND`` of each kind on a sheet; then how many more there are."""

    def __init__(self) -> None:
        self._found: list[Note] = []
        self._counts: Counter[tuple[Change, str]] = Counter()

    def add(self, code: Change, *, sheet: str, cell: str = "") -> None:
        """One more."""
        self._counts[code, sheet] += 1
        if self._counts[code, sheet] <= SHOWN_OF_A_KIND:
            self._found.append(Note(code, sheet, cell))

    def told(self) -> tuple[Note, ...]:
        """The notes in the order they were found, and last one for each kind of which there were too many to tell."""
        more = [
            Note(Change.MORE, sheet, more_of=code, example=self._first(code, sheet), count=count - SHOWN_OF_A_KIND)
            for (code, sheet), count in self._counts.items()
            if count > SHOWN_OF_A_KIND
        ]
        return (*self._found, *more)

    def _first(self, code: Change, sheet: str) -> str:
        return next(note.cell for note in self._found if (note.code, note.sheet) == (code, sheet))


def _message(code: Change) -> str:
    match code:
        case Change.FORMULA:
            return gettext("%(cell)s, “%(sheet)s”: a formula. Its last result was read; formulas are never run here.")
        case Change.FORMULA_WITHOUT_VALUE:
            return gettext("%(cell)s, “%(sheet)s”: a formula without a result. The cell was read as empty.")
        case Change.FORMULA_AS_TEXT:
            return gettext("%(cell)s, “%(sheet)s”: looks like a formula, and was read as plain text.")
        case Change.ERROR_VALUE:
            return gettext("%(cell)s, “%(sheet)s”: an error instead of a value. The cell was read as empty.")
        case Change.CONTROL_CHARACTERS:
            return gettext("%(cell)s, “%(sheet)s”: characters that are not text were removed.")
        case Change.TEXT_DIRECTION:
            return gettext("%(cell)s, “%(sheet)s”: hidden marks that turn the direction of the text were removed.")
        case Change.ZERO_WIDTH:
            return gettext("%(cell)s, “%(sheet)s”: characters that cannot be seen were removed.")
        case Change.COMPOSED:
            return gettext("%(cell)s, “%(sheet)s”: letters with loose accents were joined. They look the same.")
        case Change.TRIMMED:
            return gettext("%(cell)s, “%(sheet)s”: spaces before or after the text were removed.")
        case Change.HIDDEN_SHEET:
            return gettext("The sheet “%(sheet)s” is hidden in the file, and was read as well.")
        case Change.GUESSED_ENCODING:
            return gettext("The file does not say how letters are stored. Check that æ, ø and å came out right.")
        case Change.MORE:
            raise ValueError("how many more there are is counted, not added")
