"""What we write is read back as it was, and no program takes text for something else."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.web.files.cleaning import clean, guarded, unguarded
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import Refusal, SheetRefused
from veivalg.web.files.workbook import rectangle
from veivalg.web.files.writing import CannotWrite, TableSheet, write_csv, write_workbook

TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(alphabet=" '=+-@\t\r\n\";,|!_x041\u200b\u202e\x00\x07aå", max_size=12),
    st.sampled_from(
        ["_x0041_", "=1+1", "'=1+1", "''", "-3", "+47", "http://example.org", "#N/A", "TRUE", "007", "1e5", "&amp;"]
    ),
).map(lambda text: clean(text)[0])
NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e300, 1e300, allow_nan=False).map(lambda number: float(f"{number:.14e}")),
)
MOMENTS = st.datetimes(datetime(1900, 3, 2), datetime(9999, 12, 30)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
DAYS = st.dates(date(1900, 3, 1))
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.booleans(), DAYS, MOMENTS)


def tables(cells: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.lists(cells, max_size=5), min_size=1, max_size=6)


def expected(table: list[list]) -> tuple:
    """The table as it is read: nothing for empty text, midnight as its day, and a rectangle."""
    return rectangle([[plain(cell) for cell in row] for row in table])


def plain(cell):
    if cell == "" and isinstance(cell, str):
        return None
    return cell.date() if isinstance(cell, datetime) and cell.time() == datetime.min.time() else cell


def typed(rows: tuple) -> list:
    # True == 1 and 1 == 1.0; a truth value must stay one, while a workbook has one kind of number.
    return [[(isinstance(cell, bool), type(cell) in (date, datetime), cell) for cell in row] for row in rows]


@settings(max_examples=150, deadline=None)
@given(tables(CELLS))
def test_a_workbook_is_read_back_as_it_was_written(table):
    content = write_workbook([TableSheet("Folk", table)], title="Folk", about=["=x"])
    found = read_sheets(content, "folk.xlsx")

    assert typed(found.sheets[0].rows) == typed(expected(table))
    assert found.notes == ()


@settings(max_examples=150, deadline=None)
@given(tables(st.one_of(st.none(), TEXTS)), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_a_text_file_is_read_back_as_it_was_written(table, separator, has_mark):
    content = write_csv(table, separator=separator, has_mark=has_mark)
    if not expected(table):
        with pytest.raises(SheetRefused) as caught:
            read_sheets(content, "folk.csv")
        assert caught.value.code == Refusal.EMPTY
    else:
        assert read_sheets(content, "folk.csv").sheets[0].rows == expected(table)


@settings(max_examples=100, deadline=None)
@given(tables(CELLS))
def test_a_text_file_that_is_read_and_written_again_stays_the_same(table):
    content = write_csv([*table, ["slutt"]])
    once = read_sheets(content, "folk.csv").sheets[0].rows
    assert read_sheets(write_csv(once), "folk.csv").sheets[0].rows == once


@given(st.text(max_size=30))
def test_making_a_text_clean_twice_changes_nothing_more(text):
    once, _ = clean(text)
    assert clean(once) == (once, [])


@given(st.one_of(st.text(max_size=10), st.text(alphabet="'=+-@ \ta", max_size=8)))
def test_a_guarded_text_is_no_formula_and_can_be_had_back(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_cell_of_a_text_file_begins_like_a_formula(texts):
    written = next(csv.reader(io.StringIO(write_csv([texts], has_mark=False).decode(), newline=""), delimiter=";"))
    assert not [cell for cell in written if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_workbook_holds_no_formula_and_no_link():
    rows = [["=1+1", "http://example.org", "mailto:a@example.org", '=HYPERLINK("x")', "{=1}", "internal:Ark!A1"]]
    content = write_workbook([TableSheet("=1", rows)], title="=1", about=["=1"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"hyperlink" not in archive.read(name)


def test_the_same_tables_give_the_same_bytes():
    sheets = [TableSheet("Folk", [["Navn"], ["Kari"]])]
    assert write_workbook(sheets, title="Folk") == write_workbook(sheets, title="Folk")


@pytest.mark.parametrize(
    ("wanted", "given_names"),
    [
        (["Folk", "folk", "Folk"], ["Folk", "folk 2", "Folk 3"]),
        (["Folk/verv: [2026]*?"], ["Folk verv   2026"]),
        (["", "''", "\u200b"], ["Ark 1", "Ark 2", "Ark 3"]),
        (["a" * 40, "a" * 50], ["a" * 31, "a" * 29 + " 2"]),
        (["History"], ["History 2"]),
    ],
)
def test_names_of_sheets_are_made_such_that_programs_take_them(wanted, given_names):
    content = write_workbook([TableSheet(name, [["a"]]) for name in wanted], title="x")
    assert [sheet.name for sheet in read_sheets(content, "a.xlsx").sheets] == given_names


@pytest.mark.parametrize(
    "cell", [float("nan"), float("inf"), 10**15, "a" * 10_001, date(1899, 12, 31), datetime(2026, 1, 1, tzinfo=UTC)]
)
def test_what_no_cell_can_hold_is_refused_with_its_address(cell):
    with pytest.raises(CannotWrite, match=r"^B1: "):
        write_workbook([TableSheet("Folk", [["a", cell]])], title="x")


def test_a_text_file_says_that_it_is_utf_8_when_asked():
    assert write_csv([["Å"]]) == b'\xef\xbb\xbf"\xc3\x85"\r\n'
    assert write_csv([["Å"]], has_mark=False) == b'"\xc3\x85"\r\n'
