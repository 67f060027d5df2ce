"""Answering a round on a phone in a real browser: a link, a network that fails, and no script at all."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import must_be_usable, press
from tests.people import People
from tests.web.survey.asking import a_round, slips
from veivalg.web.survey import codes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def asked(settings, live_server, transactional_db):
    """A round of every kind of question, and two codes for it."""
    settings.ADDRESS = live_server.url
    people, now = People(), timezone.now()
    found = a_round(people, asks=("scale", "dots", "budget", "choice", "text"), now=now)
    return found, slips(people, found, 2, now=now)


@pytest.fixture
def phone(browser):
    def open_(**options):
        page = browser.new_page(**PHONE, **options)
        page.sent = []
        page.on("request", lambda request: page.sent.append(request.url))
        return page

    return open_


def use_link(page, code: str) -> None:
    """Open a slip's link, and wait for the questions it leads to."""
    # The page before may be of the same slip, and another link in the same tab only changes what stands after "#".
    page.evaluate("document.documentElement.dataset.old = ''")
    page.goto(codes.address(code))
    expect(page.locator("html:not([data-old]) #answer-form input[name=code]")).to_have_value(code.replace("-", ""))
    # With its script, which brings back what was filled in.
    page.wait_for_load_state()


def test_a_personal_link_leads_to_the_questions_and_the_code_is_in_no_address_that_is_sent(asked, phone):
    _, (code, _) = asked
    page = phone()
    use_link(page, code)
    expect(page.locator("#answer-form")).to_be_visible()

    assert not any(code.replace("-", "") in address.partition("#")[0] for address in page.sent)
    expect(page).not_to_have_url(re.compile("#"))
    must_be_usable(page, 320)


def test_a_network_that_fails_neither_loses_the_answer_nor_doubles_it(asked, phone):
    found, (code, _) = asked
    page = phone()
    use_link(page, code)
    page.locator(".vv-scale label").nth(3).click()
    page.locator("[data-dots]").first.fill("2")
    lost = []

    def lose_the_receipt(route):
        if lost:
            route.continue_()
            return
        # The server gets the answer, and the phone never hears of it.
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/svar/", lose_the_receipt)
    page.locator("#answer-form button").click()
    expect(page.locator("#sending-state")).to_be_visible()
    page.wait_for_url("**/svar/takk/**")

    assert lost == [302]
    ballot = found.ballots.get()
    assert ballot.turn == 1
    assert list(ballot.answers.values()) == [4, {"a": 2}]
    assert page.evaluate("sessionStorage.length") == 0


def test_what_was_filled_in_is_back_after_the_page_was_loaded_anew_and_another_slip_begins_empty(asked, phone):
    _, (code, other) = asked
    page = phone()
    use_link(page, code)
    page.locator("textarea").fill("Bussen går for sjelden")
    use_link(page, code)
    expect(page.locator("textarea")).to_have_value("Bussen går for sjelden")
    use_link(page, other)
    expect(page.locator("textarea")).to_have_value("")


def test_without_script_one_types_the_code_and_sends_the_form(asked, phone, live_server):
    found, (code, _) = asked
    page = phone(java_script_enabled=False)
    page.goto(f"{live_server.url}/kode/")
    page.locator("#id_code").fill(code)
    press(page.locator("#code-form button"))
    page.locator(".vv-scale input").nth(1).check(force=True)
    press(page.locator("#answer-form button"), to="**/svar/takk/**")

    assert list(found.ballots.get().answers.values()) == [2]


def test_what_is_wrong_is_shown_and_the_corrected_answer_is_counted(asked, phone):
    found, (code, _) = asked
    page = phone()
    use_link(page, code)
    page.locator("[data-dots]").nth(0).fill("3")
    page.locator("[data-dots]").nth(1).fill("3")
    page.locator("#answer-form button").click()
    expect(page.locator(".vv-problems")).to_be_visible()
    page.locator("[data-dots]").nth(1).fill("2")
    expect(page.locator("[data-left]").first).to_contain_text("0")
    press(page.locator("#answer-form button"), to="**/svar/takk/**")

    assert list(found.ballots.get().answers.values()) == [{"a": 3, "b": 2}]
