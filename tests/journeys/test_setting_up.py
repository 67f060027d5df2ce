"""A secretariat sets up its council in a real browser, and every page on the way can be used by everyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401
from tests.people import Someone, someone
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.councils.models import Council

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FEW_CLICKS = 6


@pytest.fixture
def invited(the_demo) -> Someone:
    return someone("invitert", may_set_up_until=timezone.localdate() + timedelta(days=1))


@pytest.fixture
def visit(browser, live_server, invited):  # noqa: F811
    """A page in a fresh browser where someone is signed in; what it complains of is gathered."""
    contexts = []

    def open_(**options):
        context = browser.new_context(locale="nb-NO", bypass_csp=True, **options)
        contexts.append(context)
        context.add_cookies([{"name": SESSION_COOKIE, "value": invited.key, "url": live_server.url}])
        context.add_cookies([{"name": "sprak", "value": "en", "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        return page

    yield open_
    for context in contexts:
        context.close()


def must_be_usable(page, width: int) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
    assert found == [], page.url
    assert page.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_council_is_set_up_with_six_clicks_and_each_page_can_be_used(visit, live_server, width):
    page = visit(viewport={"width": width, "height": 900})
    clicks = 0

    def click(text: str) -> None:
        nonlocal clicks
        must_be_usable(page, width)
        page.get_by_role("button", name=text).or_(page.get_by_role("link", name=text)).first.click()
        clicks += 1

    page.goto(live_server.url + "/min-side/")
    click("Set up a council")
    click("This is ours Hallingdal")
    for _ in ("name", "participants", "about"):
        click("Save and go on")
    click("Set up the council")
    must_be_usable(page, width)

    assert page.url == live_server.url + "/r/hallingdal/"
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

    assert page.locator('input[value="5047"]').is_checked()
    assert page.locator('svg a[aria-label="Overhalla: chosen"] path').get_attribute("class") == "k4"
    assert ("bytt=" in page.url) is not scripts
