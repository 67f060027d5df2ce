"""What each municipality pays: exact to the krone, from official figures of a named year, at an address that stays."""

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import TODAY
from veivalg.statistics import store
from veivalg.web.agreements import costs
from veivalg.web.agreements.costs import Asked, AskedProject, CannotShare
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.councils.models import CountyAuthority, Participant


@pytest.fixture
def council(the_demo):
    return the_demo


def page(council, query: str) -> str:
    answer = Client().get(f"/r/{council.slug}/avtale/kostnader/?sprak=en&{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_flat_key_is_equal_and_one_by_inhabitants_follows_the_official_figures(council):
    members = costs.municipalities(council, on=TODAY)
    flat = costs.shared(members, Asked(budget_nok=1100, flat_percent=100, year=2024))
    by_people = costs.shared(members, Asked(budget_nok=10**6, flat_percent=0, year=2024))
    data = store.current(None)
    cube = data.cubes["population_total"]
    official = [
        int(cube.values[data.row[each.municipality.borrows_from.code], cube.positions["year"]["2024"]])
        for each in members
    ]

    assert {each.total for each in flat.payers} == {100}
    assert [each.inhabitants for each in by_people.payers] == official
    for each, count in zip(by_people.payers, official, strict=True):
        assert abs(each.total - 10**6 * count / sum(official)) < 1


@settings(max_examples=20, deadline=None)
@given(
    budget=st.integers(0, 10**9),
    flat=st.integers(0, 100),
    year=st.sampled_from([1990, 2010, 2026]),
    others=st.integers(0, 10**9),
    project=st.integers(1, 10**7),
    who=st.sets(st.integers(0, 10), min_size=1),
)
def test_the_sum_is_exact_to_the_krone(made_up_members, budget, flat, year, others, project, who):
    members = made_up_members
    chosen = frozenset(members[n].pk for n in who)
    asked = Asked(
        budget_nok=budget,
        flat_percent=flat,
        year=year,
        others_nok=min(others, budget),
        projects=(AskedProject(name="Ferje", amount_nok=project, participants=chosen),),
    )
    table = costs.shared(members, asked)

    assert table.sums == (budget - asked.others_nok, project)
    assert table.total == sum(table.sums)
    assert all(each.amounts[1] == 0 for n, each in enumerate(table.payers) if n not in who)


@pytest.fixture(scope="module")
def made_up_members():
    """Eleven participants that are not stored: only what the sharing reads."""
    from veivalg.web.councils.models import Municipality

    codes = [each.code for each in store.current(None).municipalities[100:111]]
    return [
        Participant(pk=n, municipality=Municipality(code=code, name=f"Sted {n}")) for n, code in enumerate(codes, 1)
    ]


def test_the_page_says_source_period_rounding_and_whom_the_invented_borrow_from(council):
    found = page(council, "budsjett=2000000&fast=30&aar=2024")

    assert "2,000,000 kroner, shared by 11 municipalities" in found
    assert "Inhabitants 2024" in found
    assert "Statistics Norway, table 07459" in found
    assert "exact to the krone" in found
    assert "figures from Namsos" in found


def test_the_same_address_gives_the_same_table(council):
    query = "budsjett=1234567&fast=33&aar=2020&andre=67"

    assert page(council, query) == page(council, query)
    assert "1,234,500" in page(council, query)


def test_a_county_authority_is_not_counted_and_the_page_says_how_it_pays(council):
    county = CountyAuthority.objects.create(code="99", name="Testfylket fylkeskommune")
    Participant.objects.create(council=council, county=county)
    found = page(council, "budsjett=1000&fast=0&aar=2024")

    assert "shared by 11 municipalities" in found
    assert "Testfylket fylkeskommune is not counted" in found


def test_a_project_for_some_is_a_column_of_its_own(council):
    some = costs.municipalities(council, on=TODAY)[:2]
    who = "&".join(f"p1hvem={each.pk}" for each in some)
    answer = Client().get(
        f"/r/{council.slug}/avtale/kostnader/kostnader.csv?budsjett=100&fast=100&aar=2024&p1=Ferje&p1sum=101&{who}"
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert rows[0][3] == "Ferje"
    assert [row[3] for row in rows[1:4]] == ["51", "50", "0"]
    assert rows[-1][2:5] == ["100", "101", "201"]


@pytest.mark.parametrize("written", ["p1=Ferje", "p1=Ferje&p1sum=0", "p1hvem={}"])
def test_a_project_without_kroner_is_not_dropped_but_asked_about(council, written):
    query = written.format(costs.municipalities(council, on=TODAY)[0].pk)
    answer = Client().get(f"/r/{council.slug}/avtale/kostnader/?budsjett=100&fast=100&aar=2024&{query}&sprak=en")

    assert "Write how many kroner it costs, or empty the line" in answer.content.decode()


def test_the_workbook_is_there(council):
    answer = Client().get(f"/r/{council.slug}/avtale/kostnader/kostnader.xlsx")

    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("budsjett=-1", "not shared yet"),
        ("budsjett=%00", "not shared yet"),
        ("budsjett=1e9", "not shared yet"),
        ("budsjett=" + "9" * 60, "not shared yet"),
        ("fast=101", "not shared yet"),
        ("aar=1700", "not shared yet"),
        ("aar=%ED%A0%80", "not shared yet"),
        ("p1sum=5&p1hvem=999999999999999999999", "not shared yet"),
        ("budsjett=5&andre=6", "Others pay more than the budget"),
        ("dato=1801-99-01", "shared by 11"),
    ],
)
def test_an_address_that_cannot_be_right_is_answered_with_what_is_wrong(council, query, words):
    assert words in page(council, query)
    if words == "not shared yet":
        assert Client().get(f"/r/{council.slug}/avtale/kostnader/kostnader.csv?{query}").status_code == 404


def test_a_council_without_municipalities_shares_nothing(people):
    Participant.objects.filter(council=people.council).delete()

    assert "No municipality takes part that day" in page(people.council, "")


def test_a_number_of_inhabitants_that_is_missing_stops_the_sharing_and_is_named(people):
    with pytest.raises(CannotShare, match="Kommune 9001"):
        costs.shared(costs.municipalities(people.council, on=TODAY), Asked(budget_nok=100, flat_percent=0, year=2024))


def test_the_page_opens_on_the_budget_that_is_written_down_and_keeps_its_address(council):
    CouncilBudget.objects.filter(council=council).delete()
    for year, amount in ((2024, 900_000), (TODAY.year, 1_234_567)):
        CouncilBudget.objects.create(
            council=council, year=year, budget_nok=amount, flat_percent=40, inhabitants_year=2024, others_nok=34_567
        )
    shown = page(council, "")
    assert re.search(r"1\D200\D000 kroner", shown)
    assert f"budget of {TODAY.year}" in shown
    assert f"budsjett=1234567&amp;fast=40&amp;aar=2024&amp;andre=34567&amp;dato={TODAY.year}-01-01" in shown
    assert "This is an example" not in shown
    rows = Client().get(f"/r/{council.slug}/avtale/kostnader/kostnader.csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(rows), delimiter=";"))[-1][2] == "1200000"
    assert "100 kroner" in page(council, "budsjett=100&fast=100&aar=2024")


def test_a_council_without_a_budget_is_shown_an_example(council):
    CouncilBudget.objects.filter(council=council).delete()
    assert "This is an example" in page(council, "")
