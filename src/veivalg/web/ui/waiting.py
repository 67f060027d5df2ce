"""What waits for someone: one line and one link. Every app says what it has, and one's own page collects it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits (venter på meg)."""

    text: str
    """What it is, in a sentence."""
    url: str
    link: str
    """What the link does, in a few words."""
    council: str = ""
    """Short name of the council it is about; empty for what is about oneself."""
    due_on: date | None = None


def in_order(rows: list[Waiting], *, on: date) -> list[Waiting]:
    """What is late first, then what has no day, since it already waits, and then what comes by day."""
    return sorted(rows, key=lambda row: (_turn(row, on), row.due_on or date.min, row.council, row.text))


def _turn(row: Waiting, on: date) -> int:
    if row.due_on is None:
        return 1
    return 0 if row.due_on < on else 2
