"""The three days of a year when the council reports, side by side, and what changed between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, ngettext

from veivalg.web.follow_up.finding import sentence, spoken
from veivalg.web.follow_up.situation import Everything, Followed, Situation
from veivalg.web.strategy.models import ActionUpdate
from veivalg.web.strategy.status import STALE, WHILE_FOLLOWED, Standing
from veivalg.web.ui import dates

CHANGES = (
    ActionUpdate.Status.DONE.value,
    ActionUpdate.Status.DELAYED.value,
    ActionUpdate.Status.NEEDS_HELP.value,
    STALE,
    ActionUpdate.Status.ON_TRACK.value,
)


MOST_SHOWN = 24
"""Actions in a report that is one sheet of paper; all of them are in the file."""


def days(year: int) -> tuple[date, date, date]:
    """30 April, 31 August and 31 December.

    >>> [day.isoformat() for day in days(2026)]
    ['2026-04-30', '2026-08-31', '2026-12-31']
    """
    return date(year, 4, 30), date(year, 8, 31), date(year, 12, 31)


@dataclass(frozen=True)
class Change:
    """The actions that came to be going so between two days."""

    code: str
    rows: Sequence[Followed]
    room: int = 12
    """How many of them are shown, so that the whole report stays on one sheet."""

    @property
    def shown(self) -> Sequence[Followed]:
        return self.rows[: self.room]

    @property
    def title(self) -> str:
        count = len(self.rows)
        return sentence(ngettext("%(count)s action", "%(count)s actions", count) % {"count": spoken(count)})

    @property
    def standing(self) -> Standing:
        return Standing(self.code, None)


@dataclass(frozen=True)
class Tertial:
    """One of the three days; without a situation it is yet to come."""

    day: date
    since: date
    """The reporting day before."""
    situation: Situation | None
    changes: Sequence[Change]

    @property
    def is_to_come(self) -> bool:
        return self.situation is None

    @property
    def is_before_adoption(self) -> bool:
        """Nothing was followed up yet."""
        return self.situation is not None and not self.situation.rows

    def with_room(self, room: int) -> "Tertial":
        return replace(self, changes=[replace(change, room=room) for change in self.changes])

    @property
    def is_cut(self) -> bool:
        return any(len(change.rows) > change.room for change in self.changes)

    @property
    def heading(self) -> str:
        """What happened since the day before: "By 31 August one got done and two became delayed"."""
        day = dates.day(self.day)
        if self.situation is None:
            return gettext("%(day)s has not been yet") % {"day": sentence(day)}
        if not self.changes:
            return gettext("%(period)s: nothing changed") % {"period": self.period}
        parts = [_became(each.code, len(each.rows), is_first=not n) for n, each in enumerate(self.changes)]
        text = (
            parts[0]
            if len(parts) == 1
            else gettext("%(first)s and %(last)s")
            % {
                "first": ", ".join(parts[:-1]),
                "last": parts[-1],
            }
        )
        return gettext("%(period)s: %(text)s") % {"period": self.period, "text": text}

    @property
    def period(self) -> str:
        """``Fra 30. april til 31. august 2026``"""
        since = dates.day(self.since)
        if self.since.year == self.day.year:
            since = since.rpartition(" ")[0]
        return gettext("From %(since)s until %(day)s") % {"since": since, "day": dates.day(self.day)}


def of_year(everything: Everything, year: int, *, today: date) -> list[Tertial]:
    """The three days of a year, with the last day of the year before to compare with, in four queries."""
    found = []
    since = date(year - 1, 12, 31)
    before = everything.at(since) if since <= today else None
    for day in days(year):
        now = everything.at(day) if day <= today else None
        found.append(Tertial(day, since, now, _changes(before, now) if before and now else ()))
        before, since = now, day
    kinds = sum(len(tertial.changes) for tertial in found)
    return [tertial.with_room(max(1, MOST_SHOWN // max(1, kinds))) for tertial in found]


def heading(tertials: Sequence[Tertial]) -> str:
    """What the last of the days that have been says."""
    been = [tertial for tertial in tertials if not tertial.is_to_come]
    if been and been[-1].situation is not None and not been[-1].situation.rows:
        return gettext("Nothing was followed up on %(day)s") % {"day": dates.day(been[-1].day)}
    return been[-1].heading if been else tertials[0].heading


def table(tertials: Sequence[Tertial]) -> list[tuple[Standing, list[int | None]]]:
    """How many were going how on each of the days; None where nothing is known of the day."""
    known = [each.situation.counts if each.situation and each.situation.rows else None for each in tertials]
    return [
        (Standing(code, None), [found[code] if found is not None else None for found in known])
        for code in WHILE_FOLLOWED
    ]


def _changes(before: Situation, now: Situation) -> list[Change]:
    # What was not followed up then had not been heard of either.
    was = {row.action.pk: row.standing.code for row in before.rows}
    moved = [row for row in now.rows if was.get(row.action.pk, STALE) != row.standing.code]
    return [Change(code, rows) for code in CHANGES if (rows := [row for row in moved if row.standing.code == code])]


def _became(code: str, count: int, *, is_first: bool) -> str:
    """What some did, as it stands after the two days; the first one says of what it is told."""
    first = {
        "done": ngettext("%(count)s action was finished", "%(count)s actions were finished", count),
        "delayed": ngettext("%(count)s action became delayed", "%(count)s actions became delayed", count),
        "needs_help": ngettext("%(count)s action came to need help", "%(count)s actions came to need help", count),
        STALE: ngettext("%(count)s action fell silent", "%(count)s actions fell silent", count),
        "on_track": ngettext("%(count)s action came on track", "%(count)s actions came on track", count),
    }
    more = {
        "delayed": gettext("%(count)s became delayed"),
        "needs_help": gettext("%(count)s came to need help"),
        STALE: gettext("%(count)s fell silent"),
        "on_track": gettext("%(count)s came on track"),
    }
    return (first if is_first else more)[code] % {"count": spoken(count)}
