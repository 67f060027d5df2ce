"""What a measurement is, and how a program is measured in a process of its own."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One comparison. ``ratio`` is larger when we do better, whatever the unit; ``note`` says against what."""

    name: str
    ours: float
    peer: float
    ratio: float
    unit: str
    target: float | None = None
    note: str = ""

    def as_entry(self) -> dict[str, Any]:
        """What goes into build/bench.json."""
        entry = asdict(self)
        return {key: entry[key] for key in ("name", "ours", "peer", "ratio", "unit")}


def less_is_better(name: str, ours: float, peer: float, unit: str, **more: Any) -> Measure:
    """Seconds, bytes: the ratio is peer divided by ours."""
    return Measure(name=name, ours=ours, peer=peer, ratio=round(peer / ours, 2), unit=unit, **more)


def more_is_better(name: str, ours: float, peer: float, unit: str, **more: Any) -> Measure:
    """Requests per second: the ratio is ours divided by peer."""
    return Measure(name=name, ours=ours, peer=peer, ratio=round(ours / peer, 2), unit=unit, **more)


def in_own_process(module: str, *words: str) -> dict[str, float]:
    """Run ``python -m module words…``; its last line is a JSON object of figures."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def medians(runs: Iterable[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over the runs."""
    runs = list(runs)
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}
