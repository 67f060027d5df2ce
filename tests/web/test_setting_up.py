"""Municipalities, the starter list and the demo council come into the database through operations."""

from datetime import date

import pytest

from veivalg.facts.starter import Certainty, StarterCouncil, starter_councils
from veivalg.web.councils.models import Council, Municipality, Participant
from veivalg.web.councils.operations import loading as operations

pytestmark = pytest.mark.django_db


def a_council(**changes) -> StarterCouncil:
    given = {
        "slug": "vika",
        "name": "Vika regionråd",
        "short_name": "Vika",
        "source": "vika.example",
        "source_year": "2024",
        "members": (("9001", Certainty.CONFIRMED), ("9002", Certainty.LIKELY)),
    }
    return StarterCouncil(**{**given, **changes})


def test_only_confirmed_members_are_facts(small_country):
    operations.load_municipalities(data=small_country)
    operations.load_starter_councils(councils=[a_council()])

    council = Council.objects.with_members(on=date(2026, 1, 1)).get()

    assert [m.municipality.name for m in council.confirmed_members] == ["Avik"]
    assert [m.municipality.name for m in council.suggested_members] == ["Bøvik"]


def test_loading_twice_doubles_nothing_and_follows_the_list(small_country):
    operations.load_municipalities(data=small_country)
    operations.load_starter_councils(councils=[a_council()])
    operations.load_municipalities(data=small_country)
    operations.load_starter_councils(councils=[a_council(members=(("9002", Certainty.CONFIRMED),))])

    assert Municipality.objects.count() == 6
    member = Participant.objects.get()
    assert (member.municipality.code, member.certainty) == ("9002", "confirmed")


def test_an_unknown_number_writes_nothing_and_says_which(small_country):
    operations.load_municipalities(data=small_country)

    with pytest.raises(operations.MunicipalityUnknown, match="1234"):
        operations.load_starter_councils(
            councils=[a_council(), a_council(slug="andre", members=(("1234", Certainty.CONFIRMED),))]
        )

    assert not Council.objects.exists()


def test_an_invented_municipality_borrows_figures_and_never_replaces_the_real_one(small_country):
    operations.load_municipalities(data=small_country)
    operations.load_demo_council(
        slug="demo",
        name="Demo",
        short_name="Demo",
        municipalities=[operations.InventedMunicipality(code="9901", name="Oppdikta", borrows_from="9003")],
    )

    invented = Municipality.objects.get(code="9901")

    assert invented.is_invented
    assert invented.borrows_from.name == "Cvik"
    assert invented not in Municipality.objects.real()


def test_the_demo_needs_the_figures_it_borrows(small_country):
    operations.load_municipalities(data=small_country)

    with pytest.raises(operations.MunicipalityUnknown, match="Load the figures first"):
        operations.load_demo_council(
            slug="demo",
            name="Demo",
            short_name="Demo",
            municipalities=[operations.InventedMunicipality(code="9901", name="Oppdikta", borrows_from="0000")],
        )

    assert not Council.objects.exists()


def test_the_starter_list_has_every_council_once_and_numbers_of_four_digits():
    councils = starter_councils()

    assert len(councils) > 50
    assert all(len(code) == 4 and code.isdigit() for council in councils for code, _ in council.members)
    assert all(council.source for council in councils if Certainty.CONFIRMED in dict(council.members).values())
