"""Whether people disagree between municipalities (kommuner) or within them, and two means that weigh differently."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from veivalg.rules.consensus.counts import CountsUnusable

Groups = Mapping[str, Sequence[int]]
"""By municipality: the step of the scale that each person chose."""


def person_mean(groups: Groups) -> Fraction:
    """The mean step over all persons: a large municipality counts for more. Exact. Raises CountsUnusable.

    >>> round(float(person_mean({"A": [5, 5, 4, 4, 5, 5, 5, 4], "B": [2, 3], "C": [3, 3, 2]})), 3)
    3.846
    """
    everyone = [answer for answers in _checked(groups).values() for answer in answers]
    return Fraction(sum(everyone), len(everyone))


def municipality_equal_mean(groups: Groups) -> Fraction:
    """The mean of the municipalities' means: each counts the same, as in a body that decides by unanimity. Exact.

    Raises CountsUnusable.

    >>> round(float(municipality_equal_mean({"A": [5, 5, 4, 4, 5, 5, 5, 4], "B": [2, 3], "C": [3, 3, 2]})), 3)
    3.264
    """
    means = [Fraction(sum(answers), len(answers)) for answers in _checked(groups).values()]
    return sum(means, Fraction(0)) / len(means)


def eta_squared(groups: Groups) -> Fraction | None:
    """Share of the squared spread that lies between municipalities: 0 within them only, 1 between them only. No unit.

    None when everyone gave the same answer: there is no disagreement to place. Exact. Raises CountsUnusable.
    Source: Fisher, R. A. (1925), Statistical Methods for Research Workers (the correlation ratio).

    >>> round(float(eta_squared({"A": [5, 5, 4, 4, 5], "B": [2, 3, 2, 3, 2]})), 4)
    0.8345
    """
    given = _checked(groups)
    overall = person_mean(given)
    total = sum(((answer - overall) ** 2 for answers in given.values() for answer in answers), Fraction(0))
    if total == 0:
        return None
    means = {name: Fraction(sum(answers), len(answers)) for name, answers in given.items()}
    between = sum((len(answers) * (means[name] - overall) ** 2 for name, answers in given.items()), Fraction(0))
    return between / total


def epsilon_squared(groups: Groups) -> Fraction | None:
    """Eta squared less what chance alone would give when groups are small: at most 1, below 0 for less than chance.

    None when everyone gave the same answer, and when no municipality has more than one. Exact. Raises CountsUnusable.
    Source: Kelley, T. L. (1935), "An unbiased correlation ratio measure", PNAS 21(9), 554–559.

    >>> round(float(epsilon_squared({"A": [5, 5, 4, 4, 5], "B": [2, 3, 2, 3, 2]})), 4)
    0.8138
    """
    found = eta_squared(groups)
    answers = sum(len(given) for given in groups.values())
    if found is None or answers == len(groups):
        return None
    return 1 - (1 - found) * Fraction(answers - 1, answers - len(groups))


def _checked(groups: Groups) -> Groups:
    if not groups:
        raise CountsUnusable("There are no municipalities. Give the answers of at least one.")
    for name, answers in groups.items():
        if not answers:
            raise CountsUnusable(f"{name} has no answers. Leave it out, and say that it is left out.")
        for answer in answers:
            if isinstance(answer, bool) or not isinstance(answer, int):
                raise CountsUnusable(f"{name} has the answer {answer!r}. Give the step of the scale, a whole number.")
    return groups
