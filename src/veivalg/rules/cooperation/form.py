"""A form that the law lets municipalities work together in."""

from dataclasses import dataclass
from datetime import date

from veivalg.rules.cooperation.reason import Texts


@dataclass(frozen=True, kw_only=True)
class LegalForm:
    """A lawful form of cooperation (samarbeidsform), kommuneloven § 17-1."""

    id: str
    reference: str
    name: Texts
    about: Texts
    has_host: bool
    """Whether one of the participants does the task for the others."""
    valid_from: date
    valid_until: date | None

    def is_in_force(self, on: date) -> bool:
        """Whether it could be chosen on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
