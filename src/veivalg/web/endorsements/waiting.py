"""What waits: answers that a municipality owes, and for a secretariat cases where somebody is late."""

from collections import defaultdict
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Participant
from veivalg.web.endorsements import queries
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.ui.waiting import Waiting

ANSWER, EDIT = Permission.ENDORSEMENTS_ENDORSEMENT_ANSWER, Permission.ENDORSEMENTS_ROUND_EDIT
SHOWN = 10
"""Cases that stand there by themselves; those that are left are told as a number."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """What this account's municipalities owe an answer on, and what is late in its councils. Five queries at most."""
    own = [id for council in actor.council_ids for id in actor.own_participant_ids(council, ANSWER)]
    return [*_owed(own, on), *_late(actor, on)]


def _owed(participant_ids: list[int], on: date) -> list[Waiting]:
    if not participant_ids:
        return []
    owed = Endorsement.objects.owed(on=on).filter(participant__in=participant_ids).with_everything()
    owed = owed.order_by("round__response_by", "pk")
    rows = [_row(each) for each in owed[:SHOWN]]
    left = owed.count() - len(rows) if len(rows) == SHOWN else 0
    if left:
        participant = Participant.objects.select_related("council").get(pk=participant_ids[0])
        text = ngettext(
            "%(count)s more case waits for the municipality's answer.",
            "%(count)s more cases wait for the municipality's answer.",
            left,
        )
        rows.append(
            Waiting(
                text=text % {"count": left},
                url=reverse("follow_up:taken_home", args=[participant.council.slug, participant.pk]),
                link=gettext("See them"),
                council=participant.council.short_name,
            )
        )
    return rows


def _row(each: Endorsement) -> Waiting:
    council = each.round.council
    return Waiting(
        text=gettext("%(name)s owes an answer on “%(title)s”.")
        % {"name": each.participant.name, "title": each.round.resolution.title[:160]},
        url=reverse("endorsements:answer", args=[council.slug, each.round.resolution_id, each.pk]),
        link=gettext("Say what was resolved"),
        council=council.short_name,
        due_on=each.round.response_by,
    )


def _late(actor: Actor, on: date) -> list[Waiting]:
    ids = [id for id in actor.council_ids if actor.may(EDIT, council_id=id)]
    if not ids:
        return []
    late = queries.overdue_rounds(ids, on=on).values_list("council__slug", "council__short_name", "response_by")
    days_of: dict[tuple[str, str], list[date]] = defaultdict(list)
    for slug, short_name, response_by in late.order_by():
        days_of[slug, short_name].append(response_by)
    rows = []
    for (slug, short_name), days in sorted(days_of.items()):
        count = len(days)
        text = ngettext(
            "%(count)s resolution lacks answers from municipalities, and the day has passed.",
            "%(count)s resolutions lack answers from municipalities, and the day has passed.",
            count,
        )
        address = reverse("endorsements:list", args=[slug])
        rows.append(
            Waiting(
                text=text % {"count": count},
                url=f"{address}?status={queries.OVERDUE}",
                link=gettext("See which"),
                council=short_name,
                due_on=min(days),
            )
        )
    return rows
