"""Dividing a budget (budsjett): what each would give to each option, and how far apart they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from veivalg.rules.consensus.counts import CountsUnusable


@dataclass(frozen=True, kw_only=True)
class BudgetResult:
    """What the budgets say together, by option, in the order of the options."""

    shares: Mapping[str, Fraction]
    """The mean of what people gave each option, as shares of their own budgets; they sum to exactly 1."""
    disagreement: Fraction
    """Share of the budget that two people, on average over all pairs, would have to move to agree: 0 … 1.

    0 when all divide alike or there is only one; 1 when nobody gives to what anyone else gives to."""


def divide_budget(budgets: Sequence[Mapping[str, int]], *, options: Sequence[str]) -> BudgetResult:
    """Put budgets (option to amount, any unit, each on its own scale) together. Exact. Raises CountsUnusable.

    The distance between two is half the sum of absolute differences of their shares (total variation). Our own choice.

    >>> found = divide_budget([{"A": 60, "B": 40}, {"A": 20, "B": 80}], options=["A", "B"])
    >>> found.shares["A"], found.disagreement
    (Fraction(2, 5), Fraction(2, 5))
    """
    if not budgets or not options:
        raise CountsUnusable("There are no budgets or no options. Give at least one of each.")
    divided = [_as_shares(place, budget, options) for place, budget in enumerate(budgets, start=1)]
    pairs = list(combinations(divided, 2))
    apart = sum((abs(one[n] - two[n]) for one, two in pairs for n in range(len(options))), Fraction(0)) / 2
    return BudgetResult(
        shares={
            option: sum((shares[n] for shares in divided), Fraction(0)) / len(divided)
            for n, option in enumerate(options)
        },
        disagreement=apart / len(pairs) if pairs else Fraction(0),
    )


def _as_shares(place: int, budget: Mapping[str, int], options: Sequence[str]) -> list[Fraction]:
    unknown = sorted(set(budget) - set(options))
    if unknown:
        raise CountsUnusable(f"Budget {place} gives to {unknown[0]!r}, which is no option. Leave it out.")
    for option, amount in budget.items():
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            raise CountsUnusable(f"Budget {place} gives {amount!r} to {option!r}. Give a whole amount, 0 or more.")
    total = sum(budget.values())
    if total == 0:
        raise CountsUnusable(f"Budget {place} gives nothing to anything. Leave it out.")
    return [Fraction(budget.get(option, 0), total) for option in options]
