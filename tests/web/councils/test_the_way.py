"""The way between a council's pages: the steps, and the pages of the one that is open, for those who may open them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from veivalg.web.councils.templatetags.council_pages import GROUPS

pytestmark = pytest.mark.django_db


def here(client, path):
    """The names that are marked as where the reader is, from the steps to the page."""
    text = client.get(f"/r/vestre/{path}?sprak=en").content.decode()
    nav = re.search(r'<nav class="vv-wrap vv-nav".*?</nav>', text, re.S)[0]
    return re.findall(r'aria-current="\w+">([^<]+)<', nav), re.findall(r">([^<]+)</a>", nav)


def test_a_step_is_marked_and_its_pages_are_shown(people):
    marked, names = here(Client(), "vedtak/")

    assert marked == ["The council itself", "Resolutions"]
    assert "Bodies" in names


def test_pages_that_the_reader_may_not_open_are_left_out(people):
    _, for_everyone = here(Client(), "organer/")
    _, for_secretary = here(people.secretary.client, "organer/")

    assert {"People", "Settings", "History"} & set(for_everyone) == set()
    assert {"People", "Settings", "History"} <= set(for_secretary)


def test_a_page_whose_address_begins_otherwise_is_marked_too(people):
    marked, _ = here(people.secretary.client, "ungdomskoder/")
    assert marked == ["The council itself", "Access"]


def test_no_page_leads_to_a_page_that_there_is_not():
    for _, pages in GROUPS:
        for page in pages:
            assert reverse(page.address, args=["vestre"]).startswith("/r/vestre/")
