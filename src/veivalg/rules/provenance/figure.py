"""A figure and its pedigree: mark, origin and the reason why it may be missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Mark(IntEnum):
    """How a figure came to be (merke), from the firmest to the weakest.

    The order matters: what is computed from several figures is at most as firm as the weakest of them.
    """

    OFFICIAL = 0
    """Published by the statistical agency for this area and period (offisielt)."""
    SUMMED = 1
    """Summed by the publisher from smaller or older areas (summert av utgiver)."""
    RECODED = 2
    """Moved to today's division by others, exactly (omkodet av andre)."""
    COMPUTED = 3
    """Computed by us from the three kinds above, with nothing assumed (beregnet av oss)."""
    ESTIMATE = 4
    """Rests on an assumption that may be wrong (anslag)."""

    @property
    def slug(self) -> str:
        """The word used in files and addresses: ``official``, ``summed``, ``recoded`` …"""
        return self.name.lower()


class MissingReason(StrEnum):
    """Why there is no figure; a missing figure is never read as zero or as "not at risk"."""

    NOT_PUBLISHED = "not_published"
    """The source has no figure for this area and period (ikke publisert)."""
    NOT_COLLECTED = "not_collected"
    """The source may have one, but this data set does not (ikke i datasettet)."""
    BOUNDARY_CHANGE = "boundary_change"
    """Borders moved, and the derived number came out impossible (grenseendring)."""
    SPLIT = "split"
    """The area came from a split, so that older figures cannot be carried over (deling)."""
    NO_THRESHOLD = "no_threshold"
    """The figure exists, but the edition has nothing to hold it against (grense mangler)."""
    NOT_ADDITIVE = "not_additive"
    """Each member has its own, but shares and means of several areas cannot be added up (kan ikke legges sammen)."""
    NOT_GIVEN = "not_given"
    """The council that owns the indicator has not given a figure here (ikke oppgitt)."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a series comes from: the whole chain from the agency to our file (opphav)."""

    id: str
    title: str
    producer: str
    table: str
    licence: str
    attribution: str
    chain: tuple[str, ...]
    """Each step in words: agency's table, public repository and commit, our importer."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that still remembers what it counts, when, and where it came from.

    ``value`` is None exactly when ``missing`` says why.
    """

    value: float | None
    unit: str
    period: str
    mark: Mark = Mark.OFFICIAL
    origins: tuple[str, ...] = ()
    missing: MissingReason | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.missing is not None):
            raise ValueError(
                f"A figure has either a value or a reason why it is missing, never both or neither: "
                f"value={self.value!r}, missing={self.missing!r}, period={self.period}."
            )

    @property
    def is_estimate(self) -> bool:
        """True when the word *anslag* must stand beside it."""
        return self.value is not None and self.mark is Mark.ESTIMATE


def weakest_mark(marks: Iterable[Mark]) -> Mark:
    """The mark of something computed from figures with these marks.

    Whatever is computed is at least COMPUTED; one estimate makes the result an estimate.

    >>> weakest_mark([Mark.OFFICIAL, Mark.RECODED]).slug
    'computed'
    >>> weakest_mark([Mark.OFFICIAL, Mark.ESTIMATE]).slug
    'estimate'
    """
    return max([Mark.COMPUTED, *marks])
