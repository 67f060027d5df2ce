"""A code app as second factor: set it up, and show a code from it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account, Session, TotpDevice
from veivalg.web.accounts.operations import second_factor
from veivalg.web.accounts.operations.second_factor import FactorRefused
from veivalg.web.accounts.second_factor import sealing, totp
from veivalg.web.accounts.second_factor.factors import Kind

log = logging.getLogger(__name__)
SET_UP_HOLDS = timedelta(hours=1)


@transaction.atomic
def begin_totp(*, session: Session, now: datetime) -> TotpDevice:
    """Make a secret for a code app. It counts for nothing until confirmed. Raises FactorNotShown."""
    second_factor.require_shown(session=session, now=now)
    TotpDevice.objects.filter(account_id=session.account_id, confirmed_at=None).delete()
    return TotpDevice.objects.create(
        account_id=session.account_id,
        sealed_secret=sealing.seal(totp.new_secret(), account_id=session.account_id),
        begun_in=session,
        made_at=now,
    )


def begun_totp(*, session: Session, now: datetime) -> TotpDevice | None:
    """The code app that is being set up in this session, if any."""
    begun = TotpDevice.objects.filter(account_id=session.account_id, begun_in=session, confirmed_at=None)
    return begun.filter(made_at__gt=now - SET_UP_HOLDS).first()


def secret_of(device: TotpDevice) -> bytes:
    """The secret of a code app. Raises FactorRefused when the site's key has been changed since it was stored."""
    try:
        return sealing.unseal(device.sealed_secret, account_id=device.account_id)
    except sealing.SealBroken as error:
        log.error("%s", error)
        raise FactorRefused(
            gettext(
                "Your code app cannot be checked, because the site has got a new key. It is not your fault. Use a "
                "passkey, and set up the code app again, or ask whoever runs the site to remove it."
            )
        ) from error


def confirm_totp(*, actor: Actor, session: Session, typed: str, now: datetime) -> None:
    """Finish setting up the code app with a first code from it. One that was there before is replaced.

    Raises FactorRefused, FactorNotShown and limits.TooMany.
    """
    second_factor.count_try(second_factor.CODES_IN_SESSION, session=session, now=now)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=session.account_id)
        second_factor.require_shown(session=session, now=now)
        device = begun_totp(session=session, now=now)
        if device is None:
            raise FactorRefused(gettext("It took too long, or was begun in another window. Begin again."))
        step = totp.matching_step(secret_of(device), typed, now=now)
        if step is None:
            raise FactorRefused(
                gettext(
                    "The code is not right. Type the six digits that the app shows now. If they still do not work, see "
                    "that the clock of the phone is set automatically."
                )
            )
        TotpDevice.objects.filter(account_id=session.account_id, confirmed_at__isnull=False).delete()
        device.confirmed_at = device.used_at = now
        device.last_used_step, device.begun_in = step, None
        device.save()
        second_factor.added(actor=actor, session=session, kind=Kind.CODE_APP, now=now)


def use_totp(*, actor: Actor, session: Session, typed: str, now: datetime) -> None:
    """Show a code from the code app. Each code is good once. Raises FactorRefused and limits.TooMany."""
    second_factor.count_short_code(session=session, now=now)
    device = TotpDevice.objects.filter(account_id=session.account_id, confirmed_at__isnull=False).first()
    if device is None:
        raise FactorRefused(gettext("You have no code app here. Use a passkey or a recovery code."))
    step = totp.matching_step(secret_of(device), typed, now=now, last_used_step=device.last_used_step)
    if step is not None:
        with transaction.atomic():
            # Asked and set in one statement: the same code in two windows at once is still good once.
            unused = TotpDevice.objects.filter(pk=device.pk, last_used_step__lt=step)
            if unused.update(last_used_step=step, used_at=now, sealed_secret=_under_newest_key(device)):
                second_factor.shown(actor=actor, session=session, kind=Kind.CODE_APP, now=now)
                return
    second_factor.refused(actor=actor, session=session, kind=Kind.CODE_APP, now=now)
    raise FactorRefused(
        gettext("The code is not right, or has been used. Wait for the app to show a new one, and type its six digits.")
    )


def _under_newest_key(device: TotpDevice) -> str:
    if not settings.SECRET_KEY_FALLBACKS:
        return device.sealed_secret
    return sealing.renewed(device.sealed_secret, account_id=device.account_id)
