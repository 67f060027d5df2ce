"""The one door that every write goes through, and private reads too."""

from collections.abc import Callable

from django.db import connection

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR, Permission


class Refused(Exception):
    """The table does not let this person do it."""

    def __init__(self, permission: Permission | None) -> None:
        super().__init__(permission.value if permission is not None else "the operator alone")
        self.permission = permission
        """None: no role has it, and none can be given it."""


class SecondFactorNeeded(Refused):
    """They may, once they have shown a second factor in this session."""


class OperatorOnly(Refused):
    """Only the command line of the machine does it; no permission would help."""

    def __init__(self) -> None:
        super().__init__(None)


Lookup = Callable[[Actor], Actor]
_look_again: list[Lookup] = []


def let_operations_look_again(lookup: Lookup) -> None:
    """Tell the door how to find the roles that someone has at this very moment.

    Roles live in a table above this package, which therefore hands the way down when it starts.
    """
    _look_again[:] = [lookup]


def require_operator(actor: Actor) -> None:
    """For what only the command line of the machine may do, whatever roles someone has. Raises OperatorOnly."""
    if not actor.is_operator:
        raise OperatorOnly


def require(
    actor: Actor, permission: Permission, *, council_id: int | None = None, participant_id: int | None = None
) -> None:
    """Pass, or raise Refused or SecondFactorNeeded.

    Inside a transaction the roles are read anew and held: a role that was taken away after the request came
    counts for nothing.
    """
    now = actor
    if connection.in_atomic_block and actor.is_signed_in and not actor.is_operator:
        for lookup in _look_again:
            now = lookup(actor)
    if not now.may(permission, council_id=council_id, participant_id=participant_id):
        raise Refused(permission)
    if permission in NEEDS_SECOND_FACTOR and not (now.has_second_factor or now.is_operator):
        raise SecondFactorNeeded(permission)
