"""Two who meet in the worst order: one has read and not yet written when the other comes."""

import threading
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import connection

_LONGEST = 20


def come_between(first: Callable[[], object], second: Callable[[], object], *, stops_before: str) -> list[str]:
    """`first` goes until it is about to call `stops_before`, a dotted path between its reading and its writing. Then
    `second` goes until it is done or has to wait, and `first` goes on. Returns what each raised, by the name of the
    exception; empty for what went well.

    SQLite lets one writer at a time begin, so there they come one after the other.
    """
    outcomes = ["", ""]

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    one, other = (threading.Thread(target=run, args=each) for each in enumerate((first, second)))
    if connection.vendor == "sqlite":
        for thread in (one, other):
            thread.start()
            thread.join(_LONGEST)
        return outcomes
    has_stopped, goes_on = threading.Event(), threading.Event()
    module, _, name = stops_before.rpartition(".")
    called = getattr(__import__(module, fromlist=[name]), name)

    def stop(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is one and not has_stopped.is_set():
            has_stopped.set()
            assert goes_on.wait(_LONGEST)
        return called(*args, **kwargs)

    with mock.patch(stops_before, stop):
        one.start()
        assert has_stopped.wait(_LONGEST), f"{stops_before} was never called"
        other.start()
        until = time.monotonic() + _LONGEST
        while other.is_alive() and not _someone_waits():
            assert time.monotonic() < until
            time.sleep(0.01)
        goes_on.set()
        for thread in (one, other):
            thread.join(_LONGEST)
    return outcomes


def _someone_waits() -> bool:
    """Whether PostgreSQL lets someone in this database wait for a row that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
