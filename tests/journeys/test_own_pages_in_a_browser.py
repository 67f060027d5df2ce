"""Own indicators and editions in a real browser: nothing axe objects to, and one walk without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import all_must_be_usable, press, signed_in
from tests.people import someone, with_role
from tests.web.own_things import a_limit, an_edition, an_indicator
from veivalg.web.access.catalogue import Role

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


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_own_pages_fit_and_can_be_used_by_everyone(browser, live_server, secretary, width, scheme):
    size = {"width": width, "height": 800}
    window = signed_in(browser, live_server, secretary.key, viewport=size, color_scheme=scheme, bypass_csp=True)
    all_must_be_usable(window.new_page(), [live_server.url + OWN + address for address in PAGES], width)


def test_values_are_typed_looked_at_and_stored_without_a_script(browser, live_server, secretary):
    page = signed_in(browser, live_server, secretary.key, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}{OWN}egne/hytter/verdier/?sprak=en")
    field = page.locator("input[name^='v-'][name$='-2025']").first
    field.fill("1 234*")
    press(page.get_by_role("button", name="See what will change").first)
    expect(page.get_by_text("1,234 hytter (estimate)")).to_be_visible()
    press(page.get_by_role("button", name="Store the values"))

    expect(page).to_have_url(re.compile("/egne/hytter/$"))
    expect(page.get_by_role("cell", name="1,234 estimate").first).to_be_visible()
