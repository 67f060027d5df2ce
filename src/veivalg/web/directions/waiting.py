"""What waits in choices of direction: results to decide on, and rounds that one is asked in."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.directions.queries import State, state_of
from veivalg.web.survey.models import Invitation, Round
from veivalg.web.ui.waiting import Waiting


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """For a secretariat: choices that nobody has resolved (drafts of rounds are told by the rounds themselves). For
    those who are asked by name: that their link is in their mail. A fixed number of queries, however many councils."""
    return [*_for_secretariats(actor), *_for_those_asked(account, on)]


def _for_secretariats(actor: Actor) -> Iterable[Waiting]:
    councils = [id for id in actor.council_ids if actor.may(Permission.DIRECTIONS_CHOICE_EDIT, council_id=id)]
    if not councils:
        return
    rows = DirectionChoice.objects.filter(council__in=councils, outcome=None)
    for choice in rows.select_related("council").prefetch_related("rounds__round"):
        # A further round that is being prepared says that the result has been read.
        if all(row.round.opened_at for row in choice.rounds.all()) and state_of(choice) is State.CLOSED:
            yield Waiting(
                text=gettext("“%(title)s” has closed. Read what you agree on, and put it before those who resolve.")
                % {"title": choice.heading},
                url=choice.get_absolute_url(),
                link=gettext("Read the result"),
                council=choice.council.short_name,
            )


def _for_those_asked(account: Account, on: date) -> Iterable[Waiting]:
    asked = Invitation.objects.filter(
        person__account=account,
        ballot=None,
        round__kind=Round.Kind.DIRECTION,
        round__opened_at__isnull=False,
        round__closed_at=None,
        round__opens_at__date__lte=on,
        round__closes_at__date__gte=on,
        round__direction__isnull=False,
    )
    for row in asked.select_related("round__council", "round__direction__choice"):
        choice = row.round.direction.choice
        choice.council = row.round.council
        yield Waiting(
            text=gettext("You are asked: “%(title)s”. Your own link is in your mail.") % {"title": row.round.heading},
            url=choice.get_absolute_url(),
            link=gettext("Read what it is about"),
            council=row.round.council.short_name,
            due_on=timezone.localdate(row.round.closes_at),
        )
