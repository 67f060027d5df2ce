"""``python -m soak.survey_run COUNT AT_ONCE``: so many answer one round, that many at the same time, on a network
that fails now and then; prints the figures as JSON, and returns 1 when an answer was lost, doubled or mixed up.

A process by itself, with a site and a folder of its own. ``DATABASE_URL`` chooses the database, which must be empty.
"""

import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlencode, urlsplit

from bench.measuring import ROOT
from bench.serving import _wait

PATIENCE_S = 60
LOST_SHARE = 0.15
"""Of answers whose receipt never reaches the browser, which therefore sends them again."""


def main(count: int, at_once: int) -> int:
    """Make a site and a round, let everyone answer, close it and compare."""
    with tempfile.TemporaryDirectory(prefix="veivalg-rounds-") as home:
        os.environ |= {
            "VEIVALG_HOME": home,
            "DJANGO_SETTINGS_MODULE": "veivalg.web.site.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        subprocess.run([sys.executable, "-m", "veivalg", "demo", "load"], cwd=home, check=True, capture_output=True)
        import django

        django.setup()
        round_id, item_id, codes = _a_round(count)
        with subprocess.Popen(_server(port := 8700 + os.getpid() % 200), cwd=home) as server:
            try:
                site = f"http://127.0.0.1:{port}"
                _wait(site, server, Path(home, "none.log"))
                wanted = {code: 1 + number % 5 for number, code in enumerate(codes)}
                seconds, failures, taken_s = _answer_all(site, round_id, item_id, wanted, at_once)
            finally:
                server.terminate()
        counted, closing_s = _close(round_id, item_id)
    expected = dict(sorted(Counter(wanted.values()).items()))
    figures = {
        "answered": len(wanted),
        "counted": sum(counted.values()),
        "per_minute": round(60 * len(wanted) / taken_s),
        "median_s": round(statistics.median(seconds), 3),
        "slowest_s": round(max(seconds), 3),
        "closing_s": round(closing_s, 2),
        "failures": failures[:10],
    }
    print(json.dumps(figures))
    return int(bool(failures) or counted != expected)


def _server(port: int) -> list[str]:
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--no-log", "--workers", "2"]
    command += ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port)]
    return [*command, "veivalg.web.site.wsgi:application"]


def _a_round(count: int) -> tuple[int, int, list[str]]:
    """A round that is open, its one item, and so many codes."""
    from django.utils import timezone

    from veivalg.web.access.actor import OPERATOR
    from veivalg.web.councils.models import Council
    from veivalg.web.survey.models import Item, Round
    from veivalg.web.survey.operations import handing_out, rounds

    now = timezone.now()
    council = Council.objects.get(slug="demoregionen")
    by = {"actor": OPERATOR, "council": council, "now": now}
    plan = rounds.Plan(
        mode=Round.Mode.ANONYMOUS, title={"nb": "Mange på en gang"}, opens_at=now, closes_at=now + timedelta(days=1)
    )
    made = rounds.make_round(**by, plan=plan)
    question = rounds.Question(key="a", kind=Item.Kind.SCALE, text={"nb": "Hvor viktig er dette?"})
    item = rounds.add_item(**by, round_id=made.pk, question=question)
    rounds.open_round(**by, round_id=made.pk)
    codes: list[str] = []
    while len(codes) < count:
        counts = {None: min(handing_out.MOST_SLIPS, count - len(codes))}
        codes += [slip.code for slip in handing_out.issue_slips(**by, round_id=made.pk, counts=counts)]
    return made.pk, item.pk, codes


def _answer_all(
    site: str, round_id: int, item_id: int, wanted: dict[str, int], at_once: int
) -> tuple[list[float], list[str], float]:
    """Seconds of each answer, what went wrong, and how long it took in all."""
    waiting: SimpleQueue[tuple[str, int]] = SimpleQueue()
    for pair in wanted.items():
        waiting.put(pair)
    seconds: list[float] = []
    failures: list[str] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        while True:
            try:
                code, value = waiting.get_nowait()
            except Empty:
                return
            begun = time.monotonic()
            try:
                _answer(site, round_id, item_id, code, value, chance)
            except (AssertionError, OSError, http.client.HTTPException) as error:
                failures.append(f"{type(error).__name__}: {error}")
            seconds.append(time.monotonic() - begun)

    begun = time.monotonic()
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, failures, time.monotonic() - begun


def _answer(site: str, round_id: int, item_id: int, code: str, value: int, chance: random.Random) -> None:
    """One phone: the page for the code, the questions, the answer, and once more when the receipt was lost."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE_S)
    _, headers, page = _ask(connection, "GET", "/kode/", {})
    cookie = headers.get("set-cookie", "").partition(";")[0]
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    status, _, page = _ask(connection, "POST", "/kode/", hidden | {"code": code}, cookie)
    assert status == 200, f"the code was answered with {status}"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    form = hidden | {f"q{item_id}": str(value)}
    for _ in range(2 if chance.random() < LOST_SHARE else 1):
        status, headers, _ = _ask(connection, "POST", "/svar/", form, cookie)
        assert status == 302, f"the answer was answered with {status}"
        assert headers["location"] == f"/svar/takk/{round_id}/"
    connection.close()


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, form: dict[str, str], cookie: str = ""
) -> tuple[int, dict[str, str], str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Cookie": cookie} if cookie else {})
    connection.request(method, path, body=urlencode(form) if form else None, headers=headers)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


def _close(round_id: int, item_id: int) -> tuple[dict[int, int], float]:
    """How often each number was answered once the round has closed, and how long closing took."""
    from django.utils import timezone

    from veivalg.web.access.actor import OPERATOR
    from veivalg.web.survey.models import Round
    from veivalg.web.survey.operations import closing

    found = Round.objects.select_related("council").get(pk=round_id)
    begun = time.monotonic()
    closing.close_round(actor=OPERATOR, council=found.council, round_id=round_id, now=timezone.now())
    taken_s = time.monotonic() - begun
    counted = Counter(answers[str(item_id)] for answers in found.ballots.values_list("answers", flat=True))
    return dict(sorted(counted.items())), taken_s


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
