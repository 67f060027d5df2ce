"""How far a share (andel) of a few answers may be off by chance.

Source: Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22, 209–212.
"""

import math

from veivalg.rules.consensus.counts import CountsUnusable

Z = 1.96
"""Two-sided 95 %."""


def wilson_interval(count: int, answers: int) -> tuple[float, float]:
    """The 95 % interval of ``count`` out of ``answers``, as shares 0–1. Raises CountsUnusable.

    >>> tuple(round(100 * limit, 1) for limit in wilson_interval(9, 12))
    (46.8, 91.1)
    """
    if any(isinstance(number, bool) or not isinstance(number, int) for number in (count, answers)):
        raise CountsUnusable(f"{count!r} of {answers!r} is no share. Give whole numbers.")
    if answers < 1 or not 0 <= count <= answers:
        raise CountsUnusable(f"{count} of {answers} is no share. The part is 0 or more and at most the whole.")
    share, square = count / answers, Z * Z / answers
    middle = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / answers + square / (4 * answers)) / (1 + square)
    # At 0 and 1 the limit is the share itself; floats may miss it by a hair.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
