"""Triggers that make the database refuse to change or delete the trail."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditentry"
NAMES = ("audit_refuses_update", "audit_refuses_delete")
_MESSAGE = "the trail can only be added to"

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS audit_refuses_{verb.lower()} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for verb in ("UPDATE", "DELETE")
    ),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; nothing happens where they are already.

    Django rebuilds a table of SQLite to alter it, and the triggers go with the old one. They are therefore not only
    in a migration: `veivalg prepare` installs them after every migration as well.
    """
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take them away; for the migration's way back, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for name in NAMES:
            on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def installed(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The names of the triggers that are in place."""
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor], [TABLE])
        return frozenset(name for (name,) in cursor.fetchall())
