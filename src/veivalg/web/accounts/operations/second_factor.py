"""What all second factors share: when they must be shown, how often they may be tried, removal, telling the owner."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.doors import require_operator
from veivalg.web.accounts import limits
from veivalg.web.accounts.models import Account, Passkey, RecoveryCode, Session, TotpDevice
from veivalg.web.accounts.operations import sessions
from veivalg.web.accounts.second_factor.factors import Kind, factors_of, has_second_factor
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox import operations as outbox

CODES_IN_SESSION = limits.Limit(kind="factor_in_session", most=5, minutes=15)
"""Paid for by the session that tries: nobody else can use up the owner's own tries."""
RECOVERY_CODES_IN_SESSION = limits.Limit(kind="recovery_in_session", most=10, minutes=15)
PASSKEYS_IN_SESSION = limits.Limit(kind="passkeys_in_session", most=30, minutes=15)
"""Neither can be guessed; counted so that nobody fills the trail with refusals."""
CODES_BY_NEW_SESSIONS = limits.Limit(kind="factor_by_new_sessions", most=10, minutes=60)
"""Six digits for one account, by all sessions that have never shown a factor. A slow-down: sessions that have, passkeys
and recovery codes are not among them, so the owner has a way in while someone with their mailbox keeps guessing."""


class FactorRefused(Exception):
    """The code or the passkey is wrong, used or too old; the message says which and what to do."""


class FactorNotShown(Exception):
    """The account has a second factor, and it has not been shown lately in this session."""


def require_shown(*, session: Session, now: datetime) -> None:
    """Let nobody who only has the mailbox add a factor of their own, or take one away. Raises FactorNotShown."""
    if has_second_factor(session.account_id) and not session.has_second_factor(now):
        raise FactorNotShown


def count_try(limit: limits.Limit, *, session: Session, now: datetime) -> None:
    """Count one more try in this session. Raises limits.TooMany."""
    limits.count(limit, session.pk, now=now)


def count_short_code(*, session: Session, now: datetime) -> None:
    """Count one more try with a code that is short enough to be guessed.

    Raises limits.TooMany; the owner is told when it is the account's.
    """
    count_try(CODES_IN_SESSION, session=session, now=now)
    if session.second_factor_at is not None:
        return
    try:
        limits.count(CODES_BY_NEW_SESSIONS, session.account_id, now=now)
    except limits.TooMany as error:
        with transaction.atomic():
            tell_owner(
                account=session.account,
                kind="second_factor_guessed",
                subject=lambda: gettext("Someone is guessing codes for your account in Veivalg"),
                body=lambda: gettext(
                    "Many codes that are not right have been tried by someone who has given a code from your e-mail. "
                    "If it was not you, change the password of your e-mail, and end the sessions that you do not know:"
                ),
                # Once per stretch of counting, however long they keep on.
                key=f"second_factor_guessed:{session.account_id}:{error.until:%Y%m%d%H}",
                now=now,
            )
        raise


def shown(*, actor: Actor, session: Session, kind: Kind, now: datetime) -> None:
    """Note that the right factor was shown. In the caller's transaction."""
    sessions.mark_second_factor(session=session, now=now)
    record(actor, Verb.SECOND_FACTOR_USED, subject=session.account, changes={"kind": [None, kind.value]}, at=now)


def refused(*, actor: Actor, session: Session, kind: Kind, now: datetime) -> None:
    """Note that a wrong factor was shown. A transaction of its own, since what was tried is given up."""
    with transaction.atomic():
        record(actor, Verb.SECOND_FACTOR_REFUSED, subject=session.account, changes={"kind": [None, kind.value]}, at=now)


def added(*, actor: Actor, session: Session, kind: Kind, now: datetime) -> None:
    """Note a new factor, which thereby has been shown, and tell the owner. In the caller's transaction."""
    sessions.mark_second_factor(session=session, now=now)
    record(actor, Verb.SECOND_FACTOR_ADDED, subject=session.account, changes={"kind": [None, kind.value]}, at=now)
    tell_owner(
        account=session.account,
        kind="second_factor_added",
        subject=lambda: gettext("A second factor was added to your account in Veivalg"),
        body=lambda: (
            gettext("Added: %(what)s. If it was not you, remove it, and end the sessions that you do not know:")
            % {"what": kind.words()}
        ),
        now=now,
    )


@transaction.atomic
def remove_second_factor(*, actor: Actor, session: Session, kind: Kind, key: int, now: datetime) -> bool:
    """Take away one of one's own factors. Returns False when it is gone already, or was never one's own.

    It counts nowhere any longer: sessions that are open elsewhere must show another. Raises FactorNotShown.
    """
    account = Account.objects.select_for_update().get(pk=session.account_id)
    require_shown(session=session, now=now)
    model = {Kind.CODE_APP: TotpDevice, Kind.PASSKEY: Passkey}[kind]
    if not model.objects.filter(account=account, pk=key).delete()[0]:
        return False
    _after_removal(actor=actor, account=account, what=kind, kept=session, reason="", now=now)
    return True


@transaction.atomic
def remove_all_factors(*, actor: Actor, email: str, reason: str, now: datetime) -> Account:
    """Help an owner who has lost everything (command line only).

    Raises Account.DoesNotExist and access.doors.Refused.
    """
    require_operator(actor)
    account = Account.objects.select_for_update().get(email=email)
    for model in (TotpDevice, Passkey):
        model.objects.filter(account=account).delete()
    _after_removal(actor=actor, account=account, what=None, kept=None, reason=reason, now=now)
    return account


def _after_removal(
    *, actor: Actor, account: Account, what: Kind | None, kept: Session | None, reason: str, now: datetime
) -> None:
    left = factors_of(account.pk)
    open_sessions = Session.objects.filter(account=account)
    if left.has_any and kept is not None:
        open_sessions = open_sessions.exclude(pk=kept.pk)
    elif kept is not None:
        kept.second_factor_at = None
    open_sessions.update(second_factor_at=None)
    if not left.has_any:
        # They stand in for a second factor, and there is none.
        RecoveryCode.objects.filter(account=account).delete()
    changes = {"kind": [what.value if what else "all", None]}
    record(actor, Verb.SECOND_FACTOR_REMOVED, subject=account, changes=changes, reason=reason, at=now)
    tell_owner(
        account=account,
        kind="second_factor_removed",
        subject=lambda: gettext("A second factor was removed from your account in Veivalg"),
        body=lambda: (
            gettext("Removed: %(what)s. If it was not you, end the sessions that you do not know:")
            % {"what": what.words() if what else gettext("all second factors")}
        ),
        now=now,
    )


def tell_owner(*, account: Account, kind: str, subject, body, now: datetime, key: str | None = None) -> None:
    """Write a mail to the owner of the account, in their language. `subject` and `body` make the words when asked."""
    if account.email is None:
        return
    with translation.override(account.language or translation.get_language()):
        outbox.write(
            kind=kind,
            recipient=account.email,
            subject=subject(),
            body=f"{body()}\n{settings.ADDRESS}/min-side/sikkerhet/\n",
            account_id=account.pk,
            key=key,
            now=now,
        )
