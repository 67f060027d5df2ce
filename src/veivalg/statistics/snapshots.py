"""Snapshots (øyeblikksbilder) of data sets: raw bytes by sha256, append-only, with a manifest."""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

MANIFEST = "manifest.jsonl"


class SnapshotBroken(Exception):
    """A snapshot's bytes are gone or are not those that were recorded."""


def folder(home: Path) -> Path:
    """Where an installation keeps its snapshots."""
    return home / "snapshots"


def record(home: Path, raw: bytes, *, at: datetime, note: str) -> bool:
    """Keep these bytes as the newest snapshot. Returns False when they equal the newest: then only that is noted."""
    digest = hashlib.sha256(raw).hexdigest()
    lines = entries(home)
    unchanged = bool(lines) and lines[-1]["sha256"] == digest
    target = folder(home) / f"{digest}.vvdata"
    if not target.exists():
        folder(home).mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as handle:
            handle.write(raw)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)
    entry = {
        "sha256": digest,
        "bytes": len(raw),
        "recorded_at": at.isoformat(),
        "event": "checked, unchanged" if unchanged else "imported",
        "note": note,
    }
    with (folder(home) / MANIFEST).open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(entry, ensure_ascii=False) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    return not unchanged


def entries(home: Path) -> list[dict[str, Any]]:
    """The manifest's lines, oldest first; a line cut short by a crash is left out."""
    try:
        text = (folder(home) / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    lines = text.split("\n")[:-1]
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


def newest(home: Path) -> Path | None:
    """The file of the newest snapshot, or None when there is none yet."""
    lines = entries(home)
    return folder(home) / f"{lines[-1]['sha256']}.vvdata" if lines else None


def verify(home: Path) -> int:
    """Compute every snapshot's sha256 anew. Returns how many; raises SnapshotBroken at the first bad one."""
    digests = {entry["sha256"] for entry in entries(home)}
    for digest in sorted(digests):
        file = folder(home) / f"{digest}.vvdata"
        if not file.is_file():
            raise SnapshotBroken(f"{file.name} stands in the manifest but is gone. Restore it from a backup.")
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise SnapshotBroken(f"{file.name} does not hold what its name says. Restore it from a backup.")
    return len(digests)
