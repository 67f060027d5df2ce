"""What is read is what can be seen, and each change is noted."""

import csv
import io
import unicodedata

import pytest
from django.utils import translation

from tests.web.sheet_files import book, packed, parts, row, texts
from veivalg.web.files.notes import SHOWN_OF_A_KIND, Change, Note
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.workbook import Workbook


def read(content: bytes, name: str = "folk.xlsx") -> Workbook:
    with translation.override("en"):
        return read_sheets(content, name)


def rows(content: bytes, name: str = "folk.csv") -> tuple:
    return read(content, name).sheets[0].rows


def seen(notes: tuple[Note, ...]) -> list[tuple[str, str, str]]:
    return [(note.code.value, note.sheet, note.cell) for note in notes]


def test_a_formula_gives_its_last_value_and_a_note():
    found = read(book(row("Sum", '<c r="B1"><f>1+1</f><v>2</v></c>', '<c r="C1" t="str"><f>A1</f><v>Sum</v></c>')))

    assert found.sheets[0].rows == (("Sum", 2, "Sum"),)
    assert seen(found.notes) == [("formula", "Ark", "B1"), ("formula", "Ark", "C1")]
    with translation.override("en"):
        assert found.notes[0].message.startswith("B1, “Ark”: a formula. Its last result was read")


