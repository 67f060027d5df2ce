"""Names that answer for actions and are nobody's: gathered, with whoever each may mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from veivalg.web.strategy.models import Action
from veivalg.web.strategy.responsible import Everyone, Responsible

_BETWEEN = re.compile(r"\s*[,;/+&\n]\s*|(?<!-)\s+(?:og|samt|and)\s+", re.IGNORECASE)
_MOST_SHOWN = 40


@dataclass
class UnmatchedName:
    """One text, and the actions that have it."""

    text: str
    actions: list[Action] = field(default_factory=list)
    key: str = ""
    """Of whoever it may mean; empty when there is no telling."""
    how: str = ""
    parts: tuple[str, ...] = ()
    """The names in it, when there are several."""

    @property
    def seen(self) -> str:
        """The actions and the versions they were read in, for the form."""
        return " ".join(f"{action.pk}:{action.version}" for action in self.actions)

    @property
    def shown(self) -> list[Action]:
        return self.actions[:_MOST_SHOWN]

    @property
    def left_out(self) -> int:
        """How many actions are not listed."""
        return max(0, len(self.actions) - _MOST_SHOWN)


def gathered(actions: Iterable[Action]) -> list[UnmatchedName]:
    """Each text once, the most used first."""
    found: dict[str, UnmatchedName] = {}
    for action in actions:
        found.setdefault(action.responsible_text, UnmatchedName(action.responsible_text)).actions.append(action)
    return sorted(found.values(), key=lambda name: (-len(name.actions), name.text.casefold()))


def with_suggestions(names: Iterable[UnmatchedName], known: Everyone) -> list[UnmatchedName]:
    """The same, with whoever each may mean."""
    shown = []
    for name in names:
        who, how = suggested(name.text, known)
        parts = parts_of(name.text)
        name.key, name.how = who.key if who else "", how
        name.parts = parts if len(parts) > 1 and known.named(name.text) is None else ()
        shown.append(name)
    return shown


def suggested(text: str, known: Everyone) -> tuple[Responsible | None, str]:
    """Whom a text may mean, and how that was found."""
    if (exact := known.named(text)) is not None:
        return exact, gettext("has that name")
    if (guess := known.guessed(text)) is not None:
        return guess, gettext("a guess")
    for part in parts_of(text):
        if (found := known.named(part) or known.guessed(part)) is not None:
            return found, gettext("a guess, from one of several names")
    return None, gettext("not matched")


def parts_of(text: str) -> tuple[str, ...]:
    """The names in a text.

    >>> parts_of("AU, rådmenn og Nord- og Sør-Fron")
    ('AU', 'rådmenn', 'Nord- og Sør-Fron')
    """
    return tuple(part for each in _BETWEEN.split(text) if (part := " ".join(each.split())))


def others_than(chosen: Responsible, text: str, known: Everyone) -> list[str]:
    """The names in a text that do not mean whoever was chosen; none when it is one name only."""
    parts = parts_of(text)
    if len(parts) < 2 or known.named(text) == chosen:
        return []
    return [part for part in parts if (known.named(part) or known.guessed(part)) != chosen]
