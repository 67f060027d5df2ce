"""Spoilt spreadsheets and plans: each is read or refused with a reason, and nothing else may happen."""

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from veivalg.web.files.limits import Limits
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.files.plans.writing import write_json, write_plan_csv, write_plan_workbook, write_word
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
PLAN_ROWS = (
    ("Strategi for Demoregionen 2026-2033", None, None, None, None, None, None),
    ("MÅL: Unge vil bli", None, None, None, None, None, None),
    ("I 2033 velger flere å bli.", None, None, None, None, None, None),
    ("Dette oppnår vi gjennom", "Nr", "Då må vi (tiltak 2026-2027)", "Ansvar/samarb.partnere", "Frist", "Kostnad", "X"),
    ("Medvirkning", "1", "Minst to møter pr. år", "Reg.råd/AU", "innen 2027", "100 000,-", "ja"),
    (None, "2", "1. Lage plan\n2. Søke midler", "Rådet\nAU i samarbeid med NAV", "30.6.2027", "dekkes av drift", None),
    ("Skyss", "3", "Kvartalsvise møter", None, "2026-2027", "0,5 mill.", "nei"),
    ("MÅL 2: Trygg beredskap", None, None, None, None, None, None),
    ("Øve", None, "Felles øvelse innan 2028", "Beredskapsforum", None, None, None),
)
ODD_TEXTS = (
    *(
        "Mål",
        "Tiltak",
        "Ansvar",
        "MÅL: ",
        "MÅL 1: x",
        "Satsingsområde: y",
        "Visjon: z",
        "Periode: 2030-2020",
        "1. a\n2. b",
    ),
    *(
        "• a\n• b",
        "9999",
        "2199-2200",
        "31.02.2026",
        "0",
        "-1",
        "99 mill.",
        "1" * 30,
        "/,;\n",
        "((",
        "M1V1T1",
        "minst 0 x",
    ),
    *(
        " " * 50,
        "\n\n",
        "innen 1900",
        "Plass i planen",
        "17, 18",
        "1.2.3 c",
        "=1+1",
        "20. kvartal 2026",
        "hver x " * 20,
    ),
)
WORD_ELEMENTS = (
    *(b'<w:gridSpan w:val="0"/>', b'<w:gridSpan w:val="99"/>', b'<w:gridSpan w:val="999999999"/>', b"<w:gridSpan/>"),
    *(
        b"<w:vMerge/>",
        b'<w:vMerge w:val="restart"/>',
        b"<w:tbl/>",
        b"<w:tr/>",
        b"<w:tc/>",
        b"<w:p/>",
        b"<w:r/>",
        b"<w:sdt/>",
    ),
    *(
        b"<w:altChunk/>",
        b"<w:ins><w:r><w:t>1. a</w:t></w:r></w:ins>",
        b"<w:del><w:r/></w:del>",
        b"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
    ),
    b'<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>',
)


@dataclass
class FileLog:
    """How many were read, how many refused and why, and what else happened."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def fuzz_files(count: int, *, seed: int) -> FileLog:
    """Read so many spoilt spreadsheets; the same ones for the same seed."""
    return _fuzz(count, spoilt_files(seed), read_sheets, SheetRefused, seed=seed)


def fuzz_plans(count: int, *, seed: int) -> FileLog:
    """Read so many spoilt plans; the same ones for the same seed."""
    return _fuzz(count, spoilt_plans(seed), read_plan, PlanRefused, seed=seed)


def _fuzz(
    count: int,
    files: Iterator[tuple[bytes, str]],
    read: Callable[..., object],
    refusals: type[SheetRefused] | type[PlanRefused],
    *,
    seed: int,
) -> FileLog:
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


def spoilt_plans(seed: int) -> Iterator[tuple[bytes, str]]:
    """Contents and names of plans, without end: what we write ourselves, and tables as regions keep them."""
    chance = random.Random(seed)
    plan = read_plan(write_csv(PLAN_ROWS), "plan.csv").plan
    own_word = write_word(plan, language="nb", has_time=True)
    packed = [
        (own_word, "plan.docx"),
        (_without_mark(own_word), "plan.docx"),
        (write_plan_workbook(plan, language="nn"), "plan.xlsx"),
        (write_workbook([TableSheet("Plan", PLAN_ROWS), TableSheet("Samferdsel", PLAN_ROWS)], title=""), "plan.xlsx"),
    ]
    plain = [write_csv(PLAN_ROWS), write_plan_csv(plan, language="nb"), write_json(plan)]
    while True:
        way = chance.randrange(5)
        content, name = chance.choice(packed)
        if way == 0:
            yield spoilt(content, chance), name
        elif way == 1:
            written = chance.choice(plain)
            yield spoilt(written, chance), "plan.json" if written is plain[2] else "plan.csv"
        elif way == 2:
            yield _shuffled(chance), "plan.csv"
        else:
            spoil = spoilt if way == 3 else spoilt_xml if name.endswith(".xlsx") else _spoilt_word
            yield repacked(content, chance, spoil=spoil), name


def _shuffled(chance: random.Random) -> bytes:
    """A well-formed table whose cells are not where they were."""
    rows = [list(row) for row in PLAN_ROWS]
    for _ in range(chance.choice((1, 2, 6, 20))):
        a, b = chance.choice(rows), chance.choice(rows)
        n, m = chance.randrange(len(a)), chance.randrange(len(b))
        way = chance.randrange(5)
        if way == 0:
            a[n], b[m] = b[m], a[n]
        elif way == 1:
            a[n] = chance.choice((None, *ODD_TEXTS))
        elif way == 2:
            a[n] = f"{a[n] or ''}{chance.choice(ODD_TEXTS)}{b[m] or ''}"
        elif way == 3:
            rows.insert(chance.randrange(len(rows)), list(b))
        else:
            rows.remove(a)
            rows.append(a)
    return write_csv(rows, separator=chance.choice((";", ",", "\t")))


def _without_mark(document: bytes) -> bytes:
    """The same document as if someone else had written it."""

    def unmarked(part: bytes, _chance: random.Random) -> bytes:
        return part.replace(b"veivalg-plan-1", b"")

    return repacked(document, random.Random(0), spoil=unmarked, names=("docProps/core.xml",))


def _spoilt_word(content: bytes, chance: random.Random) -> bytes:
    """Elements of a document taken out, doubled or changed, so that it is often still well-formed."""
    for _ in range(chance.choice((1, 1, 3, 10))):
        pieces = [
            found.span()
            for found in re.finditer(
                rb"<w:(?:gridSpan|vMerge|numPr|pStyle)\b[^>]*/>|<w:(p|tc|tr|r|t|tcPr)\b(?:[^>]*/>|.*?</w:\1>)", content
            )
        ]
        if not pieces:
            break
        begin, end = chance.choice(pieces)
        middle = content[begin:end]
        if chance.random() < 0.4:
            middle = chance.choice(WORD_ELEMENTS)
        else:
            middle *= chance.choice((0, 2))
        content = content[:begin] + middle + content[end:]
    return content


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
    names: tuple[str, ...] = (),
) -> bytes:
    """The file with one or two parts spoilt (or those named) and everything packed anew, so that the sums are right."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in sorted(parts) if name.startswith(("word/document", "xl/worksheets"))]
    chosen = names or chance.sample([*sorted(parts), *likely * 4], chance.choice((1, 2)))
    for name in dict.fromkeys(chosen):
        parts[name] = spoil(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
