"""The built wheel holds everything that a site needs, and runs from an empty folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = (
    "veivalg/statistics/data/norway.vvdata",
    "veivalg/statistics/data/municipalities.topojson",
    "veivalg/facts/key_figures/people.yaml",
    "veivalg/facts/councils/starter.yaml",
    "veivalg/facts/acts/municipal_act.yaml",
    "veivalg/demo/demoregionen.yaml",
    "veivalg/web/locale/nn/LC_MESSAGES/django.mo",
    "veivalg/web/ui/charts/fonts/inter-600.ttf",
    "veivalg/web/ui/static/vendor/designsystemet/designsystemet.css",
    "veivalg/web/ui/static/vendor/designsystemet/LICENSE",
    "veivalg/web/knowledge/templates/knowledge/municipality.html",
    "veivalg/web/knowledge/templatetags/knowledge.py",
    "veivalg/web/ui/templates/ui/privacy.html",
    "veivalg/web/accounts/oidc/templates/oidc/stopped.html",
)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # Built from a copy: what an earlier build left behind in the project would be packed as well.
    shutil.copytree(
        ROOT / "src", folder / "project" / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "project")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", str(folder), str(folder / "project")], check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("veivalg-*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("file", NEEDED)
def test_the_wheel_has_what_a_site_needs(unpacked, file):
    assert (unpacked / file).is_file()


def test_the_wheel_has_no_tests_and_no_sources_of_figures(unpacked):
    assert {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")} == {"veivalg"}


def test_the_wheel_prepares_the_demo_in_an_empty_folder(unpacked, tmp_path):
    home = tmp_path / "home"
    ours = {"PYTHONPATH": str(unpacked), "VEIVALG_HOME": str(home)}
    theirs = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    code = "import veivalg.cli; print(veivalg.__file__); raise SystemExit(veivalg.cli.main(['demo', 'load']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=theirs | ours, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert str(unpacked) in done.stdout
    assert (tmp_path / "home" / "static" / "staticfiles.json").is_file()
