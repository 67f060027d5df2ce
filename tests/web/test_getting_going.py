"""Whoever wants a council to get going finds whom to ask."""

import pytest

from veivalg.web.councils.models import Council

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/logg-inn/", "/r/nordre/"])
@pytest.mark.parametrize(("contact", "told"), [("", "Ask whoever runs this site"), ("post@example.no", "mailto:post@")])
def test_whom_to_ask_for_an_invitation_is_told(client, settings, path, contact, told):
    settings.CONTACT = contact
    Council.objects.create(slug="nordre", name="Nordre råd", short_name="Nordre")

    assert told in client.get(f"{path}?sprak=en").content.decode()


def test_a_council_that_is_set_up_says_nothing_of_invitations(client, people):
    assert "invitation" not in client.get("/r/vestre/?sprak=en").content.decode()
