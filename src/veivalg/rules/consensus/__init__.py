"""How much a group agrees (enighet): spread, means between municipalities, ranking and shares.

What each says and where it fails: docs/methods/consensus.md.
"""

from veivalg.rules.consensus.between_groups import (
    epsilon_squared,
    eta_squared,
    municipality_equal_mean,
    person_mean,
)
from veivalg.rules.consensus.budget import BudgetResult, divide_budget
from veivalg.rules.consensus.counts import CountsUnusable, mean
from veivalg.rules.consensus.dots import DotResult, effective_number, tally_dots
from veivalg.rules.consensus.newcombe import ShareChange, share_change
from veivalg.rules.consensus.nominal import NominalAgreement, nominal_agreement
from veivalg.rules.consensus.reading import Reading, ReadingLimits, read, reading_of
from veivalg.rules.consensus.star import StarResult, Tie, star
from veivalg.rules.consensus.tastle_wierman import consensus
from veivalg.rules.consensus.van_der_eijk import agreement, one_answer_moves, polarisation
from veivalg.rules.consensus.wilson import wilson_interval
from veivalg.rules.consensus.within_group import from_mean_variance, lindell, r_wg, r_wg_j

__all__ = [
    "BudgetResult",
    "CountsUnusable",
    "DotResult",
    "NominalAgreement",
    "Reading",
    "ReadingLimits",
    "ShareChange",
    "StarResult",
    "Tie",
    "agreement",
    "consensus",
    "divide_budget",
    "effective_number",
    "epsilon_squared",
    "eta_squared",
    "from_mean_variance",
    "lindell",
    "mean",
    "municipality_equal_mean",
    "nominal_agreement",
    "one_answer_moves",
    "person_mean",
    "polarisation",
    "r_wg",
    "r_wg_j",
    "read",
    "reading_of",
    "share_change",
    "star",
    "tally_dots",
    "wilson_interval",
]
