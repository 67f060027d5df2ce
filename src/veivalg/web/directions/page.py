"""What stands first on the page of a choice of direction: what a rating has found, and whether one may go on."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from veivalg.web.directions import advice, drawings, guide, queries, words
from veivalg.web.directions.models import DirectionChoice, Outcome
from veivalg.web.directions.reading import Rated, Rating, read_rating
from veivalg.web.strategy.models import Goal
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import number


@dataclass(frozen=True)
class OptionRow:
    """One option on the page: what it is, how it was answered, how far people agree."""

    rated: Rated
    about: str
    bar: SafeString
    high: str
    word: str
    axis: SafeString
    value: str
    meanings: list[tuple[str, int]]
    indicators: list[tuple[str, int]]
    word_line: str
    """That people agree on the word and not on what is in it; empty when that is not found."""


def lead(rating: Rating) -> str:
    """Who answered what, and that nobody saw anything before."""
    taken, results = rating.taken, rating.results
    closed_at = taken.round.closed_at
    assert closed_at is not None
    return ngettext(
        "%(answered)s of %(asked)s has answered how important %(count)s options are. Nobody saw an answer before the "
        "round closed %(day)s.",
        "%(answered)s of %(asked)s have answered how important %(count)s options are. Nobody saw an answer before the "
        "round closed %(day)s.",
        results.ballot_count,
    ) % {
        "answered": number(results.ballot_count),
        "asked": number(results.issued_count),
        "count": number(len(rating.options)),
        "day": day(timezone.localdate(closed_at)),
    }


def option_rows(rating: Rating) -> list[OptionRow]:
    """Every option, in the order of the choice."""
    return [_option_row(each) for each in rating.options]


def second_beside(first: Rating, second: Rating) -> dict[str, Any]:
    """The second round beside the first."""
    before = {each.key: each for each in first.options}
    both = [(before[each.key], each) for each in second.options if each.key in before]
    rows = [(_option_row(one), _option_row(other), words.moved(one, other)) for one, other in both]
    return {"title": words.second_title(first, second), "rows": rows, "first": first, "second": second}


def gate_of(choice: DirectionChoice, rating: Rating) -> dict[str, Any]:
    """The advice after a rating, and whether it was passed."""
    found = advice.advice_of(rating)
    gate = getattr(rating.taken, "gate", None)
    return {
        "lines": [words.advice_line(each, choice) for each in found],
        "is_ready": not found,
        "gate": gate,
        "passed_on": timezone.localdate(gate.passed_at) if gate is not None else None,
        "is_open": not found or gate is not None,
    }


def grown(choice: DirectionChoice, outcome: Outcome) -> list[tuple[str, list[Goal]]]:
    """Each option that was chosen, with the goals that came of it and that are there still."""
    keys = {key for goals in outcome.goal_keys.values() for key in goals}
    goals = {goal.key: goal for goal in Goal.objects.filter(strategy=outcome.strategy, key__in=keys)}
    found = []
    for option, mine in outcome.goal_keys.items():
        if there := [goals[key] for key in mine if key in goals]:
            found.append((str(choice.option(option)["name"]), there))
    return found


def talks(rating: Rating) -> list[guide.Talk]:
    """What to talk about."""
    return guide.talks(rating)


def _option_row(rated: Rated) -> OptionRow:
    is_shown = bool(rated.counts) and rated.answer_count > 0
    return OptionRow(
        rated=rated,
        about=words.about_option(rated),
        bar=drawings.bar(rated.counts) if is_shown and rated.counts else SafeString(""),
        high=words.high_line(rated) if is_shown else "",
        word=words.reading_word(rated.reading),
        axis=drawings.axis(rated.agreement) if rated.reading else SafeString(""),
        value=words.a_value(rated.agreement, rated.limits) if rated.reading else "",
        meanings=sorted(rated.meanings or (), key=lambda pair: -pair[1]),
        indicators=sorted(rated.indicators or (), key=lambda pair: -pair[1]),
        word_line=words.word_line(rated),
    )


def ratings_of(choice: DirectionChoice) -> list[Rating]:
    """The closed ratings, read."""
    closed, found = queries.ratings(choice), []
    if closed:
        queries.read_answers(choice)
    for taken in closed:
        taken.choice = choice
        taken.round.council = choice.council
        found.append(read_rating(choice, taken))
    return found