@pytest.mark.parametrize("cell", ["<f>1+1</f>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/>'])
def test_a_formula_without_a_value_becomes_empty_and_is_noted(cell):
    found = read(book(row("Sum", f'<c r="B1">{cell}</c>', "x")))

    assert found.sheets[0].rows == (("Sum", None, "x"),)
    assert seen(found.notes) == [("formula_without_value", "Ark", "B1")]


def test_an_error_becomes_empty_and_is_noted():
    found = read(book(row('<c r="A1" t="e"><v>#REF!</v></c>', "x")))

    assert found.sheets[0].rows == ((None, "x"),)
    assert seen(found.notes) == [("error_value", "Ark", "A1")]


def test_the_note_names_the_sheet_and_cell_also_far_into_the_second_sheet():
    cell = '<row r="30"><c r="AB30"><f>1</f><v>1</v></c></row>'
    found = read(book(row("a"), cell, names=("Folk", "Verv &amp; roller")))

    assert seen(found.notes) == [("formula", "Verv & roller", "AB30")]


@pytest.mark.parametrize(
    ("written", "kept", "change"),
    [
        ("Ka\x07ri", "Kari", "control_characters"),
        ("Ka\x9dri", "Kari", "control_characters"),
        ("Kari \u202egnp.exe", "Kari gnp.exe", "text_direction"),
        ("\u2066Kari\u2069", "Kari", "text_direction"),
        ("Ka\u200bri", "Kari", "zero_width"),
        ("Ka\ufeffri", "Kari", "zero_width"),
        ("Ka\u00adri", "Kari", "zero_width"),
        ("Ka\U000e0041ri", "Kari", "zero_width"),
        (unicodedata.normalize("NFD", "Åse Bjørnå"), "Åse Bjørnå", "composed"),
        ("  Kari\u00a0", "Kari", "trimmed"),
    ],
)
def test_what_cannot_be_seen_is_removed_from_text_and_noted(written, kept, change):
    filler = "enough text for a file where one character in twenty may be something else"
    found = read(f"Navn,Om\n{written},{filler}\n".encode(), "folk.csv")
    assert found.sheets[0].rows[1][0] == kept
    assert seen(found.notes) == [(change, "folk", "A2")]

    escaped = written.replace("\x07", "_x0007_").replace("\ufeff", "&#xFEFF;")
    found = read(book(row("Navn") + row('<c r="A2" t="s"><v>0</v></c>', number=2), xl__sharedStrings=texts(escaped)))
    # The reader of workbooks has taken the spaces away already where XML does not say to keep them.
    assert found.sheets[0].rows == (("Navn",), (kept,))


def test_zero_width_characters_do_not_hide_a_formula():
    found = read("Navn\n\u200b=1+1\n'\u200b=2\n".encode(), "folk.csv")

    assert found.sheets[0].rows == (("Navn",), ("=1+1",), ("'=2",))
    assert ("formula_as_text", "folk", "A2") in seen(found.notes)


def test_text_with_markup_is_left_as_it_is():
    text = "<script>alert(1)</script> & <b>Kari</b>"
    found = read(csv_of([[text]]), "folk.csv")

    assert found.sheets[0].rows == ((text,),)
    assert found.notes == ()


def csv_of(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+SUM(A1)", "-2+3+cmd(1)"])
def test_a_formula_in_a_text_file_is_text_and_noted(text):
    found = read(csv_of([["Navn", "Rolle"], ["Kari", text]]), "folk.csv")

    assert found.sheets[0].rows[1][1] == text
    assert seen(found.notes) == [("formula_as_text", "folk", "B2")]


@pytest.mark.parametrize("text", ["+47 900 00 000", "-7,5", "+47 (0) 90", "- leder", "-", "+", "-12 %", "a=b"])
def test_phone_numbers_and_dashes_are_not_taken_for_formulas(text):
    assert read(csv_of([["Navn", text]]), "folk.csv").notes == ()


def test_very_many_notes_of_a_kind_are_counted_instead_of_told():
    lines = "".join(row(f'<c r="A{n}"><f>1</f><v>1</v></c>', number=n) for n in range(1, 201))
    notes = read(book(lines)).notes

    assert [note.code for note in notes] == [Change.FORMULA] * SHOWN_OF_A_KIND + [Change.MORE]
    with translation.override("en"):
        assert "150 more cells like this one" in notes[-1].message


def test_a_hidden_sheet_is_read_and_noted():
    made = parts(row("a"), row("b"), names=("Folk", "Skjult"))
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace('name="Skjult"', 'name="Skjult" state="veryHidden"')
    found = read(packed(made))

    assert [(sheet.name, sheet.is_hidden) for sheet in found.sheets] == [("Folk", False), ("Skjult", True)]
    assert seen(found.notes) == [("hidden_sheet", "Skjult", "")]


def test_merged_cells_are_told():
    made = parts(row("Navn"))
    made["xl/worksheets/sheet1.xml"] = str(made["xl/worksheets/sheet1.xml"]).replace(
        "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'
    )
    assert read(packed(made)).sheets[0].merged == ((0, 0, 1, 2),)


def test_rows_and_columns_stand_where_they_stand_in_the_sheet():
    far = '<row r="3"><c r="C3"><v>1</v></c></row>'
    assert rows(book(far), "a.xlsx") == ((None, None, None), (None, None, None), (None, None, 1))


TABLE = (("Navn", "Rolle"), ("Åse Ødegård", "leder; og mer"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_files_are_read_in_the_encodings_and_with_the_separators_that_programs_write(encoding, separator, ending):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=ending).writerows(TABLE)
    found = read(buffer.getvalue().encode(encoding), "folk.csv")

    assert found.sheets[0].rows == TABLE
    guessed = [("guessed_encoding", "folk", "")] if encoding in ("cp1252", "latin-1") else []
    assert seen(found.notes) == guessed


def test_big_endian_text_with_a_mark_is_read():
    assert rows("\ufeffNavn\tÅr".encode("utf-16-be")) == (("Navn", "År"),)


def test_lines_inside_quotation_marks_stay_one_cell():
    assert rows(b'Navn;Om\n"Kari ""K"" Li";"en\r\nto"\n') == (("Navn", "Om"), ('Kari "K" Li', "en\nto"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"sep=,\r\na;b,c\r\n", (("a;b", "c"),)),
        (
            b"Navn;Adresse\nKari;Gata 1, Oslo\nOla;Gata 2, Oslo\n",
            (("Navn", "Adresse"), ("Kari", "Gata 1, Oslo"), ("Ola", "Gata 2, Oslo")),
        ),
        (b"1,5;2,5\n3,5;4,5\n", (("1,5", "2,5"), ("3,5", "4,5"))),
        (b'"a,b";"c,d"\n', (("a,b", "c,d"),)),
        (b"bare en kolonne\nto\n", (("bare en kolonne",), ("to",))),
        (b"a,b\nc\n\n,d\n", (("a", "b"), ("c", None), (None, None), (None, "d"))),
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(written, expected):
    assert rows(written) == expected


def test_an_apostrophe_before_a_formula_is_taken_away_and_others_are_not():
    assert rows(b"'=1+1\n''=1+1\n'n Oslo\n'\n' \n") == (("=1+1",), ("'=1+1",), ("'n Oslo",), ("'",), ("'",))


def test_the_name_of_a_text_file_is_the_name_of_its_sheet_without_folders():
    assert read(b"a", "C:\\Users\\Kari\\Folk i r\u00e5det.CSV").sheets[0].name == "Folk i rådet"
    assert read(b"a", "../../folk.csv").sheets[0].name == "folk"
