"""What a browser does on its way to the provider and back, and what it must see when that stops."""

from urllib.parse import parse_qs, urlsplit

from django.utils.html import escape

from tests.web.oidc_provider import (
    as_the_browser_would,
)
from veivalg.web.accounts.models import Session
from veivalg.web.accounts.oidc.explaining import explain

START, ANSWER = "/logg-inn/oidc/", "/logg-inn/oidc/svar/"


def started(client, address=START):
    """Where the browser is sent, and what the provider is asked for."""
    response = client.get(address)
    assert response.status_code == 302, response.content.decode()
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    return response.headers["Location"], {name: values[0] for name, values in query.items()}


def way_back(client, address=START):
    """The address that the provider sends the browser back to."""
    location, _ = started(client, address)
    back = urlsplit(as_the_browser_would(location))
    return f"{back.path}?{back.query}"


def signed_in(client, address=START):
    return client.get(way_back(client, address))


def assert_page(response, reason, status=None):
    """A clear page for the reason, and nobody signed in."""
    page = explain(reason, name="Kommuneinnlogging")
    assert response.status_code == (status or page.status)
    text = response.content.decode()
    for words in (page.heading, page.why, page.what_next):
        assert escape(words) in text
    assert "/logg-inn/" in text
    assert not Session.objects.exists()
    assert "okt" not in response.cookies
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
