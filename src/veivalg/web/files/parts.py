"""Looks through the XML of a workbook before anything else reads it.

The reader that comes after (calamine) makes room for every cell between the outermost ones, and copies a text for each
cell it stands in; a file of one kilobyte can ask for more memory than any machine has, and then the whole process ends.
So everything that decides how much is read is counted here first. It is counted in every part, whatever the part is
called, because what a part is for is said by other parts that may lie.
"""

import re
from array import array
from dataclasses import dataclass, field
from xml.parsers import expat

from veivalg.web.files.refusals import Refusal, SheetRefused

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
# Values of another workbook, Dynamic Data Exchange (program|topic!item), and functions that call out.
_OTHER_BOOK = re.compile(r"\[\d+\][^\[\]!,;()]*!|\[[^\[\]]*\.(?:xl|ods|csv)", re.IGNORECASE)
_CALLS_OUT = re.compile(r"\b(?:DDE|WEBSERVICE|CALL|REGISTER(?:\.ID)?|RTD)\s*\(", re.IGNORECASE)
# Dynamic Data Exchange: program|topic!item.
_PROGRAM = re.compile(r"(?:^|[=+\-@(,;\s'])[\w.]+\s*\|")
# Excel's own limit; a longer one is no formula, and searching it would take long.
_LONGEST_FORMULA = 8_192
_MOST_NAMED = 10_000
_QUOTED = re.compile(r'"[^"]*"')


def leads_outside(formula: str) -> bool:
    """Whether a formula gets its value from another file or program.

    >>> leads_outside("cmd|'/c calc'!A0"), leads_outside("[1]Ark1!A1"), leads_outside('A1&"|x!"')
    (True, True, False)
    """
    bare = _QUOTED.sub('""', formula)
    if _OTHER_BOOK.search(bare) or _CALLS_OUT.search(bare):
        return True
    program = _PROGRAM.search(bare)
    return program is not None and "!" in bare[program.end() :]


@dataclass
class Findings:
    """What one part holds. Rows and columns are counted from 0; ``height`` and ``width`` reach the last value."""

    name: str
    elements: int = 0
    height: int = 0
    width: int = 0
    #: Formulas with a value, formulas without, and errors, each as ``packed_place``: there may be very many.
    formulas: array = field(default_factory=lambda: array("Q"))
    empty_formulas: array = field(default_factory=lambda: array("Q"))
    errors: array = field(default_factory=lambda: array("Q"))
    #: Lengths of the shared texts, and which of them the cells point at.
    texts: array = field(default_factory=lambda: array("L"))
    pointers: array = field(default_factory=lambda: array("L"))
    #: Sheets of a workbook part: name and the id of the relationship.
    sheets: list[tuple[str, str]] = field(default_factory=list)
    #: Relationships of a part: id, kind, target, and whether the target is outside the file.
    relationships: list[tuple[str, str, str, bool]] = field(default_factory=list)
    content_types: list[str] = field(default_factory=list)


def packed_place(row: int, column: int) -> int:
    """A cell as one number; ``place`` is its inverse."""
    return row << 15 | column


def place(number: int) -> tuple[int, int]:
    """Row and column, both from 0."""
    return number >> 15, number & 0x7FFF


def looked_through(name: str, content: bytes, *, elements_before: int, most_elements: int) -> Findings:
    """What is in one XML part. ``elements`` of what is returned goes on counting from the parts before it.

    Raises:
        SheetRefused: ``entities``, ``external_links``, ``too_many_cells`` or ``damaged``.
    """
    walk = _Walk(Findings(name, elements=elements_before), most_elements)
    try:
        walk.parser.Parse(content, True)
    except (expat.ExpatError, ValueError, UnicodeError):
        raise SheetRefused(Refusal.DAMAGED, what=name) from None
    return walk.found


