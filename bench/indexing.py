"""index_time: the whole index for all municipalities and all years in one call, against vectorised pandas.

Both start from the figures in memory, each in the form it keeps them in; the scores are compared before timing.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.measuring import Measure, in_own_process, less_is_better

REPEATS = 15


def measures() -> list[Measure]:
    """Ours and the two peers turn about, in one process of their own."""
    print("computing the index …", file=sys.stderr)
    found = in_own_process("bench.indexing")
    return [
        less_is_better("index_time", found["ours"], found["peer"], "s", target=5, note="pandas from tidy tables"),
        less_is_better(
            "index_time_wide", found["ours"], found["peer_wide"], "s", note="pandas from tables already turned"
        ),
    ]


def main() -> None:
    """Compare, then time, then print the medians."""
    import numpy as np

    from bench import index_peer
    from veivalg.facts import load
    from veivalg.statistics import store
    from veivalg.statistics.index import compute

    data = store.current(None)
    edition, definitions = load.editions()["viken-2019"], load.indicators()
    tables = index_peer.tables(data)
    wide = index_peer.turn(tables)
    ways: dict[str, Callable[[], Any]] = {
        "ours": lambda: compute(data, edition, definitions),
        "peer": lambda: index_peer.scores(index_peer.turn(tables), edition),
        "peer_wide": lambda: index_peer.scores(wide, edition),
    }
    ours = ways["ours"]()
    for kind in ("peer", "peer_wide"):
        theirs = ways[kind]()
        for column in ("available", "score", "certain", "possible"):
            square = theirs[column].unstack("municipality").loc[list(ours.years), list(ours.areas)].to_numpy().T
            different = np.argwhere(square != getattr(ours, column))
            if different.size:
                area, year = different[0]
                raise SystemExit(
                    f"{kind} and ours differ on {column} in {len(different)} places, first in {ours.areas[area]} "
                    f"{ours.years[year]}: {square[area, year]} and {getattr(ours, column)[area, year]}."
                )
    seconds: dict[str, list[float]] = {kind: [] for kind in ways}
    for _ in range(REPEATS):
        for kind, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[kind].append(time.perf_counter() - start)
    print(json.dumps({kind: round(statistics.median(times), 5) for kind, times in seconds.items()}))


if __name__ == "__main__":
    main()
