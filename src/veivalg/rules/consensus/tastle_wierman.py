"""Consensus by Tastle and Wierman: how close answers lie to their mean, by a logarithm.

Source: Tastle, W. J. and Wierman, M. J. (2007), "Consensus and dissention: a measure of ordinal dispersion",
International Journal of Approximate Reasoning 45(3), 531–545.
"""

import math
from collections.abc import Sequence

from veivalg.rules.consensus.counts import checked, mean


def consensus(counts: Sequence[int]) -> float:
    """From 0 (half at each end) to 1 (all in one category). No unit. Takes the steps of the scale as equally long.

    As many answers everywhere give 0.434 on five steps, not 0: read it beside A, never instead. Raises CountsUnusable.

    >>> round(consensus([19, 16, 26, 29, 10]), 4)
    0.5184
    """
    given = checked(counts)
    answers, width, middle = sum(given), len(given) - 1, mean(given)
    parts = (
        count / answers * math.log2(1 - abs(step - middle) / width)
        for step, count in enumerate(given, start=1)
        if count
    )
    return min(1.0, max(0.0, 1 + math.fsum(parts)))
