"""Triggers that make the database refuse to change or delete rows that may only be added."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSED = ("UPDATE", "DELETE")
TRUNCATE = "TRUNCATE"
"""Emptying a whole table at once, which PostgreSQL does without deleting a row."""


@dataclass(frozen=True, kw_only=True)
class AddOnly:
    """A table whose rows are added and never changed. The words reach whoever tries, in the database's own error."""

    table: str
    prefix: str
    """Begins the names of its triggers."""
    message: str

    def names(self, vendor: str) -> tuple[str, ...]:
        """The names of its triggers."""
        verbs = REFUSED if vendor == "sqlite" else (*REFUSED, TRUNCATE)
        return tuple(f"{self.prefix}_refuses_{verb.lower()}" for verb in verbs)

    def statements(self, vendor: str) -> list[str]:
        """What puts the triggers in place; nothing happens where they are already."""
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                for verb, name in zip(REFUSED, self.names(vendor), strict=True)
            ]
        return [
            f"CREATE OR REPLACE FUNCTION {self.prefix}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{self.message}'; END $$",
            *(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {self.table} "
                f"FOR EACH {'STATEMENT' if verb == TRUNCATE else 'ROW'} EXECUTE FUNCTION {self.prefix}_refuse()"
                for verb, name in zip((*REFUSED, TRUNCATE), self.names(vendor), strict=True)
            ),
        ]


TRAIL = AddOnly(table="audit_auditentry", prefix="audit", message="the trail can only be added to")
_protected: dict[str, AddOnly] = {TRAIL.table: TRAIL}


def protect(table: AddOnly) -> None:
    """Let a table of another app be protected whenever the trail is. Apps above this one say so when they start."""
    _protected[table.table] = table


def protected() -> tuple[AddOnly, ...]:
    """Every table that may only be added to."""
    return tuple(_protected.values())


def install(connection: BaseDatabaseWrapper, tables: Iterable[AddOnly] | None = None) -> None:
    """Put the triggers in place, on every protected table or on those given; nothing happens where they are already.

    Django rebuilds a table of SQLite to alter it, and the triggers go with the old one. They are therefore not only
    in a migration: `veivalg prepare` installs them after every migration as well.
    """
    with connection.cursor() as cursor:
        for table in protected() if tables is None else tables:
            for statement in table.statements(connection.vendor):
                cursor.execute(statement)


def uninstall(connection: BaseDatabaseWrapper, tables: Iterable[AddOnly] | None = None) -> None:
    """Take them away; for a migration's way back, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for table in protected() if tables is None else tables:
            for name in table.names(connection.vendor):
                on = "" if connection.vendor == "sqlite" else f" ON {table.table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def installed(connection: BaseDatabaseWrapper, table: AddOnly = TRAIL) -> frozenset[str]:
    """The names of the triggers that are in place on a table."""
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor], [table.table])
        return frozenset(name for (name,) in cursor.fetchall())
