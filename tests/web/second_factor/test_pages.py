"""The pages of the second factor, as someone meets them: after the mail's code, and on their own page."""

import base64
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.second_factor.authenticator import Authenticator
from tests.web.second_factor.conftest import code_at
from veivalg.web.accounts.models import RecoveryCode, Session
from veivalg.web.accounts.operations import recovery_codes, sessions
from veivalg.web.accounts.second_factor.factors import factors_of, has_second_factor
from veivalg.web.outbox.models import Message
from veivalg.web.ui import qr

LONG_AGO = timezone.now() - timedelta(hours=1)
OWN_PAGES = [
    "/min-side/sikkerhet/",
    "/min-side/sikkerhet/kodeapp/",
    "/min-side/sikkerhet/tilgangsnokkel/",
    "/min-side/sikkerhet/reservekoder/",
]


def text(response) -> str:
    return response.content.decode()


def shown_key(page: str) -> bytes:
    """The secret, as someone types it from the page."""
    return base64.b32decode(re.search(r"vv-secret[^>]*>([A-Z2-7 ]+)<", page)[1].replace(" ", ""))


@pytest.mark.parametrize("address", OWN_PAGES)
def test_visitors_sign_in_first(client, db, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith("/logg-inn/?neste=")
    assert client.get("/logg-inn/bekreft/").url.startswith("/logg-inn/?neste=")


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_pages_open_and_are_kept_by_nobody(kari, address):
    response = kari.client.get(address)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_code_app_is_set_up_with_the_picture_or_the_key(kari):
    assert kari.client.post("/min-side/sikkerhet/kodeapp/", {"begin": "1"}).status_code == 302
    page = text(kari.client.get("/min-side/sikkerhet/kodeapp/"))
    secret = shown_key(page)
    assert '<svg class="vv-qr"' in page
    assert "style=" not in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page

    wrong = kari.client.post("/min-side/sikkerhet/kodeapp/", {"code": "1"})
    assert wrong.status_code == 403
    assert shown_key(text(wrong)) == secret

    right = kari.client.post("/min-side/sikkerhet/kodeapp/", {"code": f" {code_at(secret, timezone.now())} "})
    assert right.url == "/min-side/sikkerhet/reservekoder/"
    assert has_second_factor(kari.account.pk)


def test_looking_at_the_page_makes_no_secret(kari):
    page = text(kari.client.get("/min-side/sikkerhet/kodeapp/"))

    assert "vv-secret" not in page
    assert "vv-qr" not in page


def test_recovery_codes_are_shown_once(kari):
    kari.add_code_app(now=LONG_AGO)
    made = text(kari.client.post("/min-side/sikkerhet/reservekoder/"))
    codes = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", made)

    assert len(codes) == 10
    assert codes[0] not in text(kari.client.get("/min-side/sikkerhet/reservekoder/"))
    assert factors_of(kari.account.pk).recovery_codes_left == 10


def test_recovery_codes_without_a_factor_are_refused_in_words(kari):
    response = kari.client.post("/min-side/sikkerhet/reservekoder/")

    assert response.status_code == 403
    assert not RecoveryCode.objects.exists()


def test_an_account_with_a_factor_is_a_visitor_until_it_has_been_shown(kari):
    secret = kari.add_code_app(now=LONG_AGO)
    key, _ = kari.sign_in()
    waiting = kari.browser(key)
    assert waiting.get("/min-side/sikkerhet/").url == "/logg-inn/?neste=%2Fmin-side%2Fsikkerhet%2F"
    confirm = waiting.get("/logg-inn/?neste=%2Fmin-side%2Fsikkerhet%2F").url
    assert confirm == "/logg-inn/bekreft/?neste=%2Fmin-side%2Fsikkerhet%2F"
    page = waiting.get(confirm)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"

    answer = waiting.post(
        confirm,
        {"way": "code_app", "app-code": code_at(secret, timezone.now()), "neste": "/min-side/sikkerhet/"},
    )
    assert answer.url == "/min-side/sikkerhet/"
    assert waiting.get("/min-side/sikkerhet/").status_code == 200


def test_after_the_code_from_the_mail_comes_the_second_factor_and_then_the_page_one_wanted(kari, client):
    secret = kari.add_code_app(now=LONG_AGO)
    client.post("/logg-inn/", {"email": "kari@example.no", "next_path": "/om/tall/"})
    code = re.search(r"\d{4} \d{4}", Message.objects.get(kind="sign_in_code").subject)[0]
    confirm = client.post("/logg-inn/kode/", {"code": code}).url
    assert confirm == "/logg-inn/bekreft/?neste=%2Fom%2Ftall%2F"
    page = text(client.get(confirm))
    assert 'name="neste" value="/om/tall/"' in page

    answer = {"way": "code_app", "app-code": code_at(secret, timezone.now()), "neste": "/om/tall/"}
    assert client.post("/logg-inn/bekreft/", answer).url == "/om/tall/"


@pytest.mark.parametrize(("seen_by_provider", "status"), [(True, 200), (False, 302)])
def test_a_second_factor_that_the_provider_has_seen_is_not_asked_for_again(kari, seen_by_provider, status):
    kari.add_code_app(now=LONG_AGO)
    key, _ = sessions.start(
        account=kari.account,
        method="oidc",
        device="Firefox, Linux",
        has_second_factor=seen_by_provider,
        now=timezone.now(),
    )

    assert kari.browser(key).get("/min-side/sikkerhet/").status_code == status


def test_a_wrong_code_is_told_at_its_field_and_too_many_with_a_time(kari, monkeypatch):
    # Tries are counted by the quarter of an hour; the test must not straddle two.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    kari.add_code_app(now=LONG_AGO)
    key, _ = kari.sign_in()
    waiting = kari.browser(key)
    for _ in range(5):
        response = waiting.post("/logg-inn/bekreft/", {"way": "code_app", "app-code": "000 000"})
        assert response.status_code == 403
    assert 'aria-invalid="true"' in text(response)
    assert 'href="#id_app-code"' in text(response)
    assert waiting.post("/logg-inn/bekreft/", {"way": "code_app", "app-code": "000 000"}).status_code == 429


def test_a_recovery_code_opens_and_says_how_many_are_left(kari):
    kari.add_code_app(now=LONG_AGO)
    codes = recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=LONG_AGO)
    key, _ = kari.sign_in()
    waiting = kari.browser(key)
    wrong = waiting.post("/logg-inn/bekreft/", {"way": "recovery_code", "recovery-code": "wrong"})
    assert wrong.status_code == 403
    assert "<details open>" in text(wrong)
    response = waiting.post("/logg-inn/bekreft/", {"way": "recovery_code", "recovery-code": codes[0]}, follow=True)

    assert response.status_code == 200
    assert ": 9." in text(response)


