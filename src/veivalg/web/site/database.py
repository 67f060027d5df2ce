"""Which database: ``DATABASE_URL`` (PostgreSQL) or an SQLite file in the home folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class DatabaseAddressBroken(Exception):
    """``DATABASE_URL`` cannot be understood."""


def database_settings(url: str | None, home: Path) -> dict[str, Any]:
    """Django's settings for one database.

    Raises DatabaseAddressBroken when the address is neither SQLite nor PostgreSQL.

    >>> database_settings("postgresql://kari@db.example/veivalg", Path("var"))["NAME"]
    'veivalg'
    """
    if not url:
        return _sqlite(home / "veivalg.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/")) or home / "veivalg.sqlite3"))
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # A socket folder is given as ?host=/var/run/postgresql
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise DatabaseAddressBroken(
        f"DATABASE_URL begins with {parts.scheme!r}. Use postgresql://user@host/name or sqlite:///file, "
        "or leave it out for an SQLite file in the home folder."
    )


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            # Readers never wait for the one writer, and a writer takes its lock at once instead of failing late.
            # What is deleted is written over: a code or an answer must not be left in the file.
            # A row that is replaced is deleted first: only so do the triggers that refuse deleting hear of it.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
                " PRAGMA recursive_triggers=ON;"
            ),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
