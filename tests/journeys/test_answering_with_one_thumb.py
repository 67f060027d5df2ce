"""From the mail to the answer on a phone, without a script: open the link, press a button, read the receipt, undo."""

import os
import re

import pytest
from django.utils import timezone

from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401  the fixture
from tests.people import NOW, People, someone, with_role
from tests.web.strategy.planning import a_small_plan
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.councils.models import Council, Person
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Referral
from veivalg.web.reminders.operations import digests
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(transactional_db):
    """The links of a mail about two actions, the first of which is counted."""
    people = People()
    strategy = a_small_plan(people.council, count=2)
    person = Person.objects.create(council=people.council, name="Ola", email="ola@example.no", made_at=NOW)
    strategy.actions.update(contact=person)
    strategy.actions.filter(number=1).update(kind="countable", wanted_count=10)
    now = timezone.now()
    digests.write_digests(actor=OPERATOR, on=timezone.localdate(now), now=now, also_in_july=True)
    return re.findall(r"(/oppdater/[\w-]+/)", Message.objects.get(kind="reminder").body)


def phone(browser, **settings):  # noqa: F811
    size = {"width": 360, "height": 740}
    return browser.new_context(viewport=size, has_touch=True, is_mobile=True, locale="nb-NO", **settings)


def tap(thing):
    """Press it with a thumb, and wait for the page that comes."""
    with thing.page.expect_navigation():
        thing.tap()


def test_a_press_is_an_answer_and_can_be_undone_without_a_script(browser, live_server, addresses):  # noqa: F811
    context = phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{addresses[0]}?sprak=en")
    page.goto(f"{page.url}?sprak=en")
    heights = [button.bounding_box()["height"] for button in page.locator(".vv-press").all()]
    assert len(heights) == 4
    assert min(heights) >= 72
    page.get_by_label("Done so many times").fill("4")
    page.get_by_label("What has happened?").fill("Fire er bygd")
    page.get_by_label("What has happened?").press("Enter")
    assert not ActionUpdate.objects.exists()

    tap(page.get_by_role("button", name="On track"))
    assert page.get_by_text("Fire er bygd").is_visible()
    assert page.get_by_text("4 times so far").is_visible()
    said = ActionUpdate.objects.get()
    assert (said.status, said.text, said.done_count) == ("on_track", "Fire er bygd", 4)

    tap(page.get_by_role("button", name="Undo"))
    assert page.get_by_role("status").is_visible()
    assert not ActionUpdate.objects.exists()

    tap(page.get_by_role("button", name="Delayed"))
    tap(page.get_by_role("link", name="Next action"))
    tap(page.locator("button[value=done]"))
    assert page.get_by_text("That was all").is_visible()
    assert ActionUpdate.objects.count() == 2
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_can_be_used_by_everyone(browser, live_server, addresses, scheme):  # noqa: F811
    context = phone(browser, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(live_server.url + addresses[0])
    look_at(page, 360)
    first = page.url
    page.locator(".vv-press").nth(2).tap()
    page.wait_for_url("**/takk/")
    look_at(page, 360)
    page.goto(f"{first}andre/")
    look_at(page, 360)
    page.goto(f"{live_server.url}/oppdater/{'x' * 43}/")
    look_at(page, 360)
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_secretariats_pages_fit_and_can_be_used_by_everyone(browser, live_server, addresses, width, scheme):  # noqa: F811
    council = Council.objects.get(slug="vestre")
    who = with_role(someone("sekretaer"), council, Role.SECRETARIAT)
    action = Action.objects.get(number=2)
    referral = Referral.objects.create(action=action, text="Næringssjefen", person=action.contact, said_at=NOW)
    Action.objects.filter(number=1).update(contact=None)
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="nb-NO", bypass_csp=True)
    context.add_cookies([{"name": SESSION_COOKIE, "value": who.key, "url": live_server.url}])
    page = context.new_page()
    listed = "/r/vestre/oppfolging/paminnelser/"
    own = f"/r/vestre/tiltak/{action.pk}/"
    for address in (listed, f"{listed}send/", f"{listed}henvisning/{referral.pk}/", own, f"{own}spor/"):
        assert page.goto(live_server.url + address).status == 200, address
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{address.strip('/').replace('/', '-')}-{width}.png", full_page=True)
        look_at(page, width)
    context.close()


def look_at(page, width):
    """Nothing is wider than the window, and axe objects to nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
    assert found == [], page.url
