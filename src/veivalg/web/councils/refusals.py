"""What a rule says no to, in words for whoever asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.forms import Form


@dataclass(frozen=True)
class Fault:
    """One thing to correct."""

    where: str
    """The field (``name``) or the place in a table: ``line 3, 2024``. Empty for the whole."""
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class NotPossible(Exception):
    """A rule stands in the way; nothing was written. `field` says where in the form, empty for all of it."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.faults = (Fault(field, message),)

    @classmethod
    def several(cls, faults: Iterable[Fault]) -> Self:
        """More than one thing to correct, all told at once."""
        found = tuple(faults)
        error = cls("; ".join(str(fault) for fault in found), field=found[0].where if len(found) == 1 else "")
        error.faults = found
        return error

    def put_on(self, form: Form) -> None:
        """Say each at the field it is about, or above the form when the form has no such field."""
        for fault in self.faults:
            form.add_error(fault.where if fault.where in form.fields else None, fault.message)
