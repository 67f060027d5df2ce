"""What apps above this one add to a resolution: a panel on its page, and going along when it is corrected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from veivalg.web.access.actor import Actor
from veivalg.web.meetings.models import Resolution


@dataclass(frozen=True)
class Panel:
    """A part of a resolution's page: which template, and what it shows."""

    template: str
    context: Mapping[str, Any]


Show = Callable[[Resolution, Actor, date], Panel | None]
Follow = Callable[[Actor, Resolution, Resolution, datetime], None]
_shown: dict[str, Show] = {}
_following: dict[str, Follow] = {}


def stand_beside(app: str, *, show: Show, follow: Follow) -> None:
    """Let an app show something on a resolution's page, and move along when a new text replaces the old one.

    Called when the site starts. `follow` gets who corrects, the old row and the new one, in the same transaction.
    """
    _shown[app], _following[app] = show, follow


def panels(resolution: Resolution, actor: Actor, *, on: date) -> list[Panel]:
    """What the apps show of a resolution."""
    return [panel for show in _shown.values() if (panel := show(resolution, actor, on)) is not None]


def follow_all(actor: Actor, old: Resolution, new: Resolution, *, now: datetime) -> None:
    """Let every app move along to the new text; in the transaction that corrects it."""
    for follow in _following.values():
        follow(actor, old, new, now)
