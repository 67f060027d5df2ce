"""What waits in participation rounds: submissions to read and to answer, and rounds that a participant may answer."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Participant
from veivalg.web.participation import queries
from veivalg.web.participation.models import ParticipationRound
from veivalg.web.ui.dates import day
from veivalg.web.ui.waiting import Waiting


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """For a secretariat: what nobody has read, and answers that are owed. For those who answer for a participant:
    rounds where it has said nothing. A fixed number of queries, however many councils there are."""
    return [*_for_secretariats(actor, on), *_for_participants(actor, on)]


def _for_secretariats(actor: Actor, on: date) -> Iterable[Waiting]:
    councils = [id for id in actor.council_ids if actor.may(Permission.PARTICIPATION_SUBMISSION_ANSWER, council_id=id)]
    if not councils:
        return
    rows = list(
        ParticipationRound.objects.filter(council__in=councils, published_at__isnull=False)
        .defer("content")
        .select_related("council")
    )
    counted = queries.figures([row.pk for row in rows])
    for row in rows:
        figures, args = counted[row.pk], [row.council.slug, row.pk]
        if figures.unread:
            text = ngettext(
                "%(count)s submission to “%(title)s” has not been read. It is shown to nobody until then.",
                "%(count)s submissions to “%(title)s” have not been read. They are shown to nobody until then.",
                figures.unread,
            )
            yield Waiting(
                text=text % {"count": figures.unread, "title": row.title},
                url=reverse("participation:unread", args=args),
                link=ngettext("Read the submission", "Read the submissions", figures.unread),
                council=row.council.short_name,
            )
        if figures.unanswered and row.is_past_deadline(on):
            text = ngettext(
                "%(count)s submission to “%(title)s” is owed an answer by %(day)s.",
                "%(count)s submissions to “%(title)s” are owed an answer by %(day)s.",
                figures.unanswered,
            )
            if queries.overdue(row, figures, on=on):
                text = ngettext(
                    "%(count)s submission to “%(title)s” should have been answered by %(day)s. Everyone can see that.",
                    "%(count)s submissions to “%(title)s” should have been answered by %(day)s. Everyone can see that.",
                    figures.unanswered,
                )
            yield Waiting(
                text=text % {"count": figures.unanswered, "title": row.title, "day": day(row.answers_due_on)},
                url=reverse("participation:answers", args=args),
                link=ngettext("Answer the submission", "Answer the submissions", figures.unanswered),
                council=row.council.short_name,
                due_on=row.answers_due_on,
            )


def _for_participants(actor: Actor, on: date) -> Iterable[Waiting]:
    own = {
        participant
        for id in actor.council_ids
        for participant in actor.own_participant_ids(id, Permission.PARTICIPATION_SUBMISSION_SEND)
    }
    if not own:
        return
    names = {row.pk: row.name for row in Participant.objects.on(on).with_places().filter(pk__in=own)}
    for row, participant in queries.open_without_answer(names.keys(), on=on):
        yield Waiting(
            text=gettext("“%(title)s” is open until %(day)s, and %(participant)s has not answered.")
            % {"title": row.title, "day": day(row.response_deadline), "participant": names[participant]},
            url=f"{reverse('participation:submit', args=[row.council.slug, row.pk])}?som=kommune",
            link=gettext("Answer for the municipality"),
            council=row.council.short_name,
            due_on=row.response_deadline,
        )
