"""Former municipality numbers (gamle kommunenummer): from the data set's code history to today's municipalities."""

from collections.abc import Mapping
from functools import lru_cache

from veivalg.rules.geography import Change, Event, events, path
from veivalg.statistics.dataset import CodeChange, DataSet


@lru_cache(maxsize=4)
def _events(history: tuple[CodeChange, ...]) -> tuple[Event, ...]:
    # Each row leads straight to today's number; the year after its last is when the old number went out of use.
    return events(Change(old=row.old, new=row.new, year=row.year_to + 1) for row in history if row.old != row.new)


def history(data: DataSet) -> tuple[Event, ...]:
    """What happened to numbers, per date, oldest first."""
    return _events(data.code_history)


@lru_cache(maxsize=4)
def _former(rows: tuple[CodeChange, ...]) -> Mapping[str, frozenset[str]]:
    last = {row.old: row.year_to for row in rows}
    chain = _events(rows)
    today = {row.new for row in rows}
    return {old: path(old, year, chain).successors for old, year in last.items() if old not in today}


def former(data: DataSet) -> Mapping[str, frozenset[str]]:
    """Every number that is out of use, and today's numbers it leads to: one, or several after a split."""
    return _former(data.code_history)
