"""Dated provisions of law (lovbestemmelser): what rests on law is an argument to the rules, not a constant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from veivalg.rules.mandates.periods import Period


@dataclass(frozen=True, kw_only=True)
class Checked:
    """That a rule here was held against the text of the act itself (kontrollert mot lovteksten)."""

    on: date
    """The day it was done."""
    text_of: date
    """The act as it stood on this day."""
    source: str
    """Where the text was read."""
    coming: str = ""
    """An act that changes the paragraph, adopted and not in force that day; empty when there was none."""


@dataclass(frozen=True, kw_only=True)
class Provision:
    """One rule of an act in one version (bestemmelse)."""

    id: str
    paragraph: str
    """As it is cited: "kommuneloven § 18-1 tredje ledd"."""
    about: Mapping[str, str]
    """What it says, in our own words, by language: nb, nn, en."""
    period: Period
    """When this version is in force."""
    source: str
    checked: Checked | None = None
    """None: not checked against the text of the act."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act with the provisions that the rules rest on (lov)."""

    id: str
    provisions: tuple[Provision, ...]

    def __post_init__(self) -> None:
        for index, provision in enumerate(self.provisions):
            for other in self.provisions[index + 1 :]:
                if provision.id == other.id and provision.period.overlaps(other.period):
                    raise ValueError(f"{self.id}: two versions of {provision.id} are in force on the same day.")

    def in_force(self, provision: str, on: date) -> Provision | None:
        """The version that holds on a day, None when there was no such rule then.

        Raises LookupError when no version of the provision is known at all.
        """
        versions = [version for version in self.provisions if version.id == provision]
        if not versions:
            raise LookupError(f"{self.id} has no provision {provision!r}; there are {', '.join(self._ids())}.")
        return next((version for version in versions if version.period.is_active(on)), None)

    def _ids(self) -> list[str]:
        return sorted({version.id for version in self.provisions})
