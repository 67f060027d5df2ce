"""Writes of the outbox: put a mail in, and send what waits."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from veivalg.web.outbox.models import Message

log = logging.getLogger(__name__)
State = Message.State

LEASE = timedelta(minutes=10)
"""A sender that has been silent for so long has stopped."""
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes before the next attempt; after the last the message is given up."""

Deliver = Callable[[EmailMessage], object]


def write(
    *,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    account_id: int | None = None,
    council_id: int | None = None,
    key: str | None = None,
    useless_after: datetime | None = None,
    is_withheld: bool = False,
) -> Message | None:
    """Put a mail in the outbox, in the caller's transaction. Returns None when the key has been used before.

    A withheld message costs the same work and is never sent.
    """
    message = Message(
        kind=kind,
        recipient="" if is_withheld else recipient,
        # A line break in a subject would be a header of its own.
        subject="" if is_withheld else " ".join(subject.split())[:200],
        body="" if is_withheld else body,
        account_id=account_id,
        council_id=council_id,
        key=key,
        state=State.WITHHELD if is_withheld else State.WAITING,
        written_at=now,
        not_before=now,
        useless_after=useless_after,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if key is not None and Message.objects.filter(key=key).exists():
            return None
        raise
    return message


def forget(*, account_id: int) -> int:
    """Let go of what waits for an account that is erased; nobody is there to read it. Returns how many."""
    waiting = Message.objects.filter(account_id=account_id, state=State.WAITING)
    return _give_up(waiting, trouble="the account was erased")


def forget_address(address: str) -> int:
    """The same for someone without an account, whose address is erased. Returns how many."""
    waiting = Message.objects.filter(recipient__iexact=address, account_id=None, state=State.WAITING)
    return _give_up(waiting, trouble="the person was erased") if address else 0


def forget_keyed(start: str) -> int:
    """The same for what waits under keys that begin so, when whoever it is about asks for it. Returns how many."""
    waiting = Message.objects.filter(key__startswith=start, state=State.WAITING)
    return _give_up(waiting, trouble="its reader asked to be forgotten") if start else 0


def send_waiting(*, now: datetime, deliver: Deliver, sender: str, limit: int = 100) -> int:
    """Send what waits, oldest first. Returns how many were sent. Safe to run in several places at once.

    A message is claimed, and the claim is committed, before it is handed over. When the mail server says no, or cannot
    be reached, it waits for its next attempt. When the machine stops in between nobody can know, and it is not sent
    again.
    """
    _let_go_of_the_silent(now=now)
    _give_up_the_useless(now=now)
    sent = 0
    for _ in range(limit):
        message = _claim(now=now)
        if message is None:
            break
        sent += _send(message, now=now, deliver=deliver, sender=sender)
    return sent


@transaction.atomic
def _claim(*, now: datetime) -> Message | None:
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=State.WAITING, not_before__lte=now)
        .order_by("not_before", "id")
        .first()
    )
    if message is not None:
        message.state, message.claimed_at = State.SENDING, now
        message.attempt_count += 1
        message.save(update_fields=["state", "claimed_at", "attempt_count"])
    return message


def _send(message: Message, *, now: datetime, deliver: Deliver, sender: str) -> bool:
    domain = sender.rpartition("@")[2].strip("<> ")
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=sender,
        to=[message.recipient],
        headers={
            "Message-ID": f"<veivalg-{message.pk}-{message.written_at:%Y%m%d%H%M%S}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        deliver(mail)
    except smtplib.SMTPRecipientsRefused as error:
        _finish(message, State.GIVEN_UP, trouble=_without_words(error), now=None)
        return False
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("Mail %s could not be sent: %s", message.pk, type(error).__name__)
        pauses = PAUSES[message.attempt_count - 1 : message.attempt_count]
        if isinstance(error, ValueError) or not pauses:
            _finish(message, State.GIVEN_UP, trouble=_without_words(error), now=None)
        else:
            Message.objects.filter(pk=message.pk).update(
                state=State.WAITING,
                not_before=now + timedelta(minutes=pauses[0]),
                trouble=_without_words(error),
            )
        return False
    _finish(message, State.SENT, trouble="", now=now)
    return True


def _finish(message: Message, state: State, *, trouble: str, now: datetime | None) -> None:
    """The end of a message: its words and its address go."""
    Message.objects.filter(pk=message.pk).update(
        state=state, trouble=trouble, sent_at=now, body="", subject="", recipient=""
    )


def _let_go_of_the_silent(*, now: datetime) -> None:
    silent = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - LEASE)
    silent.update(state=State.UNCERTAIN, trouble="the sender stopped in the middle", body="", subject="", recipient="")


def _give_up_the_useless(*, now: datetime) -> None:
    useless = Message.objects.filter(state=State.WAITING, useless_after__lt=now)
    _give_up(useless, trouble="too late to be of use")


def _give_up(messages: "QuerySet[Message]", *, trouble: str) -> int:
    return messages.update(state=State.GIVEN_UP, trouble=trouble, body="", subject="", recipient="")


def _without_words(error: Exception) -> str:
    """The kind of trouble and the server's number. What the server says may repeat the address or the text."""
    number = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {number}' if isinstance(number, int) else ''}"[:200]
