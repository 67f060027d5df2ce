"""Sessions: start, keep going, end."""

from datetime import datetime, timedelta

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account, MailLink, Session
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb

IDLE, LONGEST = timedelta(days=14), timedelta(days=90)
IDLE_SHARED, LONGEST_SHARED = timedelta(minutes=30), timedelta(hours=8)
"""On a machine that others use as well."""
NOTED_EVERY = timedelta(minutes=5)
"""A page view within this time of the last does not write."""


@transaction.atomic
def start(
    *,
    account: Account,
    method: str,
    device: str,
    now: datetime,
    is_shared_machine: bool = False,
    has_second_factor: bool = False,
    request_id: str = "",
) -> tuple[str, Session]:
    """A new session, with the key for its cookie."""
    key = new_key()
    idle, longest = (IDLE_SHARED, LONGEST_SHARED) if is_shared_machine else (IDLE, LONGEST)
    session = Session.objects.create(
        key_hash=key_hash(key),
        account=account,
        device=device[:80],
        method=method,
        is_shared_machine=is_shared_machine,
        started_at=now,
        seen_at=now,
        ends_at=now + idle,
        last_end_at=now + longest,
        second_factor_at=now if has_second_factor else None,
    )
    # Whoever has signed in has been invited; a link that lies in a mailbox for weeks is worth nothing more.
    MailLink.objects.filter(account=account, used_at=None).update(used_at=now)
    record(Actor(account_id=account.pk, request_id=request_id), Verb.SIGNED_IN, subject=account, at=now)
    return key, session


def note_seen(*, session: Session, now: datetime) -> None:
    """Move the end of the session on. Not more often than every five minutes, and never beyond its last end."""
    idle = IDLE_SHARED if session.is_shared_machine else IDLE
    if now - session.seen_at < min(NOTED_EVERY, idle / 10):
        return
    session.seen_at, session.ends_at = now, min(now + idle, session.last_end_at)
    Session.objects.filter(pk=session.pk).update(seen_at=session.seen_at, ends_at=session.ends_at)


@transaction.atomic
def end(*, actor: Actor, session_id: int, now: datetime) -> bool:
    """End one of one's own sessions. Returns False when it had ended already, or was never one's own."""
    session = Session.objects.filter(pk=session_id, account_id=actor.account_id).select_related("account").first()
    if session is None:
        return False
    record(actor, Verb.SIGNED_OUT, subject=session.account, at=now)
    session.delete()
    return True


@transaction.atomic
def end_others(*, actor: Actor, kept_id: int, now: datetime) -> int:
    """End all of one's own sessions but this one. Returns how many."""
    others = Session.objects.filter(account_id=actor.account_id).exclude(pk=kept_id)
    count = others.count()
    if count:
        account = Account.objects.get(pk=actor.account_id)
        record(actor, Verb.SIGNED_OUT, subject=account, at=now)
        others.delete()
    return count


def mark_second_factor(*, session: Session, now: datetime) -> None:
    """That a second factor was shown in this session. Nothing happens when it has been ended meanwhile."""
    session.second_factor_at = now
    Session.objects.filter(pk=session.pk).update(second_factor_at=now)
