"""A municipality's list: what is expected of it, when, and at what cost, to take along."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW
from veivalg.web.councils.models import Participant, Person
from veivalg.web.follow_up import municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(people):
    return people.participants[0]


def page(following, participant, client=None, query=""):
    answer = (client or Client()).get(f"{following.address}kommune/{participant.pk}/?sprak=en{query}")
    assert answer.status_code == 200
    return answer


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_it_says_what_is_its_own_what_it_takes_part_in_and_the_next_deadline(following, own, people):
    following.action("Senere", responsible_participant=own, last_year=2028, cost_nok=1_500_000)
    following.action("Først", responsible_participant=own, last_year=2026, municipal_plan="https://example.no/plan")
    following.action("Med", responsible_role="secretariat", partners=[f"{own.name} kommune", "NAV"], cost_nok=7)
    following.action("Andres", responsible_participant=people.participants[1], cost_nok=9)
    answer = page(following, own)

    assert answer.context["heading"] == f"{own.name} answers for two actions and takes part in one other"
    assert [line.action.text for line, _ in answer.context["own"]] == ["Først", "Senere"]
    assert [line.action.text for line, _ in answer.context["part"]] == ["Med"]
    assert "The next day with a deadline is 31\xa0December 2026." in answer.content.decode()
    assert (
        f"What {own.name} answers for costs 1,500,000 kroner: the sum of one action with a cost given."
        " One has no cost given." in text(answer)
    )
    assert "Andres" not in text(answer)
    assert 'href="https://example.no/plan"' in text(answer)


def test_a_sum_of_nothing_is_not_shown_as_zero(following, own):
    following.action(responsible_participant=own)
    assert f"No cost is given for what {own.name} answers for." in text(page(following, own))
    assert municipality.costs([]).words("Fjordby") == ""


def test_nothing_expected_says_what_it_would_take(following, own):
    answer = page(following, own)
    assert answer.context["heading"] == f"{own.name} answers for no action"
    assert "Nothing in the plan names it" in text(answer)


def test_the_contact_is_for_those_who_may_see_people_and_in_no_file(following, own, people):
    person = Person.objects.create(council=people.council, name="Kari Nordmann", made_at=NOW)
    following.action(responsible_participant=own, contact=person)

    assert "Kari Nordmann" in text(page(following, own, people.secretary.client))
    for client in (Client(), people.reader.client, people.neighbour.client):
        assert "Kari Nordmann" not in text(page(following, own, client))
    for kind in ("csv", "json"):
        file = people.secretary.client.get(f"{following.address}kommune/{own.pk}/liste.{kind}")
        assert b"Kari" not in file.content


def test_it_can_be_taken_along_with_unit_source_and_what_is_asked(following, own):
    following.action("Eget", responsible_participant=own, cost_nok=400000, last_year=2027)
    following.action("Felles", partners=[own.name])
    base = f"{following.address}kommune/{own.pk}/liste."
    content = Client().get(f"{base}csv?sprak=en").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content), delimiter=";")
    found = json.loads(Client().get(f"{base}json?sprak=en").content)

    assert {"What is asked of us", "Cost in kroner", "Deadline", "Source", "Address"} <= set(head)
    assert [row[head.index("What is asked of us")] for row in rows] == ["answers for it", "takes part"]
    assert all(row[head.index("Source")].startswith(following.council.name) for row in rows)
    assert (found["currency"], found["as_of"]) == ("NOK", "2026-11-24")
    assert [action["cost_nok"] for action in found["actions"]] == [400000, None]
    assert Client().get(f"{base}xlsx").content[:2] == b"PK"
    assert Client().get(f"{base}doc").status_code == 404


def test_one_who_left_and_came_back_takes_part_as_of_today(following, people, own):
    left = {"starts_on": "2018-01-01", "ends_on": "2019-12-31"}
    earlier = Participant.objects.create(council=people.council, municipality=own.municipality, **left)
    following.action("Felles", partners=[own.name, 5, None])

    assert [line.action.text for line, _ in page(following, own).context["part"]] == ["Felles"]
    assert page(following, earlier).context["part"] == []


def test_neighbours_and_the_unknown_are_not_found(following, people):
    theirs = people.neighbour_council.participants.first()
    for pk in (theirs.pk, 10**17, 0):
        assert Client().get(f"{following.address}kommune/{pk}/").status_code == 404


def test_everyone_who_takes_part_has_a_list_in_alphabetical_order(following, people, own):
    following.action(responsible_participant=own)
    answer = Client().get(f"{following.address}kommune/?sprak=en")
    names = [group.name for group in answer.context["groups"]]

    assert names == sorted(names) == [participant.name for participant in people.participants]
    assert answer.context["heading"] == "Something is expected of 1 of the 3 who take part"


def test_a_long_list_is_paged_and_takes_twenty_queries_at_most(following, own, people):
    for _ in range(60):
        following.action(responsible_participant=own, cost_nok=1)
    client = people.secretary.client
    with CaptureQueriesContext(connection) as queries:
        answer = page(following, own, client)

    assert len(queries) <= 20
    assert len(answer.context["own"]) == 50
    assert "60 kroner" in text(answer)
