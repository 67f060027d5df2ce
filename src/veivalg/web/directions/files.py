"""The result of a choice of direction as files: hidden in the same way as on the page, and marked as no resolution."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.directions.counting import star_result, tally
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.reading import Rated, Rating, Side
from veivalg.web.directions.words import reading_word
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.survey.questions import LEAST, MOST
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import number

KINDS = ("csv", "xlsx")


def of(choice: DirectionChoice, ratings: Sequence[Rating], kind: str) -> bytes:
    """The file's content. Numbers that are not shown are empty, with a word that says so."""
    head: list[Cell] = [
        gettext("Round"),
        gettext("Option"),
        gettext("Group"),
        *(str(step) for step in range(LEAST, MOST + 1)),
        gettext("Answers"),
        gettext("Don’t know"),
        gettext("Middle answer"),
        gettext("A, from −1 to 1"),
        gettext("In one word"),
        *_origin_head(),
    ]
    rows = [head, *(row for rating in ratings for row in _rows(rating))]
    parts = [(gettext("Answers"), rows), *_parts(choice, ratings)]
    if kind == "csv":
        blank: list[list[Cell]] = [[]]
        return write_csv([*rows, *(row for _, more in parts[1:] for row in [*blank, *more])])
    given = {"title": choice.heading, "council": choice.council.name}
    title = gettext("%(title)s, %(council)s: not a resolution") % given
    about = [
        gettext("Not a resolution: this is what people answered. What was chosen, a body resolved."),
        choice.asks,
        gettext("Groups with too few answers are left out, and so is what would give them away."),
        gettext("All other numbers are numbers of answers, from 1, not important, to 5, very important."),
        gettext("A goes from −1, half at each end, to 1, where all answer alike."),
        *(_asked(rating) for rating in ratings),
    ]
    sheets = [TableSheet(name=name, rows=part) for name, part in parts]
    return write_workbook(sheets, title=title, about=about)


def _parts(choice: DirectionChoice, ratings: Sequence[Rating]) -> list[tuple[str, list[list[Cell]]]]:
    """Name and rows of what follows the ratings, each with its head; without those that have no row."""
    about, origin = [gettext("Round"), gettext("Option")], _origin_head()
    meanings: list[Cell] = [*about, gettext("Meaning"), gettext("Answers"), *origin]
    indicators: list[Cell] = [*about, gettext("Success indicator"), gettext("Answers"), *origin]
    counts: list[Cell] = [
        *about,
        gettext("How many"),
        gettext("What is counted"),
        gettext("Ballots"),
        gettext("Preferred in the runoff by"),
        gettext("In one word"),
        *origin,
    ]
    found = [
        (gettext("Meanings"), [meanings, *_told(ratings, lambda rated: rated.meanings)]),
        (gettext("Success indicators"), [indicators, *_told(ratings, lambda rated: rated.indicators)]),
        (gettext("Dots, budget and scores"), [counts, *(row for taken in _counted(choice) for row in _counts(taken))]),
    ]
    return [(name, rows) for name, rows in found if len(rows) > 1]


def _origin_head() -> list[str]:
    return [gettext("Closed"), gettext("Source"), gettext("What it is")]


def _origin(taken: ChoiceRound) -> list[Cell]:
    """The day of it, who asked, and that it is no resolution: in every row, since rows are copied alone."""
    closed_at = taken.round.closed_at
    assert closed_at is not None
    source = gettext("%(council)s, choice of direction “%(title)s”") % {
        "council": taken.round.council.name,
        "title": taken.choice.heading,
    }
    return [timezone.localdate(closed_at), source, gettext("Not a resolution")]


def _asked(rating: Rating) -> str:
    """How many answered, how, and when it closed."""
    taken, results = rating.taken, rating.results
    return gettext("%(step)s: %(answered)s of %(asked)s answered. %(mode)s, closed %(day)s.") % {
        "step": taken.get_step_display(),
        "answered": number(results.ballot_count),
        "asked": number(results.issued_count),
        "mode": taken.round.get_mode_display(),
        "day": day(timezone.localdate(taken.round.closed_at)),
    }


def _whole(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _rows(rating: Rating) -> list[list[Cell]]:
    found = []
    for rated in rating.options:
        a = round(float(rated.agreement), 4) if rated.reading and rated.agreement is not None else None
        of_all = (rated.dont_know_count, a, reading_word(rated.reading))
        found.append(_row(rating, rated, gettext("All"), rated, of_all))
        found += [_row(rating, rated, side.name, side, (None, None, "")) for side in rated.sides]
    return found


def _row(
    rating: Rating, rated: Rated, name: str, about: Rated | Side, of_all: tuple[int | None, float | None, str]
) -> list[Cell]:
    """About everyone or a group. `of_all` is "don't know", A and the word, which are told of everyone alone."""
    dont_know, a, word = of_all
    cells: list[Cell] = [None] * (MOST - LEAST + 5)
    if about.counts is None:
        word = gettext("not shown: too few answers")
    else:
        middle = None if about.middle is None else _whole(about.middle)
        cells = [*about.counts, sum(about.counts), dont_know, middle, a]
    return [rating.taken.get_step_display(), rated.name, name, *cells, word, *_origin(rating.taken)]


def _told(ratings: Sequence[Rating], chosen: Callable[[Rated], Sequence[tuple[str, int]] | None]) -> list[list[Cell]]:
    return [
        [rating.taken.get_step_display(), rated.name, text, count, *_origin(rating.taken)]
        for rating in ratings
        for rated in rating.options
        for text, count in chosen(rated) or ()
    ]


def _counted(choice: DirectionChoice) -> list[ChoiceRound]:
    """The steps that are counted and have closed."""
    return [row for row in choice.rounds.all() if row.round.is_closed and not row.is_rating]


def _counts(taken: ChoiceRound) -> list[list[Cell]]:
    """Dots, budgets or scores: a row for each option that was weighed."""
    if taken.step == ChoiceRound.Step.STAR:
        return _scores(taken)
    what = gettext("dots") if taken.step == ChoiceRound.Step.DOTS else gettext("people who chose it")
    item = taken.round.items.all()[0]
    names = [str(taken.choice.option(one["key"])["name"]) for one in item.options]
    counted = tally(taken)
    if counted.rows is None:
        return [_count(taken, name, what) for name in names]
    return [_count(taken, name, what, count, ballots=counted.answer_count) for name, count in counted.rows]


def _scores(taken: ChoiceRound) -> list[list[Cell]]:
    found, what, rows = star_result(taken), gettext("scores added up"), []
    for item in taken.round.items.all():
        name = str(taken.choice.option(item.key)["name"])
        if found is None or item.key not in found.totals:
            rows.append(_count(taken, name, what))
            continue
        word = gettext("in the runoff") if item.key in found.finalists else ""
        word = gettext("comes out first") if item.key == found.winner else word
        preferring = found.preferring.get(item.key)
        ballots = taken.round.ballot_count
        rows.append(_count(taken, name, what, found.totals[item.key], preferring, ballots=ballots, word=word))
    if found is not None and found.finalists:
        same = _count(taken, gettext("Both the same"), "", None, found.indifferent, ballots=taken.round.ballot_count)
        rows.append(same)
    return rows


def _count(
    taken: ChoiceRound,
    name: str,
    what: str,
    count: int | None = None,
    preferring: int | None = None,
    *,
    ballots: int | None = None,
    word: str = "",
) -> list[Cell]:
    """One option; without ballots it is not shown."""
    if ballots is None:
        word = gettext("not shown: too few answers")
    return [taken.get_step_display(), name, count, what, ballots, preferring, word, *_origin(taken)]
