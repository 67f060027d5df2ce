"""What is wrong with what someone wrote: where, what, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing to correct."""

    where: str
    """The field (``name``) or the place in a table: ``line 3, 2024``. Empty for the whole."""
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class OwnRefused(Exception):
    """A rule stands in the way. Nothing was written; `faults` say what to correct."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))
