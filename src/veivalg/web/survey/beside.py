"""What the rooms above this one know of the rounds that they made: where one is read, whether a draft may still be
opened, what goes with it, and what is counted of whole ballots when it closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from veivalg.web.access.actor import Actor
from veivalg.web.survey.models import Round


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a round is read."""

    url: str
    is_undecided: bool = False
    """It has closed, and nobody has resolved anything from it yet."""


Show = Callable[[Sequence[Round]], Mapping[int, Place]]
LetGo = Callable[[Actor, Round, datetime], None]
Hinders = Callable[[Round], str]
Count = Callable[[Round, Sequence[Mapping[str, Any]]], None]
_shown: dict[str, Show] = {}
_letting_go: dict[str, LetGo] = {}
_hindering: dict[str, Hinders] = {}
_counting: dict[str, Count] = {}


def stand_beside(
    kind: str,
    *,
    show: Show,
    let_go: LetGo | None = None,
    hinders: Hinders | None = None,
    count: Count | None = None,
) -> None:
    """Let a room say where its rounds are read, let go of a draft that is removed, and say why one comes too late.

    Called when the site starts. `show` gets rounds of one kind with their council, and asks once for all of them;
    `let_go` gets who removes the draft, in the same transaction. `hinders` gets a draft, and says why it can no longer
    be opened, or nothing. `count` gets an anonymous round that is closing and the answers of each ballot, and keeps
    what can only be counted of whole ballots, in the transaction that closes it: no ballot is whole afterwards.
    """
    _shown[kind] = show
    if let_go is not None:
        _letting_go[kind] = let_go
    if hinders is not None:
        _hindering[kind] = hinders
    if count is not None:
        _counting[kind] = count


def places(rounds: Sequence[Round]) -> dict[int, Place]:
    """Where each of the rounds is read, by number; a kind that no room has made is read on its own page."""
    found: dict[int, Place] = {}
    for kind in dict.fromkeys(row.kind for row in rounds):
        if kind in _shown:
            found |= _shown[kind]([row for row in rounds if row.kind == kind])
    return found


def let_go(actor: Actor, found: Round, *, now: datetime) -> None:
    """The room that made a draft lets go of it, in the transaction that removes it."""
    if found.kind in _letting_go:
        _letting_go[found.kind](actor, found, now)


def hindrance(found: Round) -> str:
    """Why the room that made a draft does not let it be opened any more; empty when it does."""
    return _hindering[found.kind](found) if found.kind in _hindering else ""


def count_whole(found: Round, ballots: Sequence[Mapping[str, Any]]) -> None:
    """The room that made a round keeps what can only be counted of whole ballots, in the transaction that closes it."""
    if found.kind in _counting:
        _counting[found.kind](found, ballots)
