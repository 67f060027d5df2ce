"""What the YAML about law has in common: days, how a rule was checked against the act, and how they are read."""

from collections.abc import Collection, Mapping
from datetime import date
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.load import TEXTS, FactsBroken
from veivalg.rules.mandates import Checked, Period

DAY: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ID: Mapping[str, Any] = {"type": "string", "pattern": "^[a-z_]{1,30}$"}
SOURCE: Mapping[str, Any] = {"type": "string", "minLength": 3}
NAMED: Mapping[str, Any] = {"id": ID, "name": TEXTS}


def closed(properties: Mapping[str, Any], *, optional: Collection[str] = ()) -> dict[str, Any]:
    """An object with these properties and no others; all of them unless they are optional."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": dict(properties),
    }


def some(items: Mapping[str, Any], *, least: int = 1, unique: bool = False) -> dict[str, Any]:
    """A list of so many at least."""
    return {"type": "array", "minItems": least, "uniqueItems": unique, "items": dict(items)}


def or_none(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same, or nothing."""
    return {"anyOf": [{"type": "null"}, dict(schema)]}


#: What every rule of an act has: the days that this version is in force, and how it was checked; null: it was not.
IN_FORCE: Mapping[str, Any] = {
    "valid_from": DAY,
    "valid_until": or_none(DAY),
    "checked": or_none(closed({"day": DAY, "text_of": DAY, "source": SOURCE, "coming": SOURCE}, optional=["coming"])),
}


def content_of(file: str) -> Any:
    """What a file of this package holds."""
    return yaml.safe_load(resources.files("veivalg.facts").joinpath(file).read_text(encoding="utf-8"))


def period_of(file: str, row: Mapping[str, Any]) -> Period:
    """When a version is in force. Raises FactsBroken for days that are none, or that come in the wrong order."""
    try:
        return Period(
            starts_on=date.fromisoformat(row["valid_from"]),
            ends_on=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
    except ValueError as error:
        raise FactsBroken(f"{file}, {row['id']}: {error} Correct valid_from or valid_until.") from error


def checked_of(file: str, row: Mapping[str, Any]) -> Checked | None:
    """How a rule was checked against the text of the act; None when it was not. Raises FactsBroken for days that are
    none."""
    given = row["checked"]
    if given is None:
        return None
    try:
        on, text_of = date.fromisoformat(given["day"]), date.fromisoformat(given["text_of"])
    except ValueError as error:
        raise FactsBroken(f"{file}, {row['id']}: {error}. Correct checked.") from error
    return Checked(on=on, text_of=text_of, source=given["source"], coming=given.get("coming", ""))
