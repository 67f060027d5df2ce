"""What an address asks for: a day, and which actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from veivalg.web.follow_up.situation import OVERDUE, UNOWNED, Everything, Followed, Situation
from veivalg.web.strategy.responsible import key_of, name_of
from veivalg.web.strategy.status import WHILE_FOLLOWED, Standing
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.paging import plain, searched
from veivalg.web.ui.words import norwegian_order

DAY, YEAR = "dato", "aar"
GOAL, RESPONSIBLE, MUNICIPALITY, SHOW = "maal", "ansvar", "kommune", "vis"
FIRST_YEAR = 2000


def day_of(request: HttpRequest, *, today: date) -> date:
    """The day that the address asks for (`?dato=`), else today. Raises Http404 for what is none, or is yet to come."""
    asked = plain(request.GET.get(DAY, "")).strip()
    if not request.GET.get(DAY):
        return today
    try:
        found = date.fromisoformat(asked)
    except ValueError:
        raise Http404(
            gettext("“%(text)s” is not a day. Write it as year, month and day: %(example)s.")
            % {"text": asked[:20], "example": today.isoformat()}
        ) from None
    if found > today:
        raise Http404(gettext("That day has not been yet. Choose today or an earlier day."))
    if found.year < FIRST_YEAR:
        raise Http404(gettext("Choose a day after the year %(year)s.") % {"year": FIRST_YEAR - 1})
    return found


def year_of(request: HttpRequest, *, today: date) -> int:
    """The year that the address asks for (`?aar=`), else this one. Raises Http404 for one that nothing is known of."""
    asked = plain(request.GET.get(YEAR, "")).strip()
    if not request.GET.get(YEAR):
        return today.year
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= today.year + 1):
        raise Http404(
            gettext("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": today.year + 1}
        )
    return int(asked)


@dataclass(frozen=True)
class Wanted:
    """Which actions to show. Empty parts ask for nothing."""

    words: str = ""
    goal: int | None = None
    responsible: str = ""
    participant: int | None = None
    show: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.goal or self.responsible or self.participant or self.show)

    def fits(self, row: Followed) -> bool:
        if self.words and not all(word in _searched_in(row) for word in self.words.casefold().split()):
            return False
        if self.goal and row.goal.pk != self.goal:
            return False
        if self.responsible and row.responsible_key != self.responsible:
            return False
        if self.participant and not row.concerns(self.participant):
            return False
        return not self.show or row.has(self.show)


def wanted(request: HttpRequest, everything: Everything) -> Wanted:
    """What the address asks for; unknown goals, participants and kinds ask for nothing."""
    goal, participant = id_of(request.GET.get(GOAL, "")), id_of(request.GET.get(MUNICIPALITY, ""))
    show, key = request.GET.get(SHOW, ""), request.GET.get(RESPONSIBLE, "")
    return Wanted(
        words=searched(request),
        goal=goal if any(each.pk == goal for each in everything.goals) else None,
        responsible=key if key in responsible_names(everything) else "",
        participant=participant if any(each.pk == participant for each in everything.participants) else None,
        show=show if show in (*WHILE_FOLLOWED, OVERDUE, UNOWNED) else "",
    )


def responsible_names(everything: Everything) -> dict[str, str]:
    """Those who answer for something, by key, in alphabetical order."""
    found = {key_of(action): name_of(action) for action in everything.actions if action.has_responsible}
    return dict(sorted(found.items(), key=lambda pair: norwegian_order(pair[1])))


def kinds(situation: Situation) -> list[tuple[str, str]]:
    """What a list can be narrowed to, with how many there are."""
    counts: Mapping[str, int] = situation.counts
    rows = [(code, Standing(code, None).words, counts[code]) for code in WHILE_FOLLOWED]
    rows += [
        (OVERDUE, gettext("Past the deadline and not done"), len(situation.with_kind(OVERDUE))),
        (UNOWNED, gettext("Nobody answers for it"), len(situation.with_kind(UNOWNED))),
    ]
    return [(code, f"{words} ({count})") for code, words, count in rows if count]


def _searched_in(row: Followed) -> str:
    action = row.action
    return " ".join(
        (action.text, row.responsible, *map(str, action.partners), action.path.name, str(action.number))
    ).casefold()
