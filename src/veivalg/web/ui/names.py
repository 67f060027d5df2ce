"""What the accounts behind numbers are called. They live above this package, which is handed the way up."""

from collections.abc import Callable, Iterable, Mapping

Lookup = Callable[[Iterable[int]], Mapping[int, str]]
_lookups: list[Lookup] = []


def let_names_be_found(lookup: Lookup) -> None:
    """Tell how names are found; called once, when the site starts."""
    _lookups[:] = [lookup]


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """What each account is called, in at most one query. Those that are not there are left out."""
    wanted = set(account_ids)
    return dict(_lookups[0](wanted)) if wanted and _lookups else {}
