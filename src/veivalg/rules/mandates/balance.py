"""Women and men in a body (kjønnsbalanse): kommuneloven §§ 7-5 to 7-7, shown and never a hindrance.

The rule is for those who choose several at once. Where each municipality chooses one, nobody breaks it alone, so the
outcome says how the whole body stands and blames no one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from veivalg.rules.mandates.findings import Key
from veivalg.rules.mandates.law import Act
from veivalg.rules.mandates.mandate import MandateFacts
from veivalg.rules.mandates.rights import SEATED, BodyKind, Position


class Gender(StrEnum):
    """What is registered about a person (kjønn); nobody has to state it."""

    WOMAN = "woman"
    MAN = "man"
    NOT_STATED = "not_stated"


class BalanceOutcome(StrEnum):
    """How a body stands against the rule."""

    MET = "met"
    NOT_MET = "not_met"
    """Whatever those who have not stated it are."""
    NOT_KNOWN = "not_known"
    """It depends on those who have not stated it."""
    NOT_ASKED = "not_asked"
    """One or none in the body, or no rule on that day."""


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How many of each there are.

    >>> Balance(women=2, men=3, not_stated=1).women_share
    0.4
    """

    women: int
    men: int
    not_stated: int

    @property
    def total(self) -> int:
        """Everyone, also those who have not stated it."""
        return self.women + self.men + self.not_stated

    @property
    def women_share(self) -> float | None:
        """Women among those who have stated it, 0–1; None when nobody has."""
        stated = self.women + self.men
        return self.women / stated if stated else None

    @property
    def men_share(self) -> float | None:
        """Men among those who have stated it, 0–1; None when nobody has."""
        stated = self.women + self.men
        return self.men / stated if stated else None


@dataclass(frozen=True, kw_only=True)
class BalanceNote:
    """The rule beside the numbers, as information."""

    outcome: BalanceOutcome
    paragraph: str
    """Empty when no rule was in force."""
    needed: int
    """How many of each the rule would ask for in a body of this size; 0 when it asks for nothing."""
    as_far_as_possible: bool
    """The act softens the rule for an arbeidsutvalg."""


def balance_on(
    mandates: Iterable[MandateFacts],
    genders: Mapping[Key, Gender],
    *,
    body: Key,
    on: date,
    positions: Collection[Position] = SEATED,
) -> Balance:
    """Count the persons with a seat in a body on a day; a person with two positions is one person.

    Whoever is missing from ``genders`` has not stated it. Ask for substitutes by ``positions``.
    """
    persons = {
        mandate.person
        for mandate in mandates
        if mandate.body == body and mandate.position in positions and mandate.period.is_active(on)
    }
    stated = [genders.get(person, Gender.NOT_STATED) for person in persons]
    return Balance(
        women=stated.count(Gender.WOMAN), men=stated.count(Gender.MAN), not_stated=stated.count(Gender.NOT_STATED)
    )


def note_balance(balance: Balance, kind: BodyKind, *, on: date, act: Act) -> BalanceNote:
    """Hold the numbers against provision ``gender_balance``: a share of each from a size on, both below that."""
    provision = act.in_force("gender_balance", on)
    needed = 0
    if provision is not None:
        if balance.total >= provision.numbers["share_from"]:
            needed = -(-provision.numbers["share_pct"] * balance.total // 100)
        elif balance.total >= provision.numbers["both_from"]:
            needed = 1
    lacking = max(0, needed - balance.women) + max(0, needed - balance.men)
    if needed == 0:
        outcome = BalanceOutcome.NOT_ASKED
    elif lacking == 0:
        outcome = BalanceOutcome.MET
    else:
        outcome = BalanceOutcome.NOT_KNOWN if lacking <= balance.not_stated else BalanceOutcome.NOT_MET
    return BalanceNote(
        outcome=outcome,
        paragraph=provision.paragraph if provision else "",
        needed=needed,
        as_far_as_possible=kind is BodyKind.EXECUTIVE,
    )
