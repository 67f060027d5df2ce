"""A secretariat sets up its council in a real browser, and every page on the way can be used by everyone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys import walking
from tests.people import Someone, someone
from veivalg.web.councils.models import Council

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FEW_CLICKS = 6


@pytest.fixture
def invited(the_demo) -> Someone:
    return someone("invitert", may_set_up_until=timezone.localdate() + timedelta(days=1))


@pytest.fixture
def visit(browser, live_server, invited):
    """A page in a fresh browser where someone is signed in; what it complains of is gathered."""

    def open_(**options):
        window = walking.signed_in(browser, live_server, invited.key, bypass_csp=True, **options)
        window.add_cookies([{"name": "sprak", "value": "en", "url": live_server.url}])
        page = window.new_page()
        page.complaints = walking.complaints_of(page)
        return page

    return open_


def must_be_usable(page, width: int) -> None:
    walking.must_be_usable(page, width)
    assert page.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_council_is_set_up_with_six_clicks_and_each_page_can_be_used(visit, live_server, width):
    page = visit(viewport={"width": width, "height": 900})
    clicks = 0

    def click(text: str) -> None:
        nonlocal clicks
        must_be_usable(page, width)
        walking.press(page.get_by_role("button", name=text).or_(page.get_by_role("link", name=text)).first)
        clicks += 1

    page.goto(live_server.url + "/min-side/")
    click("Set up a council")
    click("This is ours Hallingdal")
    for _ in ("name", "participants", "about"):
        click("Save and go on")
    click("Set up the council")
    must_be_usable(page, width)

    expect(page).to_have_url(live_server.url + "/r/hallingdal/")
    assert Council.objects.get(slug="hallingdal").is_set_up
    assert clicks == FEW_CLICKS
    for path in ("deltakere", "tilganger", "innstillinger", "ungdomskoder"):
        page.goto(f"{live_server.url}/r/hallingdal/{path}/")
        must_be_usable(page, width)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_map_chooses_municipalities_with_and_without_scripts(visit, live_server, scripts):
    page = visit(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    page.goto(live_server.url + "/sett-opp/kommuner/?fylke=50")
    page.locator('svg a[aria-label="Overhalla: not chosen"]').click()

    expect(page.locator('input[value="5047"]')).to_be_checked()
    expect(page.locator('svg a[aria-label="Overhalla: chosen"] path')).to_have_class("k4")
    if scripts:
        expect(page).not_to_have_url(re.compile("bytt="))
    else:
        expect(page).to_have_url(re.compile("bytt="))
