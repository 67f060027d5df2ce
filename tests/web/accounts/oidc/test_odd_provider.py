"""A provider that is down, slow, mistaken or dishonest."""

import json
import logging
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from tests.web.accounts.oidc.browsing import START, assert_page, signed_in, way_back
from tests.web.oidc_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    OTHER_RSA_KEY,
    base64url,
    signed,
)
from veivalg.web.accounts.oidc import guarded
from veivalg.web.accounts.oidc import provider as provider_of_the_site
from veivalg.web.accounts.oidc.explaining import explain
from veivalg.web.accounts.oidc.stops import Reason

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, Reason.WRONG_NONCE),
        ({"nonce": None}, Reason.WRONG_NONCE),
        ({"aud": "another"}, Reason.WRONG_AUDIENCE),
        ({"aud": [CLIENT_ID, "another"]}, Reason.WRONG_AUDIENCE),
        ({"azp": "another"}, Reason.WRONG_AUDIENCE),
        ({"iss": "https://evil.example"}, Reason.OTHER_SENDER),
        ({"exp": 1}, Reason.TOKEN_EXPIRED),
        ({"iat": 4_000_000_000}, Reason.TOKEN_EARLY),
        ({"at_hash": "another"}, Reason.TOKEN_MISMATCH),
        ({"sub": None}, Reason.NONSENSE),
    ],
)
def test_an_id_token_with_wrong_claims_is_refused(client, provider, kari, claims, reason):
    provider.claims |= claims
    assert_page(signed_in(client), reason)


def unsigned(claims):
    return f"{base64url(json.dumps({'alg': 'none'}).encode())}.{base64url(json.dumps(claims).encode())}."


@pytest.mark.parametrize(
    ("make_token", "reason"),
    [
        (unsigned, Reason.ALGORITHM_REFUSED),
        (lambda claims: signed(claims, key=OTHER_RSA_KEY), Reason.KEY_UNKNOWN),
        (lambda claims: signed(claims, key=OTHER_RSA_KEY, kid="rsa-1"), Reason.SIGNATURE_WRONG),
        (lambda claims: "not a token", Reason.NONSENSE),
    ],
)
def test_an_id_token_that_is_not_signed_by_the_provider_is_refused(client, provider, kari, make_token, reason):
    provider.make_token = make_token
    assert_page(signed_in(client), reason)
    assert provider.asked["/jwks"] == {Reason.KEY_UNKNOWN: 2, Reason.SIGNATURE_WRONG: 1}.get(reason, 0)


PATHS = ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"]


def text_of(status, body, content_type="text/html"):
    return lambda handler: handler.send_text(status, body, content_type)


