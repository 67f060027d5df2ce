"""The cost key (kostnadsnøkkel): what each participant pays of a budget, to the krone."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from veivalg.rules.agreement.rounding import rounded_parts


class BrokenKey(ValueError):
    """A key that cannot be used, or inhabitants that are missing. The message says for whom."""


@dataclass(frozen=True, kw_only=True)
class CostKey:
    """A flat part that all share equally, and the rest by the number of inhabitants.

    ``flat_percent`` 100 is a flat key, 0 is one per inhabitant, and anything between is mixed.
    """

    flat_percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.flat_percent <= 100:
            raise BrokenKey(f"The flat part is from 0 to 100 per cent, not {self.flat_percent}.")

    def shares(self, inhabitants: Mapping[str, int]) -> dict[str, Fraction]:
        """Each one's exact share of the whole. Raises BrokenKey when nobody is given or nobody lives there."""
        if not inhabitants:
            raise BrokenKey("Nobody is given to share the cost.")
        flat = Fraction(self.flat_percent, 100)
        total = sum(inhabitants.values())
        if any(count < 0 for count in inhabitants.values()):
            raise BrokenKey("A number of inhabitants is not negative.")
        if self.flat_percent < 100 and total == 0:
            raise BrokenKey("A key per inhabitant takes inhabitants, and there are none.")
        each = flat / len(inhabitants)
        return {
            name: each + (1 - flat) * (Fraction(count, total) if self.flat_percent < 100 else 0)
            for name, count in inhabitants.items()
        }


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """Something that costs (en post i budsjettet): the secretariat for all, or a project for some."""

    name: str
    amount_nok: int
    key: CostKey
    only: frozenset[str] = frozenset()
    """Those who pay for it; everyone when it is empty."""


def distribute(lines: "list[CostLine] | tuple[CostLine, ...]", inhabitants: Mapping[str, int]) -> dict[str, int]:
    """What each participant pays in whole kroner for all lines, with each line's sum exact.

    Each line is rounded by itself (largest remainder, see `rounded_parts`), as each is decided by itself. Raises
    BrokenKey for a line that is for someone who is not among ``inhabitants``.

    >>> key = CostKey(flat_percent=50)
    >>> distribute([CostLine(name="Secretariat", amount_nok=1000, key=key)], {"big": 900, "small": 100})
    {'big': 700, 'small': 300}
    """
    paid = dict.fromkeys(inhabitants, 0)
    for line in lines:
        if line.amount_nok < 0:
            raise BrokenKey(f"{line.name}: a cost is not negative.")
        strangers = line.only - inhabitants.keys()
        if strangers:
            raise BrokenKey(f"{line.name}: {', '.join(sorted(strangers))} is not among those who share.")
        among = {name: count for name, count in inhabitants.items() if not line.only or name in line.only}
        for name, part in rounded_parts(line.amount_nok, line.key.shares(among)).items():
            paid[name] += part
    return paid
