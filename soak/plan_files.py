"""Spoilt plans: each is read or refused with a reason, and nothing else may happen."""

import io
import random
import re
import zipfile
from collections.abc import Iterator

from soak.files import FileLog, read_all, repacked, spoilt, spoilt_xml
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.files.plans.word_lines import OUR_MARK
from veivalg.web.files.plans.writing import write_json, write_plan_csv, write_plan_workbook, write_word
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

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


def fuzz_plans(count: int, *, seed: int) -> FileLog:
    """Read so many spoilt plans; the same ones for the same seed."""
    return read_all(count, spoilt_plans(seed), read_plan, PlanRefused, seed=seed)


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
            yield repacked(content, chance, spoil=spoil, likely=("word/document", "xl/worksheets")), name


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
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(OUR_MARK.encode(), b""))
    return buffer.getvalue()


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
