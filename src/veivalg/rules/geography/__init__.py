"""Municipalities over time: mergers, splits, and how to carry a series across them."""

from veivalg.rules.geography.carrying import Carried, Weight, carry
from veivalg.rules.geography.changes import (
    IDENTITIES,
    Change,
    Event,
    Identity,
    Kind,
    Path,
    Step,
    events,
    last_in_use,
    path,
    successors,
)

__all__ = [
    "IDENTITIES",
    "Carried",
    "Change",
    "Event",
    "Identity",
    "Kind",
    "Path",
    "Step",
    "Weight",
    "carry",
    "events",
    "last_in_use",
    "path",
    "successors",
]
