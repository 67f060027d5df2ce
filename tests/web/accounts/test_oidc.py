"""Signing in with a provider, from the button and back, over loopback."""

import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape

from tests.web.oidc_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    EC_KEY,
    OTHER_RSA_KEY,
    as_the_browser_would,
    base64url,
    running_provider,
    signed,
)
from veivalg.web.access.actor import Actor
from veivalg.web.access.doors import Refused
from veivalg.web.accounts.models import Account, Session
from veivalg.web.accounts.oidc import guarded, operations, queries
from veivalg.web.accounts.oidc.configuration import check_settings
from veivalg.web.accounts.oidc.explaining import explain
from veivalg.web.accounts.oidc.models import ExternalIdentity, PendingSignIn
from veivalg.web.accounts.oidc.stops import Reason, Stopped
from veivalg.web.accounts.operations.account import erase_own
from veivalg.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
START, ANSWER = "/logg-inn/oidc/", "/logg-inn/oidc/svar/"
NUMBER = "23079410918"


@pytest.fixture
def provider(settings):
    with running_provider() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID = CLIENT_ID
        settings.OIDC_CLIENT_SECRET = CLIENT_SECRET
        settings.OIDC_NAME = "Kommuneinnlogging"
        settings.OIDC_LOOPBACK = True
        cache.clear()
        yield running
        cache.clear()


@pytest.fixture
def kari(db):
    return Account.objects.create(email="kari@eksempel.no", name="Kari", made_at=timezone.now())


def started(client, address=START):
    """Where the browser is sent, and what the provider is asked for."""
    response = client.get(address)
    assert response.status_code == 302, response.content.decode()
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    return response.headers["Location"], {name: values[0] for name, values in query.items()}


def way_back(client, address=START):
    """The address that the provider sends the browser back to."""
    location, _ = started(client, address)
    back = urlsplit(as_the_browser_would(location))
    return f"{back.path}?{back.query}"


def signed_in(client, address=START):
    return client.get(way_back(client, address))


def assert_page(response, reason, status=None):
    """A clear page for the reason, and nobody signed in."""
    page = explain(reason, name="Kommuneinnlogging")
    assert response.status_code == (status or page.status)
    text = response.content.decode()
    for words in (page.heading, page.why, page.what_next):
        assert escape(words) in text
    assert "/logg-inn/" in text
    assert not Session.objects.exists()
    assert "okt" not in response.cookies
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


# The whole way


def test_someone_with_an_account_is_signed_in_and_recognised_the_next_time(client, provider, kari):
    response = signed_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/min-side/")
    session = Session.objects.get()
    assert (session.account, session.method, session.second_factor_at) == (kari, "oidc", None)
    assert client.cookies["okt"].value
    assert provider.authentication == "basic"
    link = ExternalIdentity.objects.get()
    assert (link.account, link.issuer, link.subject) == (kari, provider.issuer, "kari-at-the-provider")

    Account.objects.filter(pk=kari.pk).update(email="new@eksempel.no")
    provider.claims |= {"email": None, "email_verified": None}
    assert signed_in(Client()).status_code == 302
    assert Session.objects.filter(account=kari).count() == 2
    assert ExternalIdentity.objects.count() == 1


def test_the_trail_says_which_provider_and_not_who_someone_is_there(client, provider, kari):
    signed_in(client)
    entries = AuditEntry.objects.filter(actor_id=kari.pk).order_by("id")
    assert [entry.verb for entry in entries] == ["accounts.identity.link", "accounts.session.start"]
    assert entries[0].changes == {"issuer": [None, provider.issuer]}
    assert "kari-at-the-provider" not in json.dumps([entry.changes for entry in entries])


def test_the_provider_is_asked_with_proof_key_state_and_nonce(client, provider):
    _, asked = started(client)
    assert asked["scope"] == "openid email"
    assert asked["redirect_uri"] == "http://testserver" + ANSWER
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert "acr_values" not in asked
    pending = PendingSignIn.objects.get()
    assert asked["state"] not in (pending.state_hash, pending.browser_hash)
    cookie = client.cookies["oidc"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", 600, START)
    assert cookie.value not in started(client)[0]


def test_two_tabs_at_once_do_not_both_work_but_the_last_one_does(client, provider, kari):
    first, second = way_back(client), way_back(client)
    assert_page(client.get(first), Reason.STATE_UNKNOWN)
    assert client.get(second).status_code == 302


def test_people_come_back_to_where_they_were_going_and_never_to_another_site(client, provider, kari):
    assert signed_in(client, START + "?neste=/r/demoregionen/").headers["Location"] == "/r/demoregionen/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example/"):
        response = signed_in(client, START + "?" + urlencode({"neste": elsewhere}))
        assert response.headers["Location"] == "/min-side/"


