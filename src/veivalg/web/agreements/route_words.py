"""Which way a change has to go and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from veivalg.facts.agreement import agreement_facts
from veivalg.web.agreements.models import AgreementChange
from veivalg.web.agreements.showing import least_words


@dataclass(frozen=True)
class Because:
    """One thing that a change touches, and what the act says that it fixes."""

    name: str
    fixes: str


def way_words(change: AgreementChange) -> str:
    """Who has to say yes, under which paragraph."""
    if change.base_id is None:
        return gettext(
            "It is the first agreement, so every participant's own kommunestyre or fylkesting has to adopt it "
            "(kommuneloven § 18-4)."
        )
    if change.is_for_everyone and any(row["items"] for row in change.because):
        return gettext(
            "It touches what the act demands that the agreement fixes, so every participant's own kommunestyre or "
            "fylkesting has to adopt it (kommuneloven § 18-4)."
        )
    if change.is_for_everyone:
        return gettext("The agreement itself says that every change goes to every participant.")
    if (change.majority_part, change.majority_whole) == (2, 3):
        return gettext(
            "It touches nothing that the act demands, so the assembly settles it with at least two thirds of the votes "
            "cast (kommuneloven § 18-4)."
        )
    return gettext(
        "It touches nothing that the act demands, so the assembly settles it. The agreement's own rule is %(part)s of "
        "the votes cast."
    ) % {"part": least_words(change.way.majority)}


def because_words(change: AgreementChange, language: str) -> list[Because]:
    """What sends it that way."""
    return [
        Because(
            name=gettext("Clause %(number)s, %(heading)s") % row if row["number"] else row["heading"],
            fixes=item_names(row["items"], language),
        )
        for row in change.because
    ]


def item_names(items: Iterable[int], language: str) -> str:
    """What the act calls the things, in the reader's language."""
    names = {each.item.number: each.name[language] for each in agreement_facts().items}
    return ", ".join(names.get(number, str(number)) for number in items)
