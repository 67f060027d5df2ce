"""From the mail to the answer on a phone, without a script: open the link, press a button, read the receipt, undo."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import all_must_be_usable, must_be_usable, signed_in, tap
from tests.people import NOW, People, someone, with_role
from tests.web.strategy.planning import a_small_plan
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.catalogue import Role
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


def phone(browser, **settings):
    size = {"width": 360, "height": 740}
    return browser.new_page(viewport=size, has_touch=True, is_mobile=True, **settings)


def test_a_press_is_an_answer_and_can_be_undone_without_a_script(browser, live_server, addresses):
    page, sent = phone(browser, java_script_enabled=False), []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{live_server.url}{addresses[0]}?sprak=en")
    page.goto(f"{page.url}?sprak=en")
    heights = [button.bounding_box()["height"] for button in page.locator(".vv-press").all()]
    assert len(heights) == 4
    assert min(heights) >= 72
    page.get_by_label("Done so many times").fill("4")
    page.get_by_label("What has happened?").fill("Fire er bygd")
    page.get_by_label("What has happened?").press("Enter")

    tap(page.get_by_role("button", name="On track"))
    # Nothing but the button sent anything: not the Enter key either.
    assert sent.count("POST") == 1
    expect(page.get_by_text("Fire er bygd")).to_be_visible()
    expect(page.get_by_text("4 times so far")).to_be_visible()
    said = ActionUpdate.objects.get()
    assert (said.status, said.text, said.done_count) == ("on_track", "Fire er bygd", 4)

    tap(page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("status")).to_be_visible()
    assert not ActionUpdate.objects.exists()

    tap(page.get_by_role("button", name="Delayed"))
    tap(page.get_by_role("link", name="Next action"))
    tap(page.locator("button[value=done]"))
    expect(page.get_by_text("That was all")).to_be_visible()
    assert ActionUpdate.objects.count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_can_be_used_by_everyone(browser, live_server, addresses, scheme):
    page = phone(browser, color_scheme=scheme, bypass_csp=True)
    page.goto(live_server.url + addresses[0])
    must_be_usable(page, 360)
    first = page.url
    tap(page.locator(".vv-press").nth(2), to="**/takk/")
    must_be_usable(page, 360)
    page.goto(f"{first}andre/")
    must_be_usable(page, 360)
    page.goto(f"{live_server.url}/oppdater/{'x' * 43}/")
    must_be_usable(page, 360)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_secretariats_pages_fit_and_can_be_used_by_everyone(browser, live_server, addresses, width, scheme):
    council = Council.objects.get(slug="vestre")
    who = with_role(someone("sekretaer"), council, Role.SECRETARIAT)
    action = Action.objects.get(number=2)
    referral = Referral.objects.create(action=action, text="Næringssjefen", person=action.contact, said_at=NOW)
    Action.objects.filter(number=1).update(contact=None)
    size = {"width": width, "height": 800}
    window = signed_in(browser, live_server, who.key, viewport=size, color_scheme=scheme, bypass_csp=True)
    listed = "/r/vestre/oppfolging/paminnelser/"
    own = f"/r/vestre/tiltak/{action.pk}/"
    paths = [listed, f"{listed}send/", f"{listed}henvisning/{referral.pk}/", own, f"{own}spor/"]
    all_must_be_usable(window.new_page(), [live_server.url + path for path in paths], width)
