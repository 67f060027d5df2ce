"""Whole kroner from fractions of them, so that the parts sum to the whole."""

from collections.abc import Mapping
from fractions import Fraction


def rounded_parts(amount: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Split an amount in whole kroner by shares that sum to one.

    Each part is first rounded down. The kroner that are left go one by one to those whose part was rounded down by
    most; between equals to the one whose name comes first, so that the same shares always give the same answer (largest
    remainder, Hamilton's method). Raises ValueError when the shares do not sum to one, or the amount is negative.

    >>> rounded_parts(100, {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)})
    {'a': 34, 'b': 33, 'c': 33}
    """
    if amount < 0:
        raise ValueError("an amount to split is not negative")
    if sum(shares.values(), Fraction(0)) != 1 or any(share < 0 for share in shares.values()):
        raise ValueError("shares are not negative and sum to one")
    exact = {name: amount * share for name, share in shares.items()}
    parts = {name: part.numerator // part.denominator for name, part in exact.items()}
    left = amount - sum(parts.values())
    by_loss = sorted(exact, key=lambda name: (parts[name] - exact[name], name))
    for name in by_loss[:left]:
        parts[name] += 1
    return parts
