"""Bring in what others have made and we serve ourselves: ``python tools/vendor.py``.

``vendor.lock.json`` says which packages, in which versions, and what is taken from them. Without an argument each
package is fetched with ``npm pack``, its checksum compared with the lock, and our files are made anew. ``--check``
needs no network: it compares the committed files with the lock. ``--accept`` writes the checksums of what was made into
the lock, after someone has changed a version or the list of parts in it and read what came.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).with_name("vendor.lock.json")


class NotAsLocked(Exception):
    """A package or a file is not what the lock says."""


def problems(lock: list[dict[str, Any]], root: Path = ROOT) -> list[str]:
    """What differs between the committed files and the lock, one sentence each; empty when all is well."""
    found = []
    for package in lock:
        folder = root / package["folder"]
        expected = {entry["to"]: entry["sha256"] for entry in package["files"]}
        there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        found += [f"{folder / name} is not in the lock of {package['name']}." for name in sorted(there - set(expected))]
        for name, checksum in sorted(expected.items()):
            if name not in there:
                found.append(f"{folder / name} is missing; run python tools/vendor.py.")
            elif _sha256((folder / name).read_bytes()) != checksum:
                found.append(f"{folder / name} has been changed by hand or is of another version than the lock's.")
        if not any(PurePosixPath(name).name.startswith("LICENSE") for name in expected):
            found.append(f"{package['name']}: the licence ({package['licence']}) must lie next to the files.")
    return found


def fetch(package: dict[str, Any], into: Path) -> Path:
    """Fetch a package and unpack it. Raises NotAsLocked when the checksum is another than the lock's."""
    wanted = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(into), wanted]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    archive = into / name
    got = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if got != package["integrity"]:
        raise NotAsLocked(
            f"{wanted} has the checksum {got}, and the lock says {package['integrity']}. Nothing is used."
        )
    with tarfile.open(archive) as tar:
        tar.extractall(into / "unpacked", filter="data")
    return into / "unpacked" / "package"


def make(package: dict[str, Any], entry: dict[str, Any], source: Path) -> bytes | None:
    """One of our files from the parts of a package: as it is, joined, or a subset of a font.

    None when the file is a subset and ``pyftsubset`` (fonttools with brotli) is not installed.
    """
    if "subset" in entry:
        return _subset(source / entry["parts"][0], entry["subset"])
    if "layers" not in entry:
        return b"".join((source / part).read_bytes() for part in entry["parts"])
    # Each of these files stands outside cascade layers; their own index.css puts them in, and so do we.
    joined = f"/*! {package['name']} {package['version']}, {package['licence']}; see LICENSE beside this file. */\n"
    joined += "".join((source / part).read_text(encoding="utf-8").strip() + "\n" for part in entry["parts"])
    for layer, parts in entry["layers"].items():
        for part in parts:
            joined += f"@layer {layer}{{{(source / part).read_text(encoding='utf-8').strip()}}}\n"
    return joined.encode()


def update(lock: list[dict[str, Any]], *, accept: bool) -> None:
    """Make every file anew. Raises NotAsLocked when one comes out differently and ``accept`` is not set."""
    for package in lock:
        with tempfile.TemporaryDirectory() as folder:
            source = fetch(package, Path(folder))
            for entry in package["files"]:
                content = make(package, entry, source)
                if content is None:
                    print(f"{entry['to']}: kept as it is; install fonttools and brotli to make it anew.")
                    continue
                if accept:
                    entry["sha256"] = _sha256(content)
                if _sha256(content) != entry["sha256"]:
                    raise NotAsLocked(f"{package['name']}: {entry['to']} came out differently than the lock says.")
                target = ROOT / package["folder"] / entry["to"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    if accept:
        LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _subset(font: Path, options: dict[str, str]) -> bytes | None:
    if shutil.which("pyftsubset") is None:
        return None
    target = font.with_suffix(".woff2")
    command = ["pyftsubset", str(font), "--flavor=woff2", f"--output-file={target}"]
    command += [f"--unicodes={options['unicodes']}", f"--layout-features={options['features']}"]
    subprocess.run(command, check=True)
    return target.read_bytes()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: list[str]) -> int:
    """Check or update; 0 when everything is as the lock says."""
    if set(arguments) - {"--check", "--accept"}:
        print(__doc__)
        return 2
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    if "--check" not in arguments:
        try:
            update(lock, accept="--accept" in arguments)
        except NotAsLocked as error:
            print(error, file=sys.stderr)
            return 1
    found = problems(lock)
    print("\n".join(found) or f"{len(lock)} packages are as the lock says.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
