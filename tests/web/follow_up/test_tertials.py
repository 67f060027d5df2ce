"""The three reporting days of a year, side by side, and what changed between them."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from tests.people import NOW
from veivalg.rules.plans import as_plain
from veivalg.web.councils.models import Body
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Action, StrategyEdition
from veivalg.web.strategy.queries import plan_of

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


def test_what_is_dropped_later_counts_on_the_days_before_and_not_after(following):
    following.say(following.action("Ferdig"), "done", on=date(2026, 3, 1))
    dropped = following.action("Droppet", dropped_on=date(2026, 7, 1), dropped_reason="Ingen penger")
    following.say(dropped, "delayed", on=date(2026, 4, 1))
    table = {standing.code: counts for standing, counts in page(following).context["table"]}

    assert table["delayed"] == [1, 0, None]
    assert table["done"] == [1, 1, None]
    assert "dropped" not in table
    for day, count in (("2026-04-30", 2), ("2026-08-31", 1), ("", 1)):
        assert len(Client().get(f"{following.address}?dato={day}").context["situation"].rows) == count


def test_a_reporting_day_stands_still_when_the_plan_changes_later(following):
    for number in range(3):
        following.say(following.action(f"Tiltak {number}"), "done", on=date(2026, 3, 1))
    an_edition(following, on=date(2026, 2, 1))
    before = page(following).context
    Action.objects.first().delete()
    following.say(following.action("Kom til"), "done", on=date(2026, 3, 1))
    after = page(following).context

    assert [each.situation.total for each in before["tertials"][:2]] == [3, 3]
    assert [each.situation.total for each in after["tertials"][:2]] == [3, 3]
    assert before["gone"] == []
    assert after["gone"] == [1, 1, None]
    assert {standing.code: counts for standing, counts in after["table"]}["done"] == [2, 2, None]
    content = Client().get(f"{following.address}tertial/tertial.csv?sprak=en").content.decode()
    assert '"Taken out of the plan since";1;1;' in content


def test_a_later_edition_changes_only_the_days_after_it(following):
    following.action("Først")
    an_edition(following, on=date(2026, 2, 1))
    following.action("Senere")
    an_edition(following, on=date(2026, 6, 1), number=2)

    assert [each.situation.total for each in page(following).context["tertials"][:2]] == [1, 2]


def test_many_editions_cost_no_more_queries_than_the_days_that_are_shown(following, django_assert_max_num_queries):
    following.action(said="on_track")
    for number in range(1, 9):
        an_edition(following, on=date(2026, number, 1), number=number)
    with django_assert_max_num_queries(20):
        page(following)


def an_edition(following, *, on, number=1):
    """The plan as it is, adopted on a day."""
    strategy = following.path.goal.strategy
    body = Body.objects.get_or_create(council=following.council, name="Rådet", defaults={"kind": "assembly"})[0]
    resolution = Resolution.objects.create(
        body=body,
        council=following.council,
        resolved_on=on,
        kind="plan_adoption",
        title="Vedtak",
        text="Vedtatt.",
        registered_at=NOW,
    )
    content = as_plain(plan_of(strategy))
    return StrategyEdition.objects.create(
        strategy=strategy, number=number, adopted_by=resolution, content=content, checksum="x", adopted_at=NOW
    )
