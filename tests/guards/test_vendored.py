"""What others have made lies here as the lock says, with its licence, and holds what our pages ask of it."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "veivalg" / "web" / "ui" / "static"
TEMPLATES = sorted((ROOT / "src" / "veivalg" / "web").rglob("*.html"))


def load_tool():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


vendor = load_tool()
PACKAGES = json.loads(vendor.LOCK.read_text(encoding="utf-8"))


def test_vendored_files_are_as_the_lock_says():
    assert vendor.problems(PACKAGES) == []


def test_every_vendored_folder_is_in_the_lock():
    there = {path for folder in (STATIC / "vendor", ROOT / "tests" / "vendor") for path in folder.iterdir()}

    assert {str(path.relative_to(ROOT)) for path in there} == {package["folder"] for package in PACKAGES}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_package_is_locked_to_one_version_and_checksum(package):
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    assert package["licence"]


def test_a_changed_a_missing_and_a_foreign_file_are_told_apart(tmp_path):
    lock = [
        {
            "name": "thing",
            "licence": "MIT",
            "folder": "vendor",
            "files": [{"to": "LICENSE", "sha256": "0"}, {"to": "thing.css", "sha256": "0"}],
        }
    ]
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "LICENSE").write_text("MIT")
    (tmp_path / "vendor" / "other.js").write_text("")

    foreign, changed, missing = vendor.problems(lock, tmp_path)

    assert foreign.endswith("other.js is not in the lock of thing.")
    assert "LICENSE has been changed by hand" in changed
    assert "thing.css is missing" in missing


def test_a_package_with_another_checksum_is_not_used(tmp_path, monkeypatch):
    (tmp_path / "thing-1.0.0.tgz").write_bytes(b"not what was asked for")
    answer = type("Done", (), {"stdout": "thing-1.0.0.tgz\n"})
    monkeypatch.setattr(vendor.subprocess, "run", lambda *args, **options: answer)

    with pytest.raises(vendor.NotAsLocked, match="the lock says sha512-right"):
        vendor.fetch({"name": "thing", "version": "1.0.0", "integrity": "sha512-right"}, tmp_path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_classes_of_the_design_system_in_templates_have_a_style(path):
    style = (STATIC / "vendor" / "designsystemet" / "designsystemet.css").read_text(encoding="utf-8")
    used = {
        name
        for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"\bds-[\w-]+", value)
    }

    assert {name for name in used if not re.search(rf"\.{name}(?![\w-])", style)} == set(), (
        "Add the component to tools/vendor.lock.json and run python tools/vendor.py --accept."
    )


def test_pages_fetch_nothing_from_elsewhere():
    for path in [*TEMPLATES, *(STATIC / "ui").glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"""(?:src=|<link[^>]*href=|url\(|@import\s)["']?(?:https?:)?//[^"')\s]+""", text) == [], path
