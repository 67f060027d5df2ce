"""A citizen says what they think without a script, is read, and finds the answer; everyone can use the pages."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import all_must_be_usable, press, signed_in
from veivalg import demo
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
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):
    size = {"width": width, "height": 900}
    window = signed_in(browser, live_server, secretary, viewport=size, color_scheme=scheme, bypass_csp=True)
    all_must_be_usable(window.new_page(), [live_server.url + address for address in pages(populated)], width)


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_from_the_draft_to_the_answer(browser, live_server, populated, secretary, width):
    opened = ParticipationRound.objects.open_on(timezone.localdate()).get(council=populated)
    rounds = f"{live_server.url}/r/demoregionen/medvirkning/"
    size = {"width": width, "height": 800}
    page = browser.new_page(java_script_enabled=False, viewport=size)
    page.goto(f"{rounds}{opened.pk}/")
    press(page.locator(f"a[href*='gi-innspill/?om={opened.content['goals'][0]['id']}']"))
    page.locator("textarea[name=text]").focus()
    page.keyboard.type("Hybler er for dyre.")
    page.keyboard.press("Tab")
    press(page.locator("button[value=se]"))
    expect(page.get_by_text("Hybler er for dyre.").first).to_be_visible()
    press(page.locator("button[value=endre]"))
    expect(page.locator("textarea[name=text]")).to_have_value("Hybler er for dyre.")
    press(page.locator("button[value=se]"))
    press(page.locator("button[value=send]"), to=re.compile(r"/innspill/[\w-]{43}/$"))
    receipt = page.url
    made = Submission.objects.get(text="Hybler er for dyre.")

    desk = signed_in(browser, live_server, secretary, java_script_enabled=False, viewport=size).new_page()
    desk.goto(f"{rounds}{opened.pk}/les/")
    desk.locator(f"input[value='{made.pk}-1']").check()
    press(desk.locator("main form button[type=submit]").last)
    desk.goto(f"{rounds}{opened.pk}/svar/")
    desk.locator(f"input[name=valgt][value='{made.pk}']").check()
    desk.locator("input[value=used]").check()
    desk.locator("textarea[name=words]").fill("Vi bygger flere.")
    desk.locator(".vv-parts summary").first.click()
    expect(desk.locator("input[name=changed_keys]").first).to_be_visible()
    desk.locator("input[name=changed_keys]").first.check()
    press(desk.locator("main form button[type=submit]").last)

    page.goto(receipt)
    expect(page.get_by_text("Vi bygger flere.")).to_be_visible()
    page.goto(f"{rounds}{opened.pk}/innspill/?q=hybler")
    expect(page.get_by_text("Vi bygger flere.")).to_be_visible()
