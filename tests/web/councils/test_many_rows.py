"""Large councils: each page within twenty queries, and no more queries for more rows."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import LONG_AGO, NOW
from tests.web.councils.seating import a_body
from veivalg.web.councils.models import Body, Mandate, Person

pytestmark = pytest.mark.django_db
AT_MOST = 20


def fill(people, body, count, *, start=0):
    """So many people, each with a mandate of today and one that is over."""
    persons = Person.objects.bulk_create(
        Person(council=people.council, name=f"Person {n:04}", office="Ordfører", gender="woman", made_at=NOW)
        for n in range(start, start + count)
    )
    positions = ["member", "substitute", "member", "attendee"]
    Mandate.objects.bulk_create(
        Mandate(
            body=body,
            person=person,
            participant=people.participants[n % 3],
            position=positions[n % 4] if starts_on == LONG_AGO else "member",
            starts_on=starts_on,
            ends_on=ends_on,
            may_vote=positions[n % 4] != "attendee",
        )
        for n, person in enumerate(persons)
        for starts_on, ends_on in ((LONG_AGO, None), (date(2010, 1, 1), date(2011, 1, 1)))
    )
    return persons


def queries_of(client, path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


PATHS = (
    "organer/",
    "organer/{body}/",
    "organer/{body}/medlemmer.csv",
    "organer/{body}/endre/",
    "organer/{body}/verv/nytt/",
    "verv/{mandate}/",
    "verv/{mandate}/erstatt/",
    "personer/",
    "personer/?q=person+00",
    "personer/{person}/",
    "personer/{person}/lagret.json",
    "personer/{person}/slett/",
)


def test_no_page_asks_the_database_more_often_when_there_are_more_rows(people):
    body = a_body(people.council, leader_rotates=True)
    persons = fill(people, body, 8)
    mandate = Mandate.objects.filter(person=persons[0]).first()
    client = people.secretary.client
    paths = ["/r/vestre/" + path.format(body=body.pk, mandate=mandate.pk, person=persons[0].pk) for path in PATHS]
    # That the file was had stands in the history afterwards, which then has a name to look up.
    for path in paths:
        client.get(path)
    few = [queries_of(client, path) for path in paths]
    fill(people, body, 160, start=8)
    Body.objects.bulk_create(Body(council=people.council, kind="committee", name=f"Utvalg {n}") for n in range(30))

    many = [queries_of(client, path) for path in paths]

    assert many == few
    assert max(many) <= AT_MOST
    assert queries_of(people.municipal_contact.client, "/r/vestre/personer/") <= AT_MOST
    assert queries_of(Client(), f"/r/vestre/organer/{body.pk}/") <= AT_MOST


def test_lists_of_people_come_fifty_at_a_time_and_the_search_goes_along(people):
    fill(people, a_body(people.council), 120)
    client = people.secretary.client

    first = client.get("/r/vestre/personer/").content.decode()
    last = client.get("/r/vestre/personer/?side=3").content.decode()
    searched = client.get("/r/vestre/personer/?q=person").content.decode()

    assert ("Person 0049" in first, "Person 0050" in first) == (True, False)
    assert ("Person 0119" in last, "Person 0099" in last) == (True, False)
    assert "?q=person&amp;side=2" in searched


def test_among_many_people_whose_mandate_it_is_is_searched_for_first(people):
    body = a_body(people.council)
    persons = fill(people, body, 201)
    client, path = people.secretary.client, f"/r/vestre/organer/{body.pk}/verv/nytt/"

    assert "Person 0007" not in client.get(path).content.decode()
    found = client.get(path + "?q=PERSON+0007").content.decode()
    assert f'href="?person={persons[7].pk}"' in found
    page = client.get(f"{path}?person={persons[7].pk}").content.decode()
    assert f'value="{persons[7].pk}" selected' in page
    assert "Person 0008" not in page
    taken = Mandate.objects.get(person=persons[8], ends_on=None)
    over = f"/r/vestre/verv/{taken.pk}/erstatt/?person={persons[7].pk}"
    assert f'value="{persons[7].pk}" selected' in client.get(over).content.decode()
    assert queries_of(client, path + "?q=person") <= AT_MOST


def test_the_members_of_a_large_body_come_a_hundred_at_a_time_with_whom_chose_them(people):
    body = a_body(people.council)
    fill(people, body, 160)
    path, client = f"/r/vestre/organer/{body.pk}/", Client()

    pages = [client.get(f"{path}?side={n}&dato=2026-11-01").content.decode() for n in (1, 2)]

    shown = [set(re.findall(r"Person \d{4}", page)) for page in pages]
    assert [len(names) for names in shown] == [100, 60]
    assert len(shown[0] | shown[1]) == 160
    assert "?dato=2026-11-01&amp;side=2" in pages[0]
    headings = [re.search("<h1>(.*?)</h1>", page)[1] for page in pages]
    assert headings[0] == headings[1]
    assert queries_of(client, path + "?side=2") <= AT_MOST


def test_the_whole_list_of_a_large_body_can_be_printed_from_one_page(people):
    body = a_body(people.council)
    fill(people, body, 160)
    path, client = f"/r/vestre/organer/{body.pk}/", Client()

    link = re.search(r'href="(\?[^"]*vis=alle)"', client.get(path).content.decode())[1]
    page = client.get(path + html.unescape(link)).content.decode()

    assert len(set(re.findall(r"Person \d{4}", page))) == 160
    assert "vv-pages" not in page


@pytest.mark.parametrize("words", ["PERSON 0007", "0007 ordfører", "\x000007", "0007 medlem", "0007 " * 40])
def test_someone_is_found_in_a_large_body(people, words):
    body = a_body(people.council)
    people_there = fill(people, body, 120)
    people_there[7].mandates.update(position="member")

    page = Client().get(f"/r/vestre/organer/{body.pk}/", {"q": words}).content.decode()

    assert set(re.findall(r"Person \d{4}", page)) == {"Person 0007"}


def test_nobody_is_found_by_a_name_that_the_reader_is_not_to_see(people):
    body = a_body(people.council, kind="youth")
    fill(people, body, 120)
    path = f"/r/vestre/organer/{body.pk}/?q=person+0007"

    assert "Person 0007" in people.secretary.client.get(path).content.decode()
    assert "Person 0007" not in Client().get(path).content.decode()
    assert "vv-group" not in Client().get(path).content.decode()
