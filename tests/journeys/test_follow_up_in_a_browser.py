"""The pages of following up in a browser: they fit, everyone can use them, and the report prints on one sheet."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import all_must_be_usable, press
from veivalg import demo
from veivalg.web.councils.models import Council
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def council(the_demo) -> Council:
    """The demo council with its plan and what has been said."""
    demo.populate(now=timezone.now())
    return Council.objects.get(slug="demoregionen")


def addresses(council: Council) -> list[str]:
    fjordby = council.participants.get(municipality__name="Fjordby")
    paths = ["", "tiltak/", "tiltak/?vis=stale", "tertial/", "tidslinje/", "kommune/", f"kommune/{fjordby.pk}/"]
    return [f"/r/{council.slug}/oppfolging/{path}" for path in paths] + [f"/r/{council.slug}/"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (320, "light"), (1280, "dark"), (1280, "light")])
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, council, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    all_must_be_usable(page, [live_server.url + address for address in addresses(council)], width)


def test_from_what_needs_something_to_the_action_without_script(browser, live_server, council):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/r/{council.slug}/oppfolging/")
    press(page.get_by_role("link", name="Lage en felles ordning med sommerjobb i kommunene").first)

    expect(page).to_have_url(re.compile(r"/tiltak/\d+/$"))
    expect(page.get_by_text("Mangler penger til to av kommunene.").first).to_be_visible()


@pytest.mark.parametrize("many", [False, True])
def test_the_tertial_report_prints_on_one_sheet(browser, live_server, council, many):
    if many:
        fill(council)
    page = browser.new_page()
    page.goto(f"{live_server.url}/r/{council.slug}/oppfolging/tertial/")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))

    assert len(sheets) == 1


def fill(council: Council) -> None:
    """Three hundred actions of which something else is said each third of the year."""
    first = Action.objects.filter(strategy__council=council).first()
    actions = Action.objects.bulk_create(
        Action(strategy=first.strategy, path=first.path, text="Bygge videre på veien " * 9, number=n, place=n)
        for n in range(300)
    )
    today, statuses = timezone.localdate(), ActionUpdate.Status.values
    ActionUpdate.objects.bulk_create(
        ActionUpdate(
            action=action, status=statuses[(n + turn) % 4], text="Slik går det", said_on=day, said_at=f"{day}T12:00:00Z"
        )
        for n, action in enumerate(actions)
        for turn, day in enumerate(today - timedelta(days=30 * month) for month in range(12))
        if (n + turn) % 5
    )