def test_one_who_waits_can_sign_out(kari):
    kari.add_code_app(now=LONG_AGO)
    key, session = kari.sign_in()
    kari.browser(key).post("/logg-ut/")

    assert not Session.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_afterwards(kari, elsewhere):
    secret = kari.add_code_app(now=LONG_AGO)
    key, _ = kari.sign_in()
    response = kari.browser(key).post(
        "/logg-inn/bekreft/", {"way": "code_app", "app-code": code_at(secret, timezone.now()), "neste": elsewhere}
    )

    assert response.url == "/min-side/"


def test_someone_without_a_factor_who_needs_one_is_shown_how(kari):
    page = text(kari.client.get("/logg-inn/bekreft/?neste=/r/demoregionen/"))

    assert "/min-side/sikkerhet/tilgangsnokkel/?neste=%2Fr%2Fdemoregionen%2F" in page
    assert "/min-side/sikkerhet/kodeapp/?neste=%2Fr%2Fdemoregionen%2F" in page


def test_a_factor_that_was_shown_lately_is_not_asked_for_again(kari):
    kari.add_code_app(now=LONG_AGO)

    assert kari.client.get("/logg-inn/bekreft/?neste=/om/tall/").url == "/om/tall/"


def test_a_factor_shown_yesterday_is_asked_for_before_the_factors_are_changed(kari):
    kari.add_code_app(now=timezone.now() - timedelta(hours=13))

    assert kari.client.get("/min-side/sikkerhet/").status_code == 200
    response = kari.client.get("/min-side/sikkerhet/tilgangsnokkel/")
    assert response.url == "/logg-inn/bekreft/?neste=%2Fmin-side%2Fsikkerhet%2Ftilgangsnokkel%2F"
    asked = kari.client.post("/min-side/sikkerhet/tilgangsnokkel/ny/")
    assert (asked.status_code, asked.json().keys()) == (403, {"message"})