def test_a_machine_that_others_use_is_signed_out_sooner(client, provider, kari):
    signed_in(client, START + "?felles=1")
    assert Session.objects.get().is_shared_machine


@pytest.mark.parametrize(
    ("methods", "secret", "expected"),
    [
        (["client_secret_post"], CLIENT_SECRET, "post"),
        (["client_secret_basic"], CLIENT_SECRET, "basic"),
        (None, CLIENT_SECRET, "basic"),
        (["none"], "", "none"),
    ],
)
def test_the_client_shows_who_it_is_in_a_way_that_the_provider_takes(
    client, provider, kari, settings, methods, secret, expected
):
    settings.OIDC_CLIENT_SECRET = provider.client_secret = secret
    provider.description["token_endpoint_auth_methods_supported"] = methods
    if methods is None:
        del provider.description["token_endpoint_auth_methods_supported"]
    assert signed_in(client).status_code == 302
    assert provider.authentication == expected


def test_a_provider_that_takes_no_secret_of_ours_is_not_given_one(client, provider, kari):
    provider.description["token_endpoint_auth_methods_supported"] = ["private_key_jwt"]
    assert_page(signed_in(client), Reason.SETTINGS_WRONG)
    assert not provider.exchanges


def test_elliptic_curves_work_and_new_keys_are_fetched(client, provider, kari):
    assert signed_in(client).status_code == 302
    provider.key, provider.algorithm, provider.published_keys = EC_KEY, "ES256", [EC_KEY]
    assert signed_in(Client()).status_code == 302
    assert provider.asked["/jwks"] == 2
    assert signed_in(Client()).status_code == 302
    assert provider.asked["/jwks"] == 2
    assert provider.asked["/.well-known/openid-configuration"] == 1


