"""The site as a browser of the tests meets it: one request at a time, counted, and as slow as one asks for."""

import threading
from collections.abc import Iterator
from random import Random
from time import sleep

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.3, 0.6


class StillSending(AssertionError):
    """A test went on before the site had answered what it had the browser send."""


class FarAway:
    """Stands before the site's WSGI application.

    All threads of the server share one connection when the database is in memory, and so does the test: two
    requests at once would be in each other's transactions. So each waits for the one before.

    With a source of chance an answer waits 0.3–0.6 s, and halfway through it waits once more: what a test reads
    without waiting for it is then not there, every time.
    """

    def __init__(self, site, chance: Random | None = None) -> None:
        self.site, self.chance = site, chance
        self.turn, self.change = threading.Lock(), threading.Condition()
        self.under_way, self.sending = 0, []

    def __call__(self, environ, start_response) -> Iterator[bytes]:
        what = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        self._note(+1, begun=what)
        try:
            self._pause()
            with self.turn:
                answer = self.site(environ, start_response)
                try:
                    body = b"".join(answer)
                finally:
                    # A response that is closed may still read or write.
                    getattr(answer, "close", lambda: None)()
        except BaseException:
            self._note(-1, ended=what)
            raise
        # From here on nothing more is written, and the browser may hear of it at any moment.
        self._note(0, ended=what)
        return self._sent(body)

    def _sent(self, body: bytes) -> Iterator[bytes]:
        try:
            half = len(body) // 2 if self.chance else 0
            if half:
                yield body[:half]
                self._pause()
            yield body[half:]
        finally:
            self._note(-1)

    def _note(self, more: int, *, begun: str = "", ended: str = "") -> None:
        with self.change:
            self.under_way += more
            if begun.startswith("POST"):
                self.sending.append(begun)
            if ended in self.sending:
                self.sending.remove(ended)
            self.change.notify_all()

    def _pause(self) -> None:
        if self.chance:
            sleep(self.chance.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S))

    def must_have_answered(self, doing: str) -> None:
        """Raises StillSending when something is sent that the site has not answered."""
        if self.sending:
            raise StillSending(
                f"The test {doing} while {self.sending[0]} is on its way. Wait for what comes of it first."
            )

    def come_to_rest(self, patience_s: float = 60) -> None:
        """Wait until no request is under way: what comes next empties the tables."""
        with self.change:
            if not self.change.wait_for(lambda: not self.under_way, timeout=patience_s):
                raise TimeoutError(
                    f"{self.under_way} requests are still under way after {patience_s} s: {self.sending}"
                )
