"""What a closed rating says: how each option was rated, by whom, and how far people agree.

Everything is worked out of the results as they may be shown, so nothing here can tell more than they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils import timezone

from veivalg.facts.limits import reading_limits
from veivalg.rules.consensus import (
    Reading,
    ReadingLimits,
    agreement,
    epsilon_squared,
    eta_squared,
    municipality_equal_mean,
    nominal_agreement,
    person_mean,
    read,
)
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.survey.models import SMALLEST_GROUP
from veivalg.web.survey.questions import LEAST, MOST
from veivalg.web.survey.results import Distribution, ItemResult, Results, results_of

MEANING = "m-"
"""Begins the key of a question about what an option means; the rest is the option's."""
INDICATOR = "i-"
"""Begins the key of a question about what would show that one succeeds (suksessindikator)."""
ONE_MEANING = Fraction(2, 3)
"""With fewer than this share behind one meaning, or one success indicator, people share the word and not what is in it.
Our own choice."""
BETWEEN, WITHIN = Fraction(4, 10), Fraction(15, 100)
"""Of the differences in answers, chance taken away: from the first they lie between groups, up to the second inside
them. Our own choice."""
HIGH, LOW = 4, 2
CAMP = Fraction(1, 3)
"""A group with so large a share at both ends is divided in itself. Our own choice."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """How one group answered one option."""

    group_id: int
    name: str
    is_municipality: bool
    counts: tuple[int, ...] | None
    """Answers to 1 … 5; None when they are not shown."""

    @property
    def answer_count(self) -> int:
        return sum(self.counts or ())

    @property
    def is_shown(self) -> bool:
        return self.answer_count > 0

    @cached_property
    def middle(self) -> Fraction | None:
        """The answer in the middle (median)."""
        return median(self.counts) if self.counts and self.answer_count else None

    @property
    def is_divided(self) -> bool:
        """Whether it has camps of its own."""
        if not self.is_shown or self.counts is None:
            return False
        low, high = sum(self.counts[:LOW]), sum(self.counts[HIGH - 1 :])
        return min(low, high) >= CAMP * self.answer_count

    @property
    def is_wanting(self) -> bool:
        """Whether it finds the option important."""
        return self.middle is not None and self.middle >= HIGH and not self.is_divided

    @property
    def is_doubting(self) -> bool:
        """Whether it finds the option of little importance."""
        return self.middle is not None and self.middle <= LOW and not self.is_divided


@dataclass(frozen=True, kw_only=True)
class Rated:
    """One option after a rating."""

    key: str
    name: str
    counts: tuple[int, ...] | None
    dont_know_count: int
    reading: Reading | None
    """None when it is not shown, or when too few have answered for a word."""
    meanings: tuple[tuple[str, int], ...] | None
    """Each written meaning with how many chose it; None when it is not shown or was not asked."""
    sides: tuple[Side, ...]
    indicators: tuple[tuple[str, int], ...] | None = None
    """Each success indicator with how many chose it; None when it is not shown or was not asked."""
    limits: ReadingLimits | None = None
    """Where each word began on the day that the round closed."""

    @property
    def answer_count(self) -> int:
        return sum(self.counts or ())

    @property
    def high_count(self) -> int:
        """Answers of 4 or 5."""
        return sum((self.counts or ())[HIGH - 1 :])

    @cached_property
    def agreement(self) -> Fraction | None:
        """A, from −1 to 1."""
        return agreement(self.counts) if self.counts and self.answer_count else None

    @cached_property
    def middle(self) -> Fraction | None:
        return median(self.counts) if self.counts and self.answer_count else None

    @property
    def is_wanted(self) -> bool:
        return self.middle is not None and self.middle >= HIGH

    @property
    def is_unwanted(self) -> bool:
        return self.middle is not None and self.middle <= LOW

    @cached_property
    def same_meaning(self) -> Fraction | None:
        """Share of all pairs of people who put the same into it."""
        return _same(self.meanings)

    @cached_property
    def same_indicator(self) -> Fraction | None:
        """Share of all pairs of people who would see by the same that it has succeeded."""
        return _same(self.indicators)

    @property
    def differs_in_meaning(self) -> bool:
        """Whether people support it and mean different things by it."""
        return self._is_supported and _differ(self.meanings, self.limits)

    @property
    def differs_in_indicator(self) -> bool:
        """Whether people support it and would see by different things that it has succeeded."""
        return self._is_supported and _differ(self.indicators, self.limits)

    @property
    def is_only_a_word(self) -> bool:
        """Agreed on the word, not on what is in it (enige om ordet, ikke om innholdet): the meaning differs, or the
        success indicator."""
        return self.differs_in_meaning or self.differs_in_indicator

    @property
    def _is_supported(self) -> bool:
        return self.reading in (Reading.TOGETHER, Reading.PARTLY) and self.is_wanted

    @property
    def is_dividing(self) -> bool:
        """Whether there is something to talk about."""
        return self.agreement is not None and self.reading not in (None, Reading.TOGETHER)

    @cached_property
    def compared(self) -> tuple[Side, ...]:
        """The municipalities that are shown, or the other groups when there are not two of them."""
        shown = [side for side in self.sides if side.is_shown]
        places = tuple(side for side in shown if side.is_municipality)
        return places if len(places) > 1 else tuple(shown)

    @property
    def compares_municipalities(self) -> bool:
        return all(side.is_municipality for side in self.compared)

    @cached_property
    def between(self) -> Fraction | None:
        """Share of the differences that lies between those that are compared (eta squared)."""
        return eta_squared(self._answers) if len(self.compared) > 1 else None

    @cached_property
    def between_beyond_chance(self) -> Fraction | None:
        """The same less what small groups give by chance."""
        return epsilon_squared(self._answers) if len(self.compared) > 1 else None

    @property
    def means(self) -> tuple[Fraction, Fraction] | None:
        """Of the municipalities that are shown: the mean of all answers, and the mean where each counts the same, as in
        a body that decides by unanimity. None when municipalities are not compared."""
        if len(self.compared) < 2 or not self.compares_municipalities:
            return None
        return person_mean(self._answers), municipality_equal_mean(self._answers)

    @property
    def _answers(self) -> dict[str, list[int]]:
        return {
            str(side.group_id): [step for step, count in enumerate(side.counts or (), LEAST) for _ in range(count)]
            for side in self.compared
        }


@dataclass(frozen=True, kw_only=True)
class Rating:
    """A closed round of rating, read."""

    taken: ChoiceRound
    results: Results
    options: tuple[Rated, ...]
    """In the order of the choice."""

    def option(self, key: str) -> Rated:
        """One of them. Raises KeyError."""
        return {each.key: each for each in self.options}[key]

    @property
    def most_dividing(self) -> list[Rated]:
        """What people agree least on first, only what they do not agree on."""
        found = [each for each in self.options if each.is_dividing]
        return sorted(found, key=lambda each: each.agreement or 0)

    @property
    def groups(self) -> tuple[Side, ...]:
        """The groups of the round, with the first option's answers."""
        return self.options[0].sides if self.options else ()


