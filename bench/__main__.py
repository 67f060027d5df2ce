"""``python -m bench [decode] [import] [index] [pages]``: a table, and build/bench.json."""

import argparse
import json
import sys

from bench import decoding, import_rate, indexing, pages
from bench.measuring import BUILD, Measure

PARTS = {
    "decode": decoding.measures,
    "import": import_rate.measures,
    "index": indexing.measures,
    "pages": pages.measures,
}


def main() -> int:
    """Measure what is asked for, all of it by default. Returns 0 also when a target is missed: the table says it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Compare our speed with a fair peer.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    found = [measure for part in PARTS if part in chosen for measure in PARTS[part]()]
    _show(found)
    BUILD.mkdir(exist_ok=True)
    file = BUILD / "bench.json"
    file.write_text(json.dumps([measure.as_entry() for measure in found], indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {file.relative_to(BUILD.parent)}; ratio: larger is better")
    return 0


def _show(found: list[Measure]) -> None:
    print(f"{'name':22}{'ours':>10}{'peer':>10} {'unit':12}{'ratio':>8}  {'target':16}against")
    for m in found:
        target = "" if m.target is None else f"≥ {m.target:g} {'reached' if m.ratio >= m.target else 'MISSED'}"
        print(f"{m.name:22}{m.ours:>10g}{m.peer:>10g} {m.unit:12}{m.ratio:>8.2f}  {target:16}{m.note}")


if __name__ == "__main__":
    sys.exit(main())
