"""The three reporting days of a year, side by side, and what changed between them."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db


def page(following, query=""):
    answer = Client().get(f"{following.address}tertial/?sprak=en{query}")
    assert answer.status_code == 200
    return answer


def test_each_day_shows_what_had_been_said_by_then_and_what_changed(following):
    done = following.action("Ferdig")
    following.say(done, "on_track", on=date(2026, 4, 1))
    following.say(done, "done", on=date(2026, 8, 31))
    silent = following.action("Stille")
    following.say(silent, "on_track", on=date(2026, 4, 30))
    late = following.action("Forsinket")
    following.say(late, "delayed", on=date(2026, 8, 1))
    context = page(following).context
    table = {standing.code: counts for standing, counts in context["table"]}

    assert table["on_track"] == [2, 0, None]
    assert table["done"] == [0, 1, None]
    assert table["stale"] == [1, 1, None]
    first, second, third = context["tertials"]
    with translation.override("en"):
        assert first.heading == "From 31\xa0December 2025 until 30\xa0April 2026: two actions came on track"
    assert {change.code: [row.action.text for row in change.rows] for change in second.changes} == {
        "done": ["Ferdig"],
        "delayed": ["Forsinket"],
        "stale": ["Stille"],
    }
    assert context["heading"] == (
        "From 30\xa0April until 31\xa0August 2026: one action was finished, one became delayed and one fell silent"
    )
    assert third.is_to_come


def test_a_day_that_has_not_been_says_so_and_is_empty(following):
    following.action(said="on_track")
    answer = page(following)

    assert "not been yet" in answer.content.decode()
    assert all(counts[2] is None for _, counts in answer.context["table"])
    assert "has not been yet" in page(following, "&aar=2027").context["heading"]


def test_nothing_changed_is_said_when_nothing_did(following):
    following.action()
    assert page(following).context["heading"] == "From 30\xa0April until 31\xa0August 2026: nothing changed"


def test_a_year_before_the_plan_says_that_nothing_was_followed_up(following):
    following.action()
    assert page(following, "&aar=2019").context["heading"].startswith("Nothing was followed up on 31")
    assert "no adopted plan" in page(following, "&aar=2019").content.decode()


@pytest.mark.parametrize("year", ["0", "1999", "2028", "x", "%00", "²026", "9" * 40])
def test_a_year_that_nothing_is_known_of_is_refused_with_words(following, year):
    following.action()
    answer = Client().get(f"{following.address}tertial/?sprak=en&aar={year}")

    assert answer.status_code == 404
    assert "Choose a year from 2000 to 2027" in answer.content.decode()


def test_the_report_comes_as_files_with_every_change(following):
    for number in range(15):
        following.say(following.action(f"Tiltak {number}"), "done", on=date(2026, 3, 1))
    base = f"{following.address}tertial/tertial."
    content = Client().get(f"{base}csv?sprak=en").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))

    assert sum(row[2:3] == ["Done"] for row in rows) == 15
    assert page(following).content.decode().count("/tiltak/") < 15 + 10
    assert Client().get(f"{base}xlsx").content[:2] == b"PK"
    assert Client().get(f"{base}json").status_code == 404


def test_what_is_dropped_has_no_row_since_it_is_followed_up_no_more(following):
    following.action("Ferdig", said="done")
    following.action("Droppet", said="on_track", dropped_on=date(2026, 10, 1), dropped_reason="Ingen penger")
    context = page(following).context

    assert [standing.code for standing, _ in context["table"]] == ["on_track", "delayed", "needs_help", "done", "stale"]
    assert sum(counts[1] or 0 for _, counts in context["table"]) == len(context["tertials"][1].situation.rows)
