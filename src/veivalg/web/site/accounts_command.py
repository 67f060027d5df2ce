"""``veivalg account``: let in those who cannot be let in by others. Returns exit codes as the command line does."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation

from veivalg.web.access.actor import OPERATOR
from veivalg.web.accounts.addresses import AddressBroken, plain_address
from veivalg.web.accounts.operations import account as operations

LONGEST_DAYS = 366


def invite(typed: str, *, days: int, say: Callable[[str], None]) -> int:
    """Invite someone to set up a council."""
    if not 1 <= days <= LONGEST_DAYS:
        say(f"--days must be from 1 to {LONGEST_DAYS}; it is {days}.")
        return 2
    email = _address(typed, say)
    if email is None:
        return 2
    now = timezone.now()
    until = timezone.localdate(now) + timedelta(days=days)
    with translation.override(settings.LANGUAGE_CODE):
        operations.invite_to_set_up(actor=OPERATOR, email=email, until=until, now=now)
    say(f"{email} may set up a council until {until:%Y-%m-%d}. An invitation is in the outbox.")
    if not settings.MAIL.is_set:
        say("VEIVALG_MAIL is not set, so the mail waits until it is.")
    return 0


def host(typed: str, *, is_host: bool, say: Callable[[str], None]) -> int:
    """Say that someone runs the installation, or no longer does."""
    email = _address(typed, say)
    if email is None:
        return 2
    operations.make_host(actor=OPERATOR, email=email, is_host=is_host, now=timezone.now())
    say(
        f"{email} runs this installation: {settings.ADDRESS}/forvaltning/"
        if is_host
        else f"{email} does not run this installation."
    )
    return 0


def _address(typed: str, say: Callable[[str], None]) -> str | None:
    try:
        with translation.override("en"):
            return plain_address(typed)
    except AddressBroken as error:
        say(str(error))
        return None
