"""Titles are findings: opposite results are told in opposite words, in every language."""

import numpy as np
import pytest
from django.utils import translation

from veivalg.statistics import store
from veivalg.web.councils.models import Municipality
from veivalg.web.knowledge import municipality_page

GROWING, SHRINKING = "0301", "5044"
COMPARED = ("befolkning", "alder", "fodte-og-dode", "flytting", "historie", "hva-om", "lignende")


def panels(code: str, language: str):
    with translation.override(language):
        municipality = Municipality.objects.get(code=code)
        found = municipality_page.panels(store.current(None), municipality, "viken-2019", 2024)
        return {panel.id: panel for panel in found}


def without_figures(title: str, name: str) -> str:
    return "".join(letter for letter in title.replace(name, "") if not letter.isdigit())


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("panel", ["befolkning", "alder", "fodte-og-dode", "flytting"])
def test_opposite_results_have_different_titles(the_demo, language, panel):
    one, other = panels(GROWING, language)[panel].title, panels(SHRINKING, language)[panel].title

    assert without_figures(one, "Oslo") != without_figures(other, "Namsskogan")


@pytest.mark.parametrize("panel", COMPARED)
def test_a_title_is_told_in_three_languages(the_demo, panel):
    titles = {panels(SHRINKING, language)[panel].title for language in ("nb", "nn", "en")}

    assert len(titles) >= 2


def test_the_title_tells_the_figures_of_its_own_table(the_demo):
    panel = panels("5047", "en")["befolkning"]
    by_year = {row[0].value: row[1].value for row in panel.table.rows}

    assert panel.title == f"Overhalla has {by_year[2026] - by_year[2016]:.0f} more inhabitants than ten years ago"


@pytest.mark.parametrize("panel", ["befolkning", "fodte-og-dode", "flytting"])
def test_a_chart_draws_the_figures_of_its_table(the_demo, panel):
    found = panels("5047", "en")[panel]
    drawn = {row["x"]: row["y"] for layer in found.spec["layer"] for row in layer["data"]["values"] if "part" in row}
    in_table = {value for row in found.table.rows for value in [cell.value for cell in row[1:]]}

    assert drawn
    assert set(drawn.values()) <= in_table


def test_a_finding_that_rests_on_estimates_says_so(the_demo):
    assert panels("5047", "nb")["fodte-og-dode"].title.endswith("(anslag)")
    assert not panels("4001", "nb")["fodte-og-dode"].title.endswith("(anslag)")
    assert panels("1806", "nb")["befolkning"].title.endswith("(anslag)")


def test_every_panel_of_every_municipality_can_be_made(the_demo):
    data = store.current(None)
    with translation.override("nb"):
        for municipality in Municipality.objects.all()[::9]:
            for panel in municipality_page.panels(data, municipality, "norge", 2024):
                assert panel.title
                assert panel.source
                assert all(len(row) == len(panel.table.columns) for row in (*panel.table.rows, *panel.table.foot))
                assert not any(
                    isinstance(c.value, float) and np.isnan(c.value) for row in panel.table.rows for c in row
                )
