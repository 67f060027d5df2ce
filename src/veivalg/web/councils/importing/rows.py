"""Rows of a plan: what one line of the file leads to, and what is asked about it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from veivalg.web.councils.importing.layout import Line
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.ui.dates import day


class Status(StrEnum):
    """What comes of a row."""

    ASKS = "asks"
    CANNOT = "cannot"
    CHANGED = "changed"
    NEW = "new"
    UNCHANGED = "unchanged"


class Cannot(Exception):
    """The row cannot be taken in. The text is translated: why, and what to do."""


@dataclass(frozen=True)
class Option:
    """One answer to a question."""

    value: str
    words: str


class Asks(Exception):
    """The row can be read in several ways; ``name`` is the field of the answer."""

    def __init__(self, words: str, *, name: str = "", options: tuple[Option, ...] = ()) -> None:
        super().__init__(words)
        self.words = words
        self.name = name
        self.options = options


@dataclass(frozen=True)
class Difference:
    """One field: before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(eq=False)
class Someone:
    """A person that lines are about: stored before, or new."""

    person: Person
    is_new: bool
    ref: str = ""
    """The first row about someone new."""
    places: set[Any] = field(default_factory=set)
    """What they have mandates for."""
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Field → what the file says, and the row that says it; the first one counts."""


@dataclass(eq=False)
class Seat:
    """What a line says about a mandate, held against what is stored."""

    stored: Mandate | None
    values: dict[str, Any]
    """The fields of a new mandate, or those that change."""
    asked: Mandate | None = None
    """The mandate as it will be."""


@dataclass(eq=False)
class Row:
    """One line, and what comes of it."""

    line: Line
    sheet_name: str
    status: Status = Status.UNCHANGED
    someone: Someone | None = None
    person_values: dict[str, str] = field(default_factory=dict)
    seat: Seat | None = None
    differences: list[Difference] = field(default_factory=list)
    reason: str = ""
    question: Asks | None = None
    asked_before: list[Asks] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return self.line.ref

    @property
    def name(self) -> str:
        """Whom it is about, as the file says it, or else as it is stored."""
        return self.line.name or (str(self.someone.person) if self.someone else "")

    @property
    def says(self) -> str:
        """The mandate as it will be, in a few words; empty when the row is about the person alone."""
        mandate = (self.seat.asked or self.seat.stored) if self.seat else None
        if mandate is None:
            return ""
        parts = [str(mandate.body), mandate.get_position_display()]
        if mandate.substitute_order:
            parts[-1] += f" {mandate.substitute_order}"
        if mandate.participant is not None:
            parts.append(str(mandate.participant))
        return ", ".join(parts)

    def cannot(self, reason: str) -> None:
        """Leave the row out, and say why."""
        self.status, self.reason = Status.CANNOT, reason


def in_words(value: Any, name: str = "") -> str:
    """A value of a field as people read it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return day(value)
    if value in (None, ""):
        return gettext("nothing")
    choices = {"position": Mandate.Position, "side": Mandate.Side, "gender": Person.Gender}.get(name)
    return str(choices(value).label) if choices is not None else str(value)
