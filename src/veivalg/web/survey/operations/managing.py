"""What can be changed of a round after it was made: its last moment, and that a draft is given up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile, apply, as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.survey import beside
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations.letters import tell_of_deadline
from veivalg.web.survey.operations.rounds import draft_of

LONGEST_REASON = 500
LONGEST_AHEAD = timedelta(days=366)


@transaction.atomic
def move_deadline(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    closes_at: datetime,
    reason: str,
    now: datetime,
    seen: datetime | None = None,
) -> Round:
    """Give people more time to answer, or less, while the round is a draft or open. The reason stands in the history,
    and those who have been asked by mail get a new one.

    `seen` is the last moment that whoever asks knew of. Raises Refused, SecondFactorNeeded, Round.DoesNotExist,
    ChangedMeanwhile when someone else has moved it, and NotPossible: for a round that has closed or whose last moment
    has passed (an open one then closes), for a moment that has passed or comes before it opens, and without a reason.
    """
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id, council=council)
    found.council = council
    if found.is_closed or (found.opened_at is not None and found.closes_at <= now):
        raise NotPossible(gettext("The round has closed. It cannot be opened again, so its last moment stands."))
    if seen is not None and seen != found.closes_at:
        raise ChangedMeanwhile(found)
    reason = " ".join(clean(reason)[0].split())
    if not reason or len(reason) > LONGEST_REASON:
        raise NotPossible(
            gettext("Write why, in at most %(most)s signs. It stands in the history.") % {"most": LONGEST_REASON},
            field="reason",
        )
    if closes_at <= now:
        raise NotPossible(gettext("This moment has passed. To stop now, close the round instead."), field="closes_on")
    if closes_at <= found.opens_at:
        raise NotPossible(gettext("The round must close after it opens."), field="closes_on")
    if closes_at > now + LONGEST_AHEAD:
        raise NotPossible(gettext("A round can be open for a year at most from today."), field="closes_on")
    was = found.closes_at
    if changes := apply(found, {"closes_at": closes_at}):
        changes |= as_noted({"mail_count": tell_of_deadline(found, was=was, now=now) or None})
        record(
            actor,
            Verb.SURVEY_DEADLINE_MOVED,
            subject=found,
            council_id=council.pk,
            changes=changes,
            reason=reason,
            at=now,
        )
    return found


@transaction.atomic
def remove_draft(*, actor: Actor, council: Council, round_id: int, now: datetime) -> str:
    """Give up a round that nobody has been able to answer. Codes that were made for it stop working. Returns its title.

    Raises Refused, Round.DoesNotExist, and NotPossible for a round that has been opened, whether or not it has closed.
    """
    found = draft_of(actor, council, round_id)
    title = found.heading
    changes = {"title": [title, None], **as_noted({"issued_count": found.issued_count or None})}
    record(actor, Verb.SURVEY_ROUND_REMOVED, subject=found, council_id=council.pk, changes=changes, at=now)
    beside.let_go(actor, found, now=now)
    # Questions, groups and codes go along; there can be no ballots.
    found.delete()
    return title
