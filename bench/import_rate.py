"""import_rate: rows of a plan read per second, against openpyxl alone reading the same workbook.

Ours is everything that happens to an uploaded file before the preview: the guards, the reading, and the understanding
of 2,000 rows as goals, paths and actions with every guess noted. The peer only takes the cells' values out, in both of
its ways. Every run has a fresh process; the time is that of the reading, not of starting Python and importing.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.measuring import BUILD, Measure, in_own_process, medians, more_is_better

ROWS = 2_000
REPEATS = 5
_HEADS = ("Mål", "Dette oppnår vi gjennom", "Nr", "Da må vi (tiltak 2026-2029)", "Ansvar/samarb.partnere", "Frist")
_DOINGS = ("Lage felles plan for", "Ha kvartalsvise møter om", "Skrive minst to kronikker om", "Søke midler til")
_THEMES = ("bolig", "skyss", "beredskap", "ungdom", "næring", "kultur", "helse")
_NAMES = ("Rådet/AU", "Næringsforeningen, kommunene", "AU", "Sekretariatet i samarbeid med fylket")


def measures() -> list[Measure]:
    """Ours and the peer's turn about."""
    file = write(BUILD / "bench-plan.xlsx")
    print(f"reading a plan of {ROWS:,} rows, {file.stat().st_size / 1e3:.0f} kB …", file=sys.stderr)
    in_own_process("bench.import_rate", "check", str(file))
    runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in ("ours", "peer", "peer_read_only")}
    for _ in range(REPEATS):
        for kind, results in runs.items():
            results.append(in_own_process("bench.import_rate", kind, str(file)))
    rates = {kind: round(ROWS / medians(results)["seconds"]) for kind, results in runs.items()}
    return [
        more_is_better(
            "import_rate",
            rates["ours"],
            rates["peer"],
            "rows/s",
            note="openpyxl alone, all cells of the same workbook; ours with guards, plan and notes",
        ),
        more_is_better(
            "import_rate_read_only",
            rates["ours"],
            rates["peer_read_only"],
            "rows/s",
            note="the same with openpyxl's read_only",
        ),
    ]


def write(path: Path) -> Path:
    """Make the workbook: title rows, blank cells that mean as above, several names in a cell. Always the same."""
    from veivalg.web.files.writing import TableSheet, write_workbook

    rows: list[tuple[str | int | None, ...]] = [("Strategi 2026-2033", *(None,) * 5), (None,) * 6, _HEADS]
    for number in range(1, ROWS + 1):
        begins_goal, begins_path = number % 40 == 1, number % 8 == 1
        theme = _THEMES[number % len(_THEMES)]
        rows.append(
            (
                f"Mål {number // 40 + 1} om {theme} i regionen" if begins_goal else None,
                f"Vei {number // 8 + 1} gjennom samarbeid om {theme}" if begins_path else None,
                number,
                f"{_DOINGS[number % len(_DOINGS)]} {theme} nummer {number}, sammen med alle kommunene",
                _NAMES[number % len(_NAMES)],
                2026 + number % 4,
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_workbook([TableSheet("Handlingsplan", rows, 0)], title="Handlingsplan"))
    return path


def ours() -> Callable[[bytes], int]:
    """The reader as the product uses it."""
    _without_website()
    from veivalg.web.files.plans.reading import read_plan

    return lambda content: len(read_plan(content, "plan.xlsx").plan.actions)


def peer(*, read_only: bool) -> Callable[[bytes], int]:
    """openpyxl as its own documentation shows it, on every row."""
    import io

    import openpyxl

    def read(content: bytes) -> int:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=read_only, data_only=True)
        return len([row for row in book.active.iter_rows(min_row=4, values_only=True) if row[3]])

    return read


def main(kind: str, file: Path) -> None:
    """Read once and print the seconds."""
    content = file.read_bytes()
    readers: dict[str, Callable[[], Callable[[bytes], int]]] = {
        "ours": ours,
        "peer": lambda: peer(read_only=False),
        "peer_read_only": lambda: peer(read_only=True),
    }
    if kind == "check":
        if {make()(content) for make in readers.values()} != {ROWS}:
            raise SystemExit("The readers do not find the same rows.")
        print("{}")
        return
    read = readers[kind]()
    start = time.perf_counter()
    read(content)
    print(json.dumps({"seconds": time.perf_counter() - start}))


def _without_website() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
