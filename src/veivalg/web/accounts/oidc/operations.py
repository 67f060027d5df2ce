"""Writes: send a browser off, take it back once, and tie an identity to an account that already exists."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.doors import require_operator
from veivalg.web.accounts import limits
from veivalg.web.accounts.addresses import AddressBroken, plain_address
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.oidc.id_token import Identity
from veivalg.web.accounts.oidc.models import ExternalIdentity, PendingSignIn
from veivalg.web.accounts.oidc.stops import Reason, Stopped
from veivalg.web.accounts.secrets import key_hash, new_key, same
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb

HOLDS = timedelta(minutes=10)
_FORGOTTEN_AFTER = timedelta(hours=1)
"""So long an old answer is told from one that never was."""
_BEGUN_FROM_ONE_NETWORK = limits.Limit(kind="oidc_begun", most=300, minutes=15)
"""A whole town hall may sit behind one network address."""


class AccountUnknown(Exception):
    """No account has the address."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The secrets of a sign-in that begins: one for the browser, the others for the provider."""

    browser_key: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What was kept while the browser was away."""

    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    next_path: str
    is_shared_machine: bool


@transaction.atomic
def begin_sign_in(
    *, redirect_uri: str, next_path: str, network: str, now: datetime, is_shared_machine: bool = False
) -> Begun:
    """Keep what is needed to recognise the answer. Also forgets what nobody came back for.

    Raises Stopped when a network begins far more than people do.
    """
    try:
        limits.count(_BEGUN_FROM_ONE_NETWORK, network, now=now)
    except limits.TooMany:
        raise Stopped(Reason.TOO_MANY) from None
    PendingSignIn.objects.filter(expires_at__lt=now - _FORGOTTEN_AFTER).delete()
    begun = Begun(browser_key=new_key(), state=new_key(), nonce=new_key(), code_verifier=new_key())
    PendingSignIn.objects.create(
        state_hash=key_hash(begun.state),
        browser_hash=key_hash(begun.browser_key),
        nonce=begun.nonce,
        code_verifier=begun.code_verifier,
        redirect_uri=redirect_uri,
        next_path=next_path,
        is_shared_machine=is_shared_machine,
        started_at=now,
        expires_at=now + HOLDS,
    )
    return begun


@transaction.atomic
def take_back(*, state: str, browser_key: str, now: datetime) -> Returned:
    """Use a pending sign-in, once.

    Raises Stopped: it was never begun here or not in this browser, it has been used, or it is too old.
    """
    pending = PendingSignIn.objects.select_for_update().filter(state_hash=key_hash(state)).first()
    if pending is None or not same(pending.browser_hash, key_hash(browser_key)):
        # Not used up: someone who knows the address alone must not be able to spoil it for the one who began.
        raise Stopped(Reason.STATE_UNKNOWN)
    if pending.used_at is not None:
        raise Stopped(Reason.STATE_USED)
    if pending.expires_at <= now:
        raise Stopped(Reason.STATE_EXPIRED)
    returned = Returned(
        nonce=pending.nonce,
        code_verifier=pending.code_verifier,
        redirect_uri=pending.redirect_uri,
        next_path=pending.next_path,
        is_shared_machine=pending.is_shared_machine,
    )
    # Asked and marked in one statement, since SQLite does not lock rows: two at the same moment cannot both win.
    if not PendingSignIn.objects.filter(pk=pending.pk, used_at__isnull=True).update(
        used_at=now, nonce="", code_verifier=""
    ):
        raise Stopped(Reason.STATE_USED)
    return returned


@transaction.atomic
def account_of(*, identity: Identity, email: str, now: datetime, request_id: str = "") -> Account:
    """The account of someone whom the provider has vouched for.

    The first time an account is found by its e-mail address, which the provider must have verified, and the two are
    tied together. Nobody gets an account by signing in.

    Raises Stopped: the provider vouches for no address, nobody has invited it, or the account is tied to someone else
    there.
    """
    known = (
        ExternalIdentity.objects.select_related("account")
        .select_for_update(of=("self",))
        .filter(issuer=identity.issuer, subject=identity.subject)
        .first()
    )
    if known is not None:
        if known.account.erased_at is not None:
            raise Stopped(Reason.NOT_INVITED)
        known.used_at = now
        known.save(update_fields=["used_at"])
        return known.account
    return _tie(identity, email, request_id, now)


def _tie(identity: Identity, email: str, request_id: str, now: datetime) -> Account:
    if not email:
        raise Stopped(Reason.NO_EMAIL)
    try:
        address = plain_address(email)
    except AddressBroken:
        raise Stopped(Reason.NO_EMAIL, "the address is not one") from None
    # The account is locked: two browsers that come for the first time at once are tied one after the other.
    account = Account.objects.select_for_update().filter(email=address, erased_at__isnull=True).first()
    if account is None:
        raise Stopped(Reason.NOT_INVITED)
    try:
        link, is_new = ExternalIdentity.objects.get_or_create(
            issuer=identity.issuer,
            account=account,
            defaults={"subject": identity.subject, "linked_at": now, "used_at": now},
        )
    except IntegrityError:
        # In the same moment the identity was tied to another account, by another address.
        raise Stopped(Reason.OTHER_IDENTITY) from None
    if link.subject != identity.subject:
        raise Stopped(Reason.OTHER_IDENTITY)
    if is_new:
        record(
            Actor(account_id=account.pk, request_id=request_id),
            Verb.IDENTITY_LINKED,
            subject=account,
            at=now,
            # Which provider, and not who they are there.
            changes={"issuer": [None, identity.issuer]},
        )
    return account


@transaction.atomic
def forget_identities(*, actor: Actor, email: str, now: datetime) -> int:
    """Untie an account from whom it has been at providers (command line only). Returns how many there were.

    Raises AccountUnknown, and Refused for anyone but the operator.
    """
    require_operator(actor)
    account = Account.objects.select_for_update().filter(email=email.strip().lower(), erased_at__isnull=True).first()
    if account is None:
        raise AccountUnknown(email)
    issuers = list(account.external_identities.values_list("issuer", flat=True))
    account.external_identities.all().delete()
    for issuer in issuers:
        record(actor, Verb.IDENTITY_UNTIED, subject=account, at=now, changes={"issuer": [issuer, None]})
    return len(issuers)
