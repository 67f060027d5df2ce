"""``veivalg statistics status | verify | import DIR``."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from veivalg.statistics import dataset, geometry, snapshots, store
from veivalg.statistics.dataset import DataSetBroken
from veivalg.statistics.importer import BadInput, import_directory, simplified_map


def main(argv: list[str], home: Path, *, out: TextIO | None = None) -> int:
    """Run one command. Exit code 0, or 2 when the input or a stored file is bad; then nothing was written."""
    parser = argparse.ArgumentParser(prog="veivalg statistics")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="which figures are in force")
    commands.add_parser("verify", help="check every stored file against its checksum")
    importing = commands.add_parser("import", help="build a data set from a folder of upstream files")
    importing.add_argument("directory", type=Path)
    importing.add_argument("--output", type=Path, help="write the data set to this file instead of a snapshot")
    importing.add_argument("--map", type=Path, help="also write the simplified map to this file")
    options = parser.parse_args(argv)
    stream = out or sys.stdout
    try:
        if options.command == "status":
            return _status(home, stream)
        if options.command == "verify":
            return _verify(home, stream)
        return _import(home, options.directory, options.output, options.map, stream)
    except (BadInput, DataSetBroken, snapshots.SnapshotBroken) as error:
        print(f"veivalg statistics: {error}", file=sys.stderr)
    except OSError as error:
        print(
            f"veivalg statistics: {error.filename or ''}: cannot be read or written "
            f"({error.strerror or error}). Check that the folder is there, and who may write to it.",
            file=sys.stderr,
        )
    return 2


def _status(home: Path, out: TextIO) -> int:
    file = store.current_file(home)
    data = store.current(home)
    kind = "shipped with the product" if file == store.shipped_file() else "snapshot"
    print(f"In force: {file.name} ({kind}), sha256 {data.sha256}", file=out)
    print(
        f"{len(data.municipalities)} municipalities, collected {data.collected_on}, "
        f"importer version {data.importer_version}",
        file=out,
    )
    for cube in data.cubes.values():
        years = cube.dimensions.get("year", ())
        span = f"{years[0]}–{years[-1]}" if years else "undated"
        print(f"  {cube.id:28} {span:12} {data.origins[cube.origins[0]].attribution}", file=out)
    for entry in snapshots.entries(home):
        print(f"  {entry.recorded_at[:10]} {entry.event:20} {entry.sha256[:12]} {entry.note}", file=out)
    return 0


def _verify(home: Path, out: TextIO) -> int:
    checked = snapshots.verify(home)
    dataset.read(store.shipped_file())
    geometry.shapes()
    print(f"{checked} snapshots and the shipped data set hold what their checksums say.", file=out)
    return 0


def _import(home: Path, directory: Path, output: Path | None, map_file: Path | None, out: TextIO) -> int:
    data = import_directory(directory)
    drawn = simplified_map(directory, tuple(data.row)) if map_file is not None else None
    raw = dataset.dump(data)
    dataset.parse(raw)
    if output is not None:
        snapshots.write_whole(output, raw)
        print(f"Wrote {output} ({len(raw)} bytes).", file=out)
    else:
        changed = snapshots.record(
            home,
            raw,
            at=datetime.now(tz=UTC),
            importer_version=data.importer_version,
            inputs=data.inputs,
            note=str(directory),
        )
        print(
            "A new snapshot is in force." if changed else "Checked: unchanged since the last import.",
            file=out,
        )
    if map_file is not None and drawn is not None:
        snapshots.write_whole(map_file, drawn)
        print(f"Wrote {map_file} ({len(drawn)} bytes).", file=out)
    return 0
