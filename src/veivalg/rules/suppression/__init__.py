"""Small counts that must not be found out (prikking): what to withhold, and what published numbers give away.

How it is decided: docs/methods/suppression.md.
"""

from veivalg.rules.suppression.aggregate import Aggregate, NumbersDisagree, NumbersUnusable, count_of, weighted_sum
from veivalg.rules.suppression.auditing import Bounds, Disclosure, bounds, disclosures
from veivalg.rules.suppression.choosing import AlreadyRevealed, Reason, Suppressed, Withheld, suppress
from veivalg.rules.suppression.unanimity import is_unanimous

__all__ = [
    "Aggregate",
    "AlreadyRevealed",
    "Bounds",
    "Disclosure",
    "NumbersDisagree",
    "NumbersUnusable",
    "Reason",
    "Suppressed",
    "Withheld",
    "bounds",
    "count_of",
    "disclosures",
    "is_unanimous",
    "suppress",
    "weighted_sum",
]
