"""Reading what came in: let it through or hold it back, and erase what is personal."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import Noted, record, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.outbox import operations as outbox
from veivalg.web.participation.models import Submission
from veivalg.web.participation.operations.sending import mail_key

State = Submission.State
LONGEST_REASON = 2000


@transaction.atomic
def publish_read(
    *, actor: Actor, council: Council, round_id: int, seen: Collection[tuple[int, int]], now: datetime
) -> int:
    """Let through several that have been read: pairs of number and the version that was read. Returns how many.

    One that has changed since, or that is not waiting to be read, is left for the next time. Raises
    access.doors.Refused and SecondFactorNeeded.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_MODERATE, council_id=council.pk)
    wanted = set(seen)
    waiting = Submission.objects.select_for_update(of=("self",), no_key=True).filter(
        round=round_id, round__council=council, state=State.RECEIVED, pk__in=[pk for pk, _ in wanted]
    )
    rows = [row for row in waiting.order_by("pk") if (row.pk, row.version) in wanted]
    for row in rows:
        row.state = State.PUBLISHED
        row.version += 1
    Submission.objects.bulk_update(rows, ["state", "version"], batch_size=500)
    changes = {"state": [State.RECEIVED.value, State.PUBLISHED.value]}
    record_many(actor, [Noted(Verb.SUBMISSION_PUBLISHED, row, changes) for row in rows], at=now, council_id=council.pk)
    return len(rows)


@transaction.atomic
def moderate(
    *,
    actor: Actor,
    council: Council,
    submission_id: int,
    version: int,
    is_published: bool,
    reason: str,
    note: str,
    now: datetime,
) -> Submission:
    """Say whether a submission is published, and why not; it may be said anew. The sender reads the reason.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, Submission.DoesNotExist, and
    NotPossible for one without a reason, one that was taken back, and one whose text has been erased.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_MODERATE, council_id=council.pk)
    row = hold(Submission.objects.filter(round__council=council), pk=submission_id, version=version)
    if row.state == State.WITHDRAWN:
        raise NotPossible(gettext("The sender has withdrawn it. It is not published."))
    if is_published and not row.text:
        raise NotPossible(gettext("Its text has been erased, so there is nothing to publish."), field="choice")
    reason, note = clean(reason)[0], clean(note)[0]
    if not is_published and not reason:
        raise NotPossible(gettext("Say why it is not published. The sender reads it."), field="reason")
    state = State.PUBLISHED if is_published else State.WITHHELD
    given = {"state": state.value, "reason": "" if is_published else reason, "note": note}
    changes = apply(row, given, private=("reason", "note"))
    if changes:
        verb = Verb.SUBMISSION_PUBLISHED if is_published else Verb.SUBMISSION_WITHHELD
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
) -> Submission:
    """Empty name and address, and the text as well when it tells who someone is. What was answered stays.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, Submission.DoesNotExist, and
    NotPossible without a reason.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_MODERATE, council_id=council.pk)
    row = hold(Submission.objects.filter(round__council=council), pk=submission_id, version=version)
    reason = why_erased(reason)
    given: dict[str, object] = {"shown_name": "", "email": "", "account": None, "erased_at": now}
    if with_text:
        given |= {"text": "", "note": ""}
    changes = apply(row, given, private=("shown_name", "email", "account", "text", "note"))
    outbox.forget_keyed(mail_key(row))
    record(actor, Verb.SUBMISSION_ERASED, subject=row, council_id=council.pk, changes=changes, reason=reason, at=now)
    return row


def why_erased(reason: str) -> str:
    """The reason as one line. Raises NotPossible without one."""
    reason = " ".join(clean(reason)[0].split())
    if not reason:
        raise NotPossible(gettext("Say why it is erased. Do not repeat what is erased."), field="reason")
    return reason
