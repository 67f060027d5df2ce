"""A browser and a site for it. Both can be made slow on purpose, see "Tests in a browser" in CONTRIBUTING.md."""

import os
import shutil
import threading
from random import Random

import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from tests.journeys.far_away import FarAway

# A test fails because something does not come, never because the machine was busy.
PATIENCE_MS = 60_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The site listens at one address of this machine; at the other there may be anyone.
    "--host-resolver-rules=MAP localhost 127.0.0.1",
]


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def live_server(live_server, request):
    """The site in a thread of its own, one request at a time; slow when asked for with ``--slow-site``."""
    seed, server = request.config.getoption("slow_site"), live_server.thread.httpd
    live_server.far_away = FarAway(server.get_app(), None if seed is None else Random(seed))
    server.set_app(live_server.far_away)
    return live_server


@pytest.fixture(scope="module")
def chromium():
    """Chromium itself. Tests ask for ``browser``."""
    path = chromium_path()
    if path is None:
        assert os.environ.get("CI") != "true", "Chromium must be installed in CI"
        pytest.skip("Chromium is not installed; apt install chromium, or set CHROMIUM_PATH")
    # Playwright keeps an event loop in this thread, and Django then asks whether we know what we do. We do: the
    # pages are served by another thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Browser:
    """Opens windows that are patient and speak bokmål, and closes them when the test is over."""

    def __init__(self, chromium, times_slower: float) -> None:
        self.chromium, self.times_slower, self.opened = chromium, times_slower, []

    def new_context(self, **options):
        context = self.chromium.new_context(**{"locale": "nb-NO"} | options)
        context.set_default_timeout(PATIENCE_MS)
        self.opened.append(context)
        if self.times_slower > 1:
            context.on("page", self._slow_down)
        return context

    def new_page(self, **options):
        return self.new_context(**options).new_page()

    def _slow_down(self, page) -> None:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": self.times_slower})

    def close(self) -> None:
        for context in self.opened:
            context.close()


@pytest.fixture
def browser(chromium, live_server, transactional_db, request):
    """Windows of a browser. A test that does not wait for what it sends is told so, however fast the machine is."""
    site, test = live_server.far_away, threading.current_thread()
    windows = Browser(chromium, request.config.getoption("slow_browser"))

    def waits_first(execute, *asked):
        if threading.current_thread() is test:
            site.must_have_answered("uses the database")
        return execute(*asked)

    with connection.execute_wrapper(waits_first):
        yield windows
    try:
        site.must_have_answered("is over")
    finally:
        windows.close()
        site.come_to_rest()
