"""Reads of accounts that other apps use as well."""

from collections.abc import Iterable

from veivalg.web.accounts.models import Account


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """What each account is called, in one query."""
    return {account.pk: account.display_name for account in Account.objects.filter(pk__in=set(account_ids))}
