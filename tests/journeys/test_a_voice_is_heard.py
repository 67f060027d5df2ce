"""A citizen says what they think without a script, is read, and finds the answer; everyone can use the pages."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401
from veivalg import demo
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import sessions
from veivalg.web.councils.models import Council
from veivalg.web.participation.models import ParticipationRound, Submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def populated(the_demo):
    demo.populate(now=timezone.now())
    return Council.objects.get(slug="demoregionen")


@pytest.fixture
def secretary(populated) -> str:
    """The key of a session of the demo's secretary."""
    account = Account.objects.get(email="sekretariat@demoregionen.example")
    key, session = sessions.start(account=account, method="test", device="Tests", now=timezone.now())
    sessions.mark_second_factor(session=session, now=timezone.now())
    return key


def pages(council: Council) -> list[str]:
    opened, closed = (
        ParticipationRound.objects.filter(council=council).order_by("response_deadline").reverse().defer("content")
    )
    waiting = Submission.objects.get(state="received")
    answered = Submission.objects.filter(answer__isnull=False).first()
    own = [
        *("", "ny/", f"{opened.pk}/", f"{opened.pk}/gi-innspill/", f"{opened.pk}/gi-innspill/?som=organ"),
        *(f"{opened.pk}/les/", f"{opened.pk}/frist/", f"{opened.pk}/registrer/", f"{closed.pk}/"),
        *(f"{closed.pk}/innspill/", f"{closed.pk}/oppsummering/", f"{closed.pk}/svar/", f"{closed.pk}/gi-innspill/"),
        *(f"innspill/{waiting.pk}/", f"innspill/{waiting.pk}/slett/", f"innspill/{answered.pk}/svar/"),
    ]
    return [*(f"/r/{council.slug}/medvirkning/{path}" for path in own), f"/r/{council.slug}/", "/min-side/"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):  # noqa: F811
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO", bypass_csp=True
    )
    context.add_cookies([{"name": SESSION_COOKIE, "value": secretary, "url": live_server.url}])
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    for n, address in enumerate(pages(populated)):
        assert page.goto(live_server.url + address).status == 200, address
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{n:02}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
        assert found == [], address
        assert complaints == [], address
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_from_the_draft_to_the_answer(browser, live_server, populated, secretary, width):  # noqa: F811
    opened = ParticipationRound.objects.open_on(timezone.localdate()).get(council=populated)
    rounds = f"{live_server.url}/r/demoregionen/medvirkning/"
    size = {"width": width, "height": 800}
    phone = browser.new_context(java_script_enabled=False, viewport=size, locale="nb-NO")
    page = phone.new_page()
    page.goto(f"{rounds}{opened.pk}/")
    page.locator(f"a[href*='gi-innspill/?om={opened.content['goals'][0]['id']}']").click()
    page.locator("textarea[name=text]").focus()
    page.keyboard.type("Hybler er for dyre.")
    page.keyboard.press("Tab")
    page.locator("button[value=se]").click()
    assert page.get_by_text("Hybler er for dyre.").first.is_visible()
    page.locator("button[value=endre]").click()
    assert page.locator("textarea[name=text]").input_value() == "Hybler er for dyre."
    page.locator("button[value=se]").click()
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/innspill/[\w-]{43}/$"))
    receipt = page.url
    made = Submission.objects.get(text="Hybler er for dyre.")

    office = browser.new_context(java_script_enabled=False, viewport=size, locale="nb-NO")
    office.add_cookies([{"name": SESSION_COOKIE, "value": secretary, "url": live_server.url}])
    desk = office.new_page()
    desk.goto(f"{rounds}{opened.pk}/les/")
    desk.locator(f"input[value='{made.pk}-1']").check()
    desk.locator("main form button[type=submit]").last.click()
    desk.goto(f"{rounds}{opened.pk}/svar/")
    desk.locator(f"input[name=valgt][value='{made.pk}']").check()
    desk.locator("input[value=used]").check()
    desk.locator("textarea[name=words]").fill("Vi bygger flere.")
    desk.locator(".vv-parts summary").first.click()
    desk.locator("input[name=changed_keys]").first.check()
    desk.locator("main form button[type=submit]").last.click()

    page.goto(receipt)
    assert page.get_by_text("Vi bygger flere.").is_visible()
    page.goto(f"{rounds}{opened.pk}/innspill/?q=hybler")
    assert page.get_by_text("Vi bygger flere.").is_visible()
    phone.close()
    office.close()
