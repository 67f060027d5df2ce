"""Every page in a real browser, phone and desk: no sideways scroll, nothing blocked, nothing axe objects to."""

import gzip
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
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
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def browser():
    path = chromium_path()
    if path is None:
        assert os.environ.get("CI") != "true", "Chromium must be installed in CI"
        pytest.skip("Chromium is not installed; apt install chromium, or set CHROMIUM_PATH")
    # Playwright keeps an event loop in this thread, and Django then asks whether we know what we do. We do: the
    # pages are served by another thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_load_and_can_be_used_by_everyone(browser, live_server, the_demo, width, scheme):
    for address in PAGES:
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="nb-NO", bypass_csp=True
        )
        complaints = []
        page.on("console", lambda message, found=complaints: found.append(message.text))
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
        assert found == [], address
        assert [text for text in complaints if "404" not in text] == [], address
        page.close()


def test_a_strict_policy_blocks_nothing_of_our_own(browser, live_server, the_demo):
    page = browser.new_page(locale="nb-NO")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    for address in PAGES[:-1]:
        page.goto(live_server.url + address)
    font = page.evaluate("document.fonts.check('16px Inter')")
    page.close()

    assert complaints == []
    assert font


def test_the_index_is_found_by_search_and_changed_by_form_without_a_script(browser, live_server, the_demo):
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("Kommune eller råd").fill("slett")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("link", name="Slettby").click()
    page.get_by_label("År", exact=True).select_option("2022")
    page.get_by_role("button", name="Vis").click()

    assert "aar=2022" in page.url
    assert page.get_by_role("heading", name="tegn på sårbarhet i 2022").is_visible()
    context.close()


@pytest.mark.parametrize("address", ["/", "/r/demoregionen/", "/r/demoregionen/kunnskap/", "/indeks/sarbarhet/"])
def test_the_first_view_is_light(browser, live_server, the_demo, address):
    page = browser.new_page(locale="nb-NO")
    sizes = {}

    def weigh(response):
        # As it is sent: collected files are compressed once, pages by the server; fonts are compressed already.
        body = response.body()
        sizes[response.url] = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))

    page.on("response", weigh)
    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")
    page.close()

    assert len(sizes) >= 5
    assert sum(sizes.values()) < 150_000, sizes


def test_skip_link_and_search_work_with_the_keyboard_alone(browser, live_server, the_demo):
    page = browser.new_page(locale="nb-NO")
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til hovedinnhold")
    assert skip.evaluate("link => link === document.activeElement && link.offsetHeight > 20")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.type("slett")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Slettby").wait_for()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard_and_without_a_script(
    browser, live_server, the_demo, scheme
):
    context = browser.new_context(
        viewport={"width": 360, "height": 720}, color_scheme=scheme, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    page.goto(live_server.url + "/r/demoregionen/kunnskap/")
    search = page.get_by_role("link", name="Søk", exact=True)
    assert not search.is_visible()
    page.get_by_role("button", name="Meny").focus()
    page.keyboard.press("Enter")
    assert search.is_visible()
    page.keyboard.press("Escape")
    assert not search.is_visible()
    page.get_by_role("button", name="Meny").click()
    search.click()
    assert page.url.endswith("/sok/")
    context.close()


def test_the_open_menu_fits_and_can_be_used_by_everyone(browser, live_server, the_demo):
    page = browser.new_page(viewport={"width": 320, "height": 800}, locale="nb-NO", bypass_csp=True)
    page.goto(live_server.url + "/r/demoregionen/")
    page.get_by_role("button", name="Meny").click()
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [violation["id"] for violation in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_paper_is_always_white(browser, live_server, the_demo, scheme):
    page = browser.new_page(color_scheme=scheme, locale="nb-NO")
    page.goto(live_server.url)
    background = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.body).getPropertyValue('--ds-color-neutral-text-default')"
    assert page.evaluate(background) == {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 24, 26)"}[scheme]
    assert page.evaluate(ink) == {"light": "#14262a", "dark": "#e8eeef"}[scheme]
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    assert not page.get_by_role("navigation", name="Verktøy").is_visible()
    page.close()
