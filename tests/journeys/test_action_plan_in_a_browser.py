"""A secretariat makes the action plan of next year in a browser, without a script, on a phone and on a large screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_a_secretarys_pages import populated, secretary  # noqa: F401
from tests.journeys.walking import all_must_be_usable, press, signed_in
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Action, ActionPlan, ActionPlanEdition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):  # noqa: F811
    size = {"width": width, "height": 900}
    window = signed_in(browser, live_server, secretary, viewport=size, color_scheme=scheme, bypass_csp=True)
    plan, edition = ActionPlan.objects.get(state="draft"), ActionPlanEdition.objects.get()
    year = f"handlingsplan/{plan.year}/"
    planned = plan.planned.first()
    paths = [
        *("handlingsplan/", "handlingsplan/ny/", year, f"{year}rullering/", f"{year}velg/"),
        *(f"{year}vedta/", f"{year}kast/"),
        *(f"handlingsplan/tiltak/{planned.pk}/", f"handlingsplan/utgave/{edition.pk}/"),
        *(f"handlingsplan/utgave/{edition.pk}/endringer/", f"handlingsplan/{plan.year - 1}/rett/"),
    ]
    addresses = [f"{live_server.url}/r/{populated.slug}/{path}" for path in paths]
    all_must_be_usable(window.new_page(), addresses, width)


def test_next_years_plan_is_rolled_and_adopted_without_a_script(browser, live_server, populated, secretary):  # noqa: F811
    plan = ActionPlan.objects.get(state="draft")
    Resolution.objects.create(
        council=populated,
        body=populated.bodies.first(),
        resolved_on=timezone.localdate(),
        kind="plan_adoption",
        title="Neste års plan",
        text="Ja.",
        registered_at=timezone.now(),
    )
    size = {"width": 360, "height": 800}
    page = signed_in(browser, live_server, secretary, java_script_enabled=False, viewport=size).new_page()
    page.goto(f"{live_server.url}/r/{populated.slug}/handlingsplan/{plan.year}/")
    press(page.locator("a[href*='rullering']").first)
    questions = page.locator(".vv-decide")
    left = plan.planned.filter(choice="").count()
    assert left > 2
    expect(questions).to_have_count(left)
    for number in range(left - 1):
        questions.nth(number).locator("input[value=continue]").check()
    last = questions.nth(left - 1)
    expect(last.locator("input[type=text], textarea").first).to_be_attached()
    expect(last.locator("input[type=text], textarea").first).to_be_hidden()
    last.locator("input[value=drop]").check()
    expect(last.locator("input[type=text]")).to_be_visible()
    press(page.locator(".vv-store button").first)
    # The reason was forgotten: the others are stored, and this one is asked again.
    expect(questions).to_have_count(1)
    questions.first.locator("input[type=text]").fill("Ingen penger i år")
    press(page.locator(".vv-store button").first)

    press(page.locator("a[href*='/vedta/']").first)
    page.locator("select[name=resolution]").select_option(index=1)
    press(page.locator("main form button[type=submit]"), to="**/handlingsplan/utgave/*/")

    expect(page.get_by_text("Ingen penger i år").first).to_be_attached()
    assert set(Action.objects.exclude(dropped_on=None).values_list("dropped_reason", flat=True)) == {
        "Ingen penger i år",
        "To kommuner har ansatt selv i år.",
    }
