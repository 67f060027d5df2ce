"""Titles are findings: opposite results are told in opposite words, in every language."""

import re

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


def heading(client, address: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", client.get(address).content.decode(), re.S)[1]


@pytest.mark.parametrize("year", [2005, 2016, 2025, 2026])
def test_a_year_when_most_lack_figures_never_speaks_of_all(client, the_demo, year):
    assert "Ikke alle tallene finnes" in heading(client, f"/indeks/sarbarhet/?aar={year}")


def test_the_lectures_own_map_is_coloured_by_the_nine_signs_there_are(client, the_demo):
    page = client.get("/indeks/sarbarhet/foredraget/", follow=True).content.decode()

    assert len(re.findall(r'<path class="k[1-5]"', page)) == 51
    assert page.count("9 av 10 tilgjengelige") >= 2


def test_all_is_only_said_when_all_have_every_figure(client, the_demo):
    assert heading(client, "/indeks/sarbarhet/?region=demoregionen&aar=2024").startswith("Alle har minst")
    assert not heading(client, "/indeks/sarbarhet/?region=fylke-15&aar=2024").startswith("Alle")


def test_a_title_of_the_index_says_that_it_rests_on_estimates(client, the_demo):
    assert heading(client, "/indeks/sarbarhet/?region=demoregionen&aar=2024").endswith("(anslag)")
    assert not heading(client, "/indeks/sarbarhet/?region=fylke-40&aar=2024").endswith("(anslag)")


def test_an_edition_of_five_signs_has_a_key_of_five(client, the_demo):
    page = client.get("/indeks/sarbarhet/?utgave=tf5&aar=2024").content.decode()

    assert "5 sikre tegn" in page
    assert "9–10" not in page


def test_the_newest_counted_population_is_not_called_an_estimate_in_a_what_if(the_demo):
    first = panels("5047", "nb")["hva-om"].table.rows[0]

    assert [cell.is_estimate for cell in first[1:]] == [False] * 4
    assert first[1].value == 3944


def test_a_sorted_table_no_longer_says_that_it_is_alphabetical(client, the_demo):
    page = client.get("/indeks/sarbarhet/?region=demoregionen&sorter=-signs").content.decode()

    assert "Sortert etter «Tegn», det høyeste først." in page
    assert "Alfabetisk" not in page


@pytest.mark.parametrize("page", ["/kommuner/5047-overhalla/", "/r/demoregionen/kunnskap/"])
def test_the_limits_of_2019_never_stand_alone_on_a_page_of_one_place(client, the_demo, page):
    assert "Målt mot hele landet i 2024" in client.get(page).content.decode()
    assert "Målt mot hele landet" not in client.get(page, {"utgave": "norge"}).content.decode()
