"""The answer that each of the young is owed: how what they said was used."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.participation.operations.answering import checked_keys, checked_words
from veivalg.web.strategy.models import Strategy
from veivalg.web.youth.models import YouthAnswer, YouthSubmission
from veivalg.web.youth.models.submissions import LONGEST
from veivalg.web.youth.operations.resolutions import check_resolution

State = YouthSubmission.State
CHANGED_SOMETHING = (YouthAnswer.Outcome.USED, YouthAnswer.Outcome.PARTLY)
"""Outcomes that say that something became another way, so the answer shows what."""


@transaction.atomic
def answer(
    *,
    actor: Actor,
    council: Council,
    submission_id: int,
    version: int,
    outcome: str,
    words: str,
    strategy: Strategy | None,
    changed_keys: Collection[str],
    resolution: Resolution | None,
    changed_elsewhere: bool = False,
    on: date,
    now: datetime,
) -> YouthAnswer:
    """Say how a submission was used, or correct what was said: the day of the first answer stands, and the trail keeps
    what stood before. `version` is the submission's, which an answer raises: of two who answer at once, one is told.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, YouthSubmission.DoesNotExist, and
    NotPossible when words are missing or too many, for one that has been taken back or not been read, for one that was
    used without a link to what it changed, and for links to what is not this council's.
    """
    require(actor, Permission.YOUTH_SUBMISSION_ANSWER, council_id=council.pk)
    row = hold(YouthSubmission.objects.filter(council=council), pk=submission_id, version=version)
    if row.state == State.WITHDRAWN:
        raise NotPossible(gettext("Whoever sent it has taken it back. It is owed no answer."))
    if row.state == State.RECEIVED:
        raise NotPossible(gettext("It has not been read. Publish it or withhold it before you answer."))
    given = _checked(council, outcome, words, strategy, changed_keys, resolution, changed_elsewhere)
    found = YouthAnswer.objects.filter(submission=row).first()
    if found is None:
        found = YouthAnswer.objects.create(
            submission=row, answered_on=on, answered_at=now, account_id=actor.account_id, **given
        )
        verb, changes = Verb.YOUTH_ANSWER_GIVEN, as_noted(given)
    else:
        verb, changes = Verb.YOUTH_ANSWER_CHANGED, apply(found, given)
        if not changes:
            return found
        found.corrected_on = on
        found.save(update_fields=["corrected_on"])
    row.version += 1
    row.save(update_fields=["version"])
    record(actor, verb, subject=row, council_id=council.pk, changes=changes, at=now)
    return found


def _checked(
    council: Council,
    outcome: str,
    words: str,
    strategy: Strategy | None,
    changed_keys: Collection[str],
    resolution: Resolution | None,
    changed_elsewhere: bool,
) -> dict[str, object]:
    words = checked_words(words, longest=LONGEST)
    if outcome not in YouthAnswer.Outcome.values:
        raise NotPossible(gettext("Choose how it was used."), field="outcome")
    is_ours = strategy is not None and strategy.council_id == council.pk
    keys = checked_keys(strategy.pk if strategy is not None and is_ours else None, changed_keys)
    if resolution is not None:
        check_resolution(council, resolution)
    if outcome in CHANGED_SOMETHING and not (keys or resolution or changed_elsewhere):
        raise NotPossible(
            gettext("Choose what it changed, or tick that it changed something that is not here and say what."),
            field="changed_elsewhere",
        )
    return {
        "outcome": outcome,
        "words": words,
        "strategy": strategy if keys else None,
        "changed_keys": keys,
        "resolution": resolution,
        "changed_elsewhere": changed_elsewhere and outcome in CHANGED_SOMETHING,
    }
