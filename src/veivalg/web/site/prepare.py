"""Makes an installation ready: tables, figures, starter list, static files."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection

import veivalg
from veivalg.facts.starter import starter_councils
from veivalg.statistics import store
from veivalg.web.audit import protection
from veivalg.web.councils.operations import loading


def prepare(*, say: Callable[[str], None]) -> None:
    """Bring the database and the static files up to date with this version. Safe to run again."""
    say("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    protection.install(connection)
    data = store.current(settings.VEIVALG_HOME)
    say("Loading municipalities and the starter list of councils …")
    count = loading.load_municipalities(data=data)
    councils = loading.load_starter_councils(councils=starter_councils())
    say(f"{count} municipalities, {councils} councils on the starter list.")
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)


def fingerprint() -> str:
    """Changes whenever `prepare` has something to do: version, figures, static files, migrations."""
    digest = hashlib.sha256(veivalg.__version__.encode())
    digest.update(store.current(settings.VEIVALG_HOME).sha256.encode())
    package = Path(veivalg.__file__).parent
    sources = [
        *package.glob("web/**/migrations/*.py"),
        *package.glob("demo/*.yaml"),
        *package.glob("facts/**/*.yaml"),
    ]
    static = [Path(storage.path(name)) for finder in finders.get_finders() for name, storage in finder.list([])]
    for file in sorted([*sources, *static]):
        status = file.stat()
        digest.update(f"{file.name}:{status.st_size}:{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def is_prepared(stamp: Path) -> bool:
    """Whether the last `prepare` was made from exactly what is installed now."""
    try:
        return bool(json.loads(stamp.read_text())["fingerprint"] == fingerprint())
    except (OSError, ValueError, KeyError):
        return False


def remember(stamp: Path) -> None:
    """Note that everything is prepared."""
    stamp.write_text(json.dumps({"fingerprint": fingerprint()}))
