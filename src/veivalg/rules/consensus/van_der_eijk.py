"""Agreement A (enighet): how far answers on an ordered scale gather in one place.

Source: van der Eijk, C. (2001), "Measuring agreement in ordered rating scales", Quality & Quantity 35, 325–341.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from veivalg.rules.consensus.counts import checked

_FEWEST = 3
_UNIMODAL = {(True, True, False), (False, True, True)}
_SPLIT = (True, False, True)


def agreement(counts: Sequence[int]) -> Fraction:
    """From -1 (half at each end) by 0 (no pattern: as many everywhere) to 1 (all in one category). No unit.

    The answers are peeled off in layers: each takes as many from every category that still has some. The agreement of
    a layer depends on which categories it holds; A is their mean, weighted by answers. Exact. ``counts`` has one number
    for each step of the scale, at least three. Raises CountsUnusable.

    >>> agreement([0, 0, 2, 6, 4]), agreement([5, 0, 0, 0, 5]), agreement([2, 2, 2, 2, 2])
    (Fraction(2, 3), Fraction(-1, 1), Fraction(0, 1))
    """
    rest = list(checked(counts, fewest_categories=_FEWEST))
    answers = sum(rest)
    found = Fraction(0)
    while any(rest):
        layer = [count > 0 for count in rest]
        height = min(count for count in rest if count)
        found += Fraction(height * sum(layer), answers) * _of_layer(layer)
        rest = [count - height if count else 0 for count in rest]
    return found


def one_answer_moves(counts: Sequence[int]) -> Fraction:
    """The most that A can change when one of the answers is given to another step of the scale. From 0 to 2, no unit.

    A difference between two rounds that is no larger than this may be one person who changed their mind, and says
    nothing about the group. Our own measure, exact: every single move is tried. Raises CountsUnusable.

    >>> one_answer_moves([0, 0, 0, 0, 5]), one_answer_moves([0, 0, 0, 0, 50])
    (Fraction(4, 5), Fraction(2, 25))
    """
    found = agreement(counts)
    steps = range(len(counts))
    return max(
        abs(agreement([count - (step == away) + (step == to) for step, count in enumerate(counts)]) - found)
        for away in steps
        for to in steps
        if counts[away]
    )


def polarisation(counts: Sequence[int]) -> Fraction:
    """The same turned round: 0 when all agree, 1 when half stand at each end, 1/2 without a pattern.

    Raises CountsUnusable.

    >>> polarisation([5, 0, 0, 0, 5])
    Fraction(1, 1)
    """
    return (1 - agreement(counts)) / 2


def _of_layer(layer: Sequence[bool]) -> Fraction:
    """Agreement of a layer, in which every category has the same number of answers or none."""
    steps, filled = len(layer), sum(layer)
    if filled == 1:
        return Fraction(1)
    narrow = 1 - Fraction(filled - 1, steps - 1)
    triplets = list(combinations(layer, 3))
    together = sum(triplet in _UNIMODAL for triplet in triplets)
    apart = triplets.count(_SPLIT)
    if together + apart == 0:
        return narrow
    shape = Fraction((steps - 2) * together - (steps - 1) * apart, (steps - 2) * (together + apart))
    return shape * narrow
