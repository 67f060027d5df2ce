"""Tables of councils: places, participants, bodies, people, mandates, roles."""

from veivalg.web.councils.models.bodies import Body, Mandate, Person
from veivalg.web.councils.models.council import Council, Participant, in_force
from veivalg.web.councils.models.drafts import SetUpDraft
from veivalg.web.councils.models.imports import ImportDraft
from veivalg.web.councils.models.places import CountyAuthority, Municipality, address_word
from veivalg.web.councils.models.roles import RoleAssignment, StaffSession

__all__ = [
    "Body",
    "Council",
    "CountyAuthority",
    "ImportDraft",
    "Mandate",
    "Municipality",
    "Participant",
    "Person",
    "RoleAssignment",
    "SetUpDraft",
    "StaffSession",
    "address_word",
    "in_force",
]
