"""Own indicators and editions in a real browser: nothing axe objects to, and one walk without a script."""

import os
from pathlib import Path

import pytest

from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401  the fixture
from tests.people import someone, with_role
from tests.web.own_things import a_limit, an_edition, an_indicator
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.browser import SESSION_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN = "/r/demoregionen/kunnskap/"
PAGES = [
    "egne/",
    "egne/hytter/",
    "egne/ny/",
    "egne/hytter/endre/",
    "egne/hytter/verdier/",
    "egne/kafeer/publiser/",
    "utgaver/",
    "utgaver/2026/",
    "utgaver/ny/",
    "utgaver/utkast/endre/",
    "?utgave=demoregionen.2026",
]


@pytest.fixture
def secretary(the_demo):
    """The demo council's secretary, with an indicator and an edition that are published, and a draft of each."""
    codes = sorted(the_demo.participants.values_list("municipality__code", flat=True))
    an_indicator(the_demo, values=[(code, year, 90 + year % 7) for code in codes[1:] for year in (2022, 2023, 2024)])
    an_indicator(the_demo, slug="kafeer", values=[(codes[0], 2024, "3*")], published=False)
    limits = [a_limit("age_0_14", 17.3), a_limit("egen-hytter", 91, "above")]
    an_edition(the_demo, limits)
    an_edition(the_demo, limits, slug="utkast", published=False)
    return with_role(someone("sekretaer"), the_demo, Role.SECRETARIAT)


def signed_in(browser, live_server, who, **settings):  # noqa: F811
    context = browser.new_context(locale="nb-NO", **settings)
    context.add_cookies([{"name": SESSION_COOKIE, "value": who.key, "url": live_server.url}])
    return context


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_own_pages_fit_and_can_be_used_by_everyone(browser, live_server, secretary, width, scheme):  # noqa: F811
    size = {"width": width, "height": 800}
    context = signed_in(browser, live_server, secretary, viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for n, address in enumerate(PAGES):
        answer = page.goto(live_server.url + OWN + address)
        assert answer.status == 200, address
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{n:02}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
        assert found == [], address
    context.close()


def test_values_are_typed_looked_at_and_stored_without_a_script(browser, live_server, secretary):  # noqa: F811
    context = signed_in(browser, live_server, secretary, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{OWN}egne/hytter/verdier/?sprak=en")
    field = page.locator("input[name^='v-'][name$='-2025']").first
    field.fill("1 234*")
    page.get_by_role("button", name="See what will change").first.click()
    assert page.get_by_text("1,234 hytter (estimate)").is_visible()
    page.get_by_role("button", name="Store the values").click()

    assert page.url.endswith("/egne/hytter/")
    assert page.get_by_role("cell", name="1,234 estimate").first.is_visible()
    context.close()
