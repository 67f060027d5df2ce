"""Spoilt lists of people through the whole import: read, looked through and carried out, or refused with a reason."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from soak.files import repacked, spoilt, spoilt_xml
from veivalg.web.access.actor import Actor
from veivalg.web.councils.importing import page
from veivalg.web.councils.importing.choices import Choices
from veivalg.web.councils.importing.draft import LIMITS, TooManyRows, as_json
from veivalg.web.councils.importing.plan import plan_of
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations import importing as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import SheetRefused
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

ROWS = (
    ("Medlemmer 2023–2027",),
    ("Navn", "Organ", "Kommune", "Verv", "Periode", "E-post", "Tlf", "Parti", "Kjønn", "Vararekkefølge", "Vedtak"),
    (
        "Åse Øvrebø",
        "Representantskapet",
        9001,
        "Leder",
        "2023–2027",
        "ase@example.no",
        "+47 99 88 77 66",
        "A",
        "k",
        None,
        1,
    ),
    ("Kári", "Rep", "9002 Nord", "1. vara", "1.11.2023 – 31.10.2027", None, 99887766, "=1+1", "mann", 1, "Sak 1/23"),
    ("Varamedlem:",),
    ('Ola "Nils"', None, None, None, 2023, "ola(at)example", None, "Sp", "x", "to", "<script>alert(1)</script>"),
    (
        "Kari\u202enavn",
        "AU",
        "Utland kommune",
        "Kasserer",
        date(2024, 1, 1),
        "ase@example.no",
        "",
        "H",
        None,
        2.5,
        None,
    ),
)
SHEET = (("Namn", "Frå", "Til"), ("9001",), ("Per", date(2023, 11, 1), date(2027, 10, 31)), ("Kári", "2023", "2027"))
CHOICES = (
    "",
    "name",
    "none",
    "people",
    "new",
    "yes",
    "no",
    "correct",
    "leave",
    "1",
    "999999999999999999",
    "2024-01-01",
)


@dataclass
class ImportLog:
    """How many were carried out, how many had nothing to carry out, how many were refused and why, and what else."""

    imported: int = 0
    rows: int = 0
    idle: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def spoilt_people_files(seed: int) -> Iterator[tuple[bytes, str]]:
    """Contents and names, without end; the same ones for the same seed."""
    chance = random.Random(seed)
    workbook = write_workbook([TableSheet("Folk", ROWS), TableSheet("Arbeidsutvalget", SHEET)], title="Folk")
    plain = write_csv(ROWS)
    while True:
        way = chance.randrange(5)
        if way == 0:
            yield spoilt(workbook, chance), "folk.xlsx"
        elif way == 1:
            yield spoilt(plain, chance), "folk.csv"
        elif way == 2:
            yield write_csv(_shuffled(chance)), "folk.csv"
        else:
            yield repacked(workbook, chance, spoil=spoilt if way == 3 else spoilt_xml), "folk.xlsx"


def fuzz_imports(count: int, *, seed: int, actor: Actor, council: Council, now: datetime) -> ImportLog:
    """Send so many spoilt lists through the import of a council, with answers at random. Needs a database."""
    log, chance = ImportLog(), random.Random(seed)
    for number, (content, name) in zip(range(count), spoilt_people_files(seed), strict=False):
        try:
            _one(content, name, chance, log, actor, council, now)
        except (SheetRefused, TooManyRows) as refusal:
            log.refused[getattr(refusal, "code", type(refusal).__name__)] += 1
        except NotPossible:
            log.idle += 1
        except Exception as error:
            log.failures.append(f"list {number} of seed {seed}, {name}: {error!r}")
    return log


def _one(
    content: bytes, name: str, chance: random.Random, log: ImportLog, actor: Actor, council: Council, now: datetime
) -> None:
    data = as_json(read_sheets(content, name, limits=LIMITS), name)
    draft = operations.start_import(actor=actor, council=council, data=data, now=now)
    for _ in range(2):
        stored = stored_in(council)
        plan = plan_of(draft.data, draft.answers, stored, now=now)
        choices = Choices.of(draft.answers)
        names = [select.name for select in page.questions(plan, stored)]
        names += [day.name for day in page.days(plan, choices)] + ["first_day"]
        for form in page.sheet_forms(plan, stored, choices):
            names += [form.read_name, form.head_name, *(select.name for select in form.columns)]
        names += [select.name for view in page.views_of(plan.rows, choices) for select in view.questions]
        answers = {name: chance.choice(CHOICES) for name in names if chance.random() < 0.2}
        operations.choose(actor=actor, council=council, draft_id=draft.pk, form=answers, now=now)
        draft.refresh_from_db()
    plan = plan_of(draft.data, draft.answers, stored_in(council), now=now)
    page.heading(plan), page.counts_told(plan)
    operations.import_people(
        actor=actor, council=council, draft_id=draft.pk, fingerprint=plan.fingerprint, leaves_out=True, now=now
    )
    log.imported += 1
    log.rows += len(plan.accepted)


def _shuffled(chance: random.Random) -> list[tuple[object, ...]]:
    """The rows with cells in the wrong places."""
    cells = [cell for row in ROWS for cell in row]
    rows = [tuple(chance.choice(cells) if chance.random() < 0.3 else cell for cell in row) for row in ROWS]
    chance.shuffle(rows)
    return [ROWS[1], *rows] if chance.random() < 0.7 else rows
