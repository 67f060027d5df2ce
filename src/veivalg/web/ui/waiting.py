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


def in_order(rows: list[Waiting]) -> list[Waiting]:
    """What has no day first, since it already waits; then by day."""
    return sorted(rows, key=lambda row: (row.due_on is not None, row.due_on or date.min, row.council, row.text))
