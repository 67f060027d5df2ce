"""A council's whole history, searched and by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext

from veivalg.web.accounts import history
from veivalg.web.accounts.history_words import KINDS
from veivalg.web.accounts.queries import names_of
from veivalg.web.agreements import queries as agreements
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import WORDS
from veivalg.web.councils.models import Council
from veivalg.web.directions import queries as directions
from veivalg.web.knowledge.own import queries as own_figures
from veivalg.web.participation.queries import entries_kept_from
from veivalg.web.strategy import queries as strategies
from veivalg.web.survey import queries as rounds
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.paging import paged, plain
from veivalg.web.ui.words import norwegian_order
from veivalg.web.youth.queries import entries_kept_from as entries_of_the_young

VERB, WHO, KIND, OBJECT, FROM, UNTIL = "hva", "hvem", "type", "objekt", "fra", "til"
PARAMETERS = (VERB, WHO, KIND, OBJECT, FROM, UNTIL)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader looks for. What cannot be understood is left out."""

    verb: str = ""
    who: int | None = None
    kind: str = ""
    subject: tuple[str, str] | None = None
    from_day: date | None = None
    until_day: date | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Asked()


def asked(request: HttpRequest) -> Asked:
    """What the address asks for."""
    given = {name: plain(request.GET.get(name, "")).strip() for name in PARAMETERS}
    label, _, key = given[OBJECT].rpartition(":")
    return Asked(
        verb=given[VERB] if given[VERB] in {verb.value for verb in WORDS} else "",
        who=id_of(given[WHO]),
        kind=given[KIND] if given[KIND] in KINDS else "",
        subject=(label, key) if label and key else None,
        from_day=_day(given[FROM]),
        until_day=_day(given[UNTIL]),
    )


def content(request: HttpRequest, council: Council) -> dict[str, Any]:
    """What the page shows."""
    sought = asked(request)
    every = AuditEntry.objects.visible_to(request.actor).filter(council_id=council.pk)  # type: ignore[attr-defined]
    for room in (agreements, directions, own_figures, rounds, strategies):
        every = every.exclude(room.entries_of_drafts(council, request.actor))  # type: ignore[attr-defined]
    every = every.exclude(entries_kept_from(council, request.actor))  # type: ignore[attr-defined]
    every = every.exclude(entries_of_the_young(council, request.actor))  # type: ignore[attr-defined]
    every = every.exclude(rounds.entries_kept_from(council, request.actor))  # type: ignore[attr-defined]
    page = paged(request, _found(every, sought), kept=PARAMETERS)
    lines = history.lines(page.rows, actor=request.actor, known=[council])  # type: ignore[attr-defined]
    actors = set(every.exclude(actor_id=None).order_by().values_list("actor_id", flat=True).distinct())
    people = sorted(names_of(actors).items(), key=lambda pair: norwegian_order(pair[1]))
    return {
        "page": page,
        "heading": _heading(page.total, is_narrowed=sought.is_narrowed),
        "days": [
            (day, list(group)) for day, group in groupby(lines, key=lambda line: timezone.localtime(line.at).date())
        ],
        "sought": sought,
        "verbs": sorted(
            ((verb.value, str(words)) for verb, words in WORDS.items() if not verb.value.startswith("accounts.")),
            key=lambda pair: norwegian_order(pair[1]),
        ),
        "people": people,
        "kinds": sorted(
            ((kind, str(words)) for kind, words in KINDS.items()), key=lambda pair: norwegian_order(pair[1])
        ),
        "subject": ":".join(sought.subject) if sought.subject else "",
        "from_day": sought.from_day.isoformat() if sought.from_day else "",
        "until_day": sought.until_day.isoformat() if sought.until_day else "",
    }


def _found(every: QuerySet[AuditEntry], sought: Asked) -> QuerySet[AuditEntry]:
    found = every
    if sought.verb:
        found = found.filter(verb=sought.verb)
    if sought.who is not None:
        found = found.filter(actor_id=sought.who)
    if sought.kind:
        found = found.filter(subject_type=sought.kind)
    if sought.subject:
        label, key = sought.subject
        found = found.filter(subject_type=label, subject_id=key) | found.filter(under_type=label, under_id=key)
    # Days are Norwegian days, and the last one counts whole.
    if sought.from_day:
        found = found.filter(at__gte=_midnight(sought.from_day))
    if sought.until_day:
        found = found.filter(at__lt=_midnight(sought.until_day + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    # The first and last years of the calendar have no midnight in every time zone.
    return found if found and 1900 <= found.year <= 2999 else None


def _heading(total: int, *, is_narrowed: bool) -> str:
    if not total:
        return gettext("Nothing in the history fits") if is_narrowed else gettext("Nothing has been done here yet")
    if is_narrowed:
        text = ngettext("%(count)s entry fits", "%(count)s entries fit", total)
    else:
        text = ngettext("%(count)s thing has been done here", "%(count)s things have been done here", total)
    return text % {"count": total}
