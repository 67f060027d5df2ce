"""A mandate (verv) as the rules need it."""

from dataclasses import dataclass

from veivalg.rules.mandates.findings import Key
from veivalg.rules.mandates.periods import Period
from veivalg.rules.mandates.rights import Position


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """One person's place in one body for a time."""

    id: Key
    person: Key
    body: Key
    position: Position
    period: Period
    participant: Key | None = None
    """Who chose the person; None when no participant did."""
    order: int | None = None
    """For substitutes: in which turn they are called in, 1 first."""
