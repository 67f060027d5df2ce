"""What waits for a secretariat about rounds of any kind: drafts, last days that have passed, texts to read."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.survey.models import Round
from veivalg.web.survey.texts import unread_in
from veivalg.web.ui.dates import day
from veivalg.web.ui.waiting import Waiting


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """Two queries, however many councils there are."""
    councils = [id for id in actor.council_ids if actor.may(Permission.SURVEY_ROUND_RUN, council_id=id)]
    if not councils:
        return []
    rounds = Round.objects.filter(council__in=councils)
    begun = rounds.filter(Q(opened_at=None) | Q(closed_at=None)).select_related("council").order_by("closes_at", "pk")
    rows = [found for row in begun if (found := _of(row, on)) is not None]
    return [*rows, *(_texts(each.round, each.count) for each in unread_in(rounds))]


def _of(row: Round, on: date) -> Waiting | None:
    closes_on = timezone.localdate(row.closes_at)
    words = {"title": row.heading, "day": day(closes_on)}
    about = {"council": row.council.short_name}
    if row.opened_at is not None:
        if closes_on >= on:
            return None
        text = gettext("“%(title)s” has passed its last day, %(day)s, and closes when you open its page.") % words
        return Waiting(text=text, url=_url("survey:round", row), link=gettext("Close it"), **about)
    if closes_on < on:
        text = gettext("“%(title)s” was never opened, and its last day, %(day)s, has passed.") % words
        return Waiting(text=text, url=_url("survey:round", row), link=gettext("Move the day, or remove it"), **about)
    text = gettext("“%(title)s” is prepared and not opened. Its last day is %(day)s.") % words
    return Waiting(text=text, url=_url("survey:round", row), link=gettext("Open it"), due_on=closes_on, **about)


def _texts(row: Round, count: int) -> Waiting:
    closed_at = row.closed_at
    assert closed_at is not None
    text = ngettext(
        "%(count)s text in “%(title)s” is not read. Nobody else sees it before you have.",
        "%(count)s texts in “%(title)s” are not read. Nobody else sees them before you have.",
        count,
    )
    # What is not published by then is deleted with the single answers.
    gone_on = timezone.localdate(closed_at + timedelta(days=row.keep_days))
    return Waiting(
        text=text % {"count": count, "title": row.heading},
        url=_url("survey:texts", row),
        link=gettext("Read them"),
        council=row.council.short_name,
        due_on=gone_on if row.keeps == Round.Keeps.RESULTS else None,
    )


def _url(name: str, row: Round) -> str:
    return reverse(name, args=[row.council.slug, row.pk])
