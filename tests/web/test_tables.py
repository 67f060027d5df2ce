"""A table says the same on the page, in CSV and in a workbook."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from veivalg.web.ui import downloads
from veivalg.web.ui.tables import Cell, Column, Table, html, words


def a_table(*cells: Cell, **more) -> Table:
    columns = (Column("place", "Sted"), Column("share", "Andel", ("prosent",), is_number=True))
    return Table(caption="Prøve", columns=columns, rows=tuple((words(f"S{n}"), c) for n, c in enumerate(cells)), **more)


def read_csv(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(downloads.csv_file(table, source="Kilde").decode())))


def test_a_missing_figure_is_a_word_on_the_page_and_empty_in_files():
    table = a_table(Cell(None, ""))

    assert "mangler" in html(table)
    assert read_csv(table)[0]["share"] == ""


def test_an_empty_word_is_not_called_missing():
    assert "mangler" not in html(a_table(words("")))


def test_an_estimate_is_called_so_on_the_page_and_in_a_column_of_its_own():
    table = a_table(Cell(1.5, "1,5", is_estimate=True), Cell(2.0, "2,0"), Cell(None, ""))

    assert html(table).count("anslag</a>") == 1
    assert [row["share_estimate"] for row in read_csv(table)] == ["yes", "no", ""]


def test_a_risk_is_a_shape_and_a_word_on_the_page_and_a_column_in_files():
    table = a_table(Cell(1.5, "1,5", risk="yes", word="Risiko"))

    assert "#m-yes" in html(table)
    assert "Risiko" in html(table)
    assert read_csv(table)[0]["share_risk"] == "yes"


def test_every_row_of_a_csv_names_its_source():
    assert {row["source"] for row in read_csv(a_table(Cell(1, "1"), Cell(2, "2")))} == {"Kilde"}


@given(st.text(max_size=30))
def test_no_text_becomes_markup(text):
    page = html(a_table(words(f"<script>{text}", notes=(f"<b>{text}",), url=f'"><i>{text}')))

    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_word_becomes_a_formula_in_a_spreadsheet(start):
    assert read_csv(a_table(words(f"{start}1+1")))[0]["share"].startswith("'")


def test_a_workbook_has_the_figures_as_numbers_and_a_sheet_about_them():
    table = a_table(Cell(1.5, "1,5", is_estimate=True), words("=1+1"))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(downloads.workbook(table, title="Funnet", about=["Kilde: et sted"]))
    )

    assert book.sheet_names == ["Tall", "Om tallene"]
    assert book.get_sheet_by_name("Tall").to_python() == [
        ["Sted", "Andel, prosent", "share_estimate"],
        ["S0", 1.5, "yes"],
        ["S1", "=1+1", "no"],
    ]
    assert book.get_sheet_by_name("Om tallene").to_python() == [["Funnet"], ["Prøve"], ["Kilde: et sted"]]


def test_sorting_puts_what_is_missing_last_both_ways_and_leaves_sums_at_the_foot():
    foot = ((words("Sum"), Cell(9, "9")),)
    table = a_table(Cell(2, "2"), Cell(None, ""), Cell(1, "1"), foot=foot)

    assert [row[1].value for row in table.sorted_by("share").rows] == [1, 2, None]
    assert [row[1].value for row in table.sorted_by("share", falling=True).rows] == [2, 1, None]
    assert table.sorted_by("share").foot == foot


def test_words_are_sorted_as_in_norwegian():
    rows = tuple((words(name), Cell(1, "1")) for name in ("Åmot", "Ørland", "Alta", "Zeta", "Ål", "Ærø"))
    table = Table(caption="", columns=(Column("place", "Sted"), Column("n", "n")), rows=rows)

    assert [row[0].text for row in table.sorted_by("place").rows] == ["Alta", "Zeta", "Ærø", "Ørland", "Ål", "Åmot"]


def test_sorting_by_a_column_there_is_not_is_refused():
    with pytest.raises(KeyError):
        a_table(Cell(1, "1")).sorted_by("finnes_ikke")


def test_a_cell_of_several_figures_gets_a_column_for_each_in_files():
    cell = Cell(5.007, "5–7", parts=(("certain", 5), ("possible", 7)))

    row = read_csv(a_table(cell))[0]
    assert (row["share_certain"], row["share_possible"]) == ("5", "7")
    assert "share" not in row
    assert "5.007" not in row.values()


def test_no_two_columns_of_a_file_have_the_same_name(client, the_demo):
    for page in ("/kommuner/5047-overhalla/", "/r/demoregionen/kunnskap/"):
        for file in ("folk-anslag.csv", "tegn-anslag.csv", "lignende.csv", "hva-om-anslag.csv"):
            heads = client.get(page + file, follow=True).content.decode().splitlines()[0].split(",")
            assert len(heads) == len(set(heads)), file
