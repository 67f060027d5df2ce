"""Wrong settings, and what comes back with the browser."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.web.accounts.oidc.browsing import ANSWER, START, assert_page, started, way_back
from veivalg.web.accounts.models import Session
from veivalg.web.accounts.oidc import operations
from veivalg.web.accounts.oidc.configuration import check_settings
from veivalg.web.accounts.oidc.models import PendingSignIn
from veivalg.web.accounts.oidc.stops import Reason, Stopped

pytestmark = pytest.mark.django_db
NUMBER = "23079410918"


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
