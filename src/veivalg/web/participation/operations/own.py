"""What senders do with their own submission, through their own link."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.secrets import key_hash
from veivalg.web.audit.changes import apply
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox import operations as outbox
from veivalg.web.participation.models import Submission
from veivalg.web.participation.operations.sending import mail_key, write_receipt
from veivalg.web.ui.dates import day


@transaction.atomic
def set_email(*, actor: Actor, council: Council, key: str, email: str, now: datetime) -> Submission:
    """Give an address for the answer; the receipt is mailed to it. Raises Submission.DoesNotExist, and NotPossible when
    it has been withdrawn or answered."""
    row = _own(council, key)
    if row.state == Submission.State.WITHDRAWN or hasattr(row, "answer"):
        raise NotPossible(gettext("There is nothing more to send you."), field="email")
    # What waits for an address that was wrong holds the sender's own link.
    outbox.forget_keyed(mail_key(row))
    row.email = email
    row.version += 1
    row.save(update_fields=["email", "version"])
    _note(actor, row, council, Verb.SUBMISSION_CHANGED, ["email"], now)
    write_receipt(row, key=key, now=now)
    return row


@transaction.atomic
def remove_name(*, actor: Actor, council: Council, key: str, now: datetime) -> Submission:
    """Take away one's name and address; the text stays. Raises Submission.DoesNotExist."""
    row = _own(council, key)
    changed = [name for name in ("shown_name", "email") if getattr(row, name)]
    if changed:
        outbox.forget_keyed(mail_key(row))
        row.shown_name = row.email = ""
        row.version += 1
        row.save(update_fields=["shown_name", "email", "version"])
        _note(actor, row, council, Verb.SUBMISSION_CHANGED, changed, now)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, council: Council, key: str, on: date, now: datetime) -> Submission:
    """Take a submission back until the deadline: it is shown to nobody, and the name and the address go at once.

    Raises Submission.DoesNotExist, and NotPossible after the deadline or when it has been answered.
    """
    row = _own(council, key)
    if row.state == Submission.State.WITHDRAWN:
        return row
    if row.round.is_past_deadline(on):
        raise NotPossible(
            gettext("The deadline was %(day)s. You can still remove your name and address.")
            % {"day": day(row.round.response_deadline)}
        )
    if hasattr(row, "answer"):
        raise NotPossible(gettext("It has been answered. You can still remove your name and address."))
    outbox.forget_keyed(mail_key(row))
    before = row.state
    row.state = Submission.State.WITHDRAWN
    row.shown_name = row.email = ""
    row.version += 1
    row.save(update_fields=["state", "shown_name", "email", "version"])
    record(
        _whose(actor, row),
        Verb.SUBMISSION_WITHDRAWN,
        subject=row,
        council_id=council.pk,
        changes={"state": [str(before), str(row.state)], "shown_name": [], "email": []},
        at=now,
    )
    return row


@transaction.atomic
def leave_submissions(*, actor: Actor, now: datetime) -> None:
    """Take one's own name and address from what one sent for a participant, when one's account is erased."""
    mine = Submission.objects.filter(account=actor.account_id).select_for_update(of=("self",), no_key=True)
    for row in mine.select_related("round"):
        changes = apply(row, {"shown_name": "", "email": ""}, private=("shown_name", "email"))
        if changes:
            outbox.forget_keyed(mail_key(row))
            council_id = row.round.council_id
            record(actor, Verb.SUBMISSION_CHANGED, subject=row, council_id=council_id, changes=changes, at=now)


def _own(council: Council, key: str) -> Submission:
    row = (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round")
        .get(receipt_hash=key_hash(key), round__council=council)
    )
    row.round.council = council
    return row


def _note(actor: Actor, row: Submission, council: Council, verb: Verb, fields: list[str], now: datetime) -> None:
    changes: dict[str, list[object]] = {name: [] for name in fields}
    record(_whose(actor, row), verb, subject=row, council_id=council.pk, changes=changes, at=now)


def _whose(actor: Actor, row: Submission) -> Actor:
    """Nobody is tied to a submission that was sent without signing in, whoever opens the link later."""
    is_theirs = row.account_id is not None and row.account_id == actor.account_id
    return actor if is_theirs else Actor(request_id=actor.request_id)
