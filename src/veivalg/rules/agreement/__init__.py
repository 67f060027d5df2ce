"""The cooperation agreement: shares that sum exactly, what it must fix, how it is changed, and who pays what."""

from veivalg.rules.agreement.checklist import Clause, ItemFinding, ItemState, MandatoryItem, check
from veivalg.rules.agreement.cost_key import (
    BrokenKey,
    CostKey,
    CostLine,
    distribute,
)
from veivalg.rules.agreement.route import ChangeRoute, RouteKind, route_of
from veivalg.rules.agreement.shares import Shares, SharesBroken

__all__ = [
    "BrokenKey",
    "ChangeRoute",
    "Clause",
    "CostKey",
    "CostLine",
    "ItemFinding",
    "ItemState",
    "MandatoryItem",
    "RouteKind",
    "Shares",
    "SharesBroken",
    "check",
    "distribute",
    "route_of",
]
