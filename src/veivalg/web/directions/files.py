"""The result of a choice of direction as files: hidden in the same way as on the page, and marked as no resolution."""

from collections.abc import Sequence

from django.utils.translation import gettext

from veivalg.web.directions.models import DirectionChoice
from veivalg.web.directions.reading import Rated, Rating, Side
from veivalg.web.directions.words import middle_value, reading_word
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
        found.append(_row(rating, rated, gettext("All"), rated.counts, rated))
        found += [_row(rating, rated, side.name, side.counts, side) for side in rated.sides]
    return found


def _row(rating: Rating, rated: Rated, name: str, counts: tuple[int, ...] | None, about: Rated | Side) -> list[Cell]:
    is_all = isinstance(about, Rated)
    if counts is None:
        cells: list[Cell] = [None] * (MOST - LEAST + 5)
        word = gettext("not shown: too few answers")
    else:
        value = about.agreement if isinstance(about, Rated) and about.reading else None
        cells = [
            *counts,
            sum(counts),
            about.dont_know_count if isinstance(about, Rated) else None,
            middle_value(about.middle),
            None if value is None else round(float(value), 4),
        ]
        word = reading_word(rated.reading) if is_all else ""
    return [rating.taken.get_step_display(), rated.name, name, *cells, word, gettext("Not a resolution")]


def _meanings(rating: Rating) -> list[list[Cell]]:
    return [
        [rating.taken.get_step_display(), rated.name, text, count, gettext("Not a resolution")]
        for rated in rating.options
        for text, count in rated.meanings or ()
    ]
