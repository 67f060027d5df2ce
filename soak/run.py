"""Crawls every link, makes odd requests and keeps a light load going, until the time is up."""

import http.client
import statistics
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from soak.links import has_heading, links, on_the_site
from soak.odd_requests import OddRequests, Request

PATIENCE_S = 30


@dataclass
class Log:
    """What has happened so far, by all workers."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    failures: list[str] = field(default_factory=list)
    crawled: int = 0
    odd: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, address: str, status: int, seconds: float) -> None:
        """One answer."""
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append(seconds)
            self.slowest = max(self.slowest, (seconds, address))

    def fail(self, what: str) -> None:
        """Something that must not happen."""
        with self.lock:
            self.failures.append(what)

    def percentile(self, share: float) -> float:
        """Seconds within which this share of the answers came; at least two answers."""
        return statistics.quantiles(self.seconds, n=1000, method="inclusive")[round(share * 1000) - 1]


class Frontier:
    """Links that are known, and those not yet visited; many workers take from it."""

    def __init__(self, start: str) -> None:
        self.known = {start: "the start"}
        self.waiting = deque([start])
        self.lock = threading.Lock()

    def add(self, found: list[str], page: str) -> None:
        """Links found on a page."""
        with self.lock:
            for link in found:
                if link not in self.known:
                    self.known[link] = page
                    self.waiting.append(link)

    def take(self) -> str | None:
        """The next link; None when all are visited so far."""
        with self.lock:
            return self.waiting.popleft() if self.waiting else None


class Client:
    """One connection that is kept open, as a browser's is."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body. Raises OSError or HTTPException when no answer comes."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=PATIENCE_S)
        try:
            self.connection.request(request.method, request.address, headers=request.headers)
            answer = self.connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise


def soak(site: str, *, seconds: float, workers: int, seed: int) -> tuple[Log, Frontier]:
    """Keep going for so long, half of the workers crawling first. What must not happen stands in ``Log.failures``."""
    log, frontier = Log(), Frontier("/")
    until = time.monotonic() + seconds
    crawlers = max(1, workers // 2)
    threads = [
        threading.Thread(target=_work, args=(site, until, log, frontier, OddRequests(seed + n), n < crawlers))
        for n in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log, frontier


def _work(site: str, until: float, log: Log, frontier: Frontier, odd: OddRequests, crawls: bool) -> None:
    client = Client(site)
    try:
        while time.monotonic() < until:
            link = frontier.take() if crawls else None
            if link is not None:
                _visit(client, site, link, log, frontier)
            else:
                _try(client, odd.next(), log)
    except Exception as error:
        # A worker that stops would make the run look better than it was.
        log.fail(f"a worker stopped: {error!r}")
        raise


def _visit(client: Client, site: str, link: str, log: Log, frontier: Frontier) -> None:
    found = _ask(client, Request("GET", link), log)
    if found is None:
        return
    status, headers, body = found
    with log.lock:
        log.crawled += 1
    if status >= 400:
        log.fail(f"{link} answers {status}; the link is on {frontier.known[link]}")
    if "location" in headers:
        frontier.add(on_the_site([headers["location"]], address=site + link), link)
    if status == 200 and headers.get("content-type", "").startswith("text/html"):
        page = body.decode()
        if not has_heading(page) or "</html>" not in page:
            log.fail(f"{link} is not a whole page")
        frontier.add(links(page, address=site + link), link)


def _try(client: Client, request: Request, log: Log) -> None:
    found = _ask(client, request, log)
    with log.lock:
        log.odd += 1
    if found is not None and found[0] == 200 and request.method == "GET" and found[2] == b"":
        log.fail(f"{request} answers 200 with nothing")


def _ask(client: Client, request: Request, log: Log) -> tuple[int, dict[str, str], bytes] | None:
    start = time.perf_counter()
    try:
        found = client.ask(request)
    except (OSError, http.client.HTTPException) as error:
        log.fail(f"{request} gets no answer: {error!r}")
        return None
    log.note(request.address, found[0], time.perf_counter() - start)
    if found[0] >= 500:
        log.fail(f"{request} answers {found[0]}")
    return found