def test_the_address_may_come_from_the_user_information_when_it_is_about_the_same_person(client, provider, kari):
    provider.description["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
    provider.claims |= {"email": None, "email_verified": None}
    provider.user_information = {"sub": "someone else", "email": "kari@eksempel.no", "email_verified": True}
    assert_page(signed_in(client), Reason.TOKEN_MISMATCH)
    provider.user_information["sub"] = "kari-at-the-provider"
    assert signed_in(client).status_code == 302
    assert signed_in(Client()).status_code == 302
    assert provider.asked["/userinfo"] == 2


def test_a_level_counts_as_second_factor_only_when_it_is_in_the_settings(client, provider, kari, settings):
    provider.claims["acr"] = "high"
    provider.claims["amr"] = ["mfa"]
    signed_in(client)
    assert Session.objects.get().second_factor_at is None
    settings.OIDC_ACR_VALUES = "substantial high"
    assert started(Client())[1]["acr_values"] == "substantial high"
    Session.objects.all().delete()
    signed_in(Client())
    assert Session.objects.get().second_factor_at is not None
    provider.claims["acr"] = "low"
    Session.objects.all().delete()
    signed_in(Client())
    assert Session.objects.get().second_factor_at is None


# Who is let in


def test_nobody_gets_an_account_by_signing_in(client, provider):
    assert_page(signed_in(client), Reason.NOT_INVITED)
    assert not Account.objects.exists()
    assert not ExternalIdentity.objects.exists()


@pytest.mark.parametrize("verified", [False, "true", None])
def test_an_address_that_is_not_verified_opens_nothing(client, provider, kari, verified):
    provider.claims["email_verified"] = verified
    assert_page(signed_in(client), Reason.NO_EMAIL)
    assert not ExternalIdentity.objects.exists()


def test_the_address_is_compared_in_one_way_of_writing(client, provider, kari):
    provider.claims["email"] = "Kari@Eksempel.NO"
    assert signed_in(client).status_code == 302


def test_an_address_that_was_given_to_someone_new_does_not_open_the_old_account(client, provider, kari):
    signed_in(client)
    Session.objects.all().delete()
    provider.claims["sub"] = "another-kari"
    assert_page(signed_in(Client()), Reason.OTHER_IDENTITY)
    assert ExternalIdentity.objects.get().subject == "kari-at-the-provider"


def test_an_erased_account_stays_closed(client, provider, kari):
    signed_in(client)
    Session.objects.all().delete()
    Account.objects.filter(pk=kari.pk).update(email=None, name="", erased_at=timezone.now())
    assert_page(signed_in(Client()), Reason.NOT_INVITED)


def test_what_is_stored_can_be_shown_and_goes_with_the_account(client, provider, kari):
    signed_in(client)
    [stored] = queries.identities_of(kari.pk)
    assert (stored["issuer"], stored["subject"]) == (provider.issuer, "kari-at-the-provider")
    erase_own(actor=Actor(account_id=kari.pk), now=timezone.now())
    assert queries.identities_of(kari.pk) == []


def test_the_operator_can_untie_an_account_for_someone_with_a_new_identity(client, provider, kari, capsys):
    signed_in(client)
    provider.claims["sub"] = "kari-again"
    call_command("forget_identity", "Kari@eksempel.no")
    assert "tied to none now" in capsys.readouterr().out
    assert signed_in(Client()).status_code == 302
    assert ExternalIdentity.objects.get().subject == "kari-again"
    assert "accounts.identity.untie" in AuditEntry.objects.values_list("verb", flat=True)
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("forget_identity", "ola@eksempel.no")
    with pytest.raises(Refused):
        operations.forget_identities(actor=Actor(account_id=kari.pk), email="kari@eksempel.no", now=timezone.now())


# National identity numbers


def everything_stored():
    rows = [list(model.objects.values()) for model in (Account, Session, ExternalIdentity, PendingSignIn, AuditEntry)]
    return repr(rows)


def test_a_national_identity_number_beside_the_subject_is_neither_stored_nor_logged(client, provider, kari, caplog):
    caplog.set_level(logging.DEBUG)
    provider.claims |= {"pid": NUMBER, "name": f"Kari {NUMBER}"}
    assert signed_in(client).status_code == 302
    assert NUMBER not in everything_stored() + caplog.text


def test_a_subject_that_is_a_national_identity_number_is_refused_with_an_explanation(client, provider, kari, caplog):
    caplog.set_level(logging.DEBUG)
    provider.claims["sub"] = NUMBER
    response = signed_in(client)
    assert_page(response, Reason.NATIONAL_IDENTITY_NUMBER)
    assert NUMBER not in everything_stored() + caplog.text + response.content.decode()


# Without a provider, or with wrong settings


@pytest.mark.parametrize("address", [START, ANSWER, ANSWER + "?code=a&state=b"])
def test_without_an_issuer_there_is_no_button_and_the_addresses_say_so(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "e-mail" in response.content.decode() or "e-post" in response.content.decode()
    assert "/logg-inn/oidc/" not in client.get("/logg-inn/").content.decode()


def test_the_button_bears_the_name_of_the_provider(client, provider):
    page = client.get("/logg-inn/?neste=/r/demoregionen/").content.decode()
    assert "Kommuneinnlogging" in page
    assert "/logg-inn/oidc/?neste=%2Fr%2Fdemoregionen%2F" in page


def test_the_addresses_are_only_for_reading(client, provider):
    for address in (START, ANSWER):
        for method in (client.post, client.put, client.head):
            assert method(address).status_code == 405


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OIDC_ISSUER", "http://provider.example", "https://"),
        ("OIDC_ISSUER", "provider.example", "https://"),
        ("OIDC_ISSUER", "https://provider.example/?a=b", "“?”"),
        ("OIDC_CLIENT_ID", "", "VEIVALG_OIDC_CLIENT_ID"),
        ("OIDC_SCOPES", "email", "openid"),
    ],
)
def test_wrong_settings_are_said_by_the_check_and_stop_the_sign_in(client, provider, settings, name, value, said):
    assert check_settings(None) == []
    setattr(settings, name, value)
    assert said in " ".join(problem.msg for problem in check_settings(None))
    assert_page(client.get(START), Reason.SETTINGS_WRONG)
    assert not provider.asked


def test_http_and_loopback_are_for_development_only(client, provider, settings):
    settings.OIDC_LOOPBACK = False
    assert_page(client.get(START), Reason.SETTINGS_WRONG)
    settings.OIDC_ISSUER = provider.issuer.replace("http://", "https://")
    assert_page(client.get(START), Reason.ADDRESS_REFUSED)
    assert not provider.asked


def test_an_issuer_that_calls_itself_something_else_is_refused(client, provider):
    provider.description["issuer"] += "/"
    assert_page(client.get(START), Reason.SETTINGS_WRONG)


# What comes back with the browser


def test_an_answer_that_was_never_asked_for_is_refused(client, provider):
    assert_page(client.get(ANSWER + "?code=a&state=forged"), Reason.STATE_UNKNOWN)
    assert not provider.asked


def test_an_answer_in_another_browser_is_refused_and_stays_good_in_its_own(client, provider, kari):
    address = way_back(client)
    assert_page(Client().get(address), Reason.STATE_UNKNOWN)
    other = Client()
    started(other)
    assert_page(other.get(address), Reason.STATE_UNKNOWN)
    assert not provider.exchanges
    assert client.get(address).status_code == 302


