"""Rows of tables: actions in words, and how many are going how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from veivalg.web.councils.models import Council, Participant
from veivalg.web.follow_up import asking, finding
from veivalg.web.follow_up.situation import NEEDS_SOMETHING, UNOWNED, Everything, Followed, Situation, counted
from veivalg.web.strategy import plan_words
from veivalg.web.strategy.status import STALE, WHILE_FOLLOWED, Standing
from veivalg.web.ui.words import norwegian_order

SHOWN_FIRST = 5


@dataclass(frozen=True)
class Line:
    """One action in a table."""

    row: Followed
    url: str
    when: str

    @property
    def action(self) -> object:
        return self.row.action

    @property
    def span(self) -> str:
        """From and to, beside a deadline that has a column of its own."""
        if not self.row.action.due_on:
            return self.when
        return gettext("from %(year)s") % {"year": self.row.action.first_year} if self.row.action.first_year else ""

    @property
    def is_stale(self) -> bool:
        return self.row.standing.code == STALE


def line(council: Council, row: Followed) -> Line:
    # Made by hand, since a reverse for each of two thousand takes longer than all the rest.
    return Line(row, f"{council.get_absolute_url()}tiltak/{row.action.pk}/", plan_words.when(row.action))


@dataclass(frozen=True)
class Pile:
    """The first few of one kind, and the way to all of them."""

    kind: str
    title: str
    lines: list[Line]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)


def piles(council: Council, situation: Situation, *, today: bool) -> list[Pile]:
    """What needs something, the most pressing first."""
    found = []
    for kind in NEEDS_SOMETHING:
        rows = situation.with_kind(kind)
        # Before anyone has said anything, all of them are unheard of, and a list of all says nothing.
        if not rows or (kind == STALE and not situation.is_begun):
            continue
        if kind == STALE:
            rows.sort(key=_silent_for)
        shown = [line(council, row) for row in rows[:SHOWN_FIRST]]
        found.append(
            Pile(
                kind, finding.kind_title(kind, len(rows)), shown, len(rows), listed(council, situation, today, vis=kind)
            )
        )
    return found


def listed(council: Council, situation: Situation, today: bool, **asked: object) -> str:
    """The address of the list of actions, on the same day."""
    query = {name: str(value) for name, value in asked.items()}
    if not today:
        query[asking.DAY] = situation.on.isoformat()
    return f"{reverse('follow_up:actions', args=[council.slug])}?{urlencode(query)}"


@dataclass(frozen=True)
class Count:
    """How many of a group are going so."""

    standing: Standing
    count: int


@dataclass(frozen=True)
class Group:
    """One row of a table of counts."""

    name: str
    url: str
    total: int
    counts: list[Count]
    part: int = 0
    """How many it takes part in without answering for them."""


def by_goal(council: Council, situation: Situation, today: bool) -> list[Group]:
    """In the order of the plan."""
    return [
        _group(goal.name or gettext("The goal has no name"), listed(council, situation, today, maal=goal.pk), rows)
        for goal in situation.goals
        if (rows := [row for row in situation.rows if row.goal.pk == goal.pk])
    ]


def by_responsible(council: Council, situation: Situation, everything: Everything, today: bool) -> list[Group]:
    """In alphabetical order, and last what nobody answers for."""
    rows_of = _grouped(situation.rows, lambda row: row.responsible_key)
    found = [
        _group(name, listed(council, situation, today, ansvar=key), rows_of[key])
        for key, name in asking.responsible_names(everything).items()
        if key in rows_of
    ]
    if "" in rows_of:
        found.append(_group(gettext("Nobody"), listed(council, situation, today, vis=UNOWNED), rows_of[""]))
    return found


def by_participant(council: Council, situation: Situation, shown: Iterable[Participant]) -> list[Group]:
    """In alphabetical order, also those that answer for nothing."""
    rows_of = _grouped(situation.rows, lambda row: row.action.responsible_participant_id)
    return [
        _group(
            one.name,
            reverse("follow_up:municipality", args=[council.slug, one.pk]),
            rows_of.get(one.pk, []),
            part=sum(
                one.pk in row.takes_part and row.action.responsible_participant_id != one.pk for row in situation.rows
            ),
        )
        for one in sorted(shown, key=lambda one: (norwegian_order(one.name), one.pk))
    ]


def _grouped(rows: Iterable[Followed], key: Callable[[Followed], object]) -> dict[object, list[Followed]]:
    found: dict[object, list[Followed]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _group(name: str, url: str, rows: list[Followed], *, part: int = 0) -> Group:
    counts = counted(rows)
    return Group(name, url, len(rows), [Count(Standing(code, None), counts[code]) for code in WHILE_FOLLOWED], part)


def _silent_for(row: Followed) -> tuple[int, int]:
    """Those of whom nobody ever said anything first, then the longest silent."""
    said = row.standing.said
    return (said.said_on.toordinal() if said else 0, row.action.number)


def group_of_all(situation: Situation) -> list[Count]:
    """How many of all are going how, without those that none are."""
    return [Count(Standing(code, None), count) for code, count in situation.counts.items() if count]
