"""The second factor in a real browser, with the browser's own virtual passkey."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.walking import complaints_of, must_be_usable, press, press_enter
from tests.web.second_factor.conftest import Someone, code_at
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.accounts.models import Passkey
from veivalg.web.accounts.operations import code_app, recovery_codes
from veivalg.web.accounts.second_factor.factors import has_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECURITY = "/min-side/sikkerhet/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def kari(settings, live_server):
    settings.ADDRESS = live_server.url
    return Someone("kari@example.no")


@pytest.fixture
def visit(browser, live_server):
    """Open a page of the site in a fresh browser that has a session's key."""

    def open_(key: str, address: str, **options):
        context = browser.new_context(**options)
        give(context, key)
        page = context.new_page()
        page.complaints = complaints_of(page)
        page.goto(live_server.url + address)
        return page

    def give(context, key: str) -> None:
        context.add_cookies([{"name": SESSION_COOKIE, "value": key, "url": live_server.url}])

    open_.give = give
    return open_


def with_passkeys(page, **differences) -> None:
    """Give the page's browser a device that holds passkeys."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | differences})


def test_a_passkey_is_added_on_ones_own_page_and_opens_the_next_session(visit, kari, live_server):
    page = visit(kari.key, SECURITY)
    with_passkeys(page)
    press(page.locator(f"a[href='{SECURITY}tilgangsnokkel/']"))
    page.locator("[name=name]").fill("Min telefon")
    press(page.locator("form[data-passkey] button"), to="**/reservekoder/")
    press(page.locator("main form button"))
    expect(page.locator(".vv-codes li")).to_have_count(10)
    press(page.locator(".vv-buttons a"))
    expect(page.get_by_role("rowheader", name="Min telefon")).to_be_visible()

    key, session = kari.sign_in()
    visit.give(page.context, key)
    page.goto(live_server.url + SECURITY)
    expect(page).to_have_url(re.compile("/logg-inn/bekreft/"))
    press(page.locator("form[data-passkey] button"), to=f"**{SECURITY}")
    session.refresh_from_db()
    assert session.second_factor_at is not None
    assert Passkey.objects.get().sign_count > 0
    assert page.complaints == []


def test_a_device_that_has_a_passkey_already_is_told_so(visit, kari):
    page = visit(kari.key, f"{SECURITY}tilgangsnokkel/")
    with_passkeys(page)
    press(page.locator("form[data-passkey] button"), to="**/reservekoder/")
    page.goto(page.url.replace("reservekoder", "tilgangsnokkel"))
    form = page.locator("form[data-passkey]")
    form.locator("button").click()
    expect(page.locator("[role=status][data-passkey-status]")).to_have_text(form.get_attribute("data-known"))
    assert Passkey.objects.count() == 1


def test_a_device_that_says_no_leaves_the_other_ways_open(visit, kari):
    page = visit(kari.key, f"{SECURITY}tilgangsnokkel/")
    with_passkeys(page, isUserVerified=False)
    form = page.locator("form[data-passkey]")
    form.locator("button").click()
    expect(page.locator("[data-passkey-status]")).to_have_text(form.get_attribute("data-cancelled"))
    expect(page.locator(f"main a[href='{SECURITY}kodeapp/']")).to_be_visible()


def test_without_scripts_a_code_app_is_set_up_and_used(visit, kari, live_server):
    page = visit(kari.key, f"{SECURITY}tilgangsnokkel/", java_script_enabled=False)
    expect(page.locator("[data-passkey-without]")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_attached()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    press(page.locator(f"main .vv-after a[href='{SECURITY}kodeapp/']"))
    press(page.locator("main form button"))
    device = code_app.begun_totp(session=kari.session, now=timezone.now())
    secret = code_app.secret_of(device)
    page.locator("[autocomplete=one-time-code]").fill(code_at(secret, timezone.now()))
    press_enter(page, to="**/reservekoder/")
    assert has_second_factor(kari.account.pk)

    key, _ = kari.sign_in()
    visit.give(page.context, key)
    page.goto(live_server.url + SECURITY)
    device.refresh_from_db()
    type(device).objects.update(last_used_step=-1)
    page.locator("[autocomplete=one-time-code]").fill(code_at(secret, timezone.now()))
    press_enter(page, to=f"**{SECURITY}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit_and_can_be_used_by_everyone(visit, kari, live_server, width, scheme):
    now = timezone.now()
    kari.add_code_app(now=now)
    Passkey.objects.create(
        account=kari.account,
        name="En telefon med et langt navn på seksti tegn, som er det meste",
        credential_hash="0" * 64,
        credential=b"",
        sign_count=0,
        is_backed_up=True,
        made_at=now,
    )
    recovery_codes.make_recovery_codes(actor=kari.actor, session=kari.session, now=now)
    Passkey.objects.filter(credential=b"").update(used_at=now)
    page = visit(kari.key, SECURITY, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    must_be_usable(page, width)
    press(page.locator("a[href*='/fjern/']").first)
    must_be_usable(page, width)
    for address in (f"{SECURITY}tilgangsnokkel/", f"{SECURITY}reservekoder/", f"{SECURITY}kodeapp/"):
        page.goto(live_server.url + address)
        must_be_usable(page, width)
    press(page.locator("main form button"))
    expect(page.locator(".vv-qr")).to_be_visible()
    assert page.locator(".vv-qr").bounding_box()["width"] >= 200
    page.locator("[autocomplete=one-time-code]").fill("0")
    press_enter(page)
    expect(page.locator("[role=alert]")).to_be_visible()
    must_be_usable(page, width)
    page.goto(live_server.url + f"{SECURITY}reservekoder/")
    press(page.locator("main form button"))
    expect(page.locator(".vv-codes")).to_be_visible()
    must_be_usable(page, width)
    key, _ = kari.sign_in()
    visit.give(page.context, key)
    page.goto(live_server.url + SECURITY)
    page.locator("summary").click()
    expect(page.locator("details:has(summary)")).to_have_attribute("open", "")
    must_be_usable(page, width)
    assert [text for text in page.complaints if not re.search("403", text)] == []
