"""Writes of the outbox: put a mail in, and send what waits."""

import logging
import smtplib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from veivalg.web.outbox.models import Message

log = logging.getLogger(__name__)
State = Message.State

LEASE = timedelta(minutes=10)
"""A sender that has been silent for so long has stopped."""
KEPT = timedelta(days=365)
"""For so long it stands that a mail was sent, without its words and its address."""
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes before the next attempt; after the last the message is given up."""

_BATCH = 500

Deliver = Callable[[EmailMessage], object]
Clock = Callable[[], datetime]
"""What time it is now; a queue takes long enough for it to matter."""

_UNDER_WAY = (State.WAITING, State.SENDING)
"""Also what a sender has in hand: should the server refuse it, it does not come back to wait."""


def prepared(
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
) -> Message:
    """A mail that is not in the outbox yet. A withheld one costs the same work and is never sent."""
    return Message(
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


def write(*, key: str | None = None, **mail: Any) -> Message | None:
    """Put a mail in the outbox, in the caller's transaction; it is given as to `prepared`.

    Returns None when the key has been used before. Raises IntegrityError for a mail to nobody.
    """
    message = prepared(key=key, **mail)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if key is not None and Message.objects.filter(key=key).exists():
            return None
        raise
    return message


def write_all(messages: Sequence[Message]) -> int:
    """Put many mails in at once, in the order given, but for those whose key has been used before. Returns how many.

    Raises IntegrityError when a key comes to be used meanwhile: whoever writes many holds what would make them twice.
    """
    count = 0
    for start in range(0, len(messages), _BATCH):
        batch = messages[start : start + _BATCH]
        keys = [message.key for message in batch if message.key is not None]
        used = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
        count += len(Message.objects.bulk_create([message for message in batch if message.key not in used]))
    return count


def forget(*, account_id: int) -> int:
    """Let go of what waits for an account that is erased; nobody is there to read it. Returns how many."""
    waiting = Message.objects.filter(account_id=account_id, state__in=_UNDER_WAY)
    return _give_up(waiting, trouble="the account was erased")


def forget_address(address: str) -> int:
    """The same for someone without an account, whose address is erased. Returns how many."""
    waiting = Message.objects.filter(recipient__iexact=address, account_id=None, state__in=_UNDER_WAY)
    return _give_up(waiting, trouble="the person was erased") if address else 0


def forget_keyed(start: str) -> int:
    """The same for what waits under keys that begin so, when whoever it is about asks for it. Returns how many."""
    waiting = Message.objects.filter(key__startswith=start, state__in=_UNDER_WAY)
    return _give_up(waiting, trouble="its reader asked to be forgotten") if start else 0


def forget_done(*, now: datetime, but: Collection[str] = ()) -> int:
    """Delete the rows of what was done with long ago, which tell who was mailed what, and when. Returns how many.

    `but` are beginnings of keys that still keep a mail from being written twice.
    """
    done = Message.objects.exclude(state__in=_UNDER_WAY).filter(written_at__lt=now - KEPT)
    for start in but:
        done = done.exclude(key__isnull=False, key__startswith=start)
    return done.delete()[0]


def send_waiting(*, clock: Clock, deliver: Deliver, sender: str, limit: int = 100) -> int:
    """Send what waits, oldest first. Returns how many were sent. Safe to run in several places at once.

    A message is claimed, and the claim is committed, before it is handed over. When the mail server says no, or cannot
    be reached, it waits for its next attempt. When the machine stops in between nobody can know, and it is not sent
    again. The clock is asked for each message: with a slow server the last of many is handed over long after the first,
    and whoever thinks a sender has stopped counts from the claim. What happens to a message after that is written only
    while the claim stands, so that nobody takes up what another has let go of.
    """
    _let_go_of_the_silent(now=clock())
    give_up_the_useless(now=clock())
    sent = 0
    for _ in range(limit):
        message = _claim(now=clock())
        if message is None:
            break
        sent += _send(message, clock=clock, deliver=deliver, sender=sender)
    return sent


def give_up_the_useless(*, now: datetime) -> int:
    """Let go of what is too late to be of use, such as a code that has run out. Returns how many."""
    useless = Message.objects.filter(state=State.WAITING, useless_after__lt=now)
    return _give_up(useless, trouble="too late to be of use")


@transaction.atomic
def _claim(*, now: datetime) -> Message | None:
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=State.WAITING, not_before__lte=now)
        .exclude(useless_after__lt=now)
        .order_by("not_before", "id")
        .first()
    )
    if message is not None:
        message.state, message.claimed_at = State.SENDING, now
        message.attempt_count += 1
        message.save(update_fields=["state", "claimed_at", "attempt_count"])
    return message


def _send(message: Message, *, clock: Clock, deliver: Deliver, sender: str) -> bool:
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
        _finish(message, State.GIVEN_UP, trouble=_without_words(error))
        return False
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("Mail %s could not be sent: %s", message.pk, type(error).__name__)
        pauses = PAUSES[message.attempt_count - 1 : message.attempt_count]
        if isinstance(error, ValueError) or not pauses:
            _finish(message, State.GIVEN_UP, trouble=_without_words(error))
        else:
            _claimed(message).update(
                state=State.WAITING,
                not_before=clock() + timedelta(minutes=pauses[0]),
                trouble=_without_words(error),
            )
        return False
    except Exception as error:
        # Nobody thought of it, so nobody knows whether it went; the next mail is not held up by it.
        log.exception("Mail %s may have been sent", message.pk)
        _finish(message, State.UNCERTAIN, trouble=_without_words(error))
        return False
    return _finish(message, State.SENT, trouble="", now=clock())


def _claimed(message: Message) -> "QuerySet[Message]":
    """The message while this sender's claim stands; every claim counts one attempt more."""
    return Message.objects.filter(pk=message.pk, state=State.SENDING, attempt_count=message.attempt_count)


def _finish(message: Message, state: State, *, trouble: str, now: datetime | None = None) -> bool:
    """The end of a message: its words and its address go. False when another has ended it meanwhile."""
    return bool(_claimed(message).update(state=state, trouble=trouble, sent_at=now, body="", subject="", recipient=""))


def _let_go_of_the_silent(*, now: datetime) -> None:
    silent = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - LEASE)
    silent.update(state=State.UNCERTAIN, trouble="the sender stopped in the middle", body="", subject="", recipient="")


def _give_up(messages: "QuerySet[Message]", *, trouble: str) -> int:
    return messages.update(state=State.GIVEN_UP, trouble=trouble, body="", subject="", recipient="")


def _without_words(error: Exception) -> str:
    """The kind of trouble and the server's number. What the server says may repeat the address or the text."""
    number = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {number}' if isinstance(number, int) else ''}"[:200]
