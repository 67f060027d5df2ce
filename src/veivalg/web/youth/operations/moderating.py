"""Reading what came in: let it through or hold it back, and erase what is personal."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.participation.operations.moderating import why_erased
from veivalg.web.youth.models import YouthSubmission

State = YouthSubmission.State
LONGEST_REASON = 1000


@transaction.atomic
def moderate(
    *,
    actor: Actor,
    council: Council,
    submission_id: int,
    version: int,
    is_published: bool,
    reason: str,
    now: datetime,
) -> YouthSubmission:
    """Say whether it is published, and why not; it may be said anew. Whoever sent it reads the reason.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, YouthSubmission.DoesNotExist, and
    NotPossible for one without a reason, one that was taken back, and one whose text has been erased.
    """
    require(actor, Permission.YOUTH_SUBMISSION_MODERATE, council_id=council.pk)
    row = hold(YouthSubmission.objects.filter(council=council), pk=submission_id, version=version)
    if row.state == State.WITHDRAWN:
        raise NotPossible(gettext("Whoever sent it has taken it back. It is not published."))
    if is_published and not row.text:
        raise NotPossible(gettext("Its text has been erased, so there is nothing to publish."), field="choice")
    reason = clean(reason)[0]
    if not is_published and not reason:
        raise NotPossible(gettext("Say why it is not published. Whoever sent it reads this."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise NotPossible(gettext("There is room for %(most)s signs.") % {"most": LONGEST_REASON}, field="reason")
    state = State.PUBLISHED if is_published else State.WITHHELD
    given = {"state": state.value, "reason": "" if is_published else reason}
    changes = apply(row, given, private=("reason",))
    if changes:
        verb = Verb.YOUTH_SUBMISSION_PUBLISHED if is_published else Verb.YOUTH_SUBMISSION_WITHHELD
        record(actor, verb, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def erase_personal(
    *,
    actor: Actor,
    council: Council,
    submission_id: int,
    version: int,
    reason: str,
    with_text: bool,
    now: datetime,
) -> YouthSubmission:
    """Let go of who sent it, and empty the text as well when it tells who someone is. What was answered stays.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, YouthSubmission.DoesNotExist, and
    NotPossible without a reason.
    """
    require(actor, Permission.YOUTH_SUBMISSION_MODERATE, council_id=council.pk)
    row = hold(YouthSubmission.objects.filter(council=council), pk=submission_id, version=version)
    reason = why_erased(reason)
    given: dict[str, object] = {"account": None, "erased_at": now}
    if with_text:
        given |= {"text": ""}
    changes = apply(row, given, private=("account", "text"))
    record(
        actor,
        Verb.YOUTH_SUBMISSION_ERASED,
        subject=row,
        council_id=council.pk,
        changes=changes,
        reason=reason,
        at=now,
    )
    return row
