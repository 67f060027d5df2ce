"""A form that the law lets municipalities work together in."""

from dataclasses import dataclass
from datetime import date

from veivalg.rules.cooperation.reason import Texts
from veivalg.rules.mandates import Checked, Period


@dataclass(frozen=True, kw_only=True)
class LegalForm:
    """A lawful form of cooperation (samarbeidsform), kommuneloven § 17-1."""

    id: str
    reference: str
    name: Texts
    about: Texts
    has_host: bool
    """Whether one of the participants does the task for the others."""
    period: Period
    checked: Checked | None = None
    """None: what is said of it was not checked against the text of the act."""

    def is_in_force(self, on: date) -> bool:
        """Whether it could be chosen on a day."""
        return self.period.is_active(on)
