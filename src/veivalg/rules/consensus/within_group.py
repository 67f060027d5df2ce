"""Agreement within a group by variance: r_wg for one question, r_wg(J) and Lindell's r* for several.

Sources: James, L. R., Demaree, R. G. and Wolf, G. (1984), "Estimating within-group interrater reliability with and
without response bias", Journal of Applied Psychology 69(1), 85–98. Lindell, M. K., Brandt, C. J. and Whitney, D. J.
(1999), "A revised index of interrater agreement for multi-item ratings of a single target", Applied Psychological
Measurement 23(2), 127–135.
"""

from collections.abc import Sequence
from fractions import Fraction

from veivalg.rules.consensus.counts import CountsUnusable, checked, sample_variance


def chance_variance(categories: int) -> Fraction:
    """Variance in squared steps if every category were as likely: (K² - 1) / 12.

    >>> chance_variance(5)
    Fraction(2, 1)
    """
    return Fraction(categories**2 - 1, 12)


def r_wg(counts: Sequence[int]) -> Fraction | None:
    """One minus the variance over what chance would give: 1 when all agree, 0 as by chance, negative when more divided.

    The authors set negative values to 0; here the sign is kept. None with one answer. Exact. Raises CountsUnusable.

    >>> round(float(r_wg([0, 0, 2, 6, 4])), 4)
    0.7424
    """
    variance = sample_variance(counts)
    return None if variance is None else 1 - variance / chance_variance(len(counts))


def r_wg_j(items: Sequence[Sequence[int]]) -> Fraction | None:
    """r_wg(J) over J questions on the same scale. It rises with J, so never compare forms of different length.

    None when a question has a single answer, or when the answers spread so far beyond chance that the formula means
    nothing (its denominator is 0 or less). Exact. Raises CountsUnusable.

    >>> round(float(r_wg_j([[0, 0, 2, 6, 4]] * 3)), 4)
    0.8963
    """
    ratio = _mean_ratio(items)
    if ratio is None:
        return None
    return from_mean_variance(len(items), ratio)


def from_mean_variance(questions: int, ratio: Fraction) -> Fraction | None:
    """r_wg(J) from the mean variance over that of chance; None when its denominator is 0 or less.

    >>> round(float(from_mean_variance(10, Fraction(1, 4))), 3), from_mean_variance(3, Fraction(1, 2))
    (0.968, Fraction(3, 4))
    """
    explained = questions * (1 - ratio)
    return explained / (explained + ratio) if explained + ratio > 0 else None


def lindell(items: Sequence[Sequence[int]]) -> Fraction | None:
    """Lindell's r*: one minus the mean variance over that of chance. Does not rise with the number of questions.

    None when a question has a single answer. Exact. Raises CountsUnusable.

    >>> lindell([[0, 0, 2, 6, 4]] * 3) == r_wg([0, 0, 2, 6, 4])
    True
    """
    ratio = _mean_ratio(items)
    return None if ratio is None else 1 - ratio


def _mean_ratio(items: Sequence[Sequence[int]]) -> Fraction | None:
    if not items:
        raise CountsUnusable("There are no questions. Give the counts of at least one.")
    if len({len(checked(counts)) for counts in items}) > 1:
        raise CountsUnusable("The questions have scales of different length. Take those with the same scale together.")
    variances = [sample_variance(counts) for counts in items]
    known = [variance for variance in variances if variance is not None]
    if len(known) < len(variances):
        return None
    return sum(known, Fraction(0)) / len(known) / chance_variance(len(items[0]))
