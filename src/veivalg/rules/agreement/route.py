"""Which way a change of the agreement has to go before it holds (kommuneloven § 18-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veivalg.rules.agreement.checklist import Clause

TWO_THIRDS = Fraction(2, 3)
HALF = Fraction(1, 2)


class RouteKind(StrEnum):
    """Who has to say yes."""

    EVERY_PARTICIPANT = "every_participant"
    """Each participant's own council (kommunestyre, fylkesting), all of them."""
    ASSEMBLY = "assembly"
    """The assembly (representantskap), with a share of the votes cast."""


@dataclass(frozen=True, kw_only=True)
class ChangeRoute:
    """The way of one change, and which clauses send it there."""

    kind: RouteKind
    majority: Fraction | None
    """Of the votes cast in the assembly; None when every participant decides for itself."""
    because: tuple[str, ...]
    """Numbers of the clauses that decide the way."""

    def is_carried(self, *, votes_for: int, votes_cast: int) -> bool:
        """Whether so many of the votes cast carry the change in the assembly.

        Two thirds is at least two thirds. Half is *alminnelig flertall*: more than half (kommuneloven § 11-9).

        >>> route_of([Clause(number="9", text="Møter")]).is_carried(votes_for=6, votes_cast=9)
        True
        >>> half = route_of([Clause(number="9", text="Møter")], own_majority=Fraction(1, 2))
        >>> half.is_carried(votes_for=5, votes_cast=10), half.is_carried(votes_for=50, votes_cast=99)
        (False, True)
        """
        if self.majority is None:
            raise ValueError("every participant decides for itself; nobody's votes are counted together")
        if not 0 <= votes_for <= votes_cast:
            raise ValueError(f"{votes_for} of {votes_cast} votes")
        if not votes_cast:
            return False
        part = Fraction(votes_for, votes_cast)
        return part > HALF if self.majority == HALF else part >= self.majority


def route_of(
    touched: Iterable[Clause], *, own_majority: Fraction | None = None, always_every_participant: bool = False
) -> ChangeRoute:
    """The way of a change that touches these clauses, before and after the change.

    What the law wants fixed is changed by every participant. All else by the assembly with two thirds of the votes
    cast, or with the agreement's ``own_majority``; an agreement may also want every participant for everything. Raises
    ValueError for a change that touches nothing, and for a majority that is none.
    """
    clauses = list(touched)
    if not clauses:
        raise ValueError("a change touches at least one clause")
    if own_majority is not None and not 0 < own_majority <= 1:
        raise ValueError(f"{own_majority} of the votes is no majority")
    by_law = tuple(clause.number for clause in clauses if clause.items)
    if by_law or always_every_participant:
        numbers = by_law or tuple(clause.number for clause in clauses)
        return ChangeRoute(kind=RouteKind.EVERY_PARTICIPANT, majority=None, because=numbers)
    numbers = tuple(clause.number for clause in clauses)
    return ChangeRoute(kind=RouteKind.ASSEMBLY, majority=own_majority or TWO_THIRDS, because=numbers)
