"""The pages about the site itself are true."""

import re

import pytest
from django.conf import settings

from tests.web.test_pages import PAGES


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


def test_there_are_no_sessions_and_no_log_of_visits():
    assert not {"django.contrib.sessions", "django.contrib.auth"} & set(settings.INSTALLED_APPS)
    assert settings.LOGGING["root"]["level"] == "WARNING"


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
