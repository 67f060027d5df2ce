"""What an agreement says, as a value: the clauses, the shares and the rules for its own change. Frozen in editions."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from veivalg.rules.agreement import Clause, Shares

FORMAT, VERSION = "veivalg-agreement", 1


def fraction(part: int | None, whole: int | None) -> Fraction | None:
    """The part of the whole; None when it is not said."""
    return Fraction(part, whole) if part is not None and whole else None


@dataclass(frozen=True, kw_only=True)
class ContentClause:
    """A clause as it stood."""

    key: str
    heading: str
    text: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContentShare:
    """One participant as it stood: its number in the register, its name then, its seats and parts."""

    participant: int
    name: str
    seats: int
    ownership: int
    liability: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementContent:
    """All that the participants have agreed on, or are asked to."""

    name: str
    is_own_legal_person: bool | None
    clauses: tuple[ContentClause, ...]
    shares: tuple[ContentShare, ...]
    ownership_whole: int | None
    liability_whole: int | None
    majority: Fraction | None
    always_every_participant: bool
    leaving_months: int | None

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """What each clause is numbered, by its key."""
        return {clause.key: str(number) for number, clause in enumerate(self.clauses, start=1)}

    def as_rule(self, clause: ContentClause) -> Clause:
        """The clause as the rules know it."""
        return Clause(number=self.numbers[clause.key], text=clause.text, items=frozenset(clause.items))

    @property
    def rules(self) -> list[Clause]:
        return [self.as_rule(clause) for clause in self.clauses]

    @property
    def ownership(self) -> Shares | None:
        """Who owns how much. None when nobody has said. Raises rules.agreement.SharesBroken."""
        if not self.shares or not self.ownership_whole:
            return None
        return Shares(self.ownership_whole, {str(each.participant): each.ownership for each in self.shares})

    @property
    def liability(self) -> Shares | None:
        """Who answers for how much (kommuneloven § 18-2); the same as the ownership where nothing else is said."""
        if self.liability_whole is None:
            return self.ownership
        return Shares(self.liability_whole, {str(each.participant): each.liability or 0 for each in self.shares})

    @property
    def seats(self) -> int:
        """Of the assembly, all together."""
        return sum(each.seats for each in self.shares)


def as_plain(content: AgreementContent) -> dict[str, Any]:
    """The content as JSON can hold it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": content.name,
        "is_own_legal_person": content.is_own_legal_person,
        "clauses": [
            {"key": each.key, "heading": each.heading, "text": each.text, "items": list(each.items)}
            for each in content.clauses
        ],
        "shares": [
            {
                "participant": each.participant,
                "name": each.name,
                "seats": each.seats,
                "ownership": each.ownership,
                "liability": each.liability,
            }
            for each in content.shares
        ],
        "ownership_whole": content.ownership_whole,
        "liability_whole": content.liability_whole,
        "majority": [content.majority.numerator, content.majority.denominator] if content.majority else None,
        "always_every_participant": content.always_every_participant,
        "leaving_months": content.leaving_months,
    }


def from_plain(plain: Mapping[str, Any]) -> AgreementContent:
    """The value of what was written by `as_plain`."""
    majority = plain["majority"]
    return AgreementContent(
        name=plain["name"],
        is_own_legal_person=plain["is_own_legal_person"],
        clauses=tuple(ContentClause(**each | {"items": tuple(each["items"])}) for each in plain["clauses"]),
        shares=tuple(ContentShare(**each) for each in plain["shares"]),
        ownership_whole=plain["ownership_whole"],
        liability_whole=plain["liability_whole"],
        majority=Fraction(*majority) if majority else None,
        always_every_participant=plain["always_every_participant"],
        leaving_months=plain["leaving_months"],
    )


def checksum_of(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the content, the same whatever order a database gives its names back in."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
