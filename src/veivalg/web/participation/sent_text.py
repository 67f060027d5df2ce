"""The text that was sent out: its parts by key, with what they are called and where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from veivalg.rules.plans import Plan

LONGEST_NAME = 90


@dataclass(frozen=True)
class Part:
    """A goal, a path or an action as it was sent."""

    key: str
    name: str
    """In words: ``Action 3: …``, cut short."""
    goal_key: str


def parts_of(plan: Plan) -> Mapping[str, Part]:
    """Every part that can be answered, in the order of the text."""
    return {part.key: part for part in _parts(plan) if part.key}


def keys_of(plan: Plan) -> frozenset[str]:
    """The keys that a submission may be about."""
    return frozenset(parts_of(plan))


def under(plan: Plan, key: str) -> frozenset[str]:
    """The key itself, and all that stands under a goal or a path."""
    found = {key}
    for goal in plan.goals:
        for path in goal.paths:
            if key in (goal.id, path.id):
                found |= {path.id, *(action.id for action in path.actions)}
    return frozenset(found)


def name_of(parts: Mapping[str, Part], key: str) -> str:
    """What a submission is about, in words."""
    if not key:
        return gettext("The draft as a whole")
    return parts[key].name if key in parts else gettext("A part that is not there any more")


def _parts(plan: Plan) -> Iterator[Part]:
    for number, goal in enumerate(plan.goals, start=1):
        told = gettext("Goal %(number)s: %(name)s") % {"number": number, "name": short(goal.name)}
        yield Part(goal.id, told, goal.id)
        for path in goal.paths:
            if path.name:
                yield Part(path.id, gettext("Path: %(name)s") % {"name": short(path.name)}, goal.id)
            for action in path.actions:
                told = gettext("Action %(number)s: %(text)s") % {
                    "number": action.number or "",
                    "text": short(action.text),
                }
                yield Part(action.id, told, goal.id)


def short(text: str) -> str:
    """One line, cut where it is longer than a list takes."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"
