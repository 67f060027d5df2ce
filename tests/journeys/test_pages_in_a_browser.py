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


def test_the_first_view_is_light(browser, live_server, the_demo):
    page = browser.new_page(locale="nb-NO")
    sizes = []
    # A prepared installation sends texts compressed (WhiteNoise and GZipMiddleware); fonts are so already.
    page.on("response", lambda response: sizes.append(len(gzip.compress(response.body()))))
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    page.close()

    assert sum(sizes) < 150_000