def test_an_answer_works_once(client, provider, kari):
    address = way_back(client)
    key = client.cookies["oidc"].value
    assert client.get(address).status_code == 302
    Session.objects.all().delete()
    again = Client()
    again.cookies["oidc"] = key
    assert_page(again.get(address), Reason.STATE_USED)
    assert len(provider.exchanges) == 1
    pending = PendingSignIn.objects.get()
    assert (pending.nonce, pending.code_verifier) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_twice_at_the_same_moment_works_once():
    now = timezone.now()
    begun = operations.begin_sign_in(redirect_uri="https://a.example/", next_path="", network="n", now=now)
    together = threading.Barrier(4)

    def take():
        together.wait()
        try:
            while True:
                # The tests' SQLite lives in memory, and says at once that it is locked; one in a file waits.
                with suppress(OperationalError):
                    return operations.take_back(state=begun.state, browser_key=begun.browser_key, now=now).nonce
        except Stopped as stopped:
            return stopped.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(take) for _ in range(4)]]
    assert results.count(begun.nonce) == 1
    assert results.count(Reason.STATE_USED) == 3


def test_an_answer_after_ten_minutes_is_refused(client, provider, kari):
    address = way_back(client)
    PendingSignIn.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert_page(client.get(address), Reason.STATE_EXPIRED)
    assert not provider.exchanges


def test_what_nobody_came_back_for_is_forgotten(client, provider):
    started(client)
    PendingSignIn.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    started(client)
    assert PendingSignIn.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?code=a", "?state=", "?state=a&state=b"])
def test_an_answer_without_its_parts_is_refused(client, provider, query):
    assert_page(client.get(ANSWER + query), Reason.ANSWER_INCOMPLETE)


def test_an_answer_without_a_code_is_refused(client, provider):
    _, asked = started(client)
    assert_page(client.get(f"{ANSWER}?state={asked['state']}"), Reason.ANSWER_INCOMPLETE)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", Reason.DENIED),
        ("login_required", Reason.NOT_SIGNED_IN_THERE),
        ("interaction_required", Reason.NOT_SIGNED_IN_THERE),
        ("consent_required", Reason.NOT_SIGNED_IN_THERE),
        ("account_selection_required", Reason.NOT_SIGNED_IN_THERE),
        ("temporarily_unavailable", Reason.PROVIDER_TROUBLED),
        ("server_error", Reason.PROVIDER_TROUBLED),
        ("invalid_scope", Reason.SETTINGS_WRONG),
        ("<script>alert(1)</script>", Reason.SETTINGS_WRONG),
    ],
)
def test_an_error_from_the_provider_has_its_page_and_its_own_words_are_not_repeated(
    client, provider, caplog, error, reason
):
    _, asked = started(client)
    query = urlencode({"error": error, "error_description": f"call {NUMBER}", "state": asked["state"]})
    response = client.get(f"{ANSWER}?{query}")
    assert_page(response, reason)
    for said in (response.content.decode(), caplog.text):
        assert NUMBER not in said
        assert "<script>alert" not in said
        assert asked["state"] not in said
    assert not provider.exchanges


def test_an_error_with_a_forged_state_is_refused_as_forged(client, provider):
    assert_page(client.get(ANSWER + "?error=access_denied&state=forged"), Reason.STATE_UNKNOWN)


def test_a_provider_that_promises_to_name_itself_must(client, provider, kari):
    assert_page(client.get(way_back(client) + "&iss=https://evil.example"), Reason.OTHER_SENDER)
    cache.clear()
    provider.description["authorization_response_iss_parameter_supported"] = True
    assert_page(client.get(way_back(client)), Reason.OTHER_SENDER)
    assert not provider.exchanges
    named = urlencode({"iss": provider.issuer})
    assert client.get(f"{way_back(client)}&{named}").status_code == 302


def test_a_code_from_another_sign_in_is_refused_by_the_proof_key(client, provider, kari):
    stolen = parse_qs(urlsplit(way_back(Client())).query)["code"][0]
    _, asked = started(client)
    assert_page(client.get(f"{ANSWER}?{urlencode({'code': stolen, 'state': asked['state']})}"), Reason.CODE_REFUSED)


def test_too_many_beginnings_from_one_network_are_stopped(client, provider, monkeypatch):
    few = operations.limits.Limit(kind="oidc_begun", most=2, minutes=15)
    monkeypatch.setattr(operations, "_BEGUN_FROM_ONE_NETWORK", few)
    started(client)
    started(client)
    assert_page(client.get(START), Reason.TOO_MANY, 429)


# What the provider answers us


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
    monkeypatch.setattr(guarded.Guard, "__init__", patient_for(0.2))
    provider.description["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
    provider.claims |= {"email": None}
    provider.answers_instead[path] = lambda handler: time.sleep(0.6)
    response = client.get(START) if path.startswith("/.well") else signed_in(client)
    assert_page(response, Reason.SLOW, 504)


def patient_for(seconds):
    real = guarded.Guard.__init__
    return lambda self, **named: real(self, **(named | {"seconds": seconds}))


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
