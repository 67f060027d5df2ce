"""Whose turn it is to have the leader (omgang, rullering av ledervervet): kommuneloven § 18-3 first paragraph lets an
agreement have the post go round among the participants. Who it is remains the council's choice; this is a suggestion.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from veivalg.rules.mandates.findings import Key
from veivalg.rules.mandates.periods import Period


class RotationCode(StrEnum):
    """Why it is this participant's turn."""

    AFTER_LAST = "after_last"
    """Next in the order after the one who had it last."""
    FIRST = "first"
    """Nobody has had it."""
    ASSUMED = "assumed"
    """It is not known who had it last; the order is taken to have been followed."""
    TIED = "tied"
    """Several had it last, at the same time; the furthest in the order counts, ``alternatives`` follow the others."""
    NOBODY = "nobody"
    """There are no participants."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A time in which a participant has had the post; None when it is not known which (ukjent)."""

    participant: Key | None
    period: Period


@dataclass(frozen=True, kw_only=True)
class NextTurn:
    """Whose turn is next, and how sure that is."""

    participant: Key | None
    code: RotationCode
    alternatives: tuple[Key, ...] = ()

    @property
    def is_certain(self) -> bool:
        """False when something had to be assumed."""
        return self.code in (RotationCode.AFTER_LAST, RotationCode.FIRST)


def next_turn(order: Sequence[Key], turns: Iterable[Turn], *, present: Sequence[Key], on: date) -> NextTurn:
    """Whose turn comes after those that had begun by ``on``.

    ``order`` may keep participants that have left: their place tells who came after them, but they get no turn.
    Those of ``present`` (the participants on the day) that are not in the order have joined later, and come last in it.
    A holder who is unknown, or in neither list, counts as one step. Raises ValueError when a participant stands twice
    in ``order``.

    >>> from veivalg.rules.mandates.periods import Period
    >>> had = [Turn(participant="Gran", period=Period(starts_on=date(2024, 1, 1)))]
    >>> next_turn(["Gran", "Lunner", "Jevnaker"], had, present=["Gran", "Jevnaker"], on=date(2026, 1, 1)).participant
    'Jevnaker'
    """
    ring = _ring(order, present)
    if not present:
        return NextTurn(participant=None, code=RotationCode.NOBODY)
    begun = [turn for turn in turns if turn.period.starts_on is None or turn.period.starts_on <= on]
    if not begun:
        return NextTurn(participant=_following(ring, -1, present), code=RotationCode.FIRST)
    groups = _latest_first(begun)
    steps = 0
    for group in groups:
        places = sorted({ring.index(turn.participant) for turn in group if turn.participant in ring})
        if places:
            return _after(ring, places, steps, present)
        steps += 1
    return NextTurn(participant=_stepped(ring, -1, steps + 1, present), code=RotationCode.ASSUMED)


def _ring(order: Sequence[Key], present: Sequence[Key]) -> list[Key]:
    twice = sorted({str(key) for key in order if list(order).count(key) > 1})
    if twice:
        raise ValueError(f"The order has {', '.join(twice)} more than once; each participant has one turn per round.")
    return list(dict.fromkeys([*order, *present]))


def _latest_first(turns: Iterable[Turn]) -> list[list[Turn]]:
    """Turns that began and end on the same days are one group: which of them came last cannot be told."""

    def when(turn: Turn) -> tuple[date, date]:
        return turn.period.starts_on or date.min, turn.period.ends_on or date.max

    by_time: dict[tuple[date, date], list[Turn]] = {}
    for turn in turns:
        by_time.setdefault(when(turn), []).append(turn)
    return [by_time[time] for time in sorted(by_time, reverse=True)]


def _after(ring: Sequence[Key], places: Sequence[int], steps: int, present: Collection[Key]) -> NextTurn:
    """The next after the furthest of ``places``, when ``steps`` turns by others have passed since."""
    following = [_stepped(ring, place, steps + 1, present) for place in reversed(places)]
    known = RotationCode.TIED if len(places) > 1 else RotationCode.AFTER_LAST
    return NextTurn(
        participant=following[0],
        code=RotationCode.ASSUMED if steps else known,
        alternatives=tuple(dict.fromkeys(key for key in following[1:] if key != following[0])),
    )


def _stepped(ring: Sequence[Key], place: int, steps: int, present: Collection[Key]) -> Key:
    found = ring[place]
    for _ in range(steps):
        found = _following(ring, place, present)
        place = ring.index(found)
    return found


def _following(ring: Sequence[Key], place: int, present: Collection[Key]) -> Key:
    """The first one present after a place, round and round."""
    count = len(ring)
    return next(ring[(place + step) % count] for step in range(1, count + 1) if ring[(place + step) % count] in present)
