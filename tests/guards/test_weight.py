"""Every page stays within twenty queries, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.guards.doors import THE_LIST
from tests.guards.doors.world import World
from tests.masses import fill

MOST_QUERIES = 20
GATHERED_FROM_EVERY_ROOM = {"thread:my_page": 32, "thread:council": 26}
"""One's own page and a council's front page ask each room, some two queries each, however much there is in them."""


@pytest.mark.django_db
def test_with_thirty_thousand_mandates_every_page_is_twenty_queries_or_fewer(the_demo, people):
    world = World(people)
    addresses = {name: reverse(name, kwargs=dict(door.args(world))) for name, door in THE_LIST.items()}
    fill(people.council)
    client, host = people.secretary.client, people.host.client
    heavy = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            response = (host if THE_LIST[name].may == "" else client).get(address)
        assert response.status_code < 500, address
        if len(queries) > GATHERED_FROM_EVERY_ROOM.get(name, MOST_QUERIES):
            heavy[address] = len(queries)

    assert heavy == {}
