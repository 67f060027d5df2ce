"""``veivalg …``: the same work without a browser."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

USAGE = """\
veivalg demo            prepare the demo council and serve it on this machine
veivalg demo load       prepare it without serving
veivalg prepare         make a real installation ready (database, figures, static files)
veivalg serve           serve a prepared installation, and send its mail
veivalg work            send mail and forget what has run out, beside a server of another kind (--once: for a timer)
veivalg plan …          import FILE --council SLUG | export --council SLUG --output FILE
                        | status --council SLUG --on DATE
veivalg agreement …     check --council SLUG [--on DATE] [--in-force] [--format json]
veivalg remind          write the reminders of the day (--on DATE, --dry-run); serve and work do it on weekday mornings
veivalg account …       invite EMAIL --set-up | host EMAIL [--remove]
veivalg statistics …    status | verify | import DIR
veivalg index …         vulnerability --edition viken-2019 --year 2024 --format csv
veivalg consensus …     0 0 2 6 4: how much a group agrees (--format json, --language nb)
veivalg manage …        Django's own commands

VEIVALG_HOME names the folder of database, snapshots and files (default: var).
"""


THREADS = 8
"""Per worker. Two workers of eight threads keep sixteen connections to the database."""
WAITING = 64
"""Requests per worker that may wait; more than that wait in the operating system's queue."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 2 bad input, 1 anything else that failed or is missing."""
    words = list(sys.argv[1:] if argv is None else argv)
    commands: dict[str, Callable[[list[str]], int]] = {
        "demo": _demo,
        "prepare": _prepare,
        "serve": _serve,
        "work": _work,
        "remind": _remind,
        "account": _account,
        "plan": _plan,
        "agreement": _agreement,
        "statistics": _statistics,
        "index": _index,
        "consensus": _consensus,
        "manage": _manage,
    }
    if not words or words[0] in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0
    if words[0] == "--version":
        from veivalg import __version__

        print(__version__)
        return 0
    command = commands.get(words[0])
    if command is None:
        print(
            f"veivalg: there is no command {words[0]!r}. The commands are:\n\n{USAGE}",
            file=sys.stderr,
            end="",
        )
        return 2
    try:
        return command(words[1:])
    except BrokenPipeError:
        # The reader (head, less) has had enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _django() -> Path:
    """Start Django and return the home folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veivalg.web.site.settings")
    import django
    from django.conf import settings

    django.setup()
    return Path(settings.VEIVALG_HOME)


def _demo(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg demo", description="Prepare the demo council and serve it.")
    parser.add_argument("what", nargs="?", choices=["load"], help="load: prepare only, do not serve")
    parser.add_argument("--port", type=int, help="default: the first free one from 8000")
    options = parser.parse_args(argv)
    port = options.port or _free_port()
    # Links in mail lead to where it is served; behind another server whoever runs it says where that is.
    os.environ.setdefault("VEIVALG_ADDRESS", f"http://127.0.0.1:{port}")
    os.environ["VEIVALG_DEMO"] = "1"
    home = _django()
    from django.conf import settings
    from django.utils import timezone

    from veivalg import demo
    from veivalg.web.site import prepare
    from veivalg.web.site.demonstration import is_someone_elses_database
    from veivalg.web.site.home import remember_demonstration

    if is_someone_elses_database():
        _say(
            "This database has accounts that are not the demonstration's, and anyone could read their codes there. "
            "Nothing was changed. Give the demonstration a database of its own: leave out DATABASE_URL, and let "
            "VEIVALG_HOME name an empty folder."
        )
        return 2
    remember_demonstration(home, str(settings.ADDRESS))
    stamp = home / "demo-prepared.json"
    if not prepare.is_prepared(stamp):
        prepare.prepare(say=_say)
        council = demo.load()
        prepare.remember(stamp)
        _say(f"{council.name} is ready in {home}.")
    # Roles run out, and those who try things take them away: whatever is missing comes back.
    demo.populate(now=timezone.now())
    if options.what == "load":
        return 0
    return _run_server("127.0.0.1", port, workers=1)


def _prepare(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="veivalg prepare").parse_args(argv)
    home = _django()
    from veivalg.web.site import prepare

    prepare.prepare(say=_say)
    _say(f"Ready in {home}. Serve it with `veivalg serve`.")
    return 0


def _serve(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(argv)
    home = _django()
    if not (home / "static" / "staticfiles.json").exists():
        _say(f"{home} is not prepared. Run `veivalg prepare` first.")
        return 2
    with _worker():
        return _run_server(options.host, options.port, workers=options.workers)


def _work(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg work", description="Send mail and forget what has run out.")
    parser.add_argument("--once", action="store_true", help="do what is due and stop")
    options = parser.parse_args(argv)
    _django()
    from veivalg.web.site import work

    if options.once:
        done = work.once()
        _say(f"{done.sent} mails sent.")
        for name in done.failed:
            _say(f"Failed: {name}. The rest was done, and this is tried the next time. Why is in the log.")
        return 1 if done.failed else 0
    try:
        work.keep_on(say=_say)
    except KeyboardInterrupt:
        return 0


def _remind(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="veivalg remind",
        description="Write one mail for each person whom it is time to ask how their actions are going. Nobody gets "
        "more than one a week, however often it is run, and nobody gets any in July.",
    )
    parser.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="a day, as 2026-11-24 (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="say how many would get a mail, and write nothing")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(argv)
    _django()
    from veivalg.web.site import remind_command

    return remind_command.remind(on=options.on, is_dry=options.dry_run, as_json=options.format == "json", tell=print)


@contextmanager
def _worker() -> Iterator[None]:
    """`veivalg work` in a process of its own, for as long as the server runs."""
    process = subprocess.Popen([sys.executable, "-m", "veivalg", "work"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _account(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg account", description="Let in those whom nobody else can.")
    what = parser.add_subparsers(dest="what", required=True, metavar="invite|host")
    invite = what.add_parser(
        "invite",
        help="invite someone to set up a council",
        description="Mail an invitation. Whoever follows it chooses a council and becomes its secretariat, once.",
    )
    invite.add_argument("email", metavar="EMAIL")
    invite.add_argument("--set-up", action="store_true", required=True, help="say what the invitation is to")
    invite.add_argument("--days", type=int, default=60, help="how long the invitation stands (default: 60)")
    host = what.add_parser(
        "host",
        help="say who runs the installation",
        description="Whoever runs the installation sees which councils are set up, invites, and may enter a council "
        "for a limited time, with a reason that the council can read.",
    )
    host.add_argument("email", metavar="EMAIL")
    host.add_argument("--remove", action="store_true", help="they no longer do")
    options = parser.parse_args(argv)
    _django()
    from veivalg.web.site import accounts_command

    if options.what == "invite":
        return accounts_command.invite(options.email, days=options.days, say=_say)
    return accounts_command.host(options.email, is_host=not options.remove, say=_say)


def _plan(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg plan", description="Plans in and out.")
    what = parser.add_subparsers(dest="what", required=True, metavar="import|export|status")
    read = what.add_parser(
        "import",
        help="read a plan from a file",
        description="Read a plan from .docx, .xlsx, .csv or .json. A plan that is there is updated; what the file has "
        "no place for is kept, and so are actions that are not in it.",
    )
    read.add_argument("file", metavar="FILE", type=Path)
    read.add_argument("--new", action="store_true", help="make a new strategy, whatever is there")
    read.add_argument("--remove-missing", action="store_true", help="remove actions that are not in the file")
    read.add_argument("--dry-run", action="store_true", help="say what would be stored, and store nothing")
    read.add_argument("--format", choices=["text", "json"], default="text")
    write = what.add_parser(
        "export", help="write a plan to a file", description="The ending (.docx, .xlsx, .csv, .json) says which kind."
    )
    write.add_argument("--output", metavar="FILE", type=Path, required=True)
    how = what.add_parser("status", help="how the actions are going", description="How the actions are going on a day.")
    how.add_argument("--on", metavar="DATE", type=date.fromisoformat, required=True, help="a day, as 2026-11-24")
    how.add_argument("--format", choices=["text", "json"], default="text")
    for each in (read, write, how):
        each.add_argument("--council", metavar="SLUG", required=True)
        each.add_argument("--strategy", metavar="NUMBER", type=int, help="when there are several")
    options = parser.parse_args(argv)
    _django()
    from veivalg.web.site import plan_command

    if options.what == "export":
        return plan_command.write(options.output, slug=options.council, strategy_id=options.strategy, say=_say)
    if options.what == "status":
        return plan_command.tell_status(
            slug=options.council,
            strategy_id=options.strategy,
            on=options.on,
            as_json=options.format == "json",
            say=_say,
            tell=print,
        )
    return plan_command.read(
        options.file,
        slug=options.council,
        strategy_id=options.strategy,
        is_new=options.new,
        removes_missing=options.remove_missing,
        is_dry=options.dry_run,
        as_json=options.format == "json",
        say=_say,
        tell=print,
    )


def _agreement(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="veivalg agreement", description="The cooperation agreement.")
    what = parser.add_subparsers(dest="what", required=True, metavar="check")
    check = what.add_parser(
        "check",
        help="what the agreement lacks",
        description="Hold the agreement that is worked on against what the act demands (kommuneloven § 18-4).",
        epilog="Exit code: 0 when all of it is fixed, 1 when something is missing or empty, 2 for wrong use.",
    )
    check.add_argument("--council", metavar="SLUG", required=True)
    check.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="by the act on a day, as 2026-11-24")
    check.add_argument("--in-force", action="store_true", help="check the edition in force on that day instead")
    check.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(argv)
    _django()
    from django.utils import timezone

    from veivalg.web.site import agreement_command

    return agreement_command.check(
        slug=options.council,
        on=options.on or timezone.localdate(),
        is_in_force=options.in_force,
        as_json=options.format == "json",
        say=_say,
        tell=print,
    )


def _statistics(argv: list[str]) -> int:
    from veivalg.statistics import commands
    from veivalg.web.site.home import home_folder

    return commands.main(argv, home=home_folder())


def _index(argv: list[str]) -> int:
    from veivalg.statistics import index_command
    from veivalg.web.site.home import home_folder

    def resolve(slug: str) -> index_command.CouncilAreas:
        _django()
        from django.utils import timezone

        from veivalg.web.knowledge import queries

        return queries.council_areas(slug, on=timezone.localdate())

    return index_command.main(argv, home=home_folder(), resolve_council=resolve)


def _consensus(argv: list[str]) -> int:
    from veivalg import consensus_command

    # The limits are dated by whole days; the machine's own day is what whoever types this means.
    return consensus_command.main(argv, today=datetime.now().astimezone().date())


def _manage(argv: list[str]) -> int:
    _django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["veivalg manage", *argv])
    return 0


def _free_port() -> int:
    for port in range(8000, 8050):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit("No free port from 8000 to 8049. Choose one with --port.")


def _run_server(host: str, port: int, *, workers: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    # The server shares a port without a word; two installations must never answer by turns.
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            _say(f"Port {port} on {host} cannot be used ({error}). Choose another with --port.")
            return 2
    _say(f"Veivalg is at http://{host}:{port}/  (stop with Ctrl+C)")
    Granian(
        "veivalg.web.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Each thread keeps a connection to the database; the server's own default is hundreds of threads.
        blocking_threads=THREADS,
        backpressure=WAITING,
        respawn_failed_workers=True,
        log_enabled=False,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
