"""Whether a council's name says what it is (navn på rådet): kommuneloven § 18-1 third paragraph."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from veivalg.rules.mandates.law import Act

WORDS = ("interkommunalt", "politisk", "råd")
# Councils inflect the words (Sør-Østerdal interkommunale politiske råd), which keeps what the rule is for: to be known.
_FORMS = (r"interkommunal(?:t|e)", r"politiske?", r"råd(?:et|ets|s)?")
_PHRASE = re.compile(r"(?<!\w)" + r"\s+".join(_FORMS) + r"(?!\w)")
_SINGLE = tuple(re.compile(r"(?<!\w)" + form + r"(?!\w)") for form in _FORMS)
_SHORT = re.compile(r"(?<!\w)ipr(?!\w)")


class NameCode(StrEnum):
    """What was found in the name."""

    WORDS = "words"
    """The whole words."""
    SHORT_FORM = "short_form"
    """IPR as a word of its own."""
    INCOMPLETE = "incomplete"
    """Some of the words, or not after each other; ``missing`` says which are not there."""
    MISSING = "missing"
    """Neither the words nor the short form."""
    NO_RULE = "no_rule"
    """No act asked for anything on that day."""


@dataclass(frozen=True, kw_only=True)
class NameFinding:
    """Whether the name is as the act asks, and why."""

    ok: bool
    code: NameCode
    paragraph: str
    """Empty when there was no rule."""
    found: tuple[str, ...] = ()
    """The words that are there, as they stand in the name after normalisation."""
    missing: tuple[str, ...] = ()
    """The words that are not; empty when the name is as it should be, or all are there but apart."""


def check_name(name: str, *, on: date, act: Act) -> NameFinding:
    """Hold a council's name against provision ``council_name``. Upper and lower case, and ways of writing å, are alike.

    >>> from veivalg.rules.mandates.law import Provision
    >>> from veivalg.rules.mandates.periods import Period
    >>> act = Act(id="act", provisions=(Provision(
    ...     id="council_name", paragraph="§ 18-1 tredje ledd", about={}, period=Period(), source=""),))
    >>> check_name("Regionrådet i Valdres IPR", on=date(2026, 1, 1), act=act).code.value
    'short_form'
    >>> check_name("Salten politiske råd", on=date(2026, 1, 1), act=act).missing
    ('interkommunalt',)
    """
    provision = act.in_force("council_name", on)
    if provision is None:
        return NameFinding(ok=True, code=NameCode.NO_RULE, paragraph="")
    text = plain(name)
    phrase, short = _PHRASE.search(text), _SHORT.search(text)
    if phrase:
        return NameFinding(
            ok=True, code=NameCode.WORDS, paragraph=provision.paragraph, found=tuple(phrase.group().split())
        )
    if short:
        return NameFinding(ok=True, code=NameCode.SHORT_FORM, paragraph=provision.paragraph, found=("ipr",))
    hits = [pattern.search(text) for pattern in _SINGLE]
    found = tuple(hit.group() for hit in hits if hit)
    return NameFinding(
        ok=False,
        code=NameCode.INCOMPLETE if found else NameCode.MISSING,
        paragraph=provision.paragraph,
        found=found,
        missing=tuple(word for word, hit in zip(WORDS, hits, strict=True) if not hit),
    )


def plain(text: str) -> str:
    """A text to compare with: composed letters, small, without invisible characters, one space between words.

    >>> plain("  Interkommunalt\\u00a0Politisk Ra\\u030ad ")
    'interkommunalt politisk råd'
    """
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())
