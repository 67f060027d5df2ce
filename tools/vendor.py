"""Fetch and check the style sheets and fonts of others that the product serves itself.

``python tools/vendor.py`` fetches what ``vendor.lock.json`` names (needs npm), checks it, and writes the files;
``python tools/vendor.py --check`` only compares the files with the lock, and needs nothing.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src" / "veivalg" / "web" / "ui" / "static" / "vendor"
LOCK = Path(__file__).with_name("vendor.lock.json")


def main() -> int:
    """Returns 1 when a file is not what the lock says."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    if "--check" not in sys.argv:
        for package in lock["packages"]:
            fetch(package)
    wrong = [
        f"{name}: is not the file that tools/vendor.lock.json names. Run `python tools/vendor.py`."
        for name, sha256 in lock["files"].items()
        if not (VENDOR / name).is_file() or hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() != sha256
    ]
    extra = {str(p.relative_to(VENDOR)) for p in VENDOR.rglob("*") if p.is_file()} - set(lock["files"])
    wrong += [f"{name}: is not named in tools/vendor.lock.json." for name in sorted(extra)]
    print("\n".join(wrong) or f"{len(lock['files'])} vendored files are as locked.")
    return 1 if wrong else 0


def fetch(package: dict[str, object]) -> None:
    """Get one package, check its integrity, and write what we take of it."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{package['name']}@{package['version']}"
        told = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
        archive = Path(folder) / told.stdout.split()[-1]
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != package["integrity"]:
            raise SystemExit(f"{name}: the archive is not the one that was locked.")
        contents = {}
        with tarfile.open(archive) as files:
            for member in files:
                stream = files.extractfile(member)
                if stream is not None:
                    contents[member.name.removeprefix("package/")] = stream.read()
    for target, parts in package["files"].items():  # type: ignore[attr-defined]
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / target).write_bytes(b"".join(_part(contents, part) for part in parts))


def _part(contents: dict[str, bytes], part: dict[str, str]) -> bytes:
    """One file of a package as it is, or put into the cascade layer it belongs to."""
    raw = contents[part["file"]]
    return b"@layer %s{%s}\n" % (part["layer"].encode(), raw.strip()) if "layer" in part else raw


if __name__ == "__main__":
    sys.exit(main())
