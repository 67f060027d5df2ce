"""Signing in with a code by mail: ask for it, type it, get a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts import limits
from veivalg.web.accounts.models import Account, PasskeyChallenge, Session, SignInAttempt, TotpDevice
from veivalg.web.accounts.operations import sessions
from veivalg.web.accounts.secrets import key_hash, keyed_hash, new_code, new_key, plain_code, same
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox import operations as outbox

CODE_HOLDS = timedelta(minutes=15)
TRIES = 5


class CodeRefused(Exception):
    """The code is wrong, too old or used; the message says which, without telling whether the address is known."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A browser that waits for its code."""

    key: str
    """Goes into the browser's cookie."""
    attempt: SignInAttempt


def ask_for_code(
    *,
    email: str,
    network: str,
    known_device: str,
    now: datetime,
    next_path: str = "",
    is_shared_machine: bool = False,
) -> Asked:
    """Send a code to an address, if someone has it. An unknown address gives the same answer by the same work.

    `known_device` is the mark of a browser that has been signed in as this address before, else empty. Raises
    limits.TooMany, which is counted alike for known and unknown addresses.
    """
    limits.count(limits.CODES_FROM_ONE_NETWORK, network, now=now)
    limits.count(limits.CODES_TO_ONE_ADDRESS, email, known_device or network, now=now)
    if not known_device:
        limits.count(limits.CODES_BY_STRANGERS, email, now=now)
    with transaction.atomic():
        account = Account.objects.filter(email=email, erased_at=None).first()
        key, code = new_key(), new_code()
        attempt = SignInAttempt.objects.create(
            key_hash=key_hash(key),
            account=account,
            code_hash=keyed_hash("code", key, code),
            is_shared_machine=is_shared_machine,
            next_path=next_path[:300],
            made_at=now,
            expires_at=now + CODE_HOLDS,
            tries_left=TRIES,
        )
        with translation.override((account.language if account else "") or translation.get_language()):
            outbox.write(
                kind="sign_in_code",
                recipient=email,
                # The code first: that is what shows on a locked phone.
                subject=gettext("%(code)s is your code for Veivalg") % {"code": f"{code[:4]} {code[4:]}"},
                body=gettext(
                    "Your code is %(code)s\n\n"
                    "It works for %(minutes)s minutes, only once, and only in the browser where you asked for it."
                    "\n\nIf you did not ask for it, you can ignore this mail. Nobody gets in without the code."
                    "\n\nNever give the code to anyone. We never ask for it.\n\n%(address)s\n"
                )
                % {
                    "code": f"{code[:4]} {code[4:]}",
                    "minutes": int(CODE_HOLDS.total_seconds() // 60),
                    "address": settings.ADDRESS,
                },
                account_id=account.pk if account else None,
                useless_after=now + CODE_HOLDS,
                is_withheld=account is None,
                now=now,
            )
    return Asked(key=key, attempt=attempt)


def enter_code(*, key: str, typed: str, device: str, now: datetime, request_id: str = "") -> tuple[str, Session]:
    """Exchange the code for a session. Returns the key for the session's cookie, and the session.

    Raises CodeRefused. Each wrong code costs one of the browser's own tries, and nobody else's.
    """
    attempt = SignInAttempt.objects.select_related("account").filter(key_hash=key_hash(key)).first()
    if attempt is None or attempt.used_at is not None:
        raise CodeRefused(gettext("This browser has not asked for a code. Ask for a new one."))
    if attempt.expires_at <= now:
        raise CodeRefused(gettext("The code has run out. Ask for a new one."))
    # Taken before the code is looked at, in one statement: a thousand guesses at once are still five.
    if not SignInAttempt.objects.filter(pk=attempt.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise CodeRefused(gettext("Too many wrong codes. Ask for a new one."))
    is_right = same(attempt.code_hash, keyed_hash("code", key, plain_code(typed)))
    account = attempt.account
    if not is_right or account is None or account.erased_at is not None:
        with transaction.atomic():
            if account is not None:
                record(Actor(request_id=request_id), Verb.SIGN_IN_REFUSED, subject=account, at=now)
            else:
                # The time that an answer takes must not tell that nobody has the address: as much is written, and
                # nothing that strangers could fill the trail with.
                SignInAttempt.objects.filter(pk=attempt.pk).update(code_hash=attempt.code_hash)
        raise CodeRefused(
            gettext("The code is not right. Look for the newest mail from us, and type the eight digits.")
        )
    with transaction.atomic():
        # One code, one session, also when the form is sent twice.
        if not SignInAttempt.objects.filter(pk=attempt.pk, used_at=None).update(used_at=now):
            raise CodeRefused(gettext("The code has been used. Ask for a new one."))
        return sessions.start(
            account=account,
            method="code",
            device=device,
            is_shared_machine=attempt.is_shared_machine,
            now=now,
            request_id=request_id,
        )


def next_path_of(*, key: str) -> str:
    """Where a browser was going when it asked for its code."""
    return SignInAttempt.objects.filter(key_hash=key_hash(key)).values_list("next_path", flat=True).first() or ""


def forget_old(*, now: datetime) -> None:
    """Delete what has run out: attempts, counts, sessions, and second factors that were never set up. For a timer."""
    SignInAttempt.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    limits.RateCount.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()
    Session.objects.filter(ends_at__lt=now).delete()
    TotpDevice.objects.filter(confirmed_at=None, made_at__lt=now - timedelta(days=1)).delete()
    PasskeyChallenge.objects.filter(made_at__lt=now - timedelta(days=1)).delete()
