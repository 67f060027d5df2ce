"""Municipalities over time (kommuner over tid): what happened to a number, and where its figures belong now.

Changes are taken **one date at a time**. Over all dates together 0111 → 3011 → 3110 would look like one number with
two successors, that is a split, although it is the same place renumbered twice. SSB's classification 131 (KLASS)
publishes changes per date in the same way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What one change did."""

    RENUMBERING = "renumbering"
    """One number became one other (omnummerering)."""
    MERGER = "merger"
    """Several became one (sammenslåing)."""
    SPLIT = "split"
    """One became several (deling)."""
    MIXED = "mixed"
    """Several became several others, as when a part of one goes into a merger (sammensatt endring)."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row of a change table: on 1 January of ``year``, ``old`` went (wholly or partly) into ``new``."""

    old: str
    new: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Event:
    """Everything that hangs together on one date: who went in and who came out."""

    year: int
    old: frozenset[str]
    new: frozenset[str]
    links: frozenset[tuple[str, str]]

    @property
    def kind(self) -> Kind:
        """What it was, seen from the whole."""
        if len(self.old) == 1:
            return Kind.RENUMBERING if len(self.new) == 1 else Kind.SPLIT
        return Kind.MERGER if len(self.new) == 1 else Kind.MIXED

    def successors(self, code: str) -> frozenset[str]:
        """The numbers that ``code`` went into."""
        return frozenset(new for old, new in self.links if old == code)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A municipality that was merged away and came back: the same place under two numbers (samme kommune igjen)."""

    old: str
    old_until: int
    """The last year in which the old number was in use on 1 January."""
    new: str
    new_from: int
    source: str


IDENTITIES = (
    Identity(
        old="1534",
        old_until=2019,
        new="1580",
        new_from=2024,
        source="SSB KLASS 131: Haram 1534 gikk inn i Ålesund 1507 1. januar 2020 og skilte lag igjen som 1580 "
        "1. januar 2024. SSBs tidsserie for 2024-inndelingen fører 1534 på 1580 på samme måte.",
    ),
)
"""Chaining numbers alone loses these, because it runs into the split."""


def events(changes: Iterable[Change]) -> tuple[Event, ...]:
    """Group changes per date into what hangs together, oldest first.

    A row where old and new are equal is a change of name or border, unless other rows of the same date tie it to
    a merger or a split (a municipality that keeps its number while another joins it).

    >>> [event.kind.value for event in events([
    ...     Change(old="0111", new="3011", year=2020), Change(old="3011", new="3110", year=2024)])]
    ['renumbering', 'renumbering']
    """
    by_year: dict[int, set[tuple[str, str]]] = {}
    for change in changes:
        by_year.setdefault(change.year, set()).add((change.old, change.new))
    found = []
    for year in sorted(by_year):
        found += sorted(_connected(year, by_year[year]), key=lambda event: sorted(event.old))
    return tuple(found)


def _connected(year: int, links: set[tuple[str, str]]) -> list[Event]:
    """The connected parts of one date's links. Old and new numbers are kept apart: 1201 may be both."""
    left = set(links)
    parts = []
    while left:
        part = {left.pop()}
        while True:
            olds, news = {old for old, _ in part}, {new for _, new in part}
            more = {(old, new) for old, new in left if old in olds or new in news}
            if not more:
                break
            part |= more
            left -= more
        if not (len(part) == 1 and next(iter(part))[0] == next(iter(part))[1]):
            parts.append(Event(year=year, old=frozenset(olds), new=frozenset(news), links=frozenset(part)))
    return parts


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a number's way to today."""

    year: int
    kind: Kind
    old: str
    new: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Path:
    """Where a number of ``year`` leads: the numbers in use at the end, and the steps between."""

    code: str
    year: int
    successors: frozenset[str]
    steps: tuple[Step, ...]

    @property
    def comparable(self) -> bool:
        """True when everything that was counted under the old number is counted under one number now."""
        return len(self.successors) == 1


def path(code: str, year: int, history: Iterable[Event], *, until: int = 9999) -> Path:
    """Follow a number that was in use on 1 January of ``year`` through all later changes, to ``until`` inclusive.

    A curated identity wins over the chain it cuts short. An unknown number leads to itself: whether it is in use is
    for the caller's list of municipalities to say.
    """
    for identity in IDENTITIES:
        if code == identity.old and year <= identity.old_until and until >= identity.new_from:
            return Path(
                code=code,
                year=year,
                successors=frozenset({identity.new}),
                steps=(
                    Step(
                        year=identity.new_from,
                        kind=Kind.RENUMBERING,
                        old=code,
                        new=frozenset({identity.new}),
                    ),
                ),
            )
    current = {code}
    steps = []
    for event in sorted(history, key=lambda event: event.year):
        if not year < event.year <= until:
            continue
        for old in sorted(current & event.old):
            new = event.successors(old)
            # A part of a mixed change that itself went one way is, for its own figures, a merger.
            kind = event.kind if event.kind is not Kind.MIXED or len(new) > 1 else Kind.MERGER
            steps.append(Step(year=event.year, kind=kind, old=old, new=new))
        moved = {new for old in current & event.old for new in event.successors(old)}
        current = (current - event.old) | moved
    return Path(code=code, year=year, successors=frozenset(current), steps=tuple(steps))


def successors(code: str, year: int, history: Iterable[Event]) -> frozenset[str]:
    """Today's numbers for a number of ``year``; more than one after a split.

    >>> history = events([Change(old="0111", new="3011", year=2020), Change(old="3011", new="3110", year=2024)])
    >>> sorted(successors("0111", 2019, history))
    ['3110']
    """
    return path(code, year, history).successors


def last_in_use(history: Iterable[Event]) -> Mapping[str, int]:
    """For each number that has gone out of use, the last year it was in use on 1 January.

    A number that was taken into use again later (or kept in a merger) is not among them.
    """
    ended: dict[str, int] = {}
    for event in sorted(history, key=lambda event: event.year):
        for code in event.old - event.new:
            ended[code] = event.year - 1
        for code in event.new:
            ended.pop(code, None)
    return ended
