"""``veivalg index vulnerability``: the index as CSV, JSON or a table."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from veivalg.facts import load
from veivalg.rules.provenance import Mark
from veivalg.statistics import index, store
from veivalg.statistics.dataset import DataSet, DataSetBroken
from veivalg.statistics.given import OwnCounting
from veivalg.statistics.index import Area, IndexTable
from veivalg.statistics.spreadsheets import harmless

FIXED = ("municipality", "name", "year", "edition", "available", "score", "score_certain", "score_possible")


class CouncilUnknown(Exception):
    """There is no council with this slug."""


class Refused(Exception):
    """The request names something that does not exist; the message says what does."""


@dataclass(frozen=True, kw_only=True)
class CouncilAreas:
    """A council (regionråd) as the command line needs it."""

    slug: str
    name: str
    members: tuple[tuple[str, str, str], ...]
    """Number and name as shown, and the number whose figures are used."""
    editions: Mapping[str, OwnCounting] = field(default_factory=dict)
    """Its own published editions, by their id: ``demoregionen.2026``."""


def main(argv: list[str], *, home: Path, resolve_council: Callable[[str], CouncilAreas]) -> int:
    """Print the index. Exit code 0, or 2 when edition, year, municipality or council does not exist."""
    parser = argparse.ArgumentParser(prog="veivalg index")
    command = parser.add_subparsers(dest="command", required=True).add_parser("vulnerability")
    command.add_argument("--edition", default="viken-2019")
    command.add_argument("--year", type=int)
    command.add_argument("--municipality", action="append", default=[], metavar="NR")
    command.add_argument("--council", metavar="SLUG")
    command.add_argument("--format", choices=["csv", "json", "table"], default="table")
    options = parser.parse_args(argv)
    try:
        rows = index_rows(
            store.current(home),
            edition_id=options.edition,
            year=options.year,
            municipalities=options.municipality,
            council=resolve_council(options.council) if options.council else None,
        )
    except (Refused, CouncilUnknown, DataSetBroken) as error:
        print(f"veivalg index: {error}", file=sys.stderr)
        return 2
    write = {"csv": as_csv, "json": as_json, "table": as_table}[options.format]
    print(write(rows), end="")
    return 0


def index_rows(
    data: DataSet, *, edition_id: str, year: int | None, municipalities: list[str], council: CouncilAreas | None
) -> list[dict[str, Any]]:
    """One row per municipality, and with a council one more for the region. Raises Refused."""
    own = council.editions if council is not None else {}
    if edition_id in own:
        counting = own[edition_id]
    elif edition_id in load.editions():
        counting = OwnCounting(edition=load.editions()[edition_id], indicators=load.indicators(), given={})
    else:
        raise Refused(f"there is no edition {edition_id!r}. Choose one of {', '.join([*load.editions(), *own])}.")
    shown = [(code, data.by_code[code].name, code) for code in _known(data, municipalities)]
    if council is not None:
        shown = [member for member in council.members if not municipalities or member[0] in municipalities]
        areas = [Area(id=code, rows=(data.row[figures],), codes=(code,)) for code, _, figures in shown]
        areas.append(Area(id=council.slug, rows=tuple(data.row[figures] for _, _, figures in council.members)))
        shown.append((council.slug, council.name, ""))
        if not council.members:
            raise Refused(f"{council.name} has no confirmed members, so there is nothing to count.")
    else:
        shown = shown or [(m.code, m.name, m.code) for m in data.municipalities]
        areas = [Area(id=code, rows=(data.row[figures],)) for code, _, figures in shown]
    table = index.compute(data, counting.edition, counting.indicators, areas=areas, given=counting.given)
    chosen = table.default_year() if year is None else year
    if chosen not in table.years:
        raise Refused(f"there are no figures for {chosen}. Choose a year from {table.years[0]} to {table.years[-1]}.")
    return [
        _row(table, row, table.years.index(chosen), code, name, edition_id) for row, (code, name, _) in enumerate(shown)
    ]


def _known(data: DataSet, codes: list[str]) -> list[str]:
    for code in codes:
        if code not in data.row:
            later = sorted({change.new for change in data.code_history if change.old == code})
            raise Refused(
                f"there is no municipality {code!r} today"
                + (f"; it became {', '.join(later)}. Use that number." if later else ". Numbers have four digits.")
            )
    return codes


def _row(table: IndexTable, area: int, year: int, code: str, name: str, edition_id: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "municipality": code,
        "name": name,
        "year": table.years[year],
        "edition": edition_id,
        "available": int(table.available[area, year]),
        "score": int(table.score[area, year]),
        "score_certain": int(table.certain[area, year]),
        "score_possible": int(table.possible[area, year]),
    }
    for n, id in enumerate(table.indicators):
        place = (area, year, n)
        value = float(table.value[place])
        gone = bool(np.isnan(value))
        basis = "estimate" if table.mark[place] == int(Mark.ESTIMATE) else "official"
        if table.definitions[id].is_own:
            # Never to be taken for an official figure.
            basis = "own estimate" if basis == "estimate" else "own"
        # A derived rate is off by more than its second decimal; two are kept so that files can be compared.
        row[f"{id}_value"] = None if gone else round(value, 2)
        row[f"{id}_risk"] = index.RISK_WORDS[table.risk[place]]
        row[f"{id}_basis"] = "" if gone else basis
    return row


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Comma-separated, a header line, decimals with a point; a missing value is empty."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else harmless(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue()


def as_json(rows: list[dict[str, Any]]) -> str:
    """A list of objects; a missing value is null."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_table(rows: list[dict[str, Any]]) -> str:
    """For people: name, score as certain–possible, how many are available."""
    width = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        low, high = row["score_certain"], row["score_possible"]
        span = str(low) if low == high else f"{low}–{high}"
        lines.append(f"{row['name']:{width}}  {row['year']}  {span:>5}  ({row['available']} available)\n")
    return "".join(lines)
