"""Before a round is opened: how many are asked in each group, and which groups would be too small to show even if
everyone answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from veivalg.web.councils.models import Body
from veivalg.web.survey.models import Round
from veivalg.web.survey.queries import seats_in
from veivalg.web.survey.results import OUTSIDE, TOTAL, hide_small


@dataclass(frozen=True, kw_only=True)
class GroupToAsk:
    """A group of a round that is being made: a participant's people, or one with a name."""

    name: str
    participant_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group, counted."""

    name: str
    """Empty for those who belong to no group."""
    count: int
    is_shown: bool
    """Whether it can be shown when all of them answer."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the best case is: everyone who is asked answers."""

    lines: list[Line]
    total: int
    without_mail: int
    smallest: int
    is_open: bool
    """Then everything is shown with names, and nothing is too small."""

    @property
    def has_groups(self) -> bool:
        return any(line.name for line in self.lines)

    @property
    def hidden(self) -> list[Line]:
        """Groups that cannot be shown by themselves."""
        return [line for line in self.lines if line.name and not line.is_shown]

    @property
    def is_total_shown(self) -> bool:
        return self.is_open or self.total >= self.smallest


def in_body(body: Body, groups: Sequence[GroupToAsk], *, mode: str, smallest: int, on: date) -> Expected:
    """Those who sit in a body on a day, by the groups that a round is to have. Two queries at most."""
    by_participant = {group.participant_id: n for n, group in enumerate(groups) if group.participant_id}
    of_body = next((n for n, group in enumerate(groups) if group.name == body.name), None)
    seats = seats_in(body, by_participant, of_body, on=on)
    counts = dict.fromkeys(range(len(groups)), 0)
    outside = 0
    for seat in seats:
        if seat.group is None:
            outside += 1
        else:
            counts[seat.group] += 1
    named = [(group.name, counts[n]) for n, group in enumerate(groups)]
    without_mail = sum(not seat.person.email for seat in seats)
    return _expected(named, outside, mode=mode, smallest=smallest, without_mail=without_mail)


def by_codes(found: Round) -> Expected:
    """Those whom codes of a round have been made for, by its groups. One query."""
    named = [(group.name, group.issued_count) for group in found.groups.all()]
    outside = max(0, found.issued_count - sum(count for _, count in named))
    return _expected(named, outside, mode=found.mode, smallest=found.smallest_group)


def _expected(
    named: Sequence[tuple[str, int]], outside: int, *, mode: str, smallest: int, without_mail: int = 0
) -> Expected:
    # The same rule as hides groups when the round has closed; OUTSIDE is 0, so groups are counted from 1.
    sizes: Mapping[int, int] = {OUTSIDE: outside} | {n: count for n, (_, count) in enumerate(named, start=1)}
    is_open = mode == Round.Mode.OPEN
    hidden = frozenset() if is_open else hide_small(sizes, smallest)
    lines = [
        Line(name=name, count=count, is_shown=is_open or (count >= smallest and n not in hidden))
        for n, (name, count) in enumerate(named, start=1)
    ]
    if outside:
        lines.append(Line(name="", count=outside, is_shown=is_open or (OUTSIDE not in hidden and TOTAL not in hidden)))
    return Expected(
        lines=lines, total=sum(sizes.values()), without_mail=without_mail, smallest=smallest, is_open=is_open
    )
