"""How long the way from idea to the last yes has been in a council (veien): per step, body, municipality and year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from veivalg.rules.way import Journey, Spread, Step, costliest, days_between, spread, spreads
from veivalg.web.councils.models import Council
from veivalg.web.endorsements import queries
from veivalg.web.endorsements.models import OPEN, Endorsement
from veivalg.web.ui import numbers
from veivalg.web.ui.words import norwegian_order


@dataclass(frozen=True)
class _Asked:
    """One municipality's part of one resolution's way."""

    round_id: int
    participant_id: int
    resolved_on: date
    idea_on: date | None
    sent_on: date | None
    answered_on: date | None
    by_whom: str


@dataclass(frozen=True)
class Line:
    """One line of a table: what, how long, and how wide its bar is, of 100."""

    name: str
    spread: Spread | None
    width: int = 0
    more: str = ""

    @property
    def median(self) -> str:
        return days_words(self.spread.median_days) if self.spread else "–"

    @property
    def longest(self) -> str:
        return days_words(self.spread.longest_days) if self.spread else "–"

    @property
    def count(self) -> int:
        return self.spread.count if self.spread else 0


@dataclass(frozen=True)
class YearLine:
    """One year's resolutions."""

    year: int
    resolutions: int
    finished: int
    whole: Line
    from_idea: Line
    within: str
    """How many kept the council's own target; empty without one."""


def days_words(days: float) -> str:
    """ "45 days" """
    shown = numbers.number(days, 0 if float(days).is_integer() else 1)
    return ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2) % {"days": shown}


def step_name(step: Step) -> str:
    """What a step is called."""
    return {
        Step.IDEA_TO_RESOLUTION: gettext("From the idea to the council's resolution"),
        Step.RESOLUTION_TO_SENT: gettext("From the resolution until it is sent to the municipality"),
        Step.SENT_TO_ANSWER: gettext("From it is sent to the municipality's answer"),
        Step.RESOLUTION_TO_LAST: gettext("From the resolution to the last municipality's answer"),
        Step.WHOLE: gettext("The whole way, from the idea to the last answer"),
    }[step]


def content(council: Council, *, on: date, year: int | None = None) -> dict[str, object]:
    """What the page shows, in three queries."""
    every = _asked(council, on)
    asked = [row for row in every if year is None or row.resolved_on.year == year]
    journeys = _journeys(asked)
    found = spreads(journeys)
    target = getattr(council, "endorsement_target", None)
    return {
        "heading": _heading(found),
        "steps": _lines([(step_name(step), row, "") for step, row in found.items()]),
        "bodies": _bodies(asked),
        "municipalities": _municipalities(council, asked),
        "years": _years(every, target.days if target else None),
        "all_years": sorted({row.resolved_on.year for row in every}, reverse=True),
        "year": year,
        "target": target,
        "kept": _kept(journeys, target.days) if target else "",
        "count": len(journeys),
        "with_idea": sum(journey.idea_on is not None for journey in journeys),
    }


def median_to_last(council: Council, *, on: date) -> Spread | None:
    """Days from the idea, where it is known, to the last answer; for the barometer."""
    return spreads(_journeys(_asked(council, on)))[Step.WHOLE]


def _asked(council: Council, on: date) -> list[_Asked]:
    rows = Endorsement.objects.filter(round__council=council).order_by("round_id", "pk")
    values = rows.values_list(
        "round_id",
        "participant_id",
        "round__resolution__resolved_on",
        "round__idea_on",
        "sent_on",
        "decided_on",
        "by_whom",
        "result",
        "participant__ends_on",
    )
    return [
        _Asked(*row[:5], None if row[7] in OPEN else row[5], row[6])
        for row in values.iterator(chunk_size=5000)
        # Who left without an answer owes none, and is no part of the way.
        if row[7] not in OPEN or row[8] is None or row[8] >= on
    ]


