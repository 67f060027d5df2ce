"""Every page of the people's room in a browser: it fits, everyone can use it, and a keyboard is enough to get in."""

import re

import pytest
from django.utils import timezone

from tests.journeys.test_pages_in_a_browser import AXE, browser  # noqa: F401
from veivalg import demo
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import sessions
from veivalg.web.councils.models import Body, Council, Mandate, Person
from veivalg.web.meetings.models import Resolution
from veivalg.web.outbox.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRETARY = "sekretariat@demoregionen.example"


@pytest.fixture
def populated(the_demo):
    """The demo council with its people."""
    demo.populate(now=timezone.now())
    return Council.objects.get(slug="demoregionen")


@pytest.fixture
def secretary(populated) -> str:
    """The key of a session of the demo's secretary."""
    account = Account.objects.get(email=SECRETARY)
    key, session = sessions.start(account=account, method="test", device="Tests", now=timezone.now())
    sessions.mark_second_factor(session=session, now=timezone.now())
    return key


def addresses(council: Council) -> list[str]:
    body, person = Body.objects.filter(council=council).first(), Person.objects.filter(council=council).first()
    mandate, resolution = Mandate.objects.filter(body=body).first(), Resolution.objects.filter(council=council).first()
    own = [
        *("deltakere/", "organer/", "organer/ny/", f"organer/{body.pk}/", f"organer/{body.pk}/endre/"),
        *(f"organer/{body.pk}/verv/nytt/", f"verv/{mandate.pk}/", f"verv/{mandate.pk}/erstatt/"),
        *("personer/", "personer/ny/", "personer/importer/", f"personer/{person.pk}/", f"personer/{person.pk}/slett/"),
        *("vedtak/", "vedtak/nytt/", f"vedtak/{resolution.pk}/", f"vedtak/{resolution.pk}/rett/"),
        *("tilganger/", "ungdomskoder/", "innstillinger/", "historikk/"),
    ]
    mine = ["", "innstillinger/", "okter/", "sikkerhet/", "mine-data/"]
    return [*(f"/r/{council.slug}/{path}" for path in own), *(f"/min-side/{path}" for path in mine), "/om/tilganger/"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):  # noqa: F811
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO", bypass_csp=True
    )
    context.add_cookies([{"name": SESSION_COOKIE, "value": secretary, "url": live_server.url}])
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    for address in addresses(populated):
        assert page.goto(live_server.url + address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
        assert found == [], address
        assert complaints == [], address
    context.close()


def test_signing_in_takes_a_keyboard_and_a_pasted_code_and_no_script(browser, live_server, populated):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    page.goto(live_server.url + "/logg-inn/?neste=/r/demoregionen/organer/")
    page.get_by_label("E-postadressen din").focus()
    page.keyboard.type(SECRETARY)
    page.keyboard.press("Enter")
    code = page.get_by_label("Koden fra e-posten")
    assert code.get_attribute("autocomplete") == "one-time-code"
    mail = Message.objects.filter(kind="sign_in_code").latest("id")
    code.fill(re.search(r"\d{4} \d{4}", mail.body)[0])
    page.keyboard.press("Enter")

    page.wait_for_url("**/r/demoregionen/organer/")
    assert page.locator("header").get_by_title("Daglig leder i Demoregionen").first.is_visible()
    context.close()


def test_a_session_that_is_about_to_end_says_so_in_time(browser, live_server, populated, secretary):  # noqa: F811
    context = browser.new_context(locale="nb-NO")
    context.add_cookies([{"name": SESSION_COOKIE, "value": secretary, "url": live_server.url}])
    page = context.new_page()
    page.clock.install()
    soon = timezone.now() + timezone.timedelta(minutes=40)
    account = Account.objects.get(email=SECRETARY)
    account.sessions.update(ends_at=soon, last_end_at=soon)
    page.goto(live_server.url + "/min-side/")
    warning = page.get_by_text("Du blir snart logget ut av denne nettleseren.")
    assert not warning.is_visible()
    page.clock.fast_forward("30:00")

    assert warning.is_visible()
    page.get_by_role("button", name="Fortsett innlogget").click()
    page.wait_for_url("**/min-side/")
    context.close()
