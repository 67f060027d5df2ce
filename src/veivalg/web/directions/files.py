"""The result of a choice of direction as files: hidden in the same way as on the page, and marked as no resolution."""

from collections.abc import Sequence

from django.utils.translation import gettext

from veivalg.web.directions.models import DirectionChoice
from veivalg.web.directions.reading import Rated, Rating, Side
from veivalg.web.directions.words import reading_word
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.survey.questions import LEAST, MOST

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
        gettext("A"),
        gettext("In one word"),
        gettext("What it is"),
    ]
    rows = [head, *(row for rating in ratings for row in _rows(rating))]
    meanings = [
        [gettext("Round"), gettext("Option"), gettext("Meaning"), gettext("Answers"), gettext("What it is")],
        *(row for rating in ratings for row in _meanings(rating)),
    ]
    if kind == "csv":
        blank: list[list[Cell]] = [[]]
        return write_csv([*rows, *blank, *meanings] if len(meanings) > 1 else rows)
    given = {"title": choice.title, "council": choice.council.name}
    title = gettext("%(title)s, %(council)s: not a resolution") % given
    about = [
        gettext("Not a resolution: this is what people answered. What was chosen, a body resolved."),
        choice.question,
        gettext("Groups with too few answers are left out, and so is what would give them away."),
        gettext("A goes from −1, half at each end, to 1, where all answer alike."),
    ]
    sheets = [TableSheet(name=gettext("Answers"), rows=rows), TableSheet(name=gettext("Meanings"), rows=meanings)]
    return write_workbook(sheets if len(meanings) > 1 else sheets[:1], title=title, about=about)


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
        middle = None if about.middle is None else float(about.middle)
        cells = [*about.counts, sum(about.counts), dont_know, middle, a]
    return [rating.taken.get_step_display(), rated.name, name, *cells, word, gettext("Not a resolution")]


def _meanings(rating: Rating) -> list[list[Cell]]:
    return [
        [rating.taken.get_step_display(), rated.name, text, count, gettext("Not a resolution")]
        for rated in rating.options
        for text, count in rated.meanings or ()
    ]
