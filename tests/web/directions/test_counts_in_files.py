"""Dots, budgets and scores in the files of a choice."""

import csv
import io

import openpyxl
import pytest
from django.test import Client

from tests.web.directions.choosing import (
    a_closed_rating,
    a_step,
    answer,
    close,
)
from veivalg.web.directions.models import DirectionChoice

pytestmark = pytest.mark.django_db
SOURCE = "Vestre interkommunalt politisk råd, choice of direction “What do we want?”"
ORIGIN = ["2026-11-24", SOURCE, "Not a resolution"]


def rows_of(choice: DirectionChoice, step: str) -> dict[str, list[str]]:
    """The counts of a step in the file, by option."""
    response = Client().get(f"/r/vestre/retning/{choice.pk}/resultat.csv?sprak=en")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    return {row[1]: row[2:] for row in rows if row[:1] == [step]}


def test_dots_budgets_and_scores_are_in_the_file(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    DirectionChoice.objects.update(options=[{**row, "cost": 5} for row in choice.options])
    a, b = (row["key"] for row in choice.options)
    for step, sent, more in (
        ("dots", {"options": {a: 2, b: 1}}, {"amount": 3}),
        ("budget", {"options": [b]}, {"amount": 5}),
        ("star", {a: 4, b: 0}, {}),
    ):
        taken = a_step(people, choice, step, mode="anonymous", **more)
        answer(people, taken, sent, count=5)
        close(people, taken)
    end = ORIGIN
    assert rows_of(choice, "Dots") == {
        "A": ["10", "dots", "5", "", "", *end],
        "B": ["5", "dots", "5", "", "", *end],
    }
    assert rows_of(choice, "Budget") == {
        "A": ["0", "people who chose it", "5", "", "", *end],
        "B": ["5", "people who chose it", "5", "", "", *end],
    }
    assert rows_of(choice, "Scores and runoff (STAR)") == {
        "A": ["20", "scores added up", "5", "5", "comes out first", *end],
        "B": ["0", "scores added up", "5", "0", "in the runoff", *end],
        "Both the same": ["", "", "5", "0", "", *end],
    }
    assert Client().get(f"/r/vestre/retning/{choice.pk}/resultat.xlsx").status_code == 200


@pytest.mark.parametrize(("step", "name"), [("dots", "Dots"), ("star", "Scores and runoff (STAR)")])
def test_counts_of_too_few_are_not_in_the_file(people, step, name):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    a, b = (row["key"] for row in choice.options)
    taken = a_step(people, choice, step, mode="anonymous", amount=3)
    answer(people, taken, {"options": {a: 2, b: 1}} if step == "dots" else {a: 4, b: 0}, count=4)
    close(people, taken)
    for row in rows_of(choice, name).values():
        assert row[0] == row[2] == row[3] == ""
        assert row[4] == "not shown: too few answers"
    assert rows_of(choice, name).keys() == {"A", "B"}


def test_a_file_that_is_alone_says_what_it_counts_whose_it_is_and_that_it_is_no_resolution(people):
    choice = a_closed_rating(people)
    address = f"/r/vestre/retning/{choice.pk}/resultat."
    body = Client().get(f"{address}csv?sprak=en").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(body), delimiter=";")
    assert head[-3:] == ["Closed", "Source", "What it is"]
    assert all(row[-3:] == ORIGIN for row in rows if row and row[-1] != "What it is")
    book = openpyxl.load_workbook(io.BytesIO(Client().get(f"{address}xlsx?sprak=en").content))
    about = [cell.value for cell in book.worksheets[-1]["A"]]
    assert about[0] == "What do we want?, Vestre interkommunalt politisk råd: not a resolution"
    assert about[-1] == "Rating from 1 to 5: 17 of 17 answered. Open, closed 24\u00a0November 2026."
    assert "All other numbers are numbers of answers, from 1, not important, to 5, very important." in about
