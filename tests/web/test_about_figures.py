"""The page about the figures shows what the figures themselves say about how good they are."""

import re

import pytest

from veivalg.statistics import store
from veivalg.web.knowledge import about


@pytest.fixture
def page(client, the_demo):
    return client.get("/om/tall/?sprak=nb").content.decode()


def cells(page: str, heading: str) -> list[str]:
    """The cells of the table row with this heading."""
    row = re.search(rf'<tr><th scope="row">{re.escape(heading)}</th>(.*?)</tr>', page, re.S)
    assert row is not None, heading
    return re.findall(r"<td>(.*?)</td>", row[1], re.S)


def test_the_error_of_the_estimates_is_computed_from_the_figures(page):
    assert "bommer anslagene for 2016–2023 i snitt med 2,2 fødte og 2,9 døde" in page
    assert "bredere med 2,2 fødte og 2,9 døde for hvert år" in page


def test_derived_deaths_stand_beside_expected_ones_by_size(page):
    assert cells(page, "Under 2\u00a0000 innbyggere") == ["71", "1,08", "0,91–1,34", "0,86–1,14"]
    assert cells(page, "20\u00a0000 innbyggere eller flere") == ["32", "1,05", "0,95–1,13", "0,97–1,03"]
    assert cells(page, "Med grenseendringer")[0] == "67"


def test_a_ratio_over_one_is_explained_by_the_real_figures_of_telemark(page):
    assert "virkelige tallene 7,3\u00a0% høyere enn forventet" in page
    assert "samme kommunene 8,6\u00a0% høyere" in page


def test_boundary_changes_and_the_estimates_they_spoil_are_named(page):
    assert "69 av 357 kommuner har hatt en grenseendring" in page
    assert "Sandefjord 2016: 2\u00a0728 døde, 516 forventet" in page


@pytest.mark.parametrize(
    ("kind", "some", "many"),
    [
        ("Folketall etter kjønn og alder, 1. januar", "2005–2026", "2005–2026"),
        ("Folketall i alt, 1. januar", "1986–2026", "1986–2026"),
        ("Fødte", "2011–2025", "2016–2023"),
        ("Døde", "2011–2025", "2016–2023"),
        ("Nettoflytting", "2011–2025", "2016–2023"),
    ],
)
def test_each_kind_of_figure_says_from_when_to_when_it_is(page, kind, some, many):
    years, widespread, credit = cells(page, kind)

    assert (years, widespread) == (some, many)
    assert "Statistisk sentralbyrå" in credit


def test_figures_without_a_year_say_so(page):
    assert cells(page, "Sentralitet")[0] == "Uten årstall: én liste, slik den var da filene ble hentet"


def test_the_comparisons_are_made_once_per_data_set():
    data = store.current(None)

    assert about.derivation_of(data) is about.derivation_of(data)
