"""What waits for someone in the youth panel's room."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council
from veivalg.web.ui.dates import day
from veivalg.web.ui.waiting import Waiting
from veivalg.web.youth import queries

TOLD_FOR = timedelta(days=14)
"""As long as an answer that has come is told about."""
SHOWN = 5
"""Matters, and answers, that stand there by themselves; those that are left are told as a number."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """For the young: matters they have said nothing about, and answers that have come. For a secretariat: what nobody
    has read, and answers that are owed. A fixed number of queries, however many councils there are."""
    return [*_for_the_young(actor, account, on), *_for_secretariats(actor, on)]


def _for_the_young(actor: Actor, account: Account, on: date) -> Iterable[Waiting]:
    councils = [id for id in actor.council_ids if Role.YOUTH_PANEL in actor.roles_in(id)]
    if not councils:
        return
    unsaid = queries.open_without_answer(account.pk, councils, on=on)
    matters = list(unsaid[: SHOWN + 1])
    for matter in matters[:SHOWN]:
        yield Waiting(
            text=gettext("“%(title)s”: say what you think by %(day)s.")
            % {"title": matter.title, "day": day(matter.response_deadline)},
            url=reverse("youth:submit", args=[matter.council.slug, matter.pk]),
            link=gettext("Say what you think"),
            council=matter.council.short_name,
            due_on=matter.response_deadline,
        )
    if len(matters) > SHOWN:
        for council, left in _left(unsaid, matters[:SHOWN]):
            text = ngettext(
                "You are asked about %(count)s more thing.", "You are asked about %(count)s more things.", left
            )
            yield _the_rest(council, text % {"count": left}, "youth:front")
    answered = queries.answered_since(account.pk, councils, since=on - TOLD_FOR)
    rows = list(answered[: SHOWN + 1])
    for row in rows[:SHOWN]:
        about = row.matter.title if row.matter else gettext("your own idea")
        yield Waiting(
            text=gettext("You have got an answer on “%(title)s”: %(outcome)s.")
            % {"title": about, "outcome": str(row.answer.get_outcome_display()).lower()},
            url=f"{reverse('youth:own', args=[row.council.slug])}#innspill-{row.pk}",
            link=gettext("Read the answer"),
            council=row.council.short_name,
        )
    if len(rows) > SHOWN:
        for council, left in _left(answered, rows[:SHOWN]):
            text = ngettext("You have got %(count)s more answer.", "You have got %(count)s more answers.", left)
            yield _the_rest(council, text % {"count": left}, "youth:own")


def _left(every: "QuerySet[Any]", shown: Sequence[Any]) -> list[tuple[Council, int]]:
    """How many each council has beside those that are shown, in two queries."""
    counts = queries.count_by_council(every.exclude(pk__in=[each.pk for each in shown]))
    return [(council, counts[council.pk]) for council in Council.objects.filter(pk__in=counts)]


def _the_rest(council: Council, text: str, page: str) -> Waiting:
    return Waiting(
        text=text, url=reverse(page, args=[council.slug]), link=gettext("See them"), council=council.short_name
    )


def _for_secretariats(actor: Actor, on: date) -> Iterable[Waiting]:
    ids = [id for id in actor.council_ids if actor.may(Permission.YOUTH_SUBMISSION_ANSWER, council_id=id)]
    counted = queries.counts_by_council(ids, on=on) if ids else {}
    if not counted:
        return
    for council in Council.objects.filter(pk__in=counted):
        counts = counted[council.pk]
        if counts.unread:
            text = ngettext(
                "%(count)s submission from the young has not been read. It is shown to nobody until then.",
                "%(count)s submissions from the young have not been read. They are shown to nobody until then.",
                counts.unread,
            )
            yield Waiting(
                text=text % {"count": counts.unread},
                url=reverse("youth:unread", args=[council.slug]),
                link=ngettext("Read the submission", "Read the submissions", counts.unread),
                council=council.short_name,
            )
        if counts.unanswered:
            text = ngettext(
                "%(count)s submission from the young is owed an answer.",
                "%(count)s submissions from the young are owed an answer.",
                counts.unanswered,
            ) % {"count": counts.unanswered}
            if counts.overdue:
                late = ngettext(
                    "%(count)s is late, and everyone can see that.",
                    "%(count)s are late, and everyone can see that.",
                    counts.overdue,
                ) % {"count": counts.overdue}
                text = f"{text} {late}"
            yield Waiting(
                text=text,
                url=reverse("youth:owed", args=[council.slug]),
                link=gettext("See what is owed"),
                council=council.short_name,
                due_on=counts.oldest_due_on,
            )