def redirected(handler):
    handler.send_response(302)
    handler.send_header("Location", "http://169.254.169.254/latest/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (text_of(200, b"<h1>Velkommen</h1>"), Reason.NONSENSE),
        (text_of(200, b"[1, 2]", "application/json"), Reason.NONSENSE),
        (text_of(200, b"\xff\xfe{", "application/json"), Reason.NONSENSE),
        (text_of(200, b"[" * 100_000, "application/json"), Reason.NONSENSE),
        (text_of(200, b'"' + b"x" * 1_100_000 + b'"', "application/json"), Reason.TOO_LARGE),
        (text_of(503, b"<h1>Nede</h1>"), Reason.PROVIDER_TROUBLED),
        (redirected, Reason.NONSENSE),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"), Reason.NONSENSE),
        (lambda handler: handler.connection.close(), Reason.UNREACHABLE),
    ],
)
def test_odd_answers_from_the_provider_are_pages_and_not_errors_of_ours(client, provider, kari, path, instead, reason):
    provider.description["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
    provider.claims |= {"email": None}
    provider.answers_instead[path] = instead
    response = client.get(START) if path.startswith("/.well") else signed_in(client)
    if path != "/token" and reason is Reason.PROVIDER_TROUBLED:
        assert response.status_code == 502
    assert_page(response, reason)


@pytest.mark.parametrize("path", PATHS)
def test_a_slow_provider_is_not_waited_for(client, provider, kari, monkeypatch, path):
    monkeypatch.setattr(provider_of_the_site, "fetch", patient_at(path, 0.2))
    provider.description["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
    provider.claims |= {"email": None}
    provider.answers_instead[path] = lambda handler: time.sleep(0.6)
    response = client.get(START) if path.startswith("/.well") else signed_in(client)
    assert_page(response, Reason.SLOW, 504)


def patient_at(path, seconds):
    """Wait only so long at one address; at the others as the site does, however busy the machine is."""

    def fetch(url, *, guard, **named):
        return guarded.fetch(url, guard=replace(guard, seconds=seconds) if url.endswith(path) else guard, **named)

    return fetch


def test_a_provider_that_is_down_is_a_page(client, settings, provider):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert_page(client.get(START), Reason.UNREACHABLE)


@pytest.mark.parametrize(
    "changed",
    [
        {"token_endpoint": None},
        {"token_endpoint": 7},
        {"jwks_uri": None},
        {"authorization_endpoint": None},
    ],
)
def test_a_description_without_what_we_need_is_nonsense(client, provider, changed):
    provider.description |= changed
    assert_page(client.get(START), Reason.NONSENSE)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize("address", ["http://provider.example/x", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_description_that_points_to_an_odd_address_is_refused(client, provider, name, address):
    provider.description[name] = address
    assert_page(client.get(START), Reason.ADDRESS_REFUSED)


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["https://10.0.0.1/", "https://169.254.169.254/", "https://[fd00::1]/"])
def test_a_description_that_points_into_an_inner_network_is_refused(client, provider, kari, name, address):
    provider.description[name] = address
    assert_page(signed_in(client), Reason.ADDRESS_REFUSED)


@pytest.mark.parametrize(
    ("status", "content", "reason"),
    [
        (400, {"error": "invalid_grant"}, Reason.CODE_REFUSED),
        (401, {"error": "invalid_client"}, Reason.SETTINGS_WRONG),
        (400, {"error": ["odd"]}, Reason.SETTINGS_WRONG),
        (503, {"error": "temporarily_unavailable"}, Reason.PROVIDER_TROUBLED),
        (200, {}, Reason.NONSENSE),
        (200, {"id_token": 7}, Reason.NONSENSE),
        (200, {"id_token": "a.b.c", "access_token": ["a"]}, Reason.NONSENSE),
    ],
)
def test_a_refused_exchange_has_its_page(client, provider, kari, status, content, reason):
    provider.answers_instead["/token"] = lambda handler: handler.send_json(status, content)
    assert_page(signed_in(client), reason)


@pytest.mark.parametrize("keys", [None, "keys", [7], [], [{"kty": "RSA"}]])
def test_a_list_of_keys_that_is_none_is_a_page(client, provider, kari, keys):
    provider.answers_instead["/jwks"] = lambda handler: handler.send_json(200, {"keys": keys})
    assert_page(signed_in(client), Reason.KEY_UNKNOWN if isinstance(keys, list) else Reason.NONSENSE)


def test_the_log_says_why_without_secrets_codes_or_tokens(client, provider, kari, caplog):
    caplog.set_level(logging.DEBUG)
    provider.claims["nonce"] = "another"
    address = way_back(client)
    client.get(address)
    assert "Sign-in with OpenID Connect stopped (wrong_nonce)" in caplog.text
    [form] = provider.exchanges
    query = parse_qs(urlsplit(address).query)
    secrets = [
        form["code"],
        form["code_verifier"],
        query["state"][0],
        CLIENT_SECRET,
        "kari",
        client.cookies["oidc"].value,
    ]
    assert not [secret for secret in secrets if secret in caplog.text]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_reason_has_words_of_its_own(language):
    with translation.override(language):
        pages = [explain(reason, name="100 %") for reason in Reason]
    assert len({(page.heading, page.why) for page in pages}) == len(pages)
    assert {page.status for page in pages} == {400, 403, 429, 502, 504}
