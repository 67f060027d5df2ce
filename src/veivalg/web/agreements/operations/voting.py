"""How the assembly voted on a change that it settles."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import from_plain
from veivalg.web.agreements.models import AgreementChange
from veivalg.web.agreements.operations.holding import held, under_way
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day


@transaction.atomic
def register_vote(
    *,
    actor: Actor,
    council: Council,
    change_id: int,
    resolution_id: int,
    votes_for: int,
    votes_cast: int,
    on: date,
    now: datetime,
) -> AgreementChange:
    """Register how the assembly voted. What was registered before is in the trail.

    Raises access.doors.Refused, AgreementChange.DoesNotExist, and NotPossible for a change that goes another way, for a
    resolution that cannot have settled it, and for votes that cannot have been cast.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if change.is_for_everyone:
        raise NotPossible(
            gettext("Every participant's own council settles this change (kommuneloven § 18-4), not the assembly.")
        )
    resolution = (
        Resolution.objects.standing()
        .select_related("body")
        .filter(pk=resolution_id, council=council, kind=Resolution.Kind.AGREEMENT_CHANGE)
        .first()
    )
    if resolution is None or resolution.body.kind != resolution.body.Kind.ASSEMBLY:
        raise NotPossible(
            gettext("Choose a resolution of the assembly that changes the agreement."), field="resolution"
        )
    if not change.sent_on <= resolution.resolved_on <= on:
        raise NotPossible(
            gettext("The change was sent out %(sent)s, and the resolution is from %(day)s. It cannot have settled it.")
            % {"sent": day(change.sent_on), "day": day(resolution.resolved_on)},
            field="resolution",
        )
    if AgreementChange.objects.filter(resolution__in=_texts_of(resolution)).exclude(pk=change.pk).exists():
        raise NotPossible(gettext("That resolution has settled another change."), field="resolution")
    edition = queries.edition_on(council, resolution.resolved_on) or change.base
    seats = from_plain(edition.content if edition else change.content).seats
    if not 1 <= votes_cast <= seats:
        raise NotPossible(
            gettext("The assembly has %(seats)s seats, so from 1 to %(seats)s votes are cast.") % {"seats": seats},
            field="votes_cast",
        )
    # Who is present has to vote (§ 8-1), so no more were present than have voted.
    if 2 * votes_cast < seats:
        raise NotPossible(
            gettext(
                "The assembly has %(seats)s seats, and decides only when at least half of the members take part "
                "(kommuneloven § 11-9)."
            )
            % {"seats": seats},
            field="votes_cast",
        )
    if not 0 <= votes_for <= votes_cast:
        raise NotPossible(gettext("No more have voted for it than have voted."), field="votes_for")
    before = (str(change.resolution) if change.resolution else None, change.votes_for, change.votes_cast)
    change.resolution, change.votes_for, change.votes_cast = resolution, votes_for, votes_cast
    change.version += 1
    change.save(update_fields=["resolution", "votes_for", "votes_cast", "version"])
    record(
        actor,
        Verb.AGREEMENT_VOTE_REGISTERED,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={
            "resolution": [before[0], str(resolution)],
            "votes_for": [before[1], votes_for],
            "votes_cast": [before[2], votes_cast],
        },
        at=now,
    )
    return change


def _texts_of(resolution: Resolution) -> list[int]:
    """The resolution and all that it corrects: they are one decision."""
    found = [resolution.pk]
    earlier = resolution.corrects
    while earlier is not None and earlier.pk not in found:
        found.append(earlier.pk)
        earlier = earlier.corrects
    return found
