"""Numbers and tables that people write: what is read, and what is refused with a message that helps."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.files.cleaning import clean
from veivalg.web.knowledge.own.reading import (
    GivenCell,
    NumberUnclear,
    Places,
    as_text,
    decimal_of,
    faults_in,
    read_file,
    read_text,
)

PLACES = Places({"9001": "Avik", "9002": "Bøvik"}, {"9003": "Cvik"})


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(text: str, *, places: Places = PLACES):
    return read_text(text, places=places, this_year=2026)


def only_fault(text: str) -> str:
    reading = read(text)
    assert len(reading.faults) == 1, reading
    return str(reading.faults[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("12,25", "12.25"),
        ("12.5", "12.5"),
        ("1,234", "1.234"),
        ("−3", "-3"),
        ("-0,5", "-0.5"),
        (" 7 ", "7"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_as_norwegians_write_them(text, value):
    assert decimal_of(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "tolv", "1 23", "1,2,3", "1e5", "NaN", "inf", "=1+1", "5 %", "--3", "½", "٣"])
def test_what_is_not_a_number_is_refused_with_an_example(text):
    with pytest.raises(NumberUnclear, match=r"not a number.*1234 or 12,5"):
        decimal_of(text)


def test_a_number_that_can_be_read_in_two_ways_is_not_guessed_at():
    with pytest.raises(NumberUnclear, match="Write 1234 or 1,234"):
        decimal_of("1.234")


@pytest.mark.parametrize(("text", "match"), [("1000000000000", "larger unit"), ("0,1234567", "six decimals")])
def test_a_number_that_does_not_fit_is_refused_and_not_rounded(text, match):
    with pytest.raises(NumberUnclear, match=match):
        decimal_of(text)


def test_a_wide_table_has_a_row_per_municipality_and_a_column_per_year():
    reading = read("Kommune;2023;2024\nAvik;1 200;12,5*\n9002;;fjern\n")

    assert reading.faults == ()
    assert reading.cells == (
        GivenCell(code="9001", year=2023, value=Decimal(1200)),
        GivenCell(code="9001", year=2024, value=Decimal("12.5"), is_estimate=True),
        GivenCell(code="9002", year=2024, value=None),
    )


def test_a_table_may_name_municipalities_by_number_and_by_name():
    reading = read("Kommunenr;Kommune;2024\n9001;Avik;1\n")

    assert [cell.code for cell in reading.cells] == ["9001"]


def test_a_long_table_has_a_row_per_value():
    reading = read("kommune\tår\tverdi\tanslag\tmerknad\nbøvik\t2024\t7\tja\ttelt for hånd\n")

    assert reading.cells == (
        GivenCell(code="9002", year=2024, value=Decimal(7), is_estimate=True, note="telt for hånd"),
    )


def test_a_municipality_outside_the_council_is_told_from_one_that_does_not_exist():
    assert "Cvik does not take part in this council. The participants are: Avik, Bøvik" in only_fault(
        "kommune;2024\nCvik;1"
    )
    assert "There is no municipality called “Xvik”" in only_fault("kommune;2024\nXvik;1")


def test_each_fault_says_its_line_and_column_and_the_rest_is_still_read():
    reading = read("kommune;2023;2024\nAvik;tolv;1\nBøvik;2;3 %\n")

    assert [fault.where for fault in reading.faults] == ["line 2, 2023", "line 3, 2024"]
    assert len(reading.cells) == 2


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "nothing in the table"),
        ("2024;2025\n1;2", "names of the columns"),
        ("kommune;2024", "no lines under"),
        ("kommune;merknad\nAvik;x", "not a year"),
        ("kommune;2031\nAvik;1", "outside 1950–2026"),
        ("kommune;år;verdi\nAvik;20x4;1", "not a year with four digits"),
        ("kommune;år;verdi\nAvik;1800;1", "outside 1950–2026"),
        ("kommune;år;verdi;anslag\nAvik;2024;1;kanskje", "Write yes or no"),
        ("kommune;2024\n;1", "municipality is missing"),
        ("kommune;2024\nAvik;1\nAvik;2", "stand here twice"),
        ("kommune;2024\nAvik;", "not a single value"),
        ("kommune;2024\nAvik;1\x00", "not text"),
        ('kommune;2024\nAvik;"1', "never ends"),
    ],
)
def test_a_table_that_is_wrong_says_how(text, match):
    assert match in only_fault(text)


def test_members_of_the_same_name_are_asked_for_by_number():
    twins = Places({"9001": "Herøy", "9002": "Herøy"})

    assert "Write the municipality number: 9001, 9002" in str(read("kommune;2024\nHerøy;1", places=twins).faults[0])
    assert read("kommune;2024\n9002;1", places=twins).cells[0].code == "9002"


def test_more_values_than_a_council_has_are_refused_at_once():
    cells = [GivenCell(code="9001", year=2024, value=Decimal(1))] * 5001

    assert any("more than 5000" in str(fault) for fault in faults_in(cells, places=PLACES, this_year=2026))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_however_its_letters_are_stored(encoding):
    reading = read_file("kommune;2024\nBøvik;1,5\n".encode(encoding), "tall.csv", places=PLACES, this_year=2026)

    assert reading.cells == (GivenCell(code="9002", year=2024, value=Decimal("1.5")),)


def a_workbook(*sheets: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for rows in sheets:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    book.close()
    return buffer.getvalue()


def test_a_workbook_is_read_with_its_numbers_as_they_are():
    rows = [["Kommune", 2023, "2024"], [301, 0.1 + 0.2, 1.234], ["Bøvik", "1 000", "7*"]]
    places = Places({"0301": "Oslo", "9002": "Bøvik"})
    reading = read_file(a_workbook([["Om tallene"]], rows), "tall.xlsx", places=places, this_year=2026)

    assert reading.faults == ()
    assert [(cell.code, cell.year, cell.value, cell.is_estimate) for cell in reading.cells] == [
        ("0301", 2023, Decimal("0.3"), False),
        ("0301", 2024, Decimal("1.234"), False),
        ("9002", 2023, Decimal(1000), False),
        ("9002", 2024, Decimal(7), True),
    ]


@pytest.mark.parametrize(
    ("content", "name", "match"),
    [
        (a_workbook([["kommune", 2024], ["Avik", 1]], [["kommune", 2024], ["Avik", 2]]), "to.xlsx", "Several sheets"),
        (a_workbook([["kommune", 2024], ["Avik", True]]), "x.xlsx", "not a number"),
        (b"PK\x03\x04\x00\x00", "tall.csv", "contents are something else"),
        (b"kommune;2024\nAvik;1\n", "tall.pdf", "cannot be read here"),
        (b"kommune;2024\nAvik;=1+1\n", "tall.csv", "not a number"),
        (b"x" * 5_000_001, "tall.csv", "too large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, match):
    reading = read_file(content, name, places=PLACES, this_year=2026)

    assert reading.cells == ()
    assert match in str(reading.faults[0])


def test_what_was_changed_while_the_file_was_read_is_told():
    reading = read("kommune;år;verdi;merknad\nAvik;2024;1;skjult\u200btegn\n")

    assert reading.cells[0].note == "skjulttegn"
    assert "cannot be seen were removed" in reading.notes[0]


notes = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50).map(
    lambda note: clean(" ".join(clean(note)[0].split()))[0]
)
cells = st.builds(
    GivenCell,
    code=st.sampled_from(["9001", "9002"]),
    year=st.integers(1950, 2026),
    value=st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=6)),
    is_estimate=st.booleans(),
    note=notes,
)


@given(st.lists(cells, min_size=1, max_size=20, unique_by=lambda cell: (cell.code, cell.year)))
def test_what_is_written_as_a_table_reads_back_as_it_was(given_cells):
    reading = read(as_text(given_cells))

    assert reading.faults == ()
    for before, after in zip(given_cells, reading.cells, strict=True):
        assert (after.code, after.year, after.value) == (before.code, before.year, before.value)
        if before.value is not None:
            assert (after.is_estimate, after.note) == (before.is_estimate, before.note)


@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_reader(text):
    reading = read(text)

    assert reading.cells or reading.faults
