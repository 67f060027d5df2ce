"""Signing in with a provider, from the button and back, over loopback."""

import json
import logging
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.web.accounts.oidc.browsing import ANSWER, START, assert_page, signed_in, started, way_back
from tests.web.oidc_provider import (
    CLIENT_SECRET,
    EC_KEY,
)
from veivalg.web.access.actor import VISITOR, Actor
from veivalg.web.access.doors import Refused
from veivalg.web.accounts.models import Account, Session
from veivalg.web.accounts.oidc import operations
from veivalg.web.accounts.oidc.models import ExternalIdentity, PendingSignIn
from veivalg.web.accounts.oidc.stops import Reason
from veivalg.web.accounts.operations.account import erase_own
from veivalg.web.audit.models import AuditEntry
from veivalg.web.thread import own_data

pytestmark = pytest.mark.django_db
NUMBER = "23079410918"


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
    [stored] = own_data.of(VISITOR, kari, now=timezone.now())["external_identities"]
    assert (stored["issuer"], stored["subject"]) == (provider.issuer, "kari-at-the-provider")
    erase_own(actor=Actor(account_id=kari.pk), now=timezone.now())
    assert own_data.of(VISITOR, kari, now=timezone.now())["external_identities"] == []


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
