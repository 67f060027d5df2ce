"""The way out to the provider lets nothing else through."""

import socket
import time

import pytest

from tests.web.oidc_provider import running_provider
from veivalg.web.accounts.oidc.guarded import Guard, fetch, may_connect, place_of
from veivalg.web.accounts.oidc.stops import Reason, Stopped


@pytest.fixture
def provider():
    with running_provider() as running:
        yield running


def ask(provider, path, **limits):
    place = place_of(provider.issuer, allow_loopback=True)
    return fetch(provider.issuer + path, guard=Guard(places=frozenset({place}), allow_loopback=True, **limits))


def reason_of(call, *arguments, **named):
    with pytest.raises(Stopped) as stopped:
        call(*arguments, **named)
    return stopped.value.reason


def test_a_document_comes_back_whole(provider):
    answer = ask(provider, "/.well-known/openid-configuration")
    assert answer.status == 200
    assert provider.issuer.encode() in answer.body


@pytest.mark.parametrize(
    "address",
    [
        "http://provider.example/",
        "ftp://provider.example/",
        "file:///etc/passwd",
        "https://",
        "//provider.example/",
        "https://kari:secret@provider.example/",
        "https://provider.example/#part",
        "https://provider.example/\r\nHost: other.example",
        "https://provider.example:99999/",
        "https://provider.example\\@other.example/",
        "https://blåbær.example/",
        "https://[::1/",
        "",
    ],
)
def test_oddly_written_addresses_are_refused(address):
    assert reason_of(place_of, address, allow_loopback=True) is Reason.ADDRESS_REFUSED


def test_plain_http_is_refused_even_on_loopback_without_the_setting(provider):
    assert reason_of(place_of, provider.issuer, allow_loopback=False) is Reason.ADDRESS_REFUSED


def test_another_host_or_port_than_the_known_ones_is_refused(provider):
    guard = Guard(places=frozenset({("127.0.0.1", 1)}), allow_loopback=True)
    assert reason_of(fetch, provider.issuer + "/jwks", guard=guard) is Reason.ADDRESS_REFUSED
    assert not provider.asked


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "127.0.0.1",
        "::1",
    ],
)
def test_inner_networks_are_refused(address):
    assert not may_connect(address, allow_loopback=False)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_the_internet_is_not_refused(address):
    assert may_connect(address, allow_loopback=False)


@pytest.mark.parametrize("inner", ["10.0.0.1", "127.0.0.1"])
def test_a_name_that_points_into_an_inner_network_is_refused(monkeypatch, inner):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("1.1.1.1", inner)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **named: answers)
    guard = Guard(places=frozenset({("provider.example", 443)}))
    assert reason_of(fetch, "https://provider.example/", guard=guard) is Reason.ADDRESS_REFUSED


def test_a_provider_that_nobody_knows_or_that_is_down_is_unreachable(provider, monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        guard = Guard(places=frozenset({("127.0.0.1", port)}), allow_loopback=True)
        assert reason_of(fetch, f"http://127.0.0.1:{port}/", guard=guard) is Reason.UNREACHABLE

    def unknown(*arguments, **named):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert reason_of(ask, provider, "/jwks") is Reason.UNREACHABLE


def test_https_without_a_certificate_that_holds_is_unreachable(provider):
    address = provider.issuer.replace("http://", "https://") + "/jwks"
    place = place_of(address, allow_loopback=True)
    guard = Guard(places=frozenset({place}), allow_loopback=True)
    assert reason_of(fetch, address, guard=guard) is Reason.UNREACHABLE


def test_an_answer_that_drips_is_cut_off_at_the_limit_for_all_of_it(provider):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(600):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    provider.answers_instead["/jwks"] = drip
    began = time.monotonic()
    assert reason_of(ask, provider, "/jwks", seconds=0.3) is Reason.SLOW
    # It drips for half a minute, and is cut off long before, also on a machine that has much else to do.
    assert time.monotonic() - began < 15


def test_a_slow_look_up_of_the_name_counts_too(provider, monkeypatch):
    real = socket.getaddrinfo

    def slow(*arguments, **named):
        time.sleep(0.4)
        return real(*arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert reason_of(ask, provider, "/jwks", seconds=0.1) is Reason.SLOW


@pytest.mark.parametrize("with_length", [True, False])
def test_a_huge_answer_is_not_read_to_the_end(provider, with_length):
    def huge(handler):
        handler.send_response(200)
        if with_length:
            handler.send_header("Content-Length", str(10**12))
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x" * 100_000)
        except OSError:
            handler.close_connection = True

    provider.answers_instead["/jwks"] = huge
    assert reason_of(ask, provider, "/jwks") is Reason.TOO_LARGE


def test_an_answer_that_is_cut_short_or_is_not_http_is_nonsense(provider):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{}")
        handler.close_connection = True

    provider.answers_instead["/jwks"] = cut
    assert reason_of(ask, provider, "/jwks") is Reason.NONSENSE
    provider.answers_instead["/jwks"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
    assert reason_of(ask, provider, "/jwks") is Reason.NONSENSE


def test_a_redirect_is_handed_back_and_not_followed(provider):
    def elsewhere(handler):
        handler.send_response(302)
        handler.send_header("Location", provider.issuer + "/jwks")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    provider.answers_instead["/token"] = elsewhere
    assert ask(provider, "/token").status == 302
    assert not provider.asked["/jwks"]