class _Walk:
    def __init__(self, found: Findings, most_elements: int) -> None:
        self.found = found
        self.most_elements = most_elements
        # The reader after us takes every part for UTF-8, so what is not UTF-8 must not look well-formed here.
        self.parser = expat.ParserCreate(encoding="UTF-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse_entities
        self.parser.EntityDeclHandler = self.refuse_entities
        self.parser.CommentHandler = self.refuse_split_text
        self.parser.StartCdataSectionHandler = self.refuse_split_text
        self.parser.ProcessingInstructionHandler = self.refuse_split_text
        self.row = self.column = -1
        self.row_is_numbered = False
        self.kind = ""
        self.in_cell = self.has_formula = self.has_value = self.in_text = False
        self.pieces: list[str] = []

    def refuse_entities(self, *_: object) -> None:
        raise SheetRefused(Refusal.ENTITIES, what=self.found.name)

    def refuse_split_text(self, *_: object) -> None:
        # The reader after us would keep a piece of the value and drop the rest without a word.
        if self.in_cell or self.in_text:
            raise self.damaged()

    def damaged(self) -> SheetRefused:
        return SheetRefused(Refusal.DAMAGED, what=self.found.name)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self.found.elements += 1
        if self.found.elements > self.most_elements:
            raise SheetRefused(Refusal.TOO_MANY_CELLS, found=self.found.elements, limit=self.most_elements)
        if tag == "c":
            self.start_cell(attributes)
        elif tag in ("v", "f", "t", "formula1", "formula2", "definedName"):
            self.pieces = []
            self.parser.CharacterDataHandler = self.pieces.append
        elif tag == "row":
            number = attributes.get("r")
            self.row_is_numbered = number is not None
            if number is not None and not (number.isascii() and number.isdigit() and 0 < int(number) < 10**7):
                raise self.damaged()
            self.row = int(number) - 1 if number is not None else self.row + 1
            self.column = -1
        elif tag == "is":
            self.has_value = True
            self.note_extent()
        elif tag == "si":
            self.found.texts.append(0)
            self.in_text = True
        else:
            self.start_other(tag, attributes)

    def start_cell(self, attributes: dict[str, str]) -> None:
        if self.in_cell:
            raise self.damaged()
        self.in_cell = True
        reference = attributes.get("r")
        self.column += 1
        if reference is not None:
            form = _REFERENCE.fullmatch(reference)
            if form is None:
                raise self.damaged()
            row, self.column = int(form[2]) - 1, _column(form[1])
            if self.row_is_numbered and row != self.row:
                raise self.damaged()
            self.row = row
        elif self.row < 0:
            raise self.damaged()
        self.kind = attributes.get("t", "n")
        self.has_formula = self.has_value = False

    def start_other(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            id = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.found.sheets.append((attributes.get("name", ""), id))
        elif tag == "Relationship":
            is_outside = attributes.get("TargetMode", "").lower() == "external"
            values = (attributes.get(key, "") for key in ("Id", "Type", "Target"))
            self.found.relationships.append((*values, is_outside))
        elif tag in ("Override", "Default"):
            self.found.content_types.append(attributes.get("ContentType", ""))
        elif tag in ("ddeLink", "oleLink", "oleObject", "externalBook"):
            raise SheetRefused(Refusal.EXTERNAL_LINKS, what=tag)
        if max(len(self.found.sheets), len(self.found.relationships), len(self.found.content_types)) > _MOST_NAMED:
            raise self.damaged()

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self.end_cell()
        elif tag == "si":
            self.in_text = False
        elif self.parser.CharacterDataHandler is not None:
            text = "".join(self.pieces)
            if tag == "v":
                self.end_value(text)
            elif tag == "t" and self.in_text:
                self.found.texts[-1] += len(text)
            elif tag in ("f", "formula1", "formula2", "definedName"):
                self.has_formula = self.has_formula or tag == "f"
                if len(text) > _LONGEST_FORMULA:
                    raise self.damaged()
                if leads_outside(text):
                    raise SheetRefused(Refusal.EXTERNAL_LINKS, what=text[:40])
            self.parser.CharacterDataHandler = None

    def end_value(self, text: str) -> None:
        self.has_value = self.has_value or text != ""
        # The reader after us makes room for empty values too, unless they are numbers.
        if text or self.kind != "n":
            self.note_extent()
        if self.kind == "s" and text:
            number = text.strip()
            if not (number.isascii() and number.isdigit() and len(number) < 10):
                raise self.damaged()
            self.found.pointers.append(int(number))

    def note_extent(self) -> None:
        if self.in_cell:
            self.found.height = max(self.found.height, self.row + 1)
            self.found.width = max(self.found.width, self.column + 1)

    def end_cell(self) -> None:
        here = packed_place(self.row, self.column)
        if self.has_value and self.kind == "e":
            self.found.errors.append(here)
        if self.has_formula:
            has_value = self.has_value and self.kind != "e"
            (self.found.formulas if has_value else self.found.empty_formulas).append(here)
        self.in_cell = False


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
