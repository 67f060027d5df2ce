"""The pages about the site itself are true."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

import veivalg
from tests.web.test_pages import PAGES
from veivalg.web.accounts import browser
from veivalg.web.accounts.operations.sessions import LONGEST
from veivalg.web.accounts.operations.sign_in import CODE_HOLDS
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations import importing
from veivalg.web.outbox.models import Message
from veivalg.web.site import work
from veivalg.web.site.privacy import cookies


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", ["/om/tilgjengelighet/", "/om/personvern/"])
def test_the_pages_about_the_site_answer_in_every_language(client, db, page, language):
    response = client.get(f"{page}?sprak={language}")

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


def test_every_page_links_to_them(client, the_demo):
    for page in [*PAGES, "/finnes-ikke/"]:
        text = client.get(page).content.decode()
        assert 'href="/om/tilgjengelighet/"' in text, page
        assert 'href="/om/personvern/"' in text, page


def test_no_cookie_is_set_before_a_language_is_chosen_and_then_only_that_one(client, the_demo):
    for page in PAGES:
        assert not client.get(page).cookies, page
    cookies = client.get("/?sprak=nn").cookies
    assert set(cookies) == {"sprak"}
    assert cookies["sprak"].value == "nn"
    assert cookies["sprak"]["max-age"] == 365 * 24 * 3600


def test_visits_are_not_logged_and_there_are_no_passwords():
    assert not {"django.contrib.sessions", "django.contrib.auth"} & set(settings.INSTALLED_APPS)
    assert settings.LOGGING["root"]["level"] == "WARNING"


def test_the_page_about_privacy_names_every_cookie_that_the_code_sets(client, db):
    web = Path(veivalg.__file__).parent / "web"
    named = {
        value
        for file in web.rglob("*.py")
        for value in re.findall(r"""^(?:[A-Z]+_)?COOKIE = "(\w+)"$""", file.read_text(encoding="utf-8"), re.M)
    }
    page = client.get("/om/personvern/").content.decode()
    told = set(re.findall(r"<code>(\w+)</code>", page))

    assert {"sprak", "okt", "kode", "lenke", "kjent"} <= named
    assert told == named | {settings.CSRF_COOKIE_NAME, "messages"}


def test_signing_in_and_out_sets_only_cookies_that_the_page_names(client, people):
    told = {cookie.name for cookie in cookies()}
    jar = set(client.get("/logg-inn/").cookies)
    jar |= set(client.post("/logg-inn/", {"email": people.reader.account.email}).cookies)
    code = re.search(r"\d{4} \d{4}", Message.objects.exclude(body="").latest("id").body)[0]
    jar |= set(client.post("/logg-inn/kode/", {"code": code}).cookies)
    jar |= set(client.get("/invitasjon/abc/").cookies)
    jar |= set(client.post("/logg-ut/").cookies)

    assert {"okt", "kode", "kjent", "lenke", "messages"} <= jar <= told


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_how_long_cookies_are_kept_is_told_as_it_is(client, db, language):
    page = client.get(f"/om/personvern/?sprak={language}").content.decode()

    for length in (LONGEST.days, browser.DEVICE_HOLDS.days, int(CODE_HOLDS.total_seconds() // 60)):
        assert str(length) in page
    assert settings.CSRF_COOKIE_AGE // (24 * 3600) in (364, 365)


def test_councils_that_have_said_who_answers_for_personal_data_are_listed(client, people):
    Council.objects.filter(pk=people.council.pk).update(controller="Kommunedirektøren i Avik")
    page = client.get("/om/personvern/").content.decode()

    assert "Kommunedirektøren i Avik" in page
    assert "Ostre" not in page


def test_pages_fetch_nothing_from_other_servers(client, the_demo):
    for page in PAGES:
        text = client.get(page).content.decode()
        assert re.findall(r"""<(?:script|link|img|iframe|source)[^>]*(?:src|href)=["'](?:https?:)?//""", text) == [], (
            page
        )


@pytest.mark.parametrize("page", ["/om/tilgjengelighet/", "/om/personvern/"])
def test_the_address_to_write_to_is_shown_when_there_is_one(client, db, settings, page):
    assert "ikke satt noen adresse" in client.get(page).content.decode()
    settings.CONTACT = "post@example.no"
    assert 'href="mailto:post@example.no"' in client.get(page).content.decode()


def test_an_error_is_logged_without_what_was_searched_for(client, db, caplog):
    client.get("/finnes-ikke/?q=hemmelig")

    assert "/finnes-ikke/" in caplog.text
    assert "hemmelig" not in caplog.text


def test_a_spreadsheet_is_forgotten_as_soon_as_the_page_about_privacy_says():
    assert importing.HOLDS + timedelta(seconds=work.TIDY_EVERY_S) <= timedelta(hours=2)
