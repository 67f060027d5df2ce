"""Spoilt spreadsheets: each is read or refused with a reason, and nothing else may happen."""

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from veivalg.web.files.limits import Limits
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import SheetRefused
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

ROWS = (
    ("Navn", "Rolle", "Fra", "Antall", "Aktiv"),
    ("Åse Øvrebø", "leder", date(2026, 6, 5), 3, True),
    ("Kári", "=1+1", date(1999, 12, 31), 2.5, False),
    ('Ola "Nils"', "to\nlinjer", None, -7, None),
)
# Small, so that spoilt addresses and counts meet the limits often.
LIMITS = Limits(rows=500, columns=50, cells=5_000, unpacked_bytes=2_000_000)
NASTY = (
    *(
        b"",
        b"\0",
        b"\xff",
        b"<",
        b"&#0;",
        b"&#1;",
        b"_x0000_",
        b"_xD800_",
        b"]]>",
        b"<!DOCTYPE a>",
        b'"',
        b"'",
        b";",
        b"\r",
    ),
    *(b"A1048576", b"XFD1", b"ZZZ9999999", b"-1", b"1e308", b"-1e308", b"NaN", b"inf", b"9" * 40, b"2147483648"),
    *(b' t="s"', b' t="b"', b' t="e"', b' t="d"', b' t="str"', b' s="1"', b' s="99"', b' r="A1"', b"<c/>", b"<v/>"),
    *(b"<f>[1]A!B</f>", b"<f>1+1</f>", b"<row>", b"</row>", b"</c>", b"<si/>", b'<mergeCell ref="A1:XFD1048576"/>'),
)


@dataclass
class FileLog:
    """How many were read, how many refused and why, and what else happened."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def fuzz_files(count: int, *, seed: int) -> FileLog:
    """Read so many spoilt spreadsheets; the same ones for the same seed."""
    return read_all(count, spoilt_files(seed), read_sheets, SheetRefused, seed=seed)


def read_all(
    count: int,
    files: Iterator[tuple[bytes, str]],
    read: Callable[..., object],
    refusals: type[Exception],
    *,
    seed: int,
) -> FileLog:
    """Read the first files with ``read``; anything but a result and one of the refusals is a failure."""
    log = FileLog()
    for number, (content, name) in zip(range(count), files, strict=False):
        try:
            read(content, name, limits=LIMITS)
            log.read += 1
        except refusals as refusal:
            log.refused[refusal.code.value] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            log.failures.append(f"file {number} of seed {seed}, {name}: {error!r}")
    return log


def spoilt_files(seed: int) -> Iterator[tuple[bytes, str]]:
    """Contents and names, without end."""
    chance = random.Random(seed)
    workbook = write_workbook([TableSheet("Folk", ROWS), TableSheet("Verv", ROWS)], title="Folk", about=["Om"])
    plain = write_csv(ROWS)
    texts = [plain, *(plain.decode("utf-8-sig").encode(code, "replace") for code in ("utf-16", "cp1252"))]
    while True:
        way = chance.randrange(4)
        if way == 0:
            yield spoilt(workbook, chance), "folk.xlsx"
        elif way == 1:
            yield spoilt(chance.choice(texts), chance), "folk.csv"
        else:
            yield repacked(workbook, chance, spoil=spoilt if way == 2 else spoilt_xml), "folk.xlsx"


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, put in, taken out or moved."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        where = chance.randrange(len(changed) + 1)
        until = where + chance.choice((0, 1, 1, 4, 60))
        way = chance.randrange(4)
        if way == 0:
            changed[where:until] = chance.randbytes(until - where)
        elif way == 1:
            changed[where:until] = chance.choice(NASTY)
        elif way == 2:
            del changed[where:until]
        else:
            changed[where:where] = changed[until : until + 60]
    return bytes(changed)


def spoilt_xml(content: bytes, chance: random.Random) -> bytes:
    """The values of some attributes and elements changed, so that it may still be well-formed."""
    places = [found.span(1) for found in re.finditer(rb'(?:="|>)([^"<>]*)(?="|<)', content)]
    tags = [found.span() for found in re.finditer(rb"<(?:c|row|v|si|sheet|xf)\b[^>]*/?>", content)]
    if chance.random() < 0.3:
        # A whole row moved, with its cells' addresses.
        content = re.sub(rb'(r="[A-E]?)3"', rb'\g<1>%d"' % chance.choice((2, 499, 501, 1_048_576)), content)
        return content
    for begin, end in sorted(chance.sample(places, min(chance.choice((1, 1, 3)), len(places))), reverse=True):
        content = content[:begin] + chance.choice(NASTY) + content[end:]
    if tags and chance.random() < 0.3:
        begin, end = chance.choice(tags)
        content = content[:begin] + content[begin:end] * chance.choice((0, 2)) + content[end:]
    return content


def repacked(
    workbook: bytes,
    chance: random.Random,
    *,
    spoil: Callable[[bytes, random.Random], bytes],
    likely: tuple[str, ...] = (),
) -> bytes:
    """The workbook with one or two parts spoilt and everything packed anew, so that the sums are right.

    Parts whose names begin like one of ``likely`` are taken oftener.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    oftener = [name for name in sorted(parts) if likely and name.startswith(likely)] * 4
    for name in dict.fromkeys(chance.sample([*sorted(parts), *oftener], chance.choice((1, 2)))):
        parts[name] = spoil(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
