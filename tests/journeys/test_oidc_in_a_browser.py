"""Signing in with a provider in a real browser, where the site and the provider are two sites."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.journeys.walking import complaints_of, must_be_usable, press
from tests.web.oidc_provider import CLIENT_ID, CLIENT_SECRET, running_provider
from veivalg.web.accounts.models import Account, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_leads_to_the_provider_and_back_signed_in(browser, live_server, settings, width):
    Account.objects.create(email="kari@eksempel.no", name="Kari", made_at=timezone.now())
    # The provider is at 127.0.0.1: cookies then have to hold on the way back from another site.
    site = live_server.url.replace("127.0.0.1", "localhost")
    assert "localhost" in site
    with running_provider() as provider:
        provider.redirect_uris = {f"{site}/logg-inn/oidc/svar/"}
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
            provider.issuer,
            CLIENT_ID,
            CLIENT_SECRET,
        )
        settings.OIDC_NAME, settings.OIDC_LOOPBACK = "Kommuneinnlogging", True
        cache.clear()
        page = browser.new_page(viewport={"width": width, "height": 800})
        complaints = complaints_of(page)
        page.goto(f"{site}/logg-inn/?neste=/om/personvern/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        press(page.get_by_role("link", name="Kommuneinnlogging").first, to=f"{site}/om/personvern/")
        assert Session.objects.get().account.email == "kari@eksempel.no"

        page.goto(f"{site}/logg-inn/oidc/svar/?code=a&state=b")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [text for text in complaints if "400" not in text] == []
        checked = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
        for address in ("/logg-inn/", "/logg-inn/oidc/svar/?code=a&state=b"):
            checked.goto(site + address)
            must_be_usable(checked, width)
    cache.clear()
