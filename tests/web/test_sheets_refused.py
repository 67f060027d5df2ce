"""Files that are not read, and what whoever sent them is told."""

import io
import tracemalloc
import zipfile

import pytest
from django.utils import translation

from tests.web.sheet_files import (
    OLD_HEADER,
    SHEET_TYPE,
    book,
    lying,
    packed,
    parts,
    protected_by_a_password,
    relationships,
    row,
    sheet,
    texts,
    with_part,
)
from veivalg.web.files.limits import LIMITS, Limits
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import Refusal, SheetRefused

GOOD = book(row("Navn", "Rolle"))


def refusal(content: bytes, name: str = "folk.xlsx", **options) -> SheetRefused:
    with translation.override("en"), pytest.raises(SheetRefused) as caught:
        read_sheets(content, name, **options)
    return caught.value


def code(content: bytes, name: str = "folk.xlsx", **options) -> Refusal:
    return refusal(content, name, **options).code


def with_flag(content: bytes, flag: int) -> bytes:
    """The container with a flag set on its first part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        offset = archive.start_dir
    changed = bytearray(content)
    changed[6] |= flag
    changed[offset + 8] |= flag
    return bytes(changed)


def test_a_good_workbook_is_read():
    assert read_sheets(GOOD, "folk.xlsx").sheets[0].rows == (("Navn", "Rolle"),)


@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
@pytest.mark.parametrize("name", ["folk.xlsx", "folk.csv"])
def test_an_empty_file_is_refused(content, name):
    assert code(content, name) == Refusal.EMPTY


def test_a_file_without_a_filled_cell_is_refused():
    assert code(book("")) == Refusal.EMPTY
    assert code(b'\xef\xbb\xbf;;\r\n"";" "', "folk.csv") == Refusal.EMPTY


def test_an_upload_may_be_five_megabytes_and_no_more():
    line = b"a;" + b"b" * 998 + b"\n"
    assert read_sheets((line * 5_000)[:5_000_000], "folk.csv").sheets[0].rows[0][0] == "a"
    told = refusal((line * 5_000)[:5_000_000] + b"\n", "folk.csv")
    assert told.code == Refusal.TOO_LARGE
    assert "The file is 5.1 MB. The limit is 5 MB" in str(told)


@pytest.mark.parametrize("name", ["folk.pdf", "folk.ods", "folk", ".xlsx.exe", "folk.docx", "../../folk.numbers"])
def test_an_ending_that_is_not_known_is_refused(name):
    assert code(GOOD, name) == Refusal.UNKNOWN_ENDING


@pytest.mark.parametrize("name", ["folk.xlsx", "folk.xls", "folk.csv"])
def test_a_file_with_a_password_is_refused(name):
    assert code(protected_by_a_password(), name) == Refusal.PASSWORD


def test_a_packed_file_with_a_password_is_refused():
    assert code(with_flag(GOOD, 1)) == Refusal.PASSWORD


def test_the_old_format_is_refused_whatever_it_is_called():
    assert code(OLD_HEADER + bytes(1024), "folk.xls") == Refusal.OLD_FORMAT
    assert code(OLD_HEADER + bytes(1024), "folk.xlsx") == Refusal.OLD_FORMAT
    assert code(b"<html><table>", "folk.xls") == Refusal.OLD_FORMAT


MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.mark.parametrize(
    "content",
    [
        with_part("xl/vbaProject.bin", b"\x01\x02"),
        with_part("xl/VBAPROJECT.BIN", b"\x01\x02"),
        with_part("xl/macrosheets/sheet1.xml", sheet("")),
        with_part("xl/activeX/activeX1.xml", "<ocx/>"),
        with_part("[Content_Types].xml", str(parts()["[Content_Types].xml"]).replace(SHEET_TYPE, MACRO_TYPE)),
        with_part("xl/_rels/more.xml.rels", relationships(("vbaProject", "hidden.bin"))),
    ],
)
def test_a_workbook_with_macros_is_refused(content):
    assert code(content) == Refusal.MACROS


@pytest.mark.parametrize("name", ["folk.xlsm", "folk.XLSB", "folk.xltm", "folk.xlam"])
def test_an_ending_for_macros_is_refused(name):
    assert code(GOOD, name) == Refusal.MACROS


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused_by_its_own_word():
    assert code(with_part("xl/media/a.txt", b"0" * (LIMITS.unpacked_bytes + 1))) == Refusal.ZIP_BOMB


def test_a_part_that_lies_about_its_size_is_refused_after_a_little():
    content = lying("xl/workbook.xml", bytes(200_000_000), says=1_000)
    assert len(content) < 200_000
    tracemalloc.start()
    assert code(content) == Refusal.ZIP_BOMB
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_a_part_packed_much_tighter_than_tables_are_is_refused():
    tight = with_part("xl/media/a.txt", b"0" * (LIMITS.ratio_from_bytes + 1))
    assert code(tight) == Refusal.ZIP_BOMB
    assert read_sheets(with_part("xl/media/a.txt", b"0" * LIMITS.ratio_from_bytes), "folk.xlsx")


def test_all_parts_together_count():
    many = parts(row("Navn")) | {f"xl/media/{n}.txt": b"0" * 900_000 for n in range(56)}
    assert code(packed(many)) == Refusal.ZIP_BOMB


def test_too_many_parts_are_refused():
    more = LIMITS.entries - len(parts(row("x")))
    most = parts(row("x")) | {f"xl/media/{n}.txt": b"" for n in range(more)}
    assert read_sheets(packed(most), "folk.xlsx")
    assert code(packed(most | {"xl/media/x.txt": b""})) == Refusal.ZIP_BOMB


def test_parts_that_share_bytes_are_refused():
    content = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        first, second = archive.infolist()[:2]
        offset = archive.start_dir + 46 + len(first.filename)
    content[offset + 42 : offset + 46] = first.header_offset.to_bytes(4, "little")
    content[offset + 20 : offset + 24] = first.compress_size.to_bytes(4, "little")
    assert code(bytes(content)) == Refusal.ZIP_BOMB
    assert second.header_offset != first.header_offset


@pytest.mark.parametrize("inner", [GOOD, protected_by_a_password(), b"MZ\x90", b"%PDF-1.7", b"\x1f\x8b\x08"])
def test_a_file_inside_the_file_is_refused(inner):
    assert code(with_part("xl/embeddings/a.bin", inner)) == Refusal.NESTED


@pytest.mark.parametrize(
    "name",
    ["../a.xml", "xl/../../a.xml", "/etc/a.xml", "C:/a.xml", "xl\\..\\a.xml", "xl//a.xml", "xl/\n.xml", "a" * 300],
)
def test_a_part_with_a_name_that_leads_away_is_refused(name):
    assert code(with_part(name, "<a/>")) == Refusal.UNSAFE_NAMES


def test_two_parts_with_one_name_are_refused():
    assert code(with_part("xl/WORKBOOK.xml", "<a/>")) == Refusal.UNSAFE_NAMES


def test_a_zero_byte_in_a_name_is_refused():
    content = with_part("xl/a0b.xml", "<a/>").replace(b"xl/a0b.xml", b"xl/a\0b.xml")
    assert code(content) == Refusal.UNSAFE_NAMES


@pytest.mark.parametrize(
    "content",
    [
        with_part("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        with_part("xl/connections.xml", "<connections/>"),
        with_part("xl/queryTables/queryTable1.xml", "<queryTable/>"),
        with_part("xl/other.xml", "<externalLink><ddeLink ddeService='cmd' ddeTopic='x'/></externalLink>"),
        with_part("xl/_rels/a.xml.rels", relationships(("externalLink", "hidden.xml"))),
        with_part(
            "xl/_rels/a.xml.rels", relationships(("image", "http://example.org/a"), mode=' TargetMode="External"')
        ),
    ],
)
def test_a_workbook_that_gets_its_values_elsewhere_is_refused(content):
    assert code(content) == Refusal.EXTERNAL_LINKS


OUTSIDE = [
    "cmd|'/c calc'!A0",
    "1+MSEXCEL|'a'!x",
    "[1]Ark1!A1",
    "'[1]Ark 1'!A1",
    "DDE(1,2)",
    "webservice (1)",
    "[a.xlsx]B!C1",
]


@pytest.mark.parametrize("formula", OUTSIDE)
def test_a_formula_that_asks_another_program_is_refused(formula):
    assert code(book(row(f'<c r="A1"><f>{formula}</f><v>1</v></c>'))) == Refusal.EXTERNAL_LINKS
    assert code(f'Navn;"={formula}"\n'.encode(), "folk.csv") == Refusal.EXTERNAL_LINKS


@pytest.mark.parametrize("formula", ["Tabell1[2024]", "SUM(Tabell1[[#This Row],[2024]])", 'A1&amp;"x|y!"', "Ark2!A1"])
def test_a_formula_about_its_own_workbook_is_not_refused(formula):
    found = read_sheets(book(row(f'<c r="A1"><f>{formula}</f><v>1</v></c>')), "folk.xlsx")
    assert found.sheets[0].rows == ((1,),)


def test_links_to_pages_and_mail_addresses_are_only_text():
    link = relationships(("hyperlink", "mailto:kari@example.org"), mode=' TargetMode="External"')
    content = packed(parts(row("kari@example.org")) | {"xl/worksheets/_rels/sheet1.xml.rels": link})
    assert read_sheets(content, "folk.xlsx").sheets[0].rows == (("kari@example.org",),)


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml", "xl/a.vml"])
def test_a_part_that_defines_entities_is_refused(name):
    assert code(with_part(name, f'<?xml version="1.0"?>{ENTITIES}<a>&b;</a>')) == Refusal.ENTITIES


@pytest.mark.parametrize(
    "content",
    [
        GOOD[:200],
        GOOD[:-30],
        GOOD.replace(b"PK\1\2", b"PK\1\3"),
        b"PK\3\4" + bytes(100),
        with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
        with_part("xl/worksheets/sheet1.xml", "<worksheet>\0</worksheet>"),
        with_part("xl/worksheets/sheet1.xml", sheet(row("å")).encode("utf-16")),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A0"><v>1</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A2"><v>1</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<c r="A1"><c r="A1"><v>1</v></c></c>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A1" t="b"><v>7</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A1"><v>1<!-- -->2</v></c></row>')),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="A1"><v><![CDATA[2]]></v></c></row>')),
        book(row("a"), names=("A", "B")),
    ],
)
def test_a_damaged_workbook_is_refused(content):
    assert code(content) == Refusal.DAMAGED


def test_a_number_that_stops_the_reader_is_refused_like_other_damage(capfd):
    styles = '<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = book(row('<c r="A1" s="1"><v>-1e308</v></c>'), xl__styles=styles)
    assert code(content) == Refusal.DAMAGED
    capfd.readouterr()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Navn;Rolle\n", "folk.xlsx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "folk.xlsx"),
        (GOOD, "folk.csv"),
        (b"%PDF-1.7 and so on", "folk.csv"),
        (packed({"word/document.xml": "<document/>", "[Content_Types].xml": "<Types/>"}), "folk.xlsx"),
        (with_part("xl/workbook.bin", b"\x83\x01"), "folk.xlsx"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says_is_refused(content, name):
    assert code(content, name) == Refusal.NOT_WHAT_ENDING_SAYS


@pytest.mark.parametrize(
    "content",
    [
        b"Navn;\0Rolle\n",
        bytes(range(256)),
        bytes(range(1, 32)) * 9,
        b"\xef\xbb\xbfNavn;\xff\n",
        b"\xff\xfeN",
        b"\xff\xfe\0\0N\0\0\0",
        b"\xff\xfe\x00\xd8\x41\x00",
    ],
)
def test_what_is_not_text_is_refused_as_csv(content):
    assert code(content, "folk.csv") == Refusal.BINARY


def test_a_quotation_mark_that_never_ends_is_refused_with_its_row():
    told = refusal(b'Navn;Rolle\nKari;leder\n"Ola;medlem\nSiri;medlem\n', "folk.csv")
    assert told.code == Refusal.UNCLOSED_QUOTE
    assert "row 3" in str(told)


def test_an_unclosed_quotation_mark_in_a_long_file_is_still_named_as_such():
    assert code(b'a\n"b' + b"x\n" * 100_000, "folk.csv") == Refusal.UNCLOSED_QUOTE


def test_a_sheet_may_have_twenty_thousand_rows_and_no_more():
    last = row('<c r="A20000"><v>1</v></c>', number=20_000)
    assert len(read_sheets(book(last), "folk.xlsx").sheets[0].rows) == 20_000
    told = refusal(book(row('<c r="A20001"><v>1</v></c>', number=20_001)))
    assert told.code == Refusal.TOO_MANY_ROWS
    assert "“Ark” has 20001 rows. The limit is 20000." in str(told)
    assert len(read_sheets(b"a\n" * 20_000, "folk.csv").sheets[0].rows) == 20_000
    assert code(b"a\n" * 20_001, "folk.csv") == Refusal.TOO_MANY_ROWS


def test_a_sheet_may_have_two_hundred_columns_and_no_more():
    assert len(read_sheets(book('<row r="1"><c r="GR1"><v>1</v></c></row>'), "a.xlsx").sheets[0].rows[0]) == 200
    assert code(book('<row r="1"><c r="GS1"><v>1</v></c></row>')) == Refusal.TOO_MANY_COLUMNS
    assert len(read_sheets(b";" * 199 + b"a", "folk.csv").sheets[0].rows[0]) == 200
    assert code(b";" * 200 + b"a", "folk.csv") == Refusal.TOO_MANY_COLUMNS


def test_empty_cells_far_out_are_nothing():
    far = row("Navn") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_sheets(book(far), "folk.xlsx").sheets[0].rows == (("Navn",),)
    assert read_sheets(b"Navn" + b";" * 500 + b"\n" * 30_000, "folk.csv").sheets[0].rows == (("Navn",),)


def test_one_cell_in_the_far_corner_takes_no_memory():
    far = row("Navn") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code(book(far)) == Refusal.TOO_MANY_ROWS


@pytest.mark.parametrize("kind", ["str", "inlineStr", "s", "d", "odd"])
@pytest.mark.parametrize("value", ["<v/>", "<v></v>", "<is/>", "<f>1+1</f><v/>"])
def test_an_empty_text_in_the_far_corner_takes_no_memory(kind, value):
    far = row("Navn") + f'<row r="1048576"><c r="XFD1048576" t="{kind}">{value}</c></row>'
    assert code(book(far)) == Refusal.TOO_MANY_ROWS


def test_a_far_cell_in_a_part_that_no_sheet_owns_is_refused_too():
    hidden = sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert code(with_part("xl/other.xml", hidden)) == Refusal.TOO_MANY_ROWS


def test_all_sheets_together_span_a_limited_number_of_cells():
    corner = '<row r="100"><c r="J100"><v>1</v></c></row>'
    both = book(corner, corner, names=("A", "B"))
    assert len(read_sheets(both, "a.xlsx", limits=Limits(cells=2_000)).sheets) == 2
    assert code(both, limits=Limits(cells=1_999)) == Refusal.TOO_MANY_CELLS
    assert code(b";" * 9 + b"a\n" + b"b\n" * 99, "a.csv", limits=Limits(cells=999)) == Refusal.TOO_MANY_CELLS


def test_elements_that_say_nothing_are_counted_as_well():
    silent = book(row("Navn") + '<row r="2">' + "<c/>" * 2_000 + "</row>")
    assert read_sheets(silent, "a.xlsx", limits=Limits(elements=2_100)).sheets[0].rows == (("Navn",),)
    assert code(silent, limits=Limits(elements=2_000)) == Refusal.TOO_MANY_CELLS


def test_a_workbook_may_have_fifty_sheets_and_no_more():
    names = tuple(f"Ark{n}" for n in range(51))
    assert len(read_sheets(book(*[row("a")] * 50, names=names[:50]), "a.xlsx").sheets) == 50
    assert code(book(*[row("a")] * 51, names=names)) == Refusal.TOO_MANY_SHEETS


def test_a_cell_may_have_ten_thousand_characters_and_no_more():
    assert len(read_sheets(book(row("a" * 10_000)), "a.xlsx").sheets[0].rows[0][0]) == 10_000
    told = refusal(book(row("a", "b" * 10_001)))
    assert told.code == Refusal.CELL_TOO_LONG
    assert "Cell B1 of the sheet “Ark” has 10001 characters. The limit is 10000." in str(told)
    assert code(b"a;" + b"b" * 10_001, "a.csv") == Refusal.CELL_TOO_LONG
    assert code(b"a;" + b"b" * 200_000, "a.csv") == Refusal.CELL_TOO_LONG


def test_a_text_that_stands_in_very_many_cells_is_counted_each_time():
    shared = texts("a" * 10_000)
    lines = "".join(row(f'<c r="A{n}" t="s"><v>0</v></c>', number=n) for n in range(1, 2_001))
    more = lines + row('<c r="A2001" t="s"><v>0</v></c>', number=2_001)
    assert len(read_sheets(book(lines, xl__sharedStrings=shared), "a.xlsx").sheets[0].rows) == 2_000
    assert code(book(more, xl__sharedStrings=shared)) == Refusal.TOO_MUCH_TEXT


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_says_what_and_what_next_in_whole_sentences(reason):
    with translation.override("en"):
        told = str(SheetRefused(reason, what="del", sheet="Ark", cell="A1", found=2, limit=1))
    assert len(told.split(". ")) >= 2
    assert told.endswith(".")
    assert "%(" not in told
