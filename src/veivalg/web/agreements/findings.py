"""What an agreement lacks of what the act wants fixed: which thing, why, under which paragraph, on which day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from veivalg.facts.agreement import DescribedItem, agreement_facts
from veivalg.facts.law import cited
from veivalg.rules.agreement import ItemFinding, ItemState, check
from veivalg.rules.mandates import Checked
from veivalg.web.agreements.content import AgreementContent
from veivalg.web.agreements.touching import SEATS, SHARES
from veivalg.web.ui.law import checked_words
from veivalg.web.ui.numbers import listed

_PARAGRAPH = re.compile(r"§ \d+-\d+")
KEPT_AS_FIGURES = frozenset({SEATS, SHARES})


@dataclass(frozen=True)
class FindingLine:
    """One thing that the act wants fixed, and how it stands with it."""

    item: int
    name: str
    about: str
    state: ItemState
    paragraph: str
    """As it is cited: "kommuneloven § 18-4 fjerde ledd"."""
    reason: str
    clause: str
    """Number of the clause that fixes it or should; empty when there is none."""
    checked: Checked | None
    """How the paragraph was checked against the text of the act."""

    @property
    def checked_words(self) -> str:
        """The same in words."""
        return checked_words(self.checked)

    @property
    def is_present(self) -> bool:
        return self.state is ItemState.PRESENT

    def as_plain(self) -> dict[str, Any]:
        """For programs, with the paragraph alone."""
        found = _PARAGRAPH.search(self.paragraph)
        return {
            "item": self.item,
            "paragraph": found.group() if found else self.paragraph,
            "state": self.state.value,
            "reason": self.reason,
            "clause": self.clause,
        }


def lines(content: AgreementContent | None, *, on: date) -> list[FindingLine]:
    """One line for each thing that the act wanted fixed on a day, in the act's order. All missing without agreement."""
    described = {each.item.number: each for each in agreement_facts().items if each.item.period.is_active(on)}
    found = check(content.rules if content else [], [each.item for each in described.values()], on=on)
    return [_line(_with_figures(finding, content), described[finding.item], content) for finding in found]


def missing(found: Sequence[FindingLine]) -> list[FindingLine]:
    """Those that are not fixed."""
    return [line for line in found if not line.is_present]


def heading(found: Sequence[FindingLine]) -> str:
    """The finding in one sentence."""
    lacking = missing(found)
    if not lacking and len(found) == 8:
        return gettext("The agreement fixes all eight things that the act demands")
    if not lacking:
        return ngettext(
            "The agreement fixes the %(count)s thing that the act demands",
            "The agreement fixes all %(count)s things that the act demands",
            len(found),
        ) % {"count": len(found)}
    if len(lacking) > 3:
        return gettext("The agreement lacks %(missing)s of the %(count)s things that the act demands") % {
            "missing": len(lacking),
            "count": len(found),
        }
    names = [line.name[:1].lower() + line.name[1:] for line in lacking]
    return gettext("The agreement lacks %(names)s") % {"names": listed(names)}


def _with_figures(finding: ItemFinding, content: AgreementContent | None) -> ItemFinding:
    """Seats and shares are fixed when the figures are there as well: a clause that only points at them says nothing."""
    if finding.state is ItemState.PRESENT and finding.item in KEPT_AS_FIGURES and content and not content.shares:
        return replace(finding, state=ItemState.EMPTY)
    return finding


def _line(finding: ItemFinding, described: DescribedItem, content: AgreementContent | None) -> FindingLine:
    language = get_language() or "nb"
    return FindingLine(
        item=finding.item,
        name=described.name[language],
        about=described.about[language],
        state=finding.state,
        paragraph=cited(finding.paragraph, language),
        checked=described.item.checked,
        reason=_reason(finding, content),
        clause=finding.clause,
    )


def _reason(finding: ItemFinding, content: AgreementContent | None) -> str:
    if content is None:
        return gettext("No agreement is written.")
    match finding.state:
        case ItemState.PRESENT:
            return gettext("Clause %(number)s fixes it.") % {"number": finding.clause}
        case ItemState.EMPTY if finding.item in KEPT_AS_FIGURES and not content.shares and _has_text(content, finding):
            return gettext("Clause %(number)s is there, but the participants have no seats and shares.") % {
                "number": finding.clause
            }
        case ItemState.EMPTY:
            return gettext("Clause %(number)s is marked with it, and has no text.") % {"number": finding.clause}
        case ItemState.MISSING:
            return gettext("No clause is marked with it.")


def _has_text(content: AgreementContent, finding: ItemFinding) -> bool:
    return any(rule.number == finding.clause and rule.text.strip() for rule in content.rules)
