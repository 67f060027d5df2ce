"""What apps above this one keep about a person: part of what people can have out, and gone when they are erased."""

from collections.abc import Callable
from typing import Any

from veivalg.web.councils.models import Person

Stored = Callable[[Person], dict[str, Any]]
Forget = Callable[[Person], None]
_kept: dict[str, tuple[Stored, Forget]] = {}


def keep(app: str, *, stored: Stored, forget: Forget) -> None:
    """Let an app say what it keeps about a person, and let go of it. Called when the site starts."""
    _kept[app] = (stored, forget)


def stored_elsewhere(person: Person) -> dict[str, Any]:
    """What the apps keep, by name."""
    return {name: row for stored, _ in _kept.values() for name, row in stored(person).items()}


def forget_elsewhere(person: Person) -> None:
    """Let every app let go of it; in the transaction that erases the person."""
    for _, forget in _kept.values():
        forget(person)
