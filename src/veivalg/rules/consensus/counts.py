"""Frequency vectors: how many answered each category of an ordered scale, empty categories included."""

from collections.abc import Sequence
from fractions import Fraction


class CountsUnusable(ValueError):
    """The numbers are no frequency vector; the message says which, why and what to do."""


def checked(counts: Sequence[int], *, fewest_categories: int = 2) -> tuple[int, ...]:
    """The counts as whole numbers of answers. Raises CountsUnusable.

    >>> checked([0, 0, 2, 6, 4])
    (0, 0, 2, 6, 4)
    """
    if len(counts) < fewest_categories:
        raise CountsUnusable(
            f"There are {len(counts)} categories, and agreement needs at least {fewest_categories}. Give the number of "
            "answers to every step of the scale, also those that nobody chose."
        )
    for place, count in enumerate(counts, start=1):
        if isinstance(count, bool) or not isinstance(count, int):
            raise CountsUnusable(
                f"Category {place} has {count!r} answers. Give a whole number; 0 when nobody chose it."
            )
        if count < 0:
            raise CountsUnusable(f"Category {place} has {count} answers. A count is 0 or more; check the row.")
    if not any(counts):
        raise CountsUnusable("Nobody has answered, so there is nothing to agree on. Wait for answers.")
    return tuple(counts)


def mean(counts: Sequence[int]) -> Fraction:
    """The mean step of the scale, the first being 1. Never shown alone: it hides two camps. Raises CountsUnusable.

    >>> round(float(mean([3, 1, 0, 2, 6])), 2)
    3.58
    """
    given = checked(counts)
    return Fraction(sum(step * count for step, count in enumerate(given, start=1)), sum(given))


def sample_variance(counts: Sequence[int]) -> Fraction | None:
    """Sample variance in squared steps, over n - 1; None with one answer. Raises CountsUnusable.

    >>> sample_variance([5, 0, 0, 0, 5])
    Fraction(40, 9)
    """
    given = checked(counts)
    answers = sum(given)
    if answers < 2:
        return None
    middle = mean(given)
    squares = sum((count * (step - middle) ** 2 for step, count in enumerate(given, start=1)), Fraction(0))
    return squares / (answers - 1)