def read_rating(choice: DirectionChoice, taken: ChoiceRound) -> Rating:
    """What a rating says. Raises survey.results.StillOpen before it has closed, whoever asks."""
    results = results_of(taken.round)
    items = {item.key: item for item in results.items}
    groups = list(taken.round.groups.all())
    names = [(group.pk, group.name, group.participant_id is not None) for group in groups]
    on = timezone.localdate(taken.round.closed_at)
    options = tuple(_rated(row, items, names, on=on) for row in choice.weighed if row["key"] in items)
    return Rating(taken=taken, results=results, options=options)


def median(counts: Sequence[int]) -> Fraction:
    """The answer in the middle; between two when they differ. `counts` has at least one answer.

    >>> median([0, 1, 0, 1, 0]), median([1, 0, 0, 0, 2])
    (Fraction(3, 1), Fraction(5, 1))
    """
    answers = [step for step, count in enumerate(counts, LEAST) for _ in range(count)]
    half = len(answers) // 2
    return Fraction(answers[half] + answers[-half - 1], 2)


def _same(told: Sequence[tuple[str, int]] | None) -> Fraction | None:
    """Share of all pairs of different people who chose the same."""
    counts = [count for _, count in told or ()]
    return nominal_agreement(counts).pairs if sum(counts) else None


def _differ(told: Sequence[tuple[str, int]] | None, limits: ReadingLimits | None) -> bool:
    """Whether too few are behind any one; said of no fewer than gave a word about agreement on the day."""
    counts = [count for _, count in told or ()]
    least = SMALLEST_GROUP if limits is None else limits.fewest_answers
    return sum(counts) >= least and Fraction(max(counts), sum(counts)) < ONE_MEANING


def _rated(
    row: Mapping[str, Any], items: Mapping[str, ItemResult], names: Sequence[tuple[int, str, bool]], *, on: date
) -> Rated:
    key = str(row["key"])
    item = items[key]
    counts = _counts(item.total)
    limits = reading_limits(on)
    return Rated(
        key=key,
        name=str(row["name"]),
        counts=counts,
        dont_know_count=item.total.dont_know_count if item.total else 0,
        reading=read(counts, limits) if counts and any(counts) else None,
        limits=limits,
        meanings=_told(items.get(MEANING + key), row["meanings"]),
        indicators=_told(items.get(INDICATOR + key), row.get("indicators", ())),
        sides=tuple(
            Side(group_id=id, name=name, is_municipality=is_place, counts=_counts(item.groups.get(id)))
            for id, name, is_place in names
        ),
    )


def _told(item: ItemResult | None, texts: Sequence[str]) -> tuple[tuple[str, int], ...] | None:
    """Each text with how many chose it; None when it was not asked, or rests on too few."""
    if item is None or item.total is None:
        return None
    return tuple((text, item.total.counts.get(str(n), 0)) for n, text in enumerate(texts))


def _counts(found: Distribution | None) -> tuple[int, ...] | None:
    return None if found is None else tuple(found.counts[str(step)] for step in range(LEAST, MOST + 1))
