"""What is done for many, one by one: what one of them fails at is noted in the log, and the next is taken."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

_SILENT_S = 3600
"""The same failure of the same one is told once an hour, however often it is tried."""
_told: dict[tuple[str, object], float] = {}


@contextmanager
def apart(what: str, which: object = "", *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Do one of many things, so that it stops none of the others: its error goes to the log, with where it came from.

    `what` is what was tried and `which` the row's number or nothing; they stand in the log, and hold no personal data.
    What `but` names is raised. A write inside belongs in a transaction of its own, so that half of it is undone.
    """
    try:
        yield
    except but:
        raise
    except Exception:
        now = time.monotonic()
        if now - _told.get((what, which), float("-inf")) > _SILENT_S:
            _told[what, which] = now
            log.exception("Failed, and the rest goes on: %s %s", what, which)
