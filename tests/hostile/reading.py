"""What is in the database, as somebody sees it who opens it with nothing but SQL."""

import json
import re

from django.db import connection

Row = dict[str, object]


def names_of_tables() -> list[str]:
    """Every table there is."""
    return sorted(connection.introspection.table_names())


def place_of_rows() -> str:
    """The column that says where on disk a row lies: rowid in SQLite, ctid in PostgreSQL."""
    return "ctid" if connection.vendor == "postgresql" else "rowid"


def rows_of(table: str, *, more: str = "") -> list[Row]:
    """All rows of a table in the order they lie in, with `more` columns that a table has without saying so."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT *{more} FROM "{table}" ORDER BY {place_of_rows()}')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def the_database() -> dict[str, list[Row]]:
    """Every row of every table."""
    return {table: rows_of(table) for table in names_of_tables()}


def counters() -> dict[str, int]:
    """How far each counter of row numbers has come."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        else:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def changed(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows that are new or have become different, by table."""
    return {
        table: news for table in after if (news := [row for row in after[table] if row not in before.get(table, [])])
    }


def ballots(round_pk: int) -> list[Row]:
    """The ballots of a round in the order they lie in, with their answers by the place of what was asked, from 1."""
    items = sorted(row["id"] for row in rows_of("survey_item") if row["round_id"] == round_pk)
    places = {str(number): place for place, number in enumerate(items, start=1)}
    found = [row for row in rows_of("survey_ballot") if row["round_id"] == round_pk]
    return [
        row | {"answers": {places[number]: answer for number, answer in unpacked(row["answers"]).items()}}
        for row in found
    ]


def unpacked(stored: object) -> dict[str, object]:
    """Answers as a dictionary, whichever way the database stores them."""
    return json.loads(stored) if isinstance(stored, str) else dict(stored)


def everything_written() -> str:
    """All that is stored, as one text to search in."""
    return "\n".join(str(list(row.values())) for rows in the_database().values() for row in rows)


def without_noise(page: bytes) -> str:
    """A page without what differs each time it is asked for."""
    text = page.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|sending)" value="[^"]*"', "", text)
    return re.sub(r"\d\d\.\d\d(?=\D)", "", text)
