"""A door: who may open it, and what to fill into its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.guards.doors.world import World

PUBLIC = "everyone"
SIGNED_IN = "signed in"
HOST = "host"
"""Pages of no council: those who do not run the installation are told that they may not."""
ROLES = {
    "S": "secretary",
    "R": "representative",
    "C": "municipal_contact",
    "A": "action_owner",
    "Y": "youth",
    "L": "reader",
    "H": "visiting_host",
}
"""Letters of the list, and who they are in tests/people.py."""


@dataclass(frozen=True)
class Door:
    """Who may open an address, and what to fill in."""

    may: str
    """PUBLIC, SIGNED_IN, HOST, or letters of ROLES."""
    args: Callable[[World], Mapping[str, Any]] = field(default=lambda world: {})
    also: frozenset[int] = frozenset()
    """Other answers than 200 and a redirect that still mean that the door was open."""


def of_council(**more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and attributes of the world by name: ``pk="body"``."""

    def args(world: World) -> Mapping[str, Any]:
        return {"slug": world.slug} | {name: getattr(world, value).pk for name, value in more.items()}

    return args


def of_year(**more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and the year of its action plan."""
    return lambda world: {"slug": world.slug, "year": world.action_plan.year, **more}


def own(thing: str, **more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and the word of its own indicator or edition."""
    return lambda world: {"slug": world.slug, "word": getattr(world, thing).slug, **more}


def fixed(**values: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: values


def of_draft(world: World) -> Mapping[str, Any]:
    """A draft of whoever may open it."""
    return {"slug": world.draft.slug}


def of_endorsement(*, is_one: bool = False) -> Callable[[World], Mapping[str, Any]]:
    """A resolution that has been sent to the municipalities, and perhaps the row of one of them."""

    def args(world: World) -> Mapping[str, Any]:
        row = world.endorsement
        found = {"slug": world.slug, "pk": row.round.resolution_id}
        return found | {"endorsement": row.pk} if is_one else found

    return args
