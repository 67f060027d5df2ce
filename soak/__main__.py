"""``python -m soak``: run, print the figures, and write them into docs/quality.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from bench.measuring import ROOT
from bench.serving import served
from soak.files import FileLog, fuzz_files
from soak.plan_files import fuzz_plans
from soak.run import Frontier, Log, soak

BEGIN, END = "<!-- soak: written by `make soak` -->", "<!-- soak: end -->"
SHOWN_FAILURES = 20


def main() -> int:
    """Returns 1 when something happened that must not."""
    parser = argparse.ArgumentParser(prog="python -m soak", description="Crawl, odd requests and light load.")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--workers", type=int, default=6, help="requests at the same time")
    parser.add_argument(
        "--files", type=int, default=10_000, help="spoilt spreadsheets to read before the site is asked"
    )
    parser.add_argument("--plans", type=int, default=100_000, help="spoilt plans to read before the site is asked")
    parser.add_argument(
        "--imports", type=int, default=500, help="spoilt lists of people to import, in a council of its own"
    )
    parser.add_argument("--answers", type=int, default=10_000, help="to one round of questions, on a site of its own")
    parser.add_argument("--at-once", type=int, default=300, help="phones that answer it at the same time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", help="an address that is served already, instead of a demo council of its own")
    parser.add_argument("--dry", action="store_true", help="leave docs/quality.md as it is")
    options = parser.parse_args()
    settings.configure(USE_I18N=False)
    files = fuzz_files(options.files, seed=options.seed)
    plans = fuzz_plans(options.plans, seed=options.seed)
    imports = _imports(options.imports, seed=options.seed)
    run = {"seconds": options.minutes * 60, "workers": options.workers, "seed": options.seed}
    if options.site:
        log, frontier = soak(options.site.rstrip("/"), **run)
    else:
        with served(workers=2) as site:
            log, frontier = soak(site, **run)
    rounds = _rounds(options.answers, options.at_once)
    log.failures.extend([*files.failures, *plans.failures, *imports["failures"], *rounds["failures"]])
    found = {"files": files, "plans": plans, "imports": imports, "rounds": rounds}
    report = describe(log, frontier, **found, minutes=options.minutes, workers=options.workers, seed=options.seed)
    print(report)
    for failure in log.failures[:SHOWN_FAILURES]:
        print(f"FAILED: {failure}", file=sys.stderr)
    if not options.dry:
        write(report)
    return 1 if log.failures else 0


def _imports(count: int, *, seed: int) -> dict[str, Any]:
    """Figures of spoilt lists of people, from a process with a database of its own."""
    command = [sys.executable, "-m", "soak.import_run", str(count), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _rounds(count: int, at_once: int) -> dict[str, Any]:
    """Figures of many who answer one round at the same time, from a process with a site of its own."""
    command = [sys.executable, "-m", "soak.survey_run", str(count), str(at_once)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if not done.stdout.strip():
        return {"answered": count, "counted": 0, "failures": [f"the round was not run: {done.stderr[-500:]}"]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if done.returncode and not found["failures"]:
        found["failures"] = ["answers to a round were lost, doubled or mixed up"]
    return found | {"at_once": at_once}


def describe(
    log: Log,
    frontier: Frontier,
    *,
    files: FileLog,
    plans: FileLog,
    imports: dict[str, Any],
    rounds: dict[str, Any],
    minutes: float,
    workers: int,
    seed: int,
) -> str:
    """The figures as a section of a document."""
    database = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    left = len(frontier.waiting)
    usual, slow = (log.percentile(share) * 1000 for share in (0.5, 0.99))
    figures = {
        "links visited from `/`": f"{log.crawled:,} of {len(frontier.known):,} found; {left:,} left when time was up",
        "odd requests": f"{log.odd:,}",
        "answers": ", ".join(f"{count:,} × {status}" for status, count in sorted(log.statuses.items())),
        "time per answer": f"half within {usual:.0f} ms, 99 in 100 within {slow:.0f} ms",
        "slowest": f"{log.slowest[0] * 1000:.0f} ms, `{log.slowest[1][:60]}`",
        "spoilt spreadsheets": f"{files.read:,} read, {files.refused.total():,} refused, {len(files.failures):,} else",
        "spoilt plans": f"{plans.read:,} read, {plans.refused.total():,} refused, {len(plans.failures):,} else",
        "spoilt lists of people": f"{imports['imported']:,} imported, {imports['refused']:,} refused, "
        f"{imports['idle']:,} with nothing to store, {len(imports['failures']):,} else",
        "answers to one round": f"{rounds['counted']:,} of {rounds['answered']:,} counted, "
        f"{rounds.get('at_once', 0)} at a time, {rounds.get('per_minute', 0):,} a minute; "
        f"slowest {rounds.get('slowest_s', 0):g} s",
        "server errors, broken links, halves of pages, no answer": f"{len(log.failures):,}",
    }
    return "\n".join(
        [
            BEGIN,
            f"Run on {datetime.now(tz=UTC):%Y-%m-%d} at commit `{_commit()}` for {minutes:g} minutes,",
            f"{workers} requests at a time, seed {seed}: {database}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}.",
            "",
            "| what | figure |",
            "|---|---|",
            *(f"| {what} | {figure} |" for what, figure in figures.items()),
            END,
        ]
    )


def write(report: str) -> None:
    """Put the section in its place in docs/quality.md; make the document when it is missing."""
    file = ROOT / "docs" / "quality.md"
    text = file.read_text(encoding="utf-8") if file.exists() else "# Quality, measured\n"
    if BEGIN in text and END in text:
        before, rest = text.split(BEGIN, 1)
        text = before + report + rest.split(END, 1)[1]
    else:
        text = f"{text.rstrip()}\n\n## Long run\n\n{report}\n"
    file.write_text(text, encoding="utf-8")


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "src") else "")


if __name__ == "__main__":
    sys.exit(main())
