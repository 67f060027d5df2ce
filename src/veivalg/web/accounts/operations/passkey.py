"""A passkey as second factor: register one, and sign with it."""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account, Passkey, PasskeyChallenge, Session
from veivalg.web.accounts.operations import second_factor
from veivalg.web.accounts.operations.second_factor import FactorRefused
from veivalg.web.accounts.second_factor import passkeys
from veivalg.web.accounts.second_factor.factors import Kind
from veivalg.web.accounts.secrets import keyed_hash

log = logging.getLogger(__name__)
Purpose = PasskeyChallenge.Purpose
MOST = 20
"""Passkeys per account. Nobody has so many devices, and each is sent to the browser."""


def begin_passkey(*, session: Session, now: datetime) -> dict[str, Any]:
    """What the browser needs to make a passkey. Raises FactorNotShown, and FactorRefused when there are too many."""
    second_factor.require_shown(session=session, now=now)
    known = _known(session)
    if len(known) >= MOST:
        raise FactorRefused(gettext("You have as many passkeys as there can be. Remove one that you no longer use."))
    account = session.account
    return passkeys.registration_options(
        challenge=_new_challenge(session=session, purpose=Purpose.REGISTER, now=now),
        # Says nothing about who it is, and is the same each time, so that a device replaces its own passkey.
        user_handle=bytes.fromhex(keyed_hash("passkey", account.pk)),
        name=account.email or account.display_name,
        display_name=account.display_name,
        known=known,
    )


def confirm_passkey(*, actor: Actor, session: Session, name: str, answer: Mapping[str, Any], now: datetime) -> Passkey:
    """Store the passkey that the browser has made. Raises FactorRefused and FactorNotShown."""
    challenge = _take_challenge(session=session, purpose=Purpose.REGISTER, now=now)
    try:
        made = passkeys.check_registration(challenge=challenge, answer=answer)
    except passkeys.PasskeyRefused as error:
        log.info("A new passkey was refused: %s", error)
        raise FactorRefused(gettext("The passkey could not be registered. Try again, or set up a code app.")) from error
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=session.account_id)
        second_factor.require_shown(session=session, now=now)
        try:
            with transaction.atomic():
                passkey = Passkey.objects.create(
                    account_id=session.account_id,
                    name=" ".join(name.split())[:60] or gettext("Passkey"),
                    credential_hash=hashlib.sha256(made.credential_id).hexdigest(),
                    credential=made.credential,
                    sign_count=made.sign_count,
                    transports=made.transports,
                    is_backed_up=made.is_backed_up,
                    made_at=now,
                )
        except IntegrityError as error:
            raise FactorRefused(gettext("This passkey has been registered before.")) from error
        second_factor.added(actor=actor, session=session, kind=Kind.PASSKEY, now=now)
    return passkey


def ask_for_passkey(*, session: Session, now: datetime) -> dict[str, Any]:
    """What the browser needs to ask for one of the account's passkeys. Raises FactorRefused when there are none."""
    known = _known(session)
    if not known:
        raise FactorRefused(gettext("You have no passkey here. Use a code app or a recovery code."))
    challenge = _new_challenge(session=session, purpose=Purpose.USE, now=now)
    return passkeys.authentication_options(challenge=challenge, known=known)


def use_passkey(*, actor: Actor, session: Session, answer: Mapping[str, Any], now: datetime) -> None:
    """Show a passkey's signature. Raises FactorRefused and limits.TooMany."""
    second_factor.count_try(second_factor.PASSKEYS_IN_SESSION, session=session, now=now)
    challenge = _take_challenge(session=session, purpose=Purpose.USE, now=now)
    try:
        used = passkeys.check_authentication(challenge=challenge, known=_known(session), answer=answer)
    except passkeys.PasskeyCopied as error:
        log.warning("A passkey of account %s was refused: %s", session.account_id, error)
        second_factor.refused(actor=actor, session=session, kind=Kind.PASSKEY, now=now)
        raise FactorRefused(
            gettext("The passkey may have been copied, and is not accepted. Use another second factor, and remove it.")
        ) from error
    except passkeys.PasskeyRefused as error:
        log.info("A passkey of account %s was refused: %s", session.account_id, error)
        second_factor.refused(actor=actor, session=session, kind=Kind.PASSKEY, now=now)
        raise FactorRefused(gettext("The passkey could not be checked. Try again, or use another way.")) from error
    with transaction.atomic():
        identifier = hashlib.sha256(used.credential_id).hexdigest()
        passkey = Passkey.objects.select_for_update().filter(account_id=session.account_id, credential_hash=identifier)
        if not passkey.update(sign_count=used.sign_count, used_at=now):
            raise FactorRefused(gettext("The passkey has been removed. Use another way."))
        second_factor.shown(actor=actor, session=session, kind=Kind.PASSKEY, now=now)


def _known(session: Session) -> list[passkeys.Known]:
    return [
        passkeys.Known(
            credential=bytes(passkey.credential), sign_count=passkey.sign_count, transports=passkey.transports
        )
        for passkey in Passkey.objects.filter(account_id=session.account_id)
    ]


def _new_challenge(*, session: Session, purpose: Purpose, now: datetime) -> bytes:
    challenge = secrets.token_bytes(32)
    PasskeyChallenge.objects.update_or_create(
        session=session, purpose=purpose, defaults={"challenge": challenge, "made_at": now}
    )
    return challenge


def _take_challenge(*, session: Session, purpose: Purpose, now: datetime) -> bytes:
    """The challenge, which thereby is used up, also when the answer turns out to be wrong. Raises FactorRefused."""
    asked = PasskeyChallenge.objects.filter(session=session, purpose=purpose).first()
    is_mine = asked is not None and PasskeyChallenge.objects.filter(pk=asked.pk, made_at=asked.made_at).delete()[0]
    if asked is None or not is_mine or now - asked.made_at > timedelta(minutes=passkeys.CHALLENGE_MINUTES):
        raise FactorRefused(gettext("It took too long, or was sent twice. Try again."))
    return bytes(asked.challenge)
