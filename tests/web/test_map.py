"""The map shows the same as the table, and never takes missing for low."""

import re

import pytest


@pytest.mark.parametrize(("certain", "kind"), [(0, "k1"), (2, "k1"), (3, "k2"), (8, "k4"), (9, "k5"), (None, "km")])
def test_classes_follow_the_number_of_certain_signs(certain, kind):
    from veivalg.web.knowledge import map

    assert map.kind_of(certain) == kind


def test_the_national_map_has_every_municipality_and_hatches_the_two_that_lack_figures(client, the_demo):
    page = client.get("/indeks/sarbarhet/?aar=2024").content.decode()

    assert len(re.findall(r'<path class="k[1-5]"', page)) == 355
    assert len(re.findall(r'<path class="km"', page)) == 2
    assert "<title>Haram: " in page


def test_a_region_is_framed_with_its_neighbours_in_grey(client, the_demo):
    page = client.get("/indeks/sarbarhet/?region=demoregionen&aar=2024").content.decode()

    assert len(re.findall(r'<path class="k[1-5]"', page)) == 11
    assert '<path class="land"' in page
    assert "<title>Slettby: 4–6" in page


def test_the_map_credits_its_source(client, the_demo):
    assert "© Kartverket, CC BY 4.0" in client.get("/indeks/sarbarhet/").content.decode()
