"""Snapshots (øyeblikksbilder) of data sets: raw bytes by sha256, append-only, with a manifest.

``<home>/snapshots/<sha256>.vvdata`` are the bytes; ``manifest.jsonl`` has one line per import, oldest first. The
newest line says which snapshot is in force. Nothing is ever changed or deleted; importing an older snapshot's bytes
again adds a line that puts it in force again.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

MANIFEST = "manifest.jsonl"
IMPORTED = "imported"
UNCHANGED = "checked, unchanged"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class SnapshotBroken(Exception):
    """A snapshot's bytes are gone, are not those that were recorded, or the manifest cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the manifest."""

    sha256: str
    bytes: int
    recorded_at: str
    """ISO date and time, with time zone."""
    event: str
    """``imported``, or ``checked, unchanged`` when the bytes equal those in force."""
    importer_version: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Input file -> sha256."""
    note: str = ""


def folder(home: Path) -> Path:
    """Where an installation keeps its snapshots."""
    return home / "snapshots"


def file_of(home: Path, sha256: str) -> Path:
    """Where the bytes with this checksum lie."""
    return folder(home) / f"{sha256}.vvdata"


def record(
    home: Path,
    raw: bytes,
    *,
    at: datetime,
    importer_version: str = "",
    inputs: Mapping[str, str] | None = None,
    note: str = "",
) -> bool:
    """Keep these bytes as the newest snapshot. Returns False when they equal the newest: then only that is noted.

    The bytes are safely on disk before the manifest names them, so that a crash leaves the old ones in force.
    Raises SnapshotBroken when the manifest is damaged.
    """
    digest = hashlib.sha256(raw).hexdigest()
    lines = entries(home)
    unchanged = bool(lines) and lines[-1].sha256 == digest
    target = file_of(home, digest)
    if not target.exists():
        write_whole(target, raw)
    entry = Entry(
        sha256=digest,
        bytes=len(raw),
        recorded_at=at.isoformat(timespec="seconds"),
        event=UNCHANGED if unchanged else IMPORTED,
        importer_version=importer_version,
        inputs=dict(inputs or {}),
        note=note,
    )
    _append(folder(home) / MANIFEST, json.dumps(asdict(entry), ensure_ascii=False))
    return not unchanged


def write_whole(target: Path, raw: bytes) -> None:
    """Write a file so that it is either all there or not at all. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as handle:
            handle.write(raw)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _settle(target.parent)


def entries(home: Path) -> list[Entry]:
    """The manifest's lines, oldest first; a last line cut short by a crash is left out.

    Raises SnapshotBroken when any other line cannot be read.
    """
    try:
        text = (folder(home) / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise SnapshotBroken(f"{MANIFEST} is not text ({error}). Restore it from a backup.") from error
    found = []
    lines = text.split("\n")
    # What stands after the last line break was never finished.
    for number, line in enumerate(lines[:-1], start=1):
        try:
            entry = Entry(**json.loads(line))
            if not _SHA256.fullmatch(entry.sha256):
                raise ValueError("the checksum is not a sha256")
        except (ValueError, TypeError) as error:
            raise SnapshotBroken(
                f"{MANIFEST}, line {number}: cannot be read ({error}). Restore it from a backup."
            ) from error
        found.append(entry)
    return found


def newest(home: Path) -> Path | None:
    """The file of the newest snapshot, or None when there is none yet. Raises SnapshotBroken."""
    lines = entries(home)
    return file_of(home, lines[-1].sha256) if lines else None


def verify(home: Path) -> int:
    """Compute every checksum anew. Returns how many; raises SnapshotBroken at the first bad one."""
    digests = {entry.sha256 for entry in entries(home)}
    for digest in sorted(digests):
        file = file_of(home, digest)
        if not file.is_file():
            raise SnapshotBroken(f"{file.name} stands in the manifest but is gone. Restore it from a backup.")
        with file.open("rb") as handle:
            actual = hashlib.file_digest(handle, "sha256").hexdigest()
        if actual != digest:
            raise SnapshotBroken(f"{file.name} does not hold what its name says. Restore it from a backup.")
    return len(digests)


def _append(path: Path, line: str) -> None:
    """Add one line. A last line that a crash cut short never became an entry, and is taken away first."""
    with path.open("a+b") as handle:
        handle.seek(0)
        whole = handle.read().rfind(b"\n") + 1
        handle.truncate(whole)
        handle.write(line.encode() + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    _settle(path.parent)


def _settle(directory: Path) -> None:
    """Make a new name in a directory survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
