"""The front page, the list of municipalities, the search, and what happens when the figures are damaged."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.strategy.planning import a_strategy
from veivalg.statistics import store


def test_the_map_of_councils_shows_confirmed_members_only(client, the_demo):
    page = client.get("/").content.decode()

    assert 'href="/r/hallingdal/" aria-label="Hallingdal' in page
    assert "Stor-Elvdal" not in page


def test_neighbouring_councils_have_different_tints(client, the_demo):
    page = client.get("/").content.decode()
    tints = dict(re.findall(r'<a href="(/r/[a-z-]+/)" aria-label="[^"]*" tabindex="-1"><path class="(k\d)"', page))

    assert len(set(tints.values())) >= 2
    assert "/r/demoregionen/" not in tints


def test_every_municipality_is_listed_by_county(client, the_demo, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get("/kommuner/").content.decode()

    assert page.count('<th scope="row">') == 357
    assert page.index("Overhalla") > page.index("Trøndelag</h2>")
    assert "Slettby" not in page


def test_one_county_at_a_time(client, the_demo):
    page = client.get("/kommuner/?fylke=40").content.decode()

    assert page.count('<th scope="row">') == 17
    assert "<h1>17 kommuner i Telemark</h1>" in page


@pytest.mark.parametrize("county", ["99", "Telemark", "\x00", "4" * 500])
def test_a_county_there_is_not_gets_a_helpful_404(client, the_demo, county):
    response = client.get("/kommuner/", {"fylke": county})

    assert response.status_code == 404
    assert "40 Telemark" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("1743", "Høylandet"), ("1850", "Hamarøy"), ("1850", "Narvik"), ("kárášjohka", "Karasjok"), ("5047", "Overhalla")],
)
def test_the_search_knows_every_earlier_number(client, the_demo, words, expected):
    assert expected in client.get("/sok/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["\x00", "%", "_", "'; DROP TABLE", "<script>", "å" * 10_000])
def test_the_search_survives_anything(client, the_demo, words):
    response = client.get("/sok/", {"q": words})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("page", ["/kommuner/5047-overhalla/", "/indeks/sarbarhet/", "/om/tall/", "/sok/?q=overhalla"])
def test_damaged_figures_are_told_and_never_a_crash(client, the_demo, monkeypatch, page):
    def broken(home):
        raise store.DataSetBroken("norway.vvdata: part births/values.npy has been changed.")

    monkeypatch.setattr(store, "current", broken)
    response = client.get(page)

    assert response.status_code == 503
    assert "veivalg statistics verify" in response.content.decode()
    assert "values.npy" not in response.content.decode()


def test_a_council_without_confirmed_members_says_where_to_go_instead(client, the_demo):
    page = client.get("/r/valdres/kunnskap/").content.decode()

    assert 'href="/kommuner/"' in page
    assert 'href="/sok/"' in page


def test_the_front_page_of_a_council_asks_for_its_strategies_once(people):
    a_strategy(people.council, state="adopted")
    with CaptureQueriesContext(connection) as queries:
        page = people.secretary.client.get("/r/vestre/").content.decode()
    assert "/r/vestre/plan/" in page
    assert sum('FROM "strategy_strategy"' in query["sql"] for query in queries) == 1
