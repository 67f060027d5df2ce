"""Published numbers as sums over counts that nobody is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


class NumbersUnusable(ValueError):
    """The numbers cannot be what they say they are; the message says which, why and what to do."""


class NumbersDisagree(NumbersUnusable):
    """No table of whole, non-negative counts gives all these numbers."""


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """A number that is, or may be, published: a weighted sum of cells (celler). A plain count has weights of 1.

    A cell is the smallest part that is told apart, for example "Bø, agree". It is known by its name alone, so that what
    was published from other filters, rounds and files fits together when it names the same cells.
    """

    id: str
    terms: tuple[tuple[str, Fraction], ...]
    """Cell and weight, sorted, none with weight 0."""
    value: Fraction
    """In answers for a plain count."""

    def __post_init__(self) -> None:
        if not self.terms:
            raise NumbersUnusable(f"{self.id} is a sum of no cells. Leave it out.")
        if self.is_count and (self.value < 0 or self.value.denominator != 1):
            raise NumbersUnusable(
                f"{self.id} is {self.value}, and a count of answers is whole and at least 0. Check it."
            )

    @property
    def cells(self) -> frozenset[str]:
        """The cells that it is made of."""
        return frozenset(cell for cell, _ in self.terms)

    @property
    def is_count(self) -> bool:
        """True when it counts answers: every weight is 1."""
        return all(weight == 1 for _, weight in self.terms)


def count_of(id: str, cells: Iterable[str], value: int) -> Aggregate:
    """The number of answers in some cells together. Raises NumbersUnusable.

    >>> count_of("Bø", ["Bø no", "Bø yes"], 7).is_count
    True
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise NumbersUnusable(f"{id} is {value!r}. Give a whole number of answers.")
    return Aggregate(id=id, terms=tuple((cell, Fraction(1)) for cell in sorted(set(cells))), value=Fraction(value))


def weighted_sum(id: str, weights: Mapping[str, Fraction | int], value: Fraction | int) -> Aggregate:
    """A weighted sum, such as the mean times the number of answers: it gives away as much as a count does.

    Raises NumbersUnusable.

    >>> weighted_sum("mean of Bø times its answers", {"Bø 1": 1, "Bø 2": 2}, 9).is_count
    False
    """
    terms = tuple((cell, Fraction(weight)) for cell, weight in sorted(weights.items()) if weight)
    return Aggregate(id=id, terms=terms, value=Fraction(value))
