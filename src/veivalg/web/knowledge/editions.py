"""Which limits and which indicators an index page uses: one of those everyone has, or a council's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.rules.indicators import Edition, Indicator
from veivalg.statistics.given import GivenSeries

DEFAULT_EDITION = "viken-2019"


@dataclass(frozen=True, kw_only=True, eq=False)
class ChosenEdition:
    """An edition (utgave) with everything that is needed to count by it; equal ones count alike."""

    id: str
    """As in addresses: ``viken-2019``, or ``demoregionen.2026`` for a council's own."""
    edition: Edition
    indicators: Mapping[str, Indicator]
    given: Mapping[str, GivenSeries] = field(default_factory=dict)
    """Figures of the council's own indicators."""
    owner: str = ""
    """The council that it belongs to and is never used outside; empty for those that everyone has."""
    url: str = ""
    """Its own page; empty for those that everyone has."""
    digest: str = ""
    """Tells two states of the same own edition apart: its indicators get new figures."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChosenEdition) and (other.id, other.digest) == (self.id, self.digest)

    def __hash__(self) -> int:
        return hash((self.id, self.digest))

    @property
    def file_word(self) -> str:
        """The id as it stands in names of files."""
        return self.id.replace(".", "-")


@dataclass(frozen=True, kw_only=True)
class OwnIndicatorFigures:
    """One of a council's own indicators (egen indikator) with all its figures, and where its page is."""

    definition: Indicator
    series: GivenSeries
    url: str


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnFigures:
    """A council's published own indicators, in the order they are shown; equal ones hold the same figures."""

    indicators: tuple[OwnIndicatorFigures, ...] = ()
    digest: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnFigures) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@cache
def official(id: str) -> ChosenEdition:
    """An edition that everyone has. Raises KeyError."""
    return ChosenEdition(id=id, edition=load.editions()[id], indicators=load.indicators())


def own_word() -> str:
    """*Eget tall*, as it stands beside every figure that a council has given itself."""
    return gettext("the council's own figure")
