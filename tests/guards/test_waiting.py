"""Tests in a browser wait for what they look at. What is read at once is read too early on a machine that is busy."""

import ast
from pathlib import Path
from random import Random

import pytest

from tests.journeys import far_away

TESTS = Path(__file__).resolve().parents[1]
WALKS = sorted(TESTS.glob("journeys/test_*.py"))
# Playwright answers these with what there is at this moment; `expect` has a waiting sister of each.
AT_ONCE = {
    *("is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "is_editable", "content"),
    *("inner_text", "text_content", "all_inner_texts", "all_text_contents", "inner_html", "input_value"),
    "get_attribute",
}
PRESSED = {"click", "dblclick", "tap", "press", "press_sequentially", "check", "uncheck", "select_option"}
# What must not come right after something was pressed: it reads, leads elsewhere, or ends.
TOO_EARLY = AT_ONCE | {
    *("count", "all", "evaluate", "bounding_box", "screenshot", "pdf", "goto", "reload", "go_back", "close"),
    *("objects", "refresh_from_db", "wait_for_load_state", "url"),
}
GUESSED = {"wait_for_timeout", "sleep"}
# Their addresses are the site's own, and stay.
NO_PAGES = {"live_server", "response", "request"}


def names(node: ast.AST) -> set[str]:
    """Every attribute that is asked for in it."""
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def finds_in_a_page(node: ast.AST) -> bool:
    return any(name == "locator" or name.startswith("get_by_") for name in names(node))


def hasty(source: str) -> list[str]:
    """Lines of a test in a browser that do not wait, each with why."""
    tree = ast.parse(source)
    found_in_pages = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and finds_in_a_page(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            found += [(node.lineno, why) for why in read_at_once(node.test, found_in_pages)]
        if isinstance(node, ast.Attribute) and node.attr in GUESSED:
            found.append((node.lineno, f"{node.attr} guesses how long it takes"))
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list) and block:
                found += not_waited_for(block, ends=isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    return [f"line {line}: {why}" for line, why in sorted(set(found))]


def read_at_once(test: ast.expr, found_in_pages: set[str]) -> list[str]:
    """What an assertion reads from a page without waiting."""
    found = []
    for node in ast.walk(test):
        if not isinstance(node, ast.Attribute):
            continue
        name = node.value.id if isinstance(node.value, ast.Name) else None
        is_a_locator = finds_in_a_page(node.value) or name in found_in_pages
        if node.attr in AT_ONCE or (node.attr == "count" and is_a_locator):
            found.append(f"assert reads {node.attr} at once, expect(…) waits")
        elif node.attr == "url" and name and name not in NO_PAGES:
            found.append("assert reads the address at once, expect(page).to_have_url(…) waits")
    return found


def not_waited_for(block: list[ast.stmt], *, ends: bool) -> list[tuple[int, str]]:
    """Presses in a block of statements that are followed by something that does not wait."""
    found = []
    for this, after in zip(block, [*block[1:], None], strict=True):
        if not (isinstance(this, ast.Expr) and isinstance(this.value, ast.Call)):
            continue
        called = this.value.func
        if not (isinstance(called, ast.Attribute) and called.attr in PRESSED):
            continue
        if after is None:
            if ends:
                found.append((this.lineno, f"{called.attr}, and the test is over"))
        elif isinstance(after, ast.Assert) or (TOO_EARLY & names(after) and not is_expected(after)):
            found.append((this.lineno, f"{called.attr} is followed by what does not wait for it"))
    return found


def is_expected(statement: ast.stmt) -> bool:
    return "expect(" in ast.unparse(statement)


def test_a_test_that_goes_on_while_something_is_sent_is_told_so(monkeypatch):
    pauses = []
    monkeypatch.setattr(far_away, "sleep", pauses.append)

    def site(environ, start_response):
        with pytest.raises(far_away.StillSending, match="POST /svar/"):
            slow.must_have_answered("is over")
        return [b"<p>Tak", b"k</p>"]

    slow = far_away.FarAway(site, Random(1))
    answer = slow({"REQUEST_METHOD": "POST", "PATH_INFO": "/svar/"}, None)

    assert next(answer) == b"<p>Ta"
    slow.must_have_answered("is over")
    with pytest.raises(TimeoutError, match="1 requests"):
        slow.come_to_rest(patience_s=0)
    assert list(answer) == [b"kk</p>"]
    slow.come_to_rest(patience_s=0)
    assert len(pauses) == 2


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.name)
def test_what_a_browser_shows_is_waited_for(path):
    assert hasty(path.read_text(encoding="utf-8")) == []


def test_every_test_in_a_browser_is_among_the_journeys():
    marked = {path for path in TESTS.rglob("test_*.py") if "mark.browser" in path.read_text(encoding="utf-8")}

    assert marked - {Path(__file__)} == set(WALKS)


@pytest.mark.parametrize(
    "line",
    [
        "assert page.get_by_text('Lagret').first.is_visible()",
        "assert not search.is_visible()",
        "assert page.locator('textarea').input_value() == 'Hei'",
        "assert page.locator('.vv-drop').count() == 0",
        "rows = page.locator('tr')\nassert rows.count() == 2",
        "assert '/sok/' in page.url",
        "button.click()\nassert texts() == ['2', '1']",
        "button.click()\ndesk.goto('/')",
        "page.keyboard.press('Enter')\nfound = Message.objects.latest('id')",
        "button.tap()\npage.wait_for_load_state()",
        "def test_it(page):\n    page.locator('button').click()",
        "page.wait_for_timeout(300)",
    ],
)
def test_what_does_not_wait_is_refused(line):
    assert len(hasty(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "press(button)\nassert Message.objects.count() == 1",
        "press(button)\nassert page.evaluate('1') == 1, page.url",
        "button.click()\nexpect(page.locator('.vv-problems')).to_be_visible()",
        "box.check()\npress(button)",
        "with page.expect_navigation():\n    button.click()\nassert found.ballots.get().turn == 1",
        "assert (live_server.url + '/') == address",
    ],
)
def test_what_waits_is_let_through(line):
    assert hasty(line) == []
