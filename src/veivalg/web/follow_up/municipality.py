"""A municipality's list: what is expected of it, when and at what cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, ngettext

from veivalg.web.councils.models import Council, Participant
from veivalg.web.follow_up import finding
from veivalg.web.follow_up.lines import Group, Line, line
from veivalg.web.follow_up.situation import NEEDS_SOMETHING, Followed, Situation
from veivalg.web.ui import dates, numbers


@dataclass(frozen=True)
class Costs:
    """What those actions cost that say so."""

    total_nok: int
    given_count: int
    missing_count: int

    def words(self, name: str) -> str:
        """The sum with what it includes; never a sum of nothing."""
        total = self.given_count + self.missing_count
        if not total:
            return ""
        if not self.given_count:
            return gettext("No cost is given for what %(name)s answers for.") % {"name": name}
        text = ngettext(
            "What %(name)s answers for costs %(sum)s kroner: the sum of %(count)s action with a cost given.",
            "What %(name)s answers for costs %(sum)s kroner: the sum of %(count)s actions with a cost given.",
            self.given_count,
        ) % {"name": name, "sum": numbers.number(self.total_nok), "count": finding.spoken(self.given_count)}
        if self.missing_count:
            more = ngettext("%(count)s has no cost given.", "%(count)s have no cost given.", self.missing_count)
            text = f"{text} {finding.sentence(more % {'count': finding.spoken(self.missing_count)})}"
        return text


def of(situation: Situation, participant: Participant) -> Situation:
    """What a participant answers for first, then what it takes part in, each by deadline."""
    rows = [row for row in situation.rows if row.concerns(participant.pk)]
    rows.sort(key=lambda row: (not answers(row, participant), row.deadline or date.max, row.action.number))
    return replace(situation, rows=rows, gone=0)


def answers(row: Followed, participant: Participant) -> bool:
    return row.action.responsible_participant_id == participant.pk


@dataclass(frozen=True)
class Expected:
    """What a participant answers for, or takes part in: the most pressing first, and how many there are."""

    title: str
    lines: list[Line]
    count: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)


def groups(council: Council, situation: Situation, participant: Participant, *, most: int) -> list[Expected]:
    """The first few of what a participant answers for and of what it takes part in, without what is done."""
    open_rows = sorted((row for row in situation.rows if not row.is_done), key=_pressing)
    parts = (
        (gettext("What %(name)s answers for"), [row for row in open_rows if answers(row, participant)]),
        (gettext("What %(name)s takes part in"), [row for row in open_rows if not answers(row, participant)]),
    )
    return [
        Expected(title % {"name": participant.name}, [line(council, row) for row in rows[:most]], len(rows))
        for title, rows in parts
    ]


def _pressing(row: Followed) -> tuple[bool, int, date, int]:
    """What is past its deadline, then what needs help or is delayed, then by deadline."""
    order = list(NEEDS_SOMETHING)
    place = order.index(row.standing.code) if row.standing.code in order else len(order)
    return (not row.is_overdue, place, row.deadline or date.max, row.action.number)


def costs(rows: Sequence[Followed]) -> Costs:
    """Of the whole actions, not of a participant's part in them."""
    given = [row.action.cost_nok for row in rows if row.action.cost_nok is not None]
    return Costs(sum(given), len(given), len(rows) - len(given))


def next_words(situation: Situation) -> str:
    """The nearest day with a deadline among what is not done, and how much is repeated besides."""
    found = finding.next_deadlines(situation.rows, on=situation.on)
    text = gettext("No day with a deadline is left.")
    if found:
        text = gettext("The next day with a deadline is %(day)s.") % {"day": dates.day(found[0].deadline)}
    return f"{text} {finding.repeated(situation)}".rstrip()


def index_heading(groups: Sequence[Group]) -> str:
    """How many of those that take part something is expected of."""
    asked = sum(bool(group.total or group.part) for group in groups)
    if not groups:
        return gettext("No participant has been confirmed")
    if not asked:
        return gettext("Nothing is expected of any participant yet")
    if asked == len(groups):
        return gettext("Something is expected of everyone who takes part")
    return gettext("Something is expected of %(count)s of the %(total)s who take part") % {
        "count": numbers.number(asked),
        "total": numbers.number(len(groups)),
    }
