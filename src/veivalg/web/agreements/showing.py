"""An agreement in words: shares, majority and notice, the same on pages, in files and in what is different."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from veivalg.rules.agreement import Shares
from veivalg.rules.agreement.route import HALF, TWO_THIRDS
from veivalg.web.agreements.content import AgreementContent, ContentClause, ContentShare
from veivalg.web.ui.numbers import number, percent


@dataclass(frozen=True)
class ShareLine:
    """One participant's seats and shares, in words."""

    name: str
    seats: int
    ownership: str
    ownership_percent: str
    liability: str
    liability_percent: str
    debt_nok: int | None = None
    """Its part of what the council owes, when that is given."""


def share_lines(content: AgreementContent, *, debt_nok: int | None = None) -> list[ShareLine]:
    """One line for each participant, by name. With a debt, whole kroner that sum to it exactly (§ 18-2)."""
    owned, answered = content.ownership, content.liability
    split = answered.split(debt_nok) if answered and debt_nok is not None else {}
    return [
        ShareLine(
            name=each.name,
            seats=each.seats,
            ownership=_part(owned, each),
            ownership_percent=_percent(owned, each),
            liability=_part(answered, each),
            liability_percent=_percent(answered, each),
            debt_nok=split.get(str(each.participant)),
        )
        for each in content.shares
    ]


def share_words(content: AgreementContent, each: ContentShare) -> str:
    """``1 of 11``, and the liability where it is another."""
    text = _part(content.ownership, each)
    if content.liability_whole is None:
        return text
    return gettext("%(owned)s owned, %(answered)s answered for") % {
        "owned": text,
        "answered": _part(content.liability, each),
    }


def _part(shares: Shares | None, each: ContentShare) -> str:
    if shares is None:
        return ""
    return gettext("%(part)s of %(whole)s") % {
        "part": number(shares.parts.get(str(each.participant), 0)),
        "whole": number(shares.denominator),
    }


def _percent(shares: Shares | None, each: ContentShare) -> str:
    """To two decimals; exact only when it is said without "about"."""
    if shares is None:
        return ""
    share = shares.of(str(each.participant)) * 100
    rounded = percent(float(share), 2)
    return rounded if (share * 100).denominator == 1 else gettext("about %(percent)s") % {"percent": rounded}


def majority_words(content: AgreementContent) -> str:
    """How what the act leaves to the agreement is changed."""
    if content.always_every_participant:
        return gettext("every participant")
    part = content.majority or TWO_THIRDS
    return gettext("the assembly, with %(part)s of the votes cast") % {"part": least_words(part)}


def least_words(part: Fraction | None) -> str:
    """How many of the votes cast it takes: "at least 2/3", and of a half "more than half".

    Empty where nobody's votes are counted.
    """
    if part is None:
        return ""
    if part == HALF:
        return gettext("more than half")
    return gettext("at least %(part)s") % {"part": f"{part.numerator}/{part.denominator}"}


def months_words(months: int | None) -> str:
    """The notice before leaving."""
    if months is None:
        return gettext("not given")
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def legal_person_words(value: bool | None) -> str:
    """Whether the council is a legal person of its own."""
    if value is None:
        return gettext("not said")
    return gettext("yes") if value else gettext("no")


@dataclass(frozen=True)
class ShownClause:
    """A clause with its number, for a page or a file."""

    number: str
    clause: ContentClause

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.clause.text.splitlines() if line.strip()]


def shown_clauses(content: AgreementContent) -> list[ShownClause]:
    """All, in order."""
    return [ShownClause(content.numbers[clause.key], clause) for clause in content.clauses]
