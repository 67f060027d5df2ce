"""What a round found, as a file: the same numbers as on the page, and hidden the same way."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext

from veivalg.web.barometer.asked import Answers
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.result import Line, Result
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.ui.downloads import attachment

KINDS = ("csv", "xlsx")


def result_file(result: Result, kind: str) -> bytes:
    """Every item, for all and for each group. A number that is not shown is an empty cell."""
    finding, lines = result.finding, result.lines
    rows: list[list[Cell]] = [
        [
            gettext("Number"),
            gettext("About"),
            gettext("Statement"),
            gettext("Group"),
            gettext("Answers"),
            "1",
            "2",
            "3",
            "4",
            "5",
            gettext("Answered 4 or 5"),
            gettext("Agreement A"),
            gettext("In one word"),
        ],
        *_rows(lines),
    ]
    if kind == "csv":
        return write_csv(rows)
    about = [
        gettext("Answers from 1, strongly disagree, to 5, strongly agree.")
        if finding.round.kind == finding.round.Kind.COOPERATION
        else gettext("Answers from 1, very poor, to 5, very good."),
        gettext("Empty where too few have answered, or where they could be worked out."),
        gettext("Closed on %(day)s with %(count)s answers.")
        % {"day": finding.content["on"], "count": finding.round.ballot_count},
        f"{settings.ADDRESS}{finding.round.council.get_absolute_url()}",
    ]
    return write_workbook([TableSheet(name=gettext("Answers"), rows=rows)], title=str(finding.round), about=about)


def name_of(finding: RoundFinding, kind: str) -> str:
    """What the file is called."""
    word = "kapasitet" if finding.round.kind == finding.round.Kind.CAPACITY else "samarbeid"
    return f"{finding.round.council.slug}-{word}-{finding.content['on']}.{kind}"


def _rows(lines: Iterable[Line]) -> Iterable[list[Cell]]:
    for line in lines:
        head: list[Cell] = [line.number, line.name, line.text]
        yield [*head, gettext("All"), *_cells(line.answers)]
        for group in line.groups:
            yield [*head, group.name, *_cells(group.answers)]


def _cells(answers: Answers | None) -> list[Cell]:
    if answers is None:
        return [None] * 9
    return [answers.n, *answers.counts, answers.agreeing, round(float(answers.agreement), 4), answers.word]


def answer(found: Result, kind: str) -> HttpResponse:
    """The file as a browser saves it."""
    return attachment(result_file(found, kind), name_of(found.finding, kind))
