"""The one way out to the provider: known hosts, no inner network, and limits on time and size.

The standard library's client is enough for four small requests, and lets us connect to the very address that was
checked, so that a name cannot point somewhere else between the check and the connection.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from veivalg.web.accounts.oidc.stops import Reason, Stopped

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SECONDS = 5.0
MAX_BYTES = 1_000_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}

Place = tuple[str, int]
"""A host name in small letters, and a port."""


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Where a request may go."""

    places: frozenset[Place]
    allow_loopback: bool = False
    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES


def place_of(url: str, *, allow_loopback: bool) -> Place:
    """The host and port of an address that may be asked. Raises Stopped when it is not https or is oddly written."""
    return _place(_split(url, allow_loopback=allow_loopback))


def fetch(url: str, *, guard: Guard, headers: Mapping[str, str] | None = None, form: bytes | None = None) -> Answer:
    """Ask once: GET, or POST when there is a form. Redirects are not followed.

    Raises Stopped: the address is refused, nobody answers, the answer is late, too large or not HTTP.
    """
    parts = _split(url, allow_loopback=guard.allow_loopback)
    if _place(parts) not in guard.places:
        raise Stopped(Reason.ADDRESS_REFUSED, f"{parts.hostname} is not a host that the provider's own document names")
    exchange = _Exchange(parts, guard, dict(headers or {}), form)
    return exchange.run()


def _split(url: str, *, allow_loopback: bool) -> SplitResult:
    # Checked first: urlsplit silently drops line breaks and tabs.
    if not url.isascii() or any(letter <= " " or letter in '\\"<>\x7f' for letter in url):
        raise Stopped(Reason.ADDRESS_REFUSED, "an address holds letters that addresses do not have")
    try:
        parts = urlsplit(url)
        host, _ = _place(parts)
    except (ValueError, KeyError):
        raise Stopped(Reason.ADDRESS_REFUSED, "an address cannot be read, or is neither https nor http") from None
    if not host or parts.username is not None or parts.fragment:
        raise Stopped(Reason.ADDRESS_REFUSED, "an address has no host, or holds a user name or a “#”")
    if parts.scheme != "https" and not (allow_loopback and host in LOOPBACK_NAMES):
        raise Stopped(Reason.ADDRESS_REFUSED, f"{host} is not asked over https")
    return parts


def _place(parts: SplitResult) -> Place:
    return (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]


def may_connect(address: str, *, allow_loopback: bool) -> bool:
    """Whether an IP address is out on the internet, also when it is wrapped in another.

    >>> may_connect("10.0.0.1", allow_loopback=True), may_connect("::ffff:169.254.169.254", allow_loopback=True)
    (False, False)
    >>> may_connect("127.0.0.1", allow_loopback=False), may_connect("127.0.0.1", allow_loopback=True)
    (False, True)
    """
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not ip.is_multicast


class _Exchange:
    """One request and its answer, in a thread of its own: the time limit holds for all of it, name look-up included."""

    def __init__(self, parts: SplitResult, guard: Guard, headers: dict[str, str], form: bytes | None) -> None:
        self.parts, self.guard, self.headers, self.form = parts, guard, headers, form
        self.deadline = monotonic() + guard.seconds
        self.sock: socket.socket | None = None
        self.answer: Answer | None = None
        self.stopped: Stopped | None = None

    def run(self) -> Answer:
        thread = threading.Thread(target=self._work, name="oidc-exchange", daemon=True)
        thread.start()
        thread.join(self.guard.seconds)
        if thread.is_alive():
            self._hang_up()
            raise Stopped(Reason.SLOW, f"{self.parts.hostname} had not answered after {self.guard.seconds:g} seconds")
        if self.stopped is not None:
            raise self.stopped
        assert self.answer is not None
        return self.answer

    def _hang_up(self) -> None:
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It was closed from the other side in the same moment.
                return

    def _work(self) -> None:
        host = self.parts.hostname
        try:
            self.answer = self._ask()
        except Stopped as stopped:
            self.stopped = stopped
        except TimeoutError:
            self.stopped = Stopped(Reason.SLOW, f"{host} did not answer in time")
        except OSError as error:
            # Refused connections, unknown names and certificates that do not hold.
            self.stopped = Stopped(Reason.UNREACHABLE, f"{host}: {type(error).__name__}")
        except Exception as error:
            # HTTPException and ValueError as a rule; whatever else an odd answer sets off must not become our fault.
            self.stopped = Stopped(Reason.NONSENSE, f"{host} does not speak HTTP as expected: {type(error).__name__}")

    def _remaining(self) -> float:
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _connected(self) -> socket.socket:
        host, port = _place(self.parts)
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        addresses = list(dict.fromkeys(str(address) for address in found))
        for address in addresses:
            if not may_connect(address, allow_loopback=self.guard.allow_loopback):
                raise Stopped(Reason.ADDRESS_REFUSED, f"{host} points into an inner network")
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                return socket.create_connection((address, port), timeout=self._remaining())
            except OSError as error:
                failure = error
        raise failure

    def _ask(self) -> Answer:
        host, port = _place(self.parts)
        plain = self._connected()
        connection: HTTPConnection
        try:
            self.sock = plain
            plain.settimeout(self._remaining())
            if self.parts.scheme == "https":
                context = ssl.create_default_context()
                connection = HTTPSConnection(host, port, context=context)
                self.sock = context.wrap_socket(plain, server_hostname=host)
            else:
                connection = HTTPConnection(host, port)
            connection.sock = self.sock
        except BaseException:
            plain.close()
            raise
        try:
            # Not compressed: the limit on size is then a limit on memory.
            headers = {
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Connection": "close",
            } | self.headers
            target = (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")
            connection.request("GET" if self.form is None else "POST", target, body=self.form, headers=headers)
            response = connection.getresponse()
            with response:
                return Answer(response.status, response.getheader("Content-Type", ""), self._body(response))
        finally:
            connection.close()

    def _body(self, response: HTTPResponse) -> bytes:
        limit = self.guard.max_bytes
        body = response.read(limit + 1)
        if len(body) > limit:
            raise Stopped(Reason.TOO_LARGE, f"{self.parts.hostname} sent more than {limit} bytes")
        if response.length:
            raise Stopped(Reason.NONSENSE, f"{self.parts.hostname} sent less than it said it would")
        return body
