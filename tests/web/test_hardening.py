"""What a crafted request, an odd name or an older data set must never do."""

import dataclasses

import pytest

from veivalg.statistics import store
from veivalg.web.ui import charts
from veivalg.web.ui.charts import Point, Series

YEARS = ["020240", "02024", "2024 ", "\u0662\u0660\u0662\u0664", "0" * 5000, "-2024", "2024.0"]


@pytest.mark.parametrize("year", YEARS, ids=range(len(YEARS)))
@pytest.mark.parametrize("page", ["/indeks/sarbarhet/", "/kommuner/0301-oslo/", "/r/demoregionen/kunnskap/"])
def test_a_year_is_written_in_one_way_only(client, the_demo, page, year):
    assert client.get(page, {"aar": year}).status_code == 404


@pytest.mark.parametrize("page", ["/", "/helse/", "/indeks/sarbarhet/", "/finnes/ikke/"])
def test_a_thousand_parameters_are_refused_in_words(client, the_demo, page):
    response = client.get(page + "?" + "&".join(["a"] * 1100))

    assert response.status_code == 400
    assert "for mange parametre" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_pages_of_figures_can_only_be_read(client, the_demo, method):
    response = getattr(client, method)("/sok/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_download_is_not_a_choice_of_language(client, the_demo):
    response = client.get("/kommuner/0301-oslo/befolkning.csv?sprak=en")

    assert "sprak" not in response.cookies
    assert "max-age" in response.headers["Cache-Control"]


def test_a_page_says_that_it_depends_on_the_cookie(client, the_demo):
    assert "Cookie" in client.get("/kommuner/0301-oslo/").headers["Vary"]


def test_a_page_does_not_repeat_whatever_it_was_sent(client, the_demo):
    response = client.get("/indeks/sarbarhet/", {"region": "fylke-33", "x": "z" * 5000, "q": "y" * 500})

    assert "zzzz" not in response.content.decode()
    assert "y" * 81 not in response.content.decode()
    assert "w" * 100 not in client.get(f"/r/{'w' * 5000}/").content.decode()


def test_no_character_stops_the_drawing_engine():
    series = Series("Os\x00lo\x0b\x1b\ufffe", (Point(2020, 1.0), Point(2021, 2.0)))
    drawn = charts.svg(charts.lines([series, series], unit="n"), title="T\x00\x0bittel", about="\x1b")

    assert charts.png(drawn).startswith(b"\x89PNG")


def without(data, *codes: str):
    """The same figures without some municipalities."""
    kept = [n for n, m in enumerate(data.municipalities) if m.code not in codes]
    left = tuple(data.municipalities[n] for n in kept)

    def cut(cube):
        if len(cube.dimensions.get("municipality", ())) != len(data.municipalities):
            return cube
        parts = {name: getattr(cube, name) for name in ("values", "marks", "reasons")}
        return dataclasses.replace(
            cube,
            dimensions={**cube.dimensions, "municipality": tuple(m.code for m in left)},
            **{name: part[kept] if len(part) > 1 else part for name, part in parts.items()},
        )

    cubes = {id: cut(cube) for id, cube in data.cubes.items()}
    return dataclasses.replace(data, sha256="smaller", municipalities=left, cubes=cubes)


def test_a_municipality_that_the_figures_do_not_know_takes_nothing_else_with_it(client, the_demo, monkeypatch):
    smaller = without(store.current(None), "1103", "5045")
    monkeypatch.setattr(store, "current", lambda home: smaller)

    for page in ("/indeks/sarbarhet/", "/kommuner/", "/kommuner/0301-oslo/", "/r/demoregionen/kunnskap/", "/"):
        assert client.get(page).status_code == 200, page
    assert client.get("/kommuner/1103-stavanger/").status_code == 404
