"""What participants' own bodies have resolved about a resolution, told on to the apps where it counts as well.

The app that asks them and the app where their yes has an effect know nothing of each other; both know resolutions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from veivalg.web.access.actor import Actor
from veivalg.web.meetings.models import Resolution


@dataclass(frozen=True, kw_only=True)
class Said:
    """One participant's answer. Without `is_yes` none stands: it has not answered, or the answer was taken away."""

    is_yes: bool | None
    """Whether it said yes to the very text it was asked about."""
    decided_on: date | None = None
    case_number: str = ""
    reason: str = ""
    """Why an answer was corrected; empty for a first one."""


class Listener(Protocol):
    """An app where the answers count. Each part is called in the transaction of whoever asks, and may raise
    NotPossible, which stops it."""

    def opened(self, actor: Actor, resolution: Resolution, *, now: datetime) -> None:
        """The participants are asked about a resolution."""

    def check(self, resolution: Resolution, participant_id: int, said: Said, *, on: date) -> None:
        """Pass when the answer can count. Writes nothing."""

    def answered(
        self, actor: Actor, resolution: Resolution, participant_id: int, said: Said, *, on: date, now: datetime
    ) -> None:
        """A participant has answered, or its answer was corrected."""

    def taken_back(self, actor: Actor, resolution: Resolution, *, now: datetime) -> None:
        """They are asked no more; nobody had answered."""


Answers = Callable[[Resolution], Mapping[int, Said] | None]
_listeners: dict[str, Listener] = {}
_sources: dict[str, Answers] = {}


def listen(app: str, listener: Listener) -> None:
    """Let an app hear what is answered. Called when the site starts."""
    _listeners[app] = listener


def tell(app: str, answers: Answers) -> None:
    """Let an app say who it has asked about a resolution: answers by participant, None for one it has not sent out."""
    _sources[app] = answers


def listeners() -> list[Listener]:
    """Everyone to tell."""
    return list(_listeners.values())


def answers_to(resolution: Resolution) -> Mapping[int, Said] | None:
    """Who has been asked about a resolution, with what they have answered; None when it was not sent out."""
    return next((found for source in _sources.values() if (found := source(resolution)) is not None), None)
