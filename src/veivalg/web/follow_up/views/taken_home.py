"""The page that a mayor takes home: what one municipality owes, does, has resolved, gets and pays (kommunens side)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts.starter import Certainty
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import costs
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council, Participant
from veivalg.web.endorsements import queries as endorsements
from veivalg.web.follow_up import municipality, queries
from veivalg.web.joint_services.queries import services_of
from veivalg.web.ui.paging import paged

ALL = "alt"
"""`?alt=1` shows everything that the municipality owes, has resolved and gets; without it the page is one sheet."""
SHOWN = 5
SHOWN_SERVICES = 8
MOST = 200
"""Owed answers that the long page shows at most."""


@public_in_council
def taken_home(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What one municipality owes an answer on, does, has resolved, gets and pays (kommunens side)."""
    participant = get_object_or_404(Participant.objects.with_places(), pk=pk, council=council)
    participant.council = council
    today = timezone.localdate()
    is_whole = bool(request.GET.get(ALL))
    asked, yes, owes = endorsements.counts_of(participant, on=today)
    every = endorsements.of_participant(participant)
    owed = every.owed(on=today).order_by("round__response_by", "pk")[: MOST if is_whole else SHOWN]
    answered = every.exclude(result__in=("", "postponed"))
    page = paged(request, answered, kept=(ALL,)) if is_whole else None
    resolved = list(page.rows if page else answered[: SHOWN + 1])
    situation = municipality.of(queries.followed_actions(council, request.actor).at(today), participant)
    found = services_of(participant)
    answering = request.actor.own_participant_ids(council.pk, Permission.ENDORSEMENTS_ENDORSEMENT_ANSWER)
    may_edit = request.actor.may(Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    return render(
        request,
        "follow_up/taken_home.html",
        {
            "council": council,
            "participant": participant,
            "heading": _heading(participant.name, asked, yes, owes),
            "today": today,
            "is_whole": is_whole,
            "owed": list(owed),
            "owes": owes,
            "page": page,
            "resolved": resolved if page else resolved[:SHOWN],
            "has_more": len(resolved) > SHOWN or owes > SHOWN or len(found) > SHOWN_SERVICES,
            "groups": municipality.groups(council, situation, participant, most=SHOWN),
            "has_list": participant.certainty == Certainty.CONFIRMED,
            "part": costs.part_of(participant, on=today),
            "rounding": costs.rounding(),
            "services": found if is_whole else found[:SHOWN_SERVICES],
            "has_part": any(part for _, part in found),
            "services_count": len(found),
            "may_answer": may_edit or participant.pk in answering,
        },
    )


def _heading(name: str, asked: int, yes: int, owes: int) -> str:
    names = {"name": name, "yes": yes, "asked": asked, "owes": owes}
    if not asked:
        return gettext("%(name)s has not been asked about anything yet") % names
    if owes:
        return gettext("%(name)s has said yes to %(yes)s of %(asked)s, and owes %(owes)s an answer") % names
    return gettext("%(name)s has said yes to %(yes)s of %(asked)s, and owes no answer") % names