def test_a_passkey_is_added_and_used_by_what_the_script_sends(kari):
    device = Authenticator()
    options = kari.client.post("/min-side/sikkerhet/tilgangsnokkel/ny/").json()
    answer = {"name": "Phone", "answer": json.dumps(device.register(options))}
    assert kari.client.post("/min-side/sikkerhet/tilgangsnokkel/", answer).status_code == 302
    assert "Phone" in text(kari.client.get("/min-side/sikkerhet/"))

    key, _ = kari.sign_in()
    waiting = kari.browser(key)
    options = waiting.post("/logg-inn/bekreft/tilgangsnokkel/").json()
    answer = {"way": "passkey", "passkey-answer": json.dumps(device.sign(options))}
    assert waiting.post("/logg-inn/bekreft/", answer).url == "/min-side/"


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '"x"', "[" * 19_000, "{}", "x" * 30_000])
def test_an_answer_that_is_none_is_refused_in_words(kari, answer):
    kari.client.post("/min-side/sikkerhet/tilgangsnokkel/ny/")
    response = kari.client.post("/min-side/sikkerhet/tilgangsnokkel/", {"name": "x", "answer": answer})

    assert response.status_code in (403, 422)
    assert 'role="alert"' in text(response)


def test_passkeys_are_not_offered_where_browsers_would_refuse(kari, settings):
    settings.ADDRESS = "http://127.0.0.1:8000"
    page = text(kari.client.get("/min-side/sikkerhet/tilgangsnokkel/"))

    assert "passkey.js" not in page
    assert "/min-side/sikkerhet/kodeapp/" in page


def test_a_factor_is_removed_after_a_question(kari):
    kari.add_code_app(now=LONG_AGO)
    address = f"/min-side/sikkerhet/kodeapp/fjern/{factors_of(kari.account.pk).code_app.pk}/"
    assert kari.client.get(address).status_code == 200
    assert has_second_factor(kari.account.pk)
    assert kari.client.post(address).url == "/min-side/sikkerhet/"
    assert not has_second_factor(kari.account.pk)


@pytest.mark.parametrize("key", [0, 10**30])
def test_anothers_factor_does_not_exist(kari, ola, key):
    ola.add_code_app(now=LONG_AGO)
    olas = factors_of(ola.account.pk).code_app.pk

    assert kari.client.post(f"/min-side/sikkerhet/kodeapp/fjern/{olas}/").status_code == 404
    assert kari.client.get(f"/min-side/sikkerhet/tilgangsnokkel/fjern/{key}/").status_code == 404
    assert has_second_factor(ola.account.pk)


def test_options_are_made_for_forms_only(kari):
    assert kari.client.get("/min-side/sikkerhet/tilgangsnokkel/ny/").status_code == 302
    assert kari.client.post("/logg-inn/bekreft/tilgangsnokkel/").status_code == 403


def test_a_qr_code_is_a_drawing_with_a_name_and_nothing_inline():
    drawing = qr.drawing("otpauth://totp/x", label='<"name">')

    assert 'role="img"' in drawing
    assert "&lt;&quot;name&quot;&gt;" in drawing
    assert "style" not in drawing
    assert drawing.count("<svg") == drawing.count("</svg>") == 1
