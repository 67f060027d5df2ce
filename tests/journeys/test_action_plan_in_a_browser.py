"""A secretariat makes the action plan of next year in a browser, without a script, on a phone and on a large screen."""

import pytest
from django.utils import timezone

from tests.journeys.test_a_secretarys_pages import populated, secretary  # noqa: F401
from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Action, ActionPlan, ActionPlanEdition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def page_for(browser, live_server, key, **more):  # noqa: F811
    context = browser.new_context(locale="nb-NO", bypass_csp=True, **more)
    context.add_cookies([{"name": SESSION_COOKIE, "value": key, "url": live_server.url}])
    return context.new_page()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):  # noqa: F811
    page = page_for(browser, live_server, secretary, viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    plan, edition = ActionPlan.objects.get(state="draft"), ActionPlanEdition.objects.get()
    year = f"handlingsplan/{plan.year}/"
    planned = plan.planned.first()
    for path in (
        *(
            "handlingsplan/",
            "handlingsplan/ny/",
            year,
            f"{year}rullering/",
            f"{year}velg/",
            f"{year}vedta/",
            f"{year}kast/",
        ),
        *(f"handlingsplan/tiltak/{planned.pk}/", f"handlingsplan/utgave/{edition.pk}/"),
        *(f"handlingsplan/utgave/{edition.pk}/endringer/", f"handlingsplan/{plan.year - 1}/rett/"),
    ):
        address = f"/r/{populated.slug}/{path}"
        assert page.goto(live_server.url + address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
        assert found == [], address
        assert complaints == [], address
    page.context.close()


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
    page = page_for(browser, live_server, secretary, java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(f"{live_server.url}/r/{populated.slug}/handlingsplan/{plan.year}/")
    page.locator("a[href*='rullering']").first.click()
    questions = page.locator(".vv-decide")
    left = questions.count()
    assert left == plan.planned.filter(choice="").count() > 2
    for number in range(left - 1):
        questions.nth(number).locator("input[value=continue]").check()
    last = questions.nth(left - 1)
    assert not last.locator("input[type=text], textarea").first.is_visible()
    last.locator("input[value=drop]").check()
    assert last.locator("input[type=text]").is_visible()
    page.locator(".vv-store button").first.click()
    # The reason was forgotten: the others are stored, and this one is asked again.
    assert questions.count() == 1
    questions.first.locator("input[type=text]").fill("Ingen penger i år")
    page.locator(".vv-store button").first.click()

    page.locator("a[href*='/vedta/']").first.click()
    page.locator("select[name=resolution]").select_option(index=1)
    page.locator("main form button[type=submit]").click()

    page.wait_for_url("**/handlingsplan/utgave/*/")
    assert "Ingen penger i år" in page.content()
    assert set(Action.objects.exclude(dropped_on=None).values_list("dropped_reason", flat=True)) == {
        "Ingen penger i år",
        "To kommuner har ansatt selv i år.",
    }
    page.context.close()
