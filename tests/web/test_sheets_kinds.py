"""What kinds of cells become, in workbooks as different programs write them."""

import io
import zipfile
from datetime import date, datetime

import pytest

from tests.web.sheet_files import MAIN, book, parts, row
from veivalg.web.files.reading import read_sheets

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="d. mmmm yyyy"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/>'
    '<xf numFmtId="164"/></cellXfs></styleSheet>'
)


def cell_of(xml: str, **more: str):
    return read_sheets(book(row(f'<c r="A1"{xml}</c>', "x"), xl__styles=STYLES, **more), "a.xlsx").sheets[0].rows[0][0]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("><v>3</v>", 3),
        ("><v>3.25</v>", 3.25),
        ("><v>1E+20</v>", 1e20),
        (' t="b"><v>1</v>', True),
        (' t="b"><v>0</v>', False),
        (' t="str"><v>Kari</v>', "Kari"),
        (' t="str"><v>007</v>', "007"),
        (' t="inlineStr"><is><r><t>Ka</t></r><r><t>ri</t></r></is>', "Kari"),
        (' s="1"><v>46178</v>', date(2026, 6, 5)),
        (' s="4"><v>46178</v>', date(2026, 6, 5)),
        (' s="1"><v>46178.5</v>', datetime(2026, 6, 5, 12)),  # noqa: DTZ001
        (' t="d"><v>2026-06-05</v>', date(2026, 6, 5)),
        (' s="2"><v>0.3541666667</v>', "08:30"),
        (' s="3"><v>1.5</v>', "36:00:00"),
    ],
)
def test_a_cell_becomes_what_it_shows(xml, value):
    found = cell_of(xml)
    assert (found, type(found)) == (value, type(value))


def test_texts_that_are_shared_and_formatted_are_read_without_reading_aids():
    pieces = '<r><t>Ka</t></r><r><rPr><b/></rPr><t>ri</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
    shared = f'<sst xmlns="{MAIN}"><si>{pieces}</si></sst>'
    assert cell_of(' t="s"><v>0</v>', xl__sharedStrings=shared) == "Kari"


def test_days_counted_from_1904_are_read_as_the_days_they_show():
    made = str(parts(row("x"))["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert cell_of(' s="1"><v>44716</v>', xl__workbook=made) == date(2026, 6, 5)


def test_cells_without_addresses_stand_side_by_side():
    content = book("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert read_sheets(content, "a.xlsx").sheets[0].rows == ((1, 2), (3, None))


def test_other_parts_that_programs_write_do_no_harm():
    more = {
        "docProps/app.xml": "<Properties/>",
        "customXml/item1.xml": "<a/>",
        "xl/printerSettings/printerSettings1.bin": b"\x01\x00P\x00",
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><comment ref="A1"><text><t>Obs</t></text></comment></comments>',
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n",
        "xl/theme/theme1.xml": "<!-- made by hand --><a/>",
    }
    made = parts(row("Navn")) | more
    buffer = io.BytesIO()
    with zipfile.ZipFile(Pipe(buffer), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    assert read_sheets(buffer.getvalue(), "a.xlsx").sheets[0].rows == (("Navn",),)


class Pipe(io.RawIOBase):
    """Can only be written to, so that sizes come after the parts, as when a file is made while it is sent."""

    def __init__(self, target: io.BytesIO) -> None:
        self.target = target

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        return self.target.write(data)
