"""Whether a council is ready to go on after a rating (port). It is advice: a written reason is enough to pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from veivalg.rules.consensus import Reading
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.reading import Rating, read_rating

ENOUGH = 2
"""One in so many of those who were asked must have answered. Our own choice."""


class Why(StrEnum):
    """Why you are not ready to go on (ikke klare til å gå videre)."""

    FEW = "few"
    SPLIT = "split"
    MEANING = "meaning"
    NOTHING_SHARED = "nothing_shared"
    """Nothing that people agree on is important to them."""


@dataclass(frozen=True)
class Advice:
    """One reason to wait, and the options that it is about."""

    why: Why
    options: tuple[str, ...] = ()


def is_answered_by_few(rating: Rating) -> bool:
    """Whether so many of those who were asked have not answered that the rest may think otherwise."""
    return rating.results.ballot_count * ENOUGH < rating.results.issued_count


def advice_of(rating: Rating) -> list[Advice]:
    """Why to talk before going on; empty when nothing speaks against it."""
    shown = [each for each in rating.options if each.reading is not None]
    is_few = len(shown) < len(rating.options) or is_answered_by_few(rating)
    found = [Advice(Why.FEW)] if is_few else []
    if split := tuple(each.key for each in shown if each.reading is Reading.SPLIT):
        found.append(Advice(Why.SPLIT, split))
    if words := tuple(each.key for each in shown if each.is_only_a_word):
        found.append(Advice(Why.MEANING, words))
    if shown and not any(each.is_wanted and each.reading in (Reading.TOGETHER, Reading.PARTLY) for each in shown):
        found.append(Advice(Why.NOTHING_SHARED))
    return found


def last_rating(choice: DirectionChoice) -> ChoiceRound | None:
    """The newest rating that has closed."""
    rows: Sequence[ChoiceRound] = choice.rounds.select_related("round", "gate").order_by("-id")
    return next((row for row in rows if row.is_rating and row.round.is_closed), None)


def closed_on(taken: ChoiceRound) -> date:
    """The day that a closed rating closed. What was resolved before it, cannot have chosen among these options."""
    return timezone.localdate(taken.round.closed_at)


def stands_in_the_way(choice: DirectionChoice) -> bool:
    """Whether the advice after the newest closed rating is to wait, and nobody has passed the gate with a reason."""
    taken = last_rating(choice)
    if taken is None:
        return False
    return bool(advice_of(read_rating(choice, taken))) and getattr(taken, "gate", None) is None
