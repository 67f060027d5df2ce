"""What was said about one item, as pages and files show it: every answer, how many agree, and how far they agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext

from veivalg.facts.limits import reading_limits
from veivalg.rules.consensus import Reading, agreement, read, share_change, wilson_interval
from veivalg.web.directions.drawings import strength
from veivalg.web.directions.words import a_value, reading_word
from veivalg.web.ui import numbers

Counts = Sequence[int]
LEADER, OWN = "leader_", "own_"
"""How the keys of items to those who lead, and of a council's own items, begin."""
WORDS = "words"
"""Key of the item that is answered in one's own words."""
_WIDTH = 120
"""Units of the drawn line from -1 to 1."""


@dataclass(frozen=True)
class AnswerCell:
    """How many gave one of the five answers, and how strong the tint is."""

    step: int
    count: int
    tint: str


@dataclass(frozen=True)
class Answers:
    """The answers of some to one item; all of it may be shown."""

    counts: Counts
    on: date
    """The day that the limits of the words are those of."""

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def agreeing(self) -> int:
        """Those who answered 4 or 5."""
        return sum(self.counts[3:])

    @property
    def share(self) -> Fraction:
        return Fraction(self.agreeing, self.n)

    @property
    def cells(self) -> list[AnswerCell]:
        return [
            AnswerCell(step, count, f"d{strength(count, self.n)}" if count else "")
            for step, count in enumerate(self.counts, start=1)
        ]

    @property
    def spoken(self) -> str:
        """The distribution for those who hear the page."""
        return "; ".join(f"{step}: {numbers.number(count)}" for step, count in enumerate(self.counts, start=1))

    @property
    def agree_words(self) -> str:
        return gettext("%(part)s of %(whole)s answered 4 or 5") % {
            "part": numbers.number(self.agreeing),
            "whole": numbers.number(self.n),
        }

    @property
    def percent(self) -> str:
        return numbers.percent(float(100 * self.share), 0)

    @property
    def interval_words(self) -> str:
        """How far chance may have moved the share (Wilson)."""
        low, high = wilson_interval(self.agreeing, self.n)
        return gettext("%(share)s (%(low)s to %(high)s)") % {
            "share": self.percent,
            "low": numbers.percent(100 * low, 0),
            "high": numbers.percent(100 * high, 0),
        }

    @property
    def agreement(self) -> Fraction:
        return agreement(self.counts)

    @property
    def a_words(self) -> str:
        return a_value(self.agreement, reading_limits(self.on))

    @property
    def reading(self) -> Reading | None:
        return read(self.counts, reading_limits(self.on))

    @property
    def word(self) -> str:
        """Agreement in one word; empty when too few have answered for one."""
        return reading_word(self.reading) if self.reading else ""

    @property
    def place(self) -> str:
        """Where the dot stands on the line, in its units."""
        return f"{float((self.agreement + 1) / 2) * _WIDTH:.1f}"


def answers_of(counts: Counts | None, on: date) -> Answers | None:
    """None when they are not shown, or when there are none."""
    return Answers(tuple(counts), on) if counts and sum(counts) else None


@dataclass(frozen=True)
class Moved:
    """What has changed since the round before."""

    share: str
    may_be_chance: bool
    agreement: str


def moved(before: Answers | None, now: Answers | None) -> Moved | None:
    """The change in words; None when one of the rounds does not show the item."""
    if before is None or now is None:
        return None
    found = share_change((before.agreeing, before.n), (now.agreeing, now.n))
    share = gettext("%(change)s percentage points (%(low)s to %(high)s)") % {
        "change": numbers.signed(100 * found.change),
        "low": numbers.signed(100 * found.low),
        "high": numbers.signed(100 * found.high),
    }
    words = gettext("%(before)s before, now %(now)s") if before.word != now.word else gettext("%(now)s, as before")
    values = {"before": before.word, "now": now.word.lower() if before.word != now.word else now.word}
    figures = f"A {numbers.number(float(before.agreement), 2)} → {numbers.number(float(now.agreement), 2)}"
    return Moved(share, found.may_be_chance, f"{words % values} ({figures})")


def pooled(many: Sequence[Answers | None], on: date) -> Answers | None:
    """The answers to several statements taken together; None when one of them is not shown."""
    if not many or any(each is None for each in many):
        return None
    return Answers(tuple(sum(column) for column in zip(*(each.counts for each in many if each), strict=True)), on)
