"""Turns the YAML of ``acts/`` into dated provisions. A file that is wrong stops the start."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.facts.schema import IN_FORCE, SOURCE, checked_of, closed, content_of, period_of, some
from veivalg.rules.mandates import Act, ExcludedOffice, Provision

_DATED: Mapping[str, Any] = {
    "id": {"type": "string", "pattern": "^[a-z_]+$"},
    "paragraph": {"type": "string", "pattern": "^[a-zæøå]+ §§? [0-9]+-[0-9]+"},
    "about": TEXTS,
    **IN_FORCE,
}
_WORDS = some({"type": "string", "minLength": 2})
_PROVISION = closed(
    {
        **_DATED,
        "source": SOURCE,
        "numbers": {"type": "object", "additionalProperties": {"type": "integer"}},
        "words": {"type": "object", "additionalProperties": _WORDS},
    },
    optional=["numbers", "words"],
)
_ACT = closed({"id": {"type": "string"}, "name": TEXTS, "provisions": some(_PROVISION)})
_OFFICES = closed({"source": SOURCE, "former_words": _WORDS, "offices": some(closed({**_DATED, "titles": _WORDS}))})


@cache
def municipal_act() -> Act:
    """The provisions of kommuneloven that the rules rest on. Raises FactsBroken."""
    file = "municipal_act.yaml"
    return act(file, content_of(f"acts/{file}"))


@cache
def excluded_offices() -> tuple[ExcludedOffice, ...]:
    """Offices that may be excluded from election, with the titles they go by; what has not been held against the
    wording of its time is not checked. Raises FactsBroken."""
    file = "excluded_offices.yaml"
    content = content_of(f"acts/{file}")
    hold_against(_OFFICES, f"acts/{file}", content)
    return tuple(
        ExcludedOffice(
            id=row["id"],
            paragraph=row["paragraph"],
            titles=tuple(row["titles"]),
            period=period_of(f"acts/{file}", row),
            about=row["about"],
            source=content["source"],
            checked=checked_of(f"acts/{file}", row),
        )
        for row in content["offices"]
    )


@cache
def former_words() -> tuple[str, ...]:
    """Words which say that someone has left an office. Raises FactsBroken."""
    file = "excluded_offices.yaml"
    content = content_of(f"acts/{file}")
    hold_against(_OFFICES, f"acts/{file}", content)
    return tuple(content["former_words"])


def cited(paragraph: str, language: str) -> str:
    """A paragraph as a text in that language cites it: the act is "kommunelova" in nynorsk.

    >>> cited("kommuneloven § 18-4 fjerde ledd", "nn")
    'kommunelova § 18-4 fjerde ledd'
    """
    return paragraph.replace("kommuneloven", "kommunelova") if language == "nn" else paragraph


def act(file: str, content: Any) -> Act:
    """An act from one file's content. Raises FactsBroken with the field, the date or the provision that is wrong."""
    hold_against(_ACT, f"acts/{file}", content)
    provisions = tuple(
        Provision(
            id=row["id"],
            paragraph=row["paragraph"],
            about=row["about"],
            period=period_of(f"acts/{file}", row),
            source=row["source"],
            checked=checked_of(f"acts/{file}", row),
            numbers=row.get("numbers", {}),
            words={key: tuple(words) for key, words in row.get("words", {}).items()},
        )
        for row in content["provisions"]
    )
    try:
        return Act(id=content["id"], provisions=provisions)
    except ValueError as error:
        raise FactsBroken(f"acts/{file}: {error} Give the older one a last day, valid_until.") from error
