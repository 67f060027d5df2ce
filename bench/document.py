"""A JSON-stat document of 756,840 cells, shaped like SSB's population by municipality, sex and age; always the same."""

import json
import random
from pathlib import Path

MUNICIPALITIES, SEXES, AGES, YEARS = 357, 2, 106, 10
CELLS = MUNICIPALITIES * SEXES * AGES * YEARS


def write(path: Path) -> Path:
    """Make the document, unless it is already there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(_text(), encoding="utf-8")
        partial.replace(path)
    return path


def _text() -> str:
    chance = random.Random(20260101)
    regions = [f"{3000 + 7 * n:04d}" for n in range(MUNICIPALITIES)]
    years = [str(2017 + n) for n in range(YEARS)]
    values: list[int | None] = [chance.randrange(0, 900) for _ in range(CELLS)]
    status = {}
    for cell in sorted(chance.sample(range(CELLS), CELLS // 50)):
        values[cell] = None
        status[str(cell)] = ":"
    dimension = {
        # Two names in three are shared by nobody; codes are what tells municipalities apart.
        "Region": _dimension("region", regions, [f"Kommune {n - n % 3}" for n in range(MUNICIPALITIES)]),
        "Kjonn": {"label": "sex", "category": {"index": {"1": 1, "2": 0}, "label": {"1": "Males", "2": "Females"}}},
        "Alder": _dimension("age", [f"{n:03d}" for n in range(AGES)], [f"{n} years" for n in range(AGES)]),
        "ContentsCode": {
            "label": "contents",
            "category": {
                "index": {"Personer1": 0},
                "label": {"Personer1": "Persons"},
                "unit": {"Personer1": {"base": "persons", "decimals": 0}},
            },
        },
        "Tid": _dimension("year", years, years),
    }
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": "Population, by region, sex, age, contents and year",
        "source": "Made up for measuring",
        "updated": "2026-02-25T07:00:00Z",
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": list(dimension),
        "size": [MUNICIPALITIES, SEXES, AGES, 1, YEARS],
        "dimension": dimension,
        "value": values,
        "status": status,
    }
    return json.dumps(document, separators=(",", ":"))


def _dimension(label: str, codes: list[str], labels: list[str]) -> dict[str, object]:
    return {
        "label": label,
        "category": {
            "index": {code: place for place, code in enumerate(codes)},
            "label": dict(zip(codes, labels, strict=True)),
        },
    }
