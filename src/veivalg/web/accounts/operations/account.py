"""The account itself: made when someone is invited, changed by its owner, erased by its owner."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require, require_operator
from veivalg.web.accounts.models import Account, MailLink, PersonalCode, Session
from veivalg.web.accounts.secrets import key_hash, keyed_hash, new_key, new_personal_code, plain_code
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox import operations as outbox

PRIVATE = ("name", "email")
INVITATION_HOLDS = timedelta(days=21)


class InvitationRefused(Exception):
    """The invitation could not be used; the message says why, and what to do."""


@transaction.atomic
def account_of(*, actor: Actor, email: str, now: datetime, name: str = "", language: str = "") -> Account:
    """The account with an address; made when there is none. For operations that give someone a role."""
    account, is_new = Account.objects.select_for_update().get_or_create(
        email=email, defaults={"name": name[:120], "language": language, "made_at": now}
    )
    if is_new:
        record(actor, Verb.ACCOUNT_MADE, subject=account, at=now)
    return account


@transaction.atomic
def change_own(*, actor: Actor, version: int, values: dict[str, Any], now: datetime) -> Account:
    """Change name, language or mail rhythm. Raises audit.changes.ChangedMeanwhile.

    An alias stays as it is: it is chosen on a page of its own, which looks at it first.
    """
    account = hold(Account.objects.filter(pk=actor.account_id), pk=actor.account_id or 0, version=version)
    if account.is_alias:
        values = {field: value for field, value in values.items() if field != "name"}
    changes = apply(account, values, private=PRIVATE)
    if changes:
        record(actor, Verb.ACCOUNT_CHANGED, subject=account, changes=changes, at=now)
    return account


@transaction.atomic
def invite(
    *,
    actor: Actor,
    account: Account,
    to_what: str,
    now: datetime,
    council_id: int | None = None,
) -> None:
    """Mail someone that they have been given something to do here. The link shows what, and changes nothing by itself.

    Called by operations that have let the actor through their own door. `to_what` is in the account's language.
    """
    if account.email is None:
        return
    link_key = new_key()
    MailLink.objects.create(
        purpose=MailLink.Purpose.INVITATION,
        key_hash=key_hash(link_key),
        account=account,
        council_id=council_id,
        made_at=now,
        expires_at=now + INVITATION_HOLDS,
    )
    with translation.override(account.language or translation.get_language()):
        outbox.write(
            kind="invitation",
            recipient=account.email,
            subject=gettext("You have access to Veivalg"),
            body=gettext(
                "%(what)s\n\nOpen this address to begin:\n%(link)s\n\n"
                "The address works for %(days)s days. You sign in with a code that we send you by mail; "
                "there is no password.\n\nIf this means nothing to you, you can ignore this mail.\n"
            )
            % {
                "what": to_what,
                "link": f"{settings.ADDRESS}/invitasjon/{link_key}/",
                "days": INVITATION_HOLDS.days,
            },
            account_id=account.pk,
            council_id=council_id,
            now=now,
        )


@transaction.atomic
def invite_to_set_up(*, actor: Actor, email: str, until: date, now: datetime) -> Account:
    """Let someone set up a council (the host's administrator, or the command line).

    Raises access.doors.Refused, and InvitationRefused when its last day has passed.
    """
    require(actor, Permission.HOST_ACCOUNT_INVITE)
    if until < timezone.localdate(now):
        raise InvitationRefused(gettext("The day has passed. Choose today or later."))
    account = account_of(actor=actor, email=email, now=now)
    changes = apply(account, {"may_set_up_until": until})
    record(actor, Verb.ACCOUNT_INVITED, subject=account, changes=changes, at=now)
    with translation.override(account.language or translation.get_language()):
        what = gettext("You have been invited to set up your regional council in Veivalg. It takes about ten minutes.")
    invite(actor=actor, account=account, to_what=what, now=now)
    return account


@transaction.atomic
def make_host(*, actor: Actor, email: str, is_host: bool, now: datetime) -> Account:
    """Say who runs the installation (command line only). Raises access.doors.Refused for anyone else."""
    require_operator(actor)
    account = account_of(actor=actor, email=email, now=now)
    changes = apply(account, {"is_host": is_host})
    if changes:
        record(actor, Verb.ACCOUNT_HOST_CHANGED, subject=account, changes=changes, at=now)
    return account


@transaction.atomic
def make_personal_code(*, actor: Actor, ends_on: date, now: datetime) -> tuple[str, Account]:
    """An account without an address, and the code that opens it: shown once. The caller has passed its own door."""
    account = Account.objects.create(email=None, made_at=now)
    code = new_personal_code()
    PersonalCode.objects.create(
        account=account, code_hash=keyed_hash("personal", plain_code(code)), made_at=now, ends_on=ends_on
    )
    record(actor, Verb.ACCOUNT_MADE, subject=account, at=now)
    return code, account


@transaction.atomic
def erase_own(*, actor: Actor, now: datetime) -> Account:
    """Empty one's own account: name, address, ways in and sessions go; the trail keeps a number without a name."""
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    record(actor, Verb.ACCOUNT_ERASED, subject=account, at=now)
    account.email, account.name, account.language = None, "", ""
    account.is_host, account.may_set_up_until = False, None
    account.erased_at = now
    account.version += 1
    account.save()
    Session.objects.filter(account=account).delete()
    MailLink.objects.filter(account=account).delete()
    PersonalCode.objects.filter(account=account).delete()
    for factors in (account.totp_devices, account.passkeys, account.recovery_codes):
        factors.all().delete()
    account.signinattempt_set.all().delete()
    account.external_identities.all().delete()
    outbox.forget(account_id=account.pk)
    return account
