"""From new values to a change that can be written down, and two writers who never lose each other's work."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class ChangedMeanwhile(Exception):
    """Someone else has changed the object since it was read. Nothing was written; `current` is how it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current._meta.label} {current.pk} has been changed since it was read")
        self.current = current


def hold(queryset: "models.QuerySet[Row]", *, pk: int, version: int) -> Row:
    """The row, locked until the transaction ends. Raises ChangedMeanwhile when it is not the version that was read,
    and the model's DoesNotExist when it is gone.

    Others may still point at it: writers who each hold their own roles would else wait for each other for ever.
    """
    row = queryset.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.version != version:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(row)
    return row


def put(row: models.Model, values: Mapping[str, Any], *, private: Iterable[str] = ()) -> dict[str, list[Any]]:
    """Set the values that differ and raise the version, without saving. Returns what changed, as the trail keeps it."""
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        changes[name] = [] if name in private else [_plain(before), _plain(value)]
    if changes and hasattr(row, "version"):
        row.version += 1
    return changes


def apply(row: models.Model, values: Mapping[str, Any], *, private: Iterable[str] = ()) -> dict[str, list[Any]]:
    """Set the values that differ, raise the version and save. Returns what changed, as the trail keeps it.

    Nothing is saved when nothing differs. Of `private` fields only that they changed is returned, never what they held.
    """
    changes = put(row, values, private=private)
    if changes:
        row.save(update_fields=[*values, "version"] if hasattr(row, "version") else list(values))
    return changes


def as_noted(values: Mapping[str, Any], *, private: Iterable[str] = ()) -> dict[str, list[Any]]:
    """The values of something new, as the trail keeps them; empty ones are left out."""
    return {
        name: [] if name in private else [None, _plain(value)]
        for name, value in values.items()
        if value not in (None, "", False)
    }


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: rows as their names, dates as ISO text."""
    match value:
        case models.Model():
            return str(value)
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple():
            return [_plain(part) for part in value]
        case _:
            return value
