"""What someone in the youth panel is called: chosen by themselves, and never a way to find out who they are."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb

SHORTEST, LONGEST = 2, 30
_DIGITS_IN_A_ROW = re.compile(r"\d{5}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,()/+\-–]+(?=\d)")
# Two or three words with a capital each look like a name and a surname.
_FULL_NAME = re.compile(r"[A-ZÆØÅÄÖÁÉŠČŽĐŊŦ][\w'’.-]*( [A-ZÆØÅÄÖÁÉŠČŽĐŊŦ][\w'’-]+)+")


class AliasRefused(Exception):
    """The alias could tell who someone is, or cannot be shown; the message says which, and what to do."""


def plain_alias(typed: str) -> str:
    """The alias in one way of writing. Raises AliasRefused.

    >>> plain_alias("  blå   rev ")
    'blå rev'
    """
    alias = " ".join(unicodedata.normalize("NFKC", typed).split())
    if any(unicodedata.category(sign).startswith("C") for sign in alias):
        raise AliasRefused(gettext("The alias has signs in it that cannot be seen. Type it yourself."))
    if not SHORTEST <= len(alias) <= LONGEST or not any(sign.isalnum() for sign in alias):
        raise AliasRefused(
            gettext("An alias has from %(shortest)s to %(longest)s signs, and at least one letter or number.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if "@" in alias:
        raise AliasRefused(gettext("An alias must not be an e-mail address or a user name. Leave out the @."))
    if _DIGITS_IN_A_ROW.search(_BETWEEN_DIGITS.sub("", alias)):
        raise AliasRefused(gettext("An alias must not hold a telephone number or a date of birth. Use fewer digits."))
    if _FULL_NAME.fullmatch(alias):
        raise AliasRefused(
            gettext("This looks like a name and a surname. Choose something that does not tell who you are.")
        )
    return alias


@transaction.atomic
def choose_alias(*, actor: Actor, typed: str, now: datetime) -> Account:
    """Say what one is called oneself; only for those who sign in without an address. Raises AliasRefused."""
    alias = plain_alias(typed)
    account = Account.objects.select_for_update().get(pk=actor.account_id, email=None, erased_at=None)
    spellings = {alias, alias.lower(), alias.upper(), alias.capitalize()}
    if Account.objects.filter(email=None, name__in=spellings).exclude(pk=account.pk).exists():
        raise AliasRefused(gettext("Someone else is called that here. Choose something else."))
    if account.name != alias:
        account.name = alias
        account.version += 1
        account.save(update_fields=["name", "version"])
        record(actor, Verb.ACCOUNT_CHANGED, subject=account, changes={"name": []}, at=now)
    return account


def take_away(*, account: Account) -> bool:
    """Empty an alias. Returns False when there was none. The caller has passed its own door, and records it."""
    row = Account.objects.select_for_update().get(pk=account.pk, email=None)
    if not row.name:
        return False
    row.name = ""
    row.version += 1
    row.save(update_fields=["name", "version"])
    return True
