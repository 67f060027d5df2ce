"""Charts are drawn with text, in the page's colours, and alike wherever they are shown."""

import re

import pytest
from django.utils import translation

from veivalg.web.ui import charts
from veivalg.web.ui.charts import Band, Interval, Point, Pyramid, Series

PNG_START = b"\x89PNG\r\n\x1a\n"


def points(*values: float | None, estimates: int = 0) -> tuple[Point, ...]:
    return tuple(Point(2010 + n, value, n < estimates) for n, value in enumerate(values))


EVERY_KIND = {
    "lines": charts.lines([Series("Avik", points(10, 12, 11))], unit="innbyggere"),
    "two lines": charts.lines([Series("født", points(1, 2)), Series("døde", points(2, 2), "other")], unit="personer"),
    "pyramid": charts.pyramid([Pyramid("0–4", 3, 3, 2.9, 2.8)], women="Kvinner", men="Menn", unit="prosent"),
    "intervals": charts.intervals([Interval("Fødte", 9, 7, 11, 10, True)], unit="per 1000", limit="grense"),
    "bands": charts.bands([Band(2024, 4, 6)], unit="tegn", most=10),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_chart_is_drawn_in_the_colours_of_the_page(kind):
    drawn = charts.inline(EVERY_KIND[kind], name="prove", title="Et funn")

    assert 'role="img" aria-label="Et funn"' in drawn
    assert "var(--" in drawn
    assert re.findall(r'(?:fill|stroke)="#[0-9a-f]{3,6}"', drawn) == []


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_drawing_that_stands_alone_has_its_title_and_source_and_becomes_a_picture(kind):
    drawn = charts.svg(EVERY_KIND[kind], title="Avik vokser", about="Kilde: SSB")

    assert "Avik vokser" in drawn
    assert "Kilde: SSB" in drawn
    assert charts.png(drawn).startswith(PNG_START)


def test_the_picture_has_text():
    """A font that is missing makes text vanish without a word; then these two pictures would be alike."""
    spec = EVERY_KIND["lines"]

    assert charts.png(charts.svg(spec, title="Avik vokser", about="a")) != charts.png(
        charts.svg(spec, title="Bvik krymper", about="a")
    )


def test_the_line_breaks_where_the_series_breaks():
    whole = charts.lines([Series("Avik", points(1, 2, 3, 4))], unit="n")
    broken = charts.lines([Series("Avik", points(1, 2, None, 4))], unit="n")

    assert len({row["part"] for row in whole["layer"][0]["data"]["values"]}) == 1
    assert len({row["part"] for row in broken["layer"][0]["data"]["values"]}) == 2


def test_estimates_are_hollow_points():
    plain = charts.lines([Series("Avik", points(1, 2, 3))], unit="n")
    estimated = charts.lines([Series("Avik", points(1, 2, 3, estimates=2))], unit="n")

    assert len(estimated["layer"]) == len(plain["layer"]) + 1


def test_numbers_are_written_as_the_reader_writes_them():
    spec = charts.lines([Series("Avik", points(10_000, 20_000))], unit="n")

    with translation.override("nn"):
        assert "20\u00a0000" in charts.inline(spec, name="a", title="t")
    with translation.override("en"):
        assert "20,000" in charts.inline(spec, name="a", title="t")


def test_labels_at_the_end_of_lines_never_meet():
    spec = charts.lines([Series(name, points(5, 5.0)) for name in ("a", "b", "c")], unit="n")
    heights = [layer["data"]["values"][0]["y"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]

    assert len(set(heights)) == 3


def test_nothing_in_a_title_becomes_markup():
    spec = EVERY_KIND["lines"]

    assert "<script>" not in charts.inline(spec, name="a", title='"><script>')
    assert "<script>" not in charts.svg(spec, title="<script>", about="<script>")
