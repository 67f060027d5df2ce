"""A choice in more than one language (bokmål, nynorsk, engelsk): what comes built in, and what a council writes itself.

The five purposes, the usual title and the usual question are there in all three. As long as a part of an option stands
as it came, the other languages come along by themselves; what somebody has written goes before it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, override

from veivalg.facts.cooperation import purposes
from veivalg.web.directions.models import LISTED, SAID
from veivalg.web.survey.models.rounds import LANGUAGES

PARTS = (*SAID, *LISTED)
HEAD = ("title", "question")


def second(language: str) -> str:
    """The language that a choice may be written in besides the first: the other of bokmål and nynorsk."""
    return "nn" if language == "nb" else "nb"


def tongue(language: str) -> str:
    """What the second language is called, as a part of a label."""
    return gettext("in Nynorsk") if language == "nn" else gettext("in Bokmål")


def usual(language: str) -> dict[str, str]:
    """The title and the question that a choice begins with."""
    with override(language):
        return {
            "title": gettext("What do we want?"),
            "question": gettext("How important is this for the cooperation in the next four years?"),
        }


def purposes_in(language: str) -> list[dict[str, Any]]:
    """The five purposes as options in a language."""
    return [
        {
            "name": each.name[language],
            "about": each.about[language],
            "meanings": [text[language] for text in each.meanings],
            "indicators": [text[language] for text in each.indicators],
            "figures": list(each.figures),
            "room": each.room or "",
        }
        for each in purposes()
    ]


def built_in(row: Mapping[str, Any], language: str) -> dict[str, dict[str, Any]]:
    """The parts of an option that stand as they came, in the other languages."""
    found: dict[str, dict[str, Any]] = {}
    for n, known in enumerate(purposes_in(language)):
        same = [part for part in PARTS if row.get(part) and row[part] == known[part]]
        for other in _others(language) if same else ():
            told = purposes_in(other)[n]
            found.setdefault(other, {}).update({part: told[part] for part in same})
    return found


def built_in_head(head: Mapping[str, str], language: str) -> dict[str, dict[str, str]]:
    """The same of the title and the question."""
    known = usual(language)
    same = [part for part in HEAD if head.get(part) == known[part]]
    return {other: {part: usual(other)[part] for part in same} for other in _others(language)} if same else {}


def together(
    built: Mapping[str, Mapping[str, Any]], written: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What is built in, and what is written before it; without what is empty."""
    found = {}
    for language in LANGUAGES:
        texts = {**built.get(language, {}), **{part: text for part, text in written.get(language, {}).items() if text}}
        if texts:
            found[language] = texts
    return found


def own(
    words: Mapping[str, Mapping[str, Any]], built: Mapping[str, Mapping[str, Any]], language: str
) -> dict[str, Any]:
    """What somebody has written in a language, without what comes by itself."""
    mine, given = built.get(language, {}), words.get(language, {})
    return {part: text for part, text in given.items() if text != mine.get(part)}


def _others(language: str) -> list[str]:
    return [each for each in LANGUAGES if each != language]
