"""Who can answer for an action: a body, its leader, a participant or a role; and names in files matched with them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.councils.models import Body, Council, Participant
from veivalg.web.strategy.models import Action
from veivalg.web.ui.words import norwegian_order

NOBODY: dict[str, Any] = {
    "responsible_body_id": None,
    "responsible_position": "",
    "responsible_participant_id": None,
    "responsible_role": "",
}
"""The columns that say who it is, when nobody has been chosen."""
ROLES = (Role.SECRETARIAT,)
"""Roles that are the council's own, and not one person's task."""
_LEADERS = re.compile(
    r"(?P<what>nestleder|nestleiar|leder|leiar|vice leader|leader)(?: (?:i|av|for|of)|,) (?P<body>.+)"
)
_VICE = frozenset({"nestleder", "nestleiar", "vice leader"})
_OF_KIND = {
    Body.Kind.ASSEMBLY: "regionrådet reg.råd reg.rådet rådet representantskapet rep.skap",
    Body.Kind.EXECUTIVE: "arbeidsutvalget arbeidsutvalet au styret",
    Body.Kind.YOUTH: "ungdomsrådet ungdomspanelet ungdomsutvalget",
    Body.Kind.DIRECTORS: "kommunedirektørforum kommunedirektørene kommunedirektørane rådmannsforum rådmannsutvalget",
}
_SECRETARIAT = frozenset({"sekretariatet", "sekretariat", "secretariat", "dagleg leiar", "daglig leder"})


@dataclass(frozen=True)
class Responsible:
    """One who can be chosen."""

    key: str
    """``body-12``, ``body-12-leader``, ``participant-3``, ``role-secretariat``."""
    name: str
    body: Body | None = None
    position: str = ""
    participant: Participant | None = None
    role: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of an action that say so."""
        return NOBODY | {
            "responsible_body_id": self.body.pk if self.body else None,
            "responsible_position": self.position,
            "responsible_participant_id": self.participant.pk if self.participant else None,
            "responsible_role": self.role,
        }


@dataclass(frozen=True)
class Everyone:
    """All who can answer for an action in a council on a day."""

    choices: tuple[Responsible, ...]
    own_names: frozenset[str]
    """What the council itself is called; its assembly is meant by them."""

    def by_key(self, key: str) -> Responsible | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    def named(self, name: str) -> Responsible | None:
        """The one with exactly that name, in any case, with or without "kommune"; None when it is none or several."""
        wanted = _folded(name)
        found = _LEADERS.fullmatch(wanted)
        if found and (body := self._only(_folded(found["body"]), self._whole_bodies)):
            position = Action.Position.VICE_LEADER if found["what"] in _VICE else Action.Position.LEADER
            return next(c for c in self.choices if c.body == body.body and c.position == position)
        if wanted in _SECRETARIAT:
            return self.by_key(f"role-{Role.SECRETARIAT.value}")
        return self._only(wanted, [c for c in self.choices if not c.position])

    def guessed(self, name: str) -> Responsible | None:
        """The one that a common word for a body means here, when only one can be meant. A guess, to be shown as one."""
        wanted = _folded(name)
        for kind, words in _OF_KIND.items():
            of_kind = [choice for choice in self._whole_bodies if choice.body and choice.body.kind == kind]
            is_own = kind == Body.Kind.ASSEMBLY and wanted in self.own_names
            if (wanted in words.split() or is_own) and len(of_kind) == 1:
                return of_kind[0]
        return None

    @property
    def _whole_bodies(self) -> list[Responsible]:
        return [choice for choice in self.choices if choice.body and not choice.position]

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For a list to choose from."""
        parts = (
            (gettext("Bodies"), [c for c in self.choices if c.body and not c.position]),
            (gettext("Participants"), [c for c in self.choices if c.participant]),
            (gettext("Roles"), [c for c in self.choices if c.role or c.position]),
        )
        return [(name, [(choice.key, choice.name) for choice in found]) for name, found in parts if found]

    @staticmethod
    def _only(wanted: str, among: Sequence[Responsible]) -> Responsible | None:
        names = Counter(_folded(choice.name) for choice in among)
        return next((c for c in among if _folded(c.name) == wanted), None) if names[wanted] == 1 else None


def everyone(council: Council, *, on: date) -> Everyone:
    """In two queries: bodies and participants of that day, and the roles."""
    bodies = Body.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), council=council)
    participants = sorted(
        Participant.objects.on(on).with_places().filter(council=council), key=lambda p: norwegian_order(p.name)
    )
    found: list[Responsible] = []
    for body in bodies:
        found.append(Responsible(f"body-{body.pk}", one_line(body.name), body=body))
        found += [
            Responsible(f"body-{body.pk}-{position.value}", position_in(body, position), body=body, position=position)
            for position in Action.Position
            if body.is_elected
        ]
    found += [Responsible(f"participant-{p.pk}", one_line(p.name), participant=p) for p in participants]
    found += [Responsible(f"role-{role.value}", str(ROLE_WORDS[role]), role=role.value) for role in ROLES]
    return Everyone(tuple(found), frozenset({_folded(council.name), _folded(council.short_name)}))


def name_of(action: Action) -> str:
    """Who answers for it, by name; as the file had it when it is not matched; empty when nobody does."""
    if action.responsible_body is not None:
        if action.responsible_position:
            return position_in(action.responsible_body, action.responsible_position)
        return one_line(action.responsible_body.name)
    if action.responsible_participant is not None:
        return one_line(action.responsible_participant.name)
    if action.responsible_role:
        return str(ROLE_WORDS[Role(action.responsible_role)])
    return action.responsible_text


def key_of(action: Action) -> str:
    """The same as a choice; empty when nobody answers for it or the name is not matched."""
    if action.responsible_body_id:
        position = f"-{action.responsible_position}" if action.responsible_position else ""
        return f"body-{action.responsible_body_id}{position}"
    if action.responsible_participant_id:
        return f"participant-{action.responsible_participant_id}"
    return f"role-{action.responsible_role}" if action.responsible_role else ""


def position_in(body: Body, position: str) -> str:
    """``Leder, Arbeidsutvalget``"""
    return f"{Action.Position(position).label}, {one_line(body.name)}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def matched(names: Iterable[str], known: Everyone) -> dict[str, Responsible]:
    """Those of the names that are someone's exactly."""
    return {name: found for name in names if (found := known.named(name)) is not None}


def _folded(name: str) -> str:
    """A name as it is compared.

    >>> _folded("Namsos  kommune"), _folded("Kommunestyret")
    ('namsos', 'kommunestyret')
    """
    words = one_line(name).casefold().strip(" .")
    return words.removesuffix(" kommune").removesuffix(" fylkeskommune") or words
