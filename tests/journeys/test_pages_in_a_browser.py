"""Every page in a real browser, phone and desk: no sideways scroll, nothing blocked, nothing axe objects to."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import complaints_of, must_be_usable, press, press_enter

PAGES = [
    "/",
    "/sok/?q=vik",
    "/r/demoregionen/",
    "/r/demoregionen/kunnskap/",
    "/r/demoregionen/organer/",
    "/r/demoregionen/plan/",
    "/indeks/sarbarhet/?region=demoregionen",
    "/indeks/sarbarhet/",
    "/kommuner/5047-overhalla/",
    "/om/tall/",
    "/kommuner/",
    "/om/tilgjengelighet/",
    "/om/personvern/",
    "/finnes-ikke/",
]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_load_and_can_be_used_by_everyone(browser, live_server, the_demo, width, scheme):
    for address in PAGES:
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        complaints = complaints_of(page)
        page.goto(live_server.url + address)
        must_be_usable(page, width)
        assert [text for text in complaints if "404" not in text] == [], address
        page.close()


def test_a_strict_policy_blocks_nothing_of_our_own(browser, live_server, the_demo):
    page = browser.new_page()
    complaints = complaints_of(page)
    for address in PAGES[:-1]:
        page.goto(live_server.url + address)
    font = page.evaluate("document.fonts.ready.then((fonts) => fonts.check('16px Inter'))")

    assert complaints == []
    assert font


def test_the_index_is_found_by_search_and_changed_by_form_without_a_script(browser, live_server, the_demo):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url)
    page.get_by_label("Kommune eller råd").fill("slett")
    press(page.get_by_role("button", name="Søk"))
    press(page.get_by_role("link", name="Slettby"))
    page.get_by_label("År", exact=True).select_option("2022")
    press(page.get_by_role("button", name="Vis"))

    expect(page).to_have_url(re.compile("aar=2022"))
    expect(page.get_by_role("heading", name="tegn på sårbarhet i 2022")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/r/demoregionen/", "/r/demoregionen/kunnskap/", "/indeks/sarbarhet/"])
def test_the_first_view_is_light(browser, live_server, the_demo, address):
    page, responses = browser.new_page(), []
    page.on("response", lambda response: responses.append(response))
    page.goto(live_server.url + address)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")

    # As it is sent: collected files are compressed once, pages by the server; fonts are compressed already.
    bodies = {response.url: response.body() for response in responses}
    sizes = {url: len(body if url.endswith(".woff2") else gzip.compress(body)) for url, body in bodies.items()}
    assert len(sizes) >= 5
    assert sum(sizes.values()) < 150_000, sizes


def test_skip_link_and_search_work_with_the_keyboard_alone(browser, live_server, the_demo):
    page = browser.new_page()
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til hovedinnhold")
    expect(skip).to_be_focused()
    assert skip.evaluate("link => link.offsetHeight > 20")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Kommune eller råd")).to_be_focused()
    page.keyboard.type("slett")
    press_enter(page)
    expect(page.get_by_role("link", name="Slettby")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard_and_without_a_script(
    browser, live_server, the_demo, scheme
):
    page = browser.new_page(viewport={"width": 360, "height": 720}, color_scheme=scheme, java_script_enabled=False)
    page.goto(live_server.url + "/r/demoregionen/kunnskap/")
    search = page.get_by_role("link", name="Søk", exact=True)
    menu = page.get_by_role("button", name="Meny")
    expect(menu).to_be_visible()
    expect(search).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(search).to_be_visible()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    menu.click()
    expect(search).to_be_visible()
    press(search)
    expect(page).to_have_url(re.compile("/sok/$"))


def test_the_open_menu_fits_and_can_be_used_by_everyone(browser, live_server, the_demo):
    page = browser.new_page(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page.goto(live_server.url + "/r/demoregionen/")
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("link", name="Søk", exact=True)).to_be_visible()
    must_be_usable(page, 320)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_paper_is_always_white(browser, live_server, the_demo, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(live_server.url)
    background = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.body).getPropertyValue('--ds-color-neutral-text-default')"
    assert page.evaluate(background) == {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 24, 26)"}[scheme]
    assert page.evaluate(ink) == {"light": "#14262a", "dark": "#e8eeef"}[scheme]
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    expect(page.locator("main")).to_be_visible()
    expect(page.get_by_role("navigation", name="Verktøy")).to_be_hidden()
