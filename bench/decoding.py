"""decode_time and decode_memory: JSON-stat text to a frame, against pyjstat.

The peer gets codes (``naming="id"``), as we do; its default, labels, is measured as well. For the comparison ours is
made into the same thing, a pandas DataFrame, inside the measured time. Every decoding has a fresh process.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import document
from bench.measuring import BUILD, Measure, in_own_process, less_is_better, medians

REPEATS = 3


def measures() -> list[Measure]:
    """Ours and the peer's turn about."""
    file = document.write(BUILD / "bench-population.json")
    print(f"decoding {document.CELLS:,} cells, {file.stat().st_size / 1e6:.1f} MB of text …", file=sys.stderr)
    in_own_process("bench.decoding", "check", str(file))
    runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in ("ours", "peer", "frame", "peer_labels")}
    for _ in range(REPEATS):
        for kind, results in runs.items():
            # What takes a tenth of a second is disturbed by less than what takes seconds: more runs for the same rest.
            for _ in range(1 if kind.startswith("peer") else 3):
                results.append(in_own_process("bench.decoding", kind, str(file)))
    middle = {kind: medians(results) for kind, results in runs.items()}

    def pair(name: str, figure: str, unit: str, ours: str, peer: str, **more: Any) -> Measure:
        return less_is_better(name, round(middle[ours][figure], 4), round(middle[peer][figure], 4), unit, **more)

    to_codes = "pyjstat to codes, both to a pandas DataFrame"
    return [
        pair("decode_time", "seconds", "s", "ours", "peer", target=40, note=to_codes),
        pair("decode_memory", "mebibytes", "MiB", "ours", "peer", target=4, note=to_codes),
        pair("decode_time_labels", "seconds", "s", "ours", "peer_labels", note="pyjstat to labels, its default"),
        pair("decode_memory_labels", "mebibytes", "MiB", "ours", "peer_labels", note="pyjstat to labels, its default"),
        pair("decode_time_frame", "seconds", "s", "frame", "peer", note="ours without the step to pandas"),
        pair("decode_memory_frame", "mebibytes", "MiB", "frame", "peer", note="ours without the step to pandas"),
    ]


def ours_plain() -> Callable[[str], Any]:
    """The decoder as the product uses it."""
    from veivalg.statistics import jsonstat

    return jsonstat.decode


def ours_to_pandas() -> Callable[[str], Any]:
    """The decoder, and then a DataFrame with categories."""
    import pandas as pd

    from veivalg.statistics import jsonstat

    def to_pandas(text: str) -> pd.DataFrame:
        frame = jsonstat.decode(text)
        columns: dict[str, Any] = {
            d.id: pd.Categorical.from_codes(frame.columns[d.id], categories=list(d.codes)) for d in frame.dimensions
        }
        return pd.DataFrame({**columns, "value": frame.values}, copy=False)

    return to_pandas


def peer(naming: str) -> Callable[[str], Any]:
    """pyjstat as its own documentation shows it."""
    from pyjstat import pyjstat

    return lambda text: pyjstat.Dataset.read(text).write("dataframe", naming=naming)


def main(kind: str, file: Path) -> None:
    """Decode once and print seconds and additional memory."""
    text = file.read_text(encoding="utf-8")
    if kind == "check":
        _check(text)
        print("{}")
        return
    decoders: dict[str, Callable[[], Callable[[str], Any]]] = {
        "ours": ours_to_pandas,
        "frame": ours_plain,
        "peer": lambda: peer("id"),
        "peer_labels": lambda: peer("label"),
    }
    decode = decoders[kind]()
    # Writing 5 here sets the peak back to what is used now.
    Path("/proc/self/clear_refs").write_text("5")
    before = _kibibytes("VmRSS")
    start = time.perf_counter()
    frame = decode(text)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "mebibytes": (_kibibytes("VmHWM") - before) / 1024, "rows": len(frame)}))


def _check(text: str) -> None:
    """Both must give the same table, or the comparison is worth nothing."""
    ours, theirs = ours_to_pandas()(text), peer("id")(text)
    if list(ours.columns) != list(theirs.columns) or len(ours) != document.CELLS:
        raise SystemExit("The two decoders do not give the same columns.")
    for column in ours.columns:
        if not (ours[column].astype(theirs[column].dtype).equals(theirs[column])):
            raise SystemExit(f"The two decoders do not agree on {column}.")


def _kibibytes(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise SystemExit(f"/proc/self/status has no {name}; memory is measured on Linux only.")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
