"""page_rate: the municipality page against ordinary Django pages of the same size, in the same server process.

The peer makes one query and renders one template. Neither page is cached. The server is the product's own, with one
process, which leaves the other core to wrk.
"""

import re
import shutil
import statistics
import subprocess
import sys

from bench.measuring import Measure, more_is_better
from bench.serving import fetch, served

PAGE = "/kommuner/5047-overhalla/"
ROUNDS = 5
SECONDS = 3
CONNECTIONS = 8


def measures() -> list[Measure]:
    """The pages in turn, several rounds."""
    if shutil.which("wrk") is None:
        raise SystemExit("bench: wrk is not installed; page_rate needs it (Debian: apt-get install wrk).")
    print("serving pages …", file=sys.stderr)
    with served(settings="bench.site.settings") as site:
        size = len(fetch(site + PAGE))
        addresses = {"ours": site + PAGE}
        for kind in ("list", "bare"):
            empty = len(fetch(f"{site}/bench/{kind}/"))
            addresses[kind] = f"{site}/bench/{kind}/?fill={size - empty}"
            found = len(fetch(addresses[kind]))
            if found != size:
                raise SystemExit(f"bench: the page {kind} has {found} bytes, the municipality page {size}.")
        for address in addresses.values():
            _rate(address, 1)
        rates: dict[str, list[float]] = {kind: [] for kind in addresses}
        for _ in range(ROUNDS):
            for kind, address in addresses.items():
                rates[kind].append(_rate(address, SECONDS))
    middle = {kind: round(statistics.median(found), 1) for kind, found in rates.items()}
    return [
        more_is_better(
            "page_rate",
            middle["ours"],
            middle["list"],
            "requests/s",
            target=0.6,
            note=f"a table of 50 rows, {size} bytes",
        ),
        more_is_better(
            "page_rate_bare", middle["ours"], middle["bare"], "requests/s", note=f"a name and plain text, {size} bytes"
        ),
    ]


def _rate(address: str, seconds: int) -> float:
    """Requests answered per second. Every answer must be a good one."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"bench: not all answers were good:\n{told}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", told)
    if found is None:
        raise SystemExit(f"bench: wrk told no rate:\n{told}")
    return float(found.group(1))
