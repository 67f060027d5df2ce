"""Offices whose holders may be excluded from election (utelukket fra valg): kommuneloven § 7-3.

A title alone does not settle it: what counts is the work, in which municipality, and whether it has ended when the body
begins. So this informs, and never hinders.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from veivalg.rules.mandates.law import Checked
from veivalg.rules.mandates.names import plain
from veivalg.rules.mandates.periods import Period

# How Norwegian words for offices end when they are definite, plural or genitive, in both written forms.
_ENDINGS = ("", "s", "en", "n", "et", "t", "ens", "er", "ar", "ane", "ene", "a", "e")


@dataclass(frozen=True, kw_only=True)
class ExcludedOffice:
    """A kind of office that the act names, with titles it goes by."""

    id: str
    paragraph: str
    titles: tuple[str, ...]
    """In the basic form, of one word or several."""
    period: Period
    """When the act names it."""
    about: Mapping[str, str]
    """By language: nb, nn, en."""
    source: str
    checked: Checked | None = None
    """How it was held against the act as it read in that time; None when it was not."""


@dataclass(frozen=True, kw_only=True)
class EligibilityNote:
    """That the holder of a stated office may be excluded (kan være utelukket), and by which paragraph."""

    office: str
    """Id of the ExcludedOffice."""
    paragraph: str
    title: str
    """The title that was recognised."""
    is_checked: bool = False
    """Whether the act has been read as it was on that day."""


def note_eligibility(
    stated_office: str, offices: Iterable[ExcludedOffice], *, on: date, former_words: Iterable[str] = ()
) -> tuple[EligibilityNote, ...]:
    """Which excluded offices a freely written title looks like, on the day the body begins to work.

    ``former_words`` are words that say the office has been left ("tidligere"): then there is nothing to note.

    >>> heads = ExcludedOffice(id="heads", paragraph="§ 7-3 første ledd bokstav c", titles=("kommunalsjef",),
    ...     period=Period(), about={}, source="")
    >>> [note.office for note in note_eligibility("Kommunalsjefen for oppvekst", [heads], on=date(2026, 1, 1))]
    ['heads']
    >>> note_eligibility("Lærer", [heads], on=date(2026, 1, 1))
    ()
    """
    words = _words(stated_office)
    if any(word in words for former in former_words for word in _words(former)):
        return ()
    notes = []
    for office in offices:
        if office.period.is_active(on):
            title = next((title for title in office.titles if _holds(words, _words(title))), None)
            if title is not None:
                is_checked = office.checked is not None
                notes.append(
                    EligibilityNote(office=office.id, paragraph=office.paragraph, title=title, is_checked=is_checked)
                )
    return tuple(notes)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


def _holds(words: list[str], title: list[str]) -> bool:
    """Whether the words of a title stand after each other in the text, each in any inflection."""
    return any(
        all(_is_form(word, basic) for word, basic in zip(words[start:], title, strict=False))
        for start in range(len(words) - len(title) + 1)
    )


def _is_form(word: str, basic: str) -> bool:
    return word.startswith(basic) and word.removeprefix(basic) in _ENDINGS
