"""The files of an SQLite database, read sign by sign after closing: what was deleted is not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

from veivalg.web.site.database import database_settings

ROOT = Path(__file__).resolve().parents[3]
THE_ROUND = """
import json, os, django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", interactive=False, verbosity=0)
from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Ballot, Round, Slip
from veivalg.web.survey.operations import answering, closing, handing_out, rounds
now = timezone.now()
by = {"actor": OPERATOR, "council": Council.objects.create(slug="x", name="x", short_name="x"), "now": now}
plan = rounds.Plan(mode="anonymous", title={"nb": "x"}, opens_at=now, closes_at=now + timedelta(days=1))
made = rounds.make_round(**by, plan=plan)
item = rounds.add_item(**by, round_id=made.pk, question=rounds.Question(key="a", kind="text", text={"nb": "x"}))
rounds.open_round(**by, round_id=made.pk)
codes = [slip.code for slip in handing_out.issue_slips(**by, round_id=made.pk, counts={None: 30})]
for turn, text in enumerate(("first thought", "second thought")):
    for code in codes:
        answering.submit_ballot(
            code=code, round_id=made.pk, answers={str(item.pk): text}, sending=f"{code}{turn}", turn=turn, now=now
        )
ballots = Ballot.objects.all()
traces = [Round.objects.get().seal_key, "first thought", *(slip.key_hash for slip in Slip.objects.all())]
traces += [value for ballot in ballots for value in (ballot.seal, ballot.sending, ballot.pk.hex)]
closing.close_round(**by, round_id=made.pk)
print(json.dumps(traces), flush=True)
# As a server that goes on running: nothing is tidied by leaving.
os._exit(0)
"""


def test_what_is_deleted_is_written_over_whatever_the_machines_sqlite_does_by_itself(tmp_path):
    options = database_settings(None, tmp_path)["OPTIONS"]
    assert "PRAGMA secure_delete=ON" in options["init_command"]


def test_no_seal_key_or_earlier_answer_is_left_in_the_files_of_the_database(tmp_path):
    environment = os.environ | {
        "VEIVALG_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "veivalg.web.site.settings",
    }
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-c", THE_ROUND], env=environment, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    traces = json.loads(run.stdout)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("veivalg.sqlite3*"))

    assert b"second thought" in files, "the answers themselves are kept"
    assert len(traces) == 2 + 30 * 4
    assert [trace for trace in traces if trace.encode() in files] == []