def _journeys(asked: Iterable[_Asked]) -> list[Journey]:
    rounds: dict[int, list[_Asked]] = defaultdict(list)
    for row in asked:
        rounds[row.round_id].append(row)
    return [_journey(rows) for rows in rounds.values()]


def _journey(rows: Sequence[_Asked]) -> Journey:
    return Journey(
        resolved_on=rows[0].resolved_on,
        idea_on=rows[0].idea_on,
        sent_on=tuple(row.sent_on for row in rows),
        answered_on=tuple(row.answered_on for row in rows),
    )


def _answer_days(rows: Iterable[_Asked]) -> Spread | None:
    days = (days_between(row.sent_on, row.answered_on) for row in rows)
    return spread(each for each in days if each is not None)


def _bodies(asked: Sequence[_Asked]) -> list[Line]:
    words = dict(Endorsement.ByWhom.choices)
    by_body: dict[str, list[_Asked]] = defaultdict(list)
    for row in asked:
        if row.by_whom:
            by_body[row.by_whom].append(row)
    return _lines([(str(words[code]), _answer_days(by_body[code]), "") for code in words if code in by_body])


def _municipalities(council: Council, asked: Sequence[_Asked]) -> list[Line]:
    names = {each.pk: each.name for each in queries.participants_asked(council)}
    rows: dict[int, list[_Asked]] = defaultdict(list)
    for row in asked:
        rows[row.participant_id].append(row)
    found = sorted(rows, key=lambda pk: (norwegian_order(names.get(pk, "")), pk))
    return _lines(
        [
            (
                names.get(pk, ""),
                _answer_days(rows[pk]),
                gettext("%(part)s of %(whole)s answered")
                % {"part": sum(row.answered_on is not None for row in rows[pk]), "whole": len(rows[pk])},
            )
            for pk in found
        ]
    )


def _years(asked: Sequence[_Asked], target: int | None) -> list[YearLine]:
    years: dict[int, list[_Asked]] = defaultdict(list)
    for row in asked:
        years[row.resolved_on.year].append(row)
    found = []
    for year in sorted(years, reverse=True):
        journeys = _journeys(years[year])
        every = spreads(journeys)
        found.append(
            YearLine(
                year=year,
                resolutions=len(journeys),
                finished=sum(journey.last_on is not None for journey in journeys),
                whole=Line(str(year), every[Step.RESOLUTION_TO_LAST]),
                from_idea=Line(str(year), every[Step.WHOLE]),
                within=_kept(journeys, target) if target else "",
            )
        )
    return found


def _kept(journeys: Sequence[Journey], target: int) -> str:
    """ "5 of 8" of those where the last has answered."""
    days = [days_between(journey.resolved_on, journey.last_on) for journey in journeys]
    known = [each for each in days if each is not None]
    return gettext("%(part)s of %(whole)s") % {"part": sum(each <= target for each in known), "whole": len(known)}


def _lines(rows: Sequence[tuple[str, Spread | None, str]]) -> list[Line]:
    widest = max((row.median_days for _, row, _ in rows if row), default=0)
    return [
        Line(name, row, round(100 * row.median_days / widest) if row and widest else 0, more)
        for name, row, more in rows
    ]


def _heading(found: dict[Step, Spread | None]) -> str:
    step = costliest(found)
    if step is None:
        if not any(found.values()):
            return gettext("No way can be counted yet")
        return gettext("Too few days are known to say which step costs most")
    row = found[step]
    days = days_words(row.median_days) if row else ""
    return {
        Step.IDEA_TO_RESOLUTION: gettext("Most time goes before the council resolves it: %(days)s in the middle"),
        Step.RESOLUTION_TO_SENT: gettext("Most time goes before the case is sent out: %(days)s in the middle"),
        Step.SENT_TO_ANSWER: gettext("Most time goes in the municipalities: %(days)s in the middle"),
        Step.RESOLUTION_TO_LAST: gettext(
            "Most time goes after the council's resolution: %(days)s in the middle until the last has answered"
        ),
    }[step] % {"days": days}
