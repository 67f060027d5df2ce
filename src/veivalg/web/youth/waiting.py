"""What waits for someone in the youth panel's room."""

from collections.abc import Iterable
from datetime import date, timedelta

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


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """For the young: matters they have said nothing about, and answers that have come. For a secretariat: what nobody
    has read, and answers that are owed. A fixed number of queries, however many councils there are."""
    return [*_for_the_young(actor, account, on), *_for_secretariats(actor, on)]


def _for_the_young(actor: Actor, account: Account, on: date) -> Iterable[Waiting]:
    councils = [id for id in actor.council_ids if Role.YOUTH_PANEL in actor.roles_in(id)]
    if not councils:
        return
    for matter in queries.open_without_answer(account.pk, councils, on=on):
        yield Waiting(
            text=gettext("“%(title)s”: say what you think by %(day)s.")
            % {"title": matter.title, "day": day(matter.response_deadline)},
            url=reverse("youth:submit", args=[matter.council.slug, matter.pk]),
            link=gettext("Say what you think"),
            council=matter.council.short_name,
            due_on=matter.response_deadline,
        )
    for row in queries.answered_since(account.pk, councils, since=on - TOLD_FOR):
        about = row.matter.title if row.matter else gettext("your own idea")
        yield Waiting(
            text=gettext("You have got an answer on “%(title)s”: %(outcome)s.")
            % {"title": about, "outcome": str(row.answer.get_outcome_display()).lower()},
            url=f"{reverse('youth:own', args=[row.council.slug])}#innspill-{row.pk}",
            link=gettext("Read the answer"),
            council=row.council.short_name,
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
