"""Every page of the people's room in a browser: it fits, everyone can use it, and a keyboard is enough to get in."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import all_must_be_usable, press, press_enter, signed_in
from veivalg import demo
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
def test_every_page_fits_and_can_be_used_by_everyone(browser, live_server, populated, secretary, width, scheme):
    size = {"width": width, "height": 900}
    window = signed_in(browser, live_server, secretary, viewport=size, color_scheme=scheme, bypass_csp=True)
    all_must_be_usable(window.new_page(), [live_server.url + address for address in addresses(populated)], width)


def test_signing_in_takes_a_keyboard_and_a_pasted_code_and_no_script(browser, live_server, populated):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + "/logg-inn/?neste=/r/demoregionen/organer/")
    page.get_by_label("E-postadressen din").focus()
    page.keyboard.type(SECRETARY)
    press_enter(page)
    code = page.get_by_label("Koden fra e-posten")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    mail = Message.objects.filter(kind="sign_in_code").latest("id")
    code.fill(re.search(r"\d{4} \d{4}", mail.body)[0])
    press_enter(page, to="**/r/demoregionen/organer/")

    expect(page.locator("header").get_by_title("Daglig leder i Demoregionen").first).to_be_visible()


def test_a_session_that_is_about_to_end_says_so_in_time(browser, live_server, populated, secretary):
    page = signed_in(browser, live_server, secretary).new_page()
    page.clock.install()
    soon = timezone.now() + timezone.timedelta(minutes=40)
    account = Account.objects.get(email=SECRETARY)
    account.sessions.update(ends_at=soon, last_end_at=soon)
    page.goto(live_server.url + "/min-side/")
    warning = page.get_by_text("Du blir snart logget ut av denne nettleseren.")
    expect(warning).to_be_attached()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("30:00")

    expect(warning).to_be_visible()
    press(page.get_by_role("button", name="Fortsett innlogget"), to="**/min-side/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
