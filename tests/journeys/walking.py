"""How the tests walk through the site: each step waits for what comes of it.

A click says nothing about the page that follows: the old one may still stand there, or half of the new one. So what
sends a form or leads elsewhere is pressed with `press`, `tap` or `press_enter`, and what a page shows is asked for with
Playwright's `expect`, which waits. Reading at once is for what is known to be there.
"""

import os
from pathlib import Path
from time import monotonic

from veivalg.web.accounts.browser import SESSION_COOKIE

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PATIENCE_S = 60


def press(thing, *, to=None) -> None:
    """Press it, and wait until the page that comes, at ``to`` when given, is there with all that belongs to it."""
    with thing.page.expect_navigation(url=to):
        thing.click()


def tap(thing, *, to=None) -> None:
    """The same with a thumb."""
    with thing.page.expect_navigation(url=to):
        thing.tap()


def press_enter(page, *, to=None) -> None:
    """The same with the Enter key, wherever the page's keyboard is."""
    with page.expect_navigation(url=to):
        page.keyboard.press("Enter")


def becomes(page, expression: str, value) -> None:
    """Wait until a script in the page finds this value. The page's policy forbids Playwright's own way of it."""
    until = monotonic() + PATIENCE_S
    while (found := page.evaluate(expression)) != value:
        assert monotonic() < until, f"{expression} is {found!r} and never became {value!r}"
        page.wait_for_timeout(25)


def signed_in(browser, live_server, key: str, **options):
    """A window where the owner of this session is signed in."""
    context = browser.new_context(**options)
    context.add_cookies([{"name": SESSION_COOKIE, "value": key, "url": live_server.url}])
    return context


def complaints_of(page) -> list[str]:
    """What the page's console says from now on."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    return complaints


def must_be_usable(page, width: int) -> None:
    """The page is not wider than the window, and axe objects to nothing. Its window has to let scripts in."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in result["violations"]]
    assert found == [], page.url


def all_must_be_usable(page, addresses: list[str], width: int) -> None:
    """Open each address, look at it, and take a picture of it when the folder PICTURES is given."""
    complaints = complaints_of(page)
    for n, address in enumerate(addresses):
        assert page.goto(address).status == 200, address
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{n:02}-{width}.png", full_page=True)
        must_be_usable(page, width)
        assert complaints == [], address
