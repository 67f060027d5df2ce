"""The attacker has the disk: the database file, what lies between its rows, and its journal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL writes over what is deleted in its own time")
def test_nothing_of_the_open_round_lies_in_the_file_its_free_space_or_its_journal_when_it_has_closed(db, tmp_path):
    """Search the bytes of every file for codes, seals, keys, whole ballots and rows that were deleted."""
    # The tables as they are in the tests, in a file: quicker than making them once more.
    (tmp_path / "veivalg.sqlite3").write_bytes(connection.connection.serialize())
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VEIVALG", "DATABASE"))}
    environment |= {
        "VEIVALG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "veivalg.web.site.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.a_whole_life"], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    # What is looked for can be found: it is all there while the round is open.
    assert {line.split(" in ")[0] for line in found["while_open"]} >= {"ballots", "seals", "slips", "key", "answers"}
    assert not any(line.startswith("codes") for line in found["while_open"])
    assert found["right_after"] == []
    assert found["later"] == []
    assert len(found["texts"]) == 9
    assert not found["texts_in_the_order_given"]
    assert found["texts_beside_ballots"] == []
