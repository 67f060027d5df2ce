"""Who is asking: a frozen value that is made once per request, by commands and by tests."""

from dataclasses import dataclass

from veivalg.web.access.catalogue import TABLE, Permission, Reach, Role


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One role in one council, for one participant or for the council as a whole."""

    council_id: int
    role: Role
    participant_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever makes a request (den som handler): what they are where, at the moment the request came."""

    account_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    """Staff sessions that are open stand here too, as the role HOST in that council."""
    is_host: bool = False
    is_operator: bool = False
    """The command line of the machine itself; whoever has that has everything already."""
    has_second_factor: bool = False
    request_id: str = ""
    on_behalf_of: str = ""
    """Whom it was done for, when not for themselves: ``participant:12``, ``host`` …"""

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def council_ids(self) -> frozenset[int]:
        """Councils where this person is something."""
        return frozenset(grant.council_id for grant in self.grants)

    def roles_in(self, council_id: int) -> frozenset[Role]:
        """What this person is in a council."""
        return frozenset(grant.role for grant in self.grants if grant.council_id == council_id)

    def may(self, permission: Permission, *, council_id: int | None = None, participant_id: int | None = None) -> bool:
        """Whether the table lets them, second factor aside.

        Without a participant, a permission that reaches no further than one's own participant is not enough.
        """
        if self.is_operator:
            return True
        if council_id is None:
            return self.is_host and permission in TABLE[Role.HOST]
        for grant in self.grants:
            if grant.council_id != council_id:
                continue
            reach = TABLE[grant.role].get(permission)
            if reach is Reach.ALL:
                return True
            if reach is Reach.OWN and participant_id is not None and grant.participant_id == participant_id:
                return True
        return False

    def own_participant_ids(self, council_id: int, permission: Permission) -> frozenset[int]:
        """Participants for which the permission is held when it is not held for the whole council."""
        return frozenset(
            grant.participant_id
            for grant in self.grants
            if grant.council_id == council_id
            and grant.participant_id is not None
            and TABLE[grant.role].get(permission) is Reach.OWN
        )


VISITOR = Actor()
"""Someone who has not signed in."""

OPERATOR = Actor(is_operator=True)
"""The command line."""
