"""``veivalg statistics status | verify | import DIR``."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from veivalg.statistics import dataset, snapshots, store
from veivalg.statistics.dataset import DataSetBroken
from veivalg.statistics.importer import BadInput, import_directory


def main(argv: list[str], *, home: Path) -> int:
    """Run one command. Exit code 0, or 2 when the input or a stored file is bad; then nothing was written."""
    parser = argparse.ArgumentParser(prog="veivalg statistics")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="which figures are in force")
    commands.add_parser("verify", help="check every stored file against its checksum")
    importing = commands.add_parser("import", help="build a data set from a folder of upstream files")
    importing.add_argument("directory", type=Path)
    importing.add_argument("--output", type=Path, help="write the data set to this file instead of a snapshot")
    options = parser.parse_args(argv)
    try:
        if options.command == "status":
            return _status(home)
        if options.command == "verify":
            return _verify(home)
        return _import(home, options.directory, options.output)
    except (BadInput, DataSetBroken, snapshots.SnapshotBroken) as error:
        print(f"veivalg statistics: {error}", file=sys.stderr)
        return 2


def _status(home: Path) -> int:
    file = store.current_file(home)
    data = store.current(home)
    print(f"In force: {file.name}, sha256 {data.sha256}")
    print(f"Collected {data.collected_on}, importer version {data.importer_version}")
    for cube in data.cubes.values():
        years = cube.dimensions.get("year", ())
        span = f"{years[0]}–{years[-1]}" if years else "undated"
        print(f"  {cube.id:28} {span:12} {data.origins[cube.origins[0]].attribution}")
    for entry in snapshots.entries(home):
        print(f"  {entry['recorded_at'][:10]} {entry['event']:20} {entry['sha256'][:12]} {entry['note']}")
    return 0


def _verify(home: Path) -> int:
    checked = snapshots.verify(home)
    dataset.read(store.shipped_file())
    print(f"{checked} snapshots and the shipped data set hold what their checksums say.")
    return 0


def _import(home: Path, directory: Path, output: Path | None) -> int:
    raw = dataset.dump(import_directory(directory))
    dataset.parse(raw)
    if output is not None:
        partial = output.with_suffix(".partial")
        partial.write_bytes(raw)
        partial.replace(output)
        print(f"Wrote {output} ({len(raw)} bytes).")
        return 0
    changed = snapshots.record(home, raw, at=datetime.now(tz=UTC), note=str(directory))
    print("A new snapshot is in force." if changed else "Checked: unchanged since the last import.")
    return 0
