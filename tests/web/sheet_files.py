"""Workbooks put together by hand, so that a test can put in what no spreadsheet program would."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def relationships(*pairs: tuple[str, str], mode: str = "") -> str:
    lines = [
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(pairs, start=1)
    ]
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def sheet(cells: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def row(*cells: str, number: int = 1) -> str:
    """A row of cells that are given as their own XML, or as plain text."""
    made = [
        cell if cell.startswith("<c") else f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for letter, cell in zip("ABCDEFGHIJ", cells, strict=False)
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def texts(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def parts(*sheets: str, names: tuple[str, ...] = ("Ark",), **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook; ``more`` adds or replaces, with ``__`` for a slash and ``xl__x`` ending in .xml."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1))
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>'
        ),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)),
            ("sharedStrings", "sharedStrings.xml"),
        ),
    }
    for n, content in enumerate(sheets, start=1):
        made[f"xl/worksheets/sheet{n}.xml"] = sheet(content)
    return made | {f"{name.replace('__', '/')}.xml": content for name, content in more.items()}


def packed(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def book(*sheets: str, names: tuple[str, ...] = ("Ark",), **more: str | bytes) -> bytes:
    return packed(parts(*sheets, names=names, **more))


def with_part(name: str, content: str | bytes) -> bytes:
    """A good workbook with one part more, or another one in its place."""
    return packed(parts(row("Navn")) | {name: content})


def lying(name: str, content: bytes, *, says: int) -> bytes:
    """A container with one part that says it unpacks to ``says`` bytes, in both its headers."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = engine.compress(content) + engine.flush()
    encoded = name.encode()
    fields = (20, 0, 8, 0, 33, zlib.crc32(content), len(raw), says, len(encoded))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *fields, 0) + encoded + raw
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, 0) + encoded
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def protected_by_a_password() -> bytes:
    """The header of a compound file and the names of an encrypted document's streams."""
    return OLD_HEADER + bytes(504) + "".join(("EncryptionInfo", "EncryptedPackage")).encode("utf-16-le") + bytes(512)


OLD_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
