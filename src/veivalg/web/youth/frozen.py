"""The draft or the options that the young are asked about, as they were when the matter was opened."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from veivalg.rules.plans import Plan, as_plain, from_plain
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.queries import plan_of
from veivalg.web.youth.models import YouthMatter

_OPTIONS = "veivalg-options"


@dataclass(frozen=True)
class Option:
    """One of the ways that a council may go, in the words of the choice."""

    name: str
    about: str
    meanings: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    """What would show that it succeeds."""


@dataclass(frozen=True)
class Options:
    """A choice of direction as it was shown to the young."""

    question: str
    options: tuple[Option, ...]


def freeze(matter: YouthMatter) -> tuple[dict[str, Any] | None, str]:
    """The content to keep and its checksum; nothing for a matter without a subject.

    In the council's own language, whoever opens it: names of roles stand in a plan.
    """
    with override(matter.council.language):
        if matter.strategy is not None:
            content = as_plain(plan_of(matter.strategy))
        elif matter.direction is not None:
            content = _options(matter.direction)
        else:
            return None, ""
    return content, checksum_of(content)


def thawed(matter: YouthMatter) -> Plan | Options | None:
    """What was frozen, as a value."""
    content = matter.content
    if content is None:
        return None
    if content.get("format") != _OPTIONS:
        return from_plain(content)
    return Options(
        content["question"],
        tuple(
            Option(each["name"], each["about"], tuple(each["meanings"]), tuple(each.get("indicators", ())))
            for each in content["options"]
        ),
    )


def _options(choice: DirectionChoice) -> dict[str, Any]:
    return {
        "format": _OPTIONS,
        "question": choice.question,
        "options": [
            {"name": each["name"], "about": each.get("about", "")}
            | {part: list(each.get(part, [])) for part in ("meanings", "indicators")}
            for each in choice.options
        ],
    }
