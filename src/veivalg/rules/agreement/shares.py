"""Shares in a council (eierandel, ansvarsandel): whole numerators over one denominator, so that eleven are exact.

They add up to the whole of what the council owes (kommuneloven § 18-2); nothing less and nothing more is an agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from veivalg.rules.agreement.rounding import rounded_parts

MOST = 10**9
"""The largest denominator: more than any agreement has written."""


class SharesBroken(ValueError):
    """Shares that no agreement can have. The message says what they sum to and what is missing or too much."""


@dataclass(frozen=True)
class Shares:
    """Who has how much: ``parts`` are numerators over ``denominator``, and sum to it exactly.

    >>> Shares.equal(["a", "b", "c"]).of("a")
    Fraction(1, 3)
    """

    denominator: int
    parts: Mapping[str, int]

    def __post_init__(self) -> None:
        if not self.parts:
            raise SharesBroken("Somebody has to have a share.")
        if not 1 <= self.denominator <= MOST:
            raise SharesBroken(f"The denominator is a whole number from 1 to {MOST}, not {self.denominator}.")
        wrong = [name for name, part in self.parts.items() if part < 0]
        if wrong:
            raise SharesBroken(f"No share is less than nothing: {', '.join(sorted(wrong))}.")
        total = sum(self.parts.values())
        if total != self.denominator:
            raise SharesBroken(f"The shares sum to {total}/{self.denominator}, and have to sum to the whole.")

    @classmethod
    def equal(cls, names: "list[str] | tuple[str, ...]") -> "Shares":
        """The same share for each. Raises SharesBroken for nobody, or a name that stands there twice."""
        if len(set(names)) != len(names):
            raise SharesBroken("Each participant has one share.")
        return cls(len(names), dict.fromkeys(names, 1))

    @classmethod
    def from_percent(cls, percents: Mapping[str, Decimal]) -> "Shares":
        """From percentages as an agreement writes them. Raises SharesBroken when they do not sum to exactly 100.

        >>> Shares.from_percent({"a": Decimal("66.6"), "b": Decimal("33.4")}).parts
        {'a': 333, 'b': 167}
        """
        fractions = {name: Fraction(percent) / 100 for name, percent in percents.items()}
        total = sum(fractions.values(), Fraction(0))
        if total != 1:
            raise SharesBroken(
                f"The shares sum to {_percent(total)} per cent, and have to sum to exactly 100. "
                "Eleven equal shares cannot be written as percentages: give them as 1 of 11 each."
            )
        denominator = lcm(*(share.denominator for share in fractions.values()))
        return cls(denominator, {name: int(share * denominator) for name, share in fractions.items()})

    def of(self, name: str) -> Fraction:
        """Somebody's share of the whole; nothing for someone who has none."""
        return Fraction(self.parts.get(name, 0), self.denominator)

    def split(self, amount: int) -> dict[str, int]:
        """An amount in whole kroner by these shares, with the sum exact; see `rounded_parts` for the rounding."""
        return rounded_parts(amount, {name: self.of(name) for name in self.parts})


def _percent(share: Fraction) -> str:
    """``99.9``, or ``99.999999…`` cut to six decimals."""
    value = share * 100
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text
