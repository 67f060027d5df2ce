"""How often the young were asked in good time, and what came of what they said."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from tests.people import TODAY
from tests.web.youth.panel import a_matter, a_resolution, an_answer, something_said
from veivalg.facts.limits import youth_asked_days_before
from veivalg.web.youth.figures import Asked, Resolved, Said, by_year, in_time

DAY = date(2026, 6, 1)
DAYS = some.dates(date(2020, 1, 1), date(2027, 12, 31))
SAID = some.builds(
    lambda came, due, took, outcome: Said(
        received_on=came,
        due_on=came + timedelta(days=due),
        answered_on=came + timedelta(days=took) if took is not None else None,
        outcome=outcome if took is not None else "",
    ),
    DAYS,
    some.integers(0, 90),
    some.none() | some.integers(0, 200),
    some.sampled_from(["used", "partly", "not_used", "passed_on", "outside"]),
)
ASKED = some.builds(
    lambda opened, open_for, resolution: Asked(
        opened_on=opened, deadline=opened + timedelta(days=open_for), resolution_id=resolution
    ),
    DAYS,
    some.integers(0, 90),
    some.none() | some.integers(1, 9),
)
RESOLVED = some.lists(DAYS, max_size=9).map(
    lambda days: [Resolved(resolution_id=n, resolved_on=day) for n, day in enumerate(days, start=1)]
)


@given(some.lists(ASKED), RESOLVED, some.lists(SAID), DAYS)
def test_every_part_is_within_its_whole(asked, resolved, said, on):
    years = by_year(asked, resolved, said, days_before=14, on=on)

    for each in years:
        assert each.asked_in_time <= each.asked_about <= each.resolved
        assert each.in_time <= each.answered <= each.settled <= each.received
        assert each.overdue == each.settled - each.answered >= 0
        assert sum(each.outcomes.values()) == each.answered
        assert (each.median_days is None) == (each.answered == 0)
    assert sum(each.received for each in years) == sum(each.received_on <= on for each in said)
    assert sum(each.put for each in years) == sum(each.opened_on <= on for each in asked)
    assert [each.year for each in years] == sorted({each.year for each in years}, reverse=True)


@given(some.lists(ASKED), RESOLVED, some.lists(SAID), some.randoms())
def test_the_order_of_what_is_counted_does_not_matter(asked, resolved, said, random):
    before = by_year(asked, resolved, said, days_before=14, on=DAY)
    for rows in (asked, resolved, said):
        random.shuffle(rows)

    assert by_year(asked, resolved, said, days_before=14, on=DAY) == before


@given(some.lists(SAID), DAYS, some.integers(1, 100))
def test_what_has_been_told_of_a_day_stays_so_as_days_go(said, on, later):
    before, after = in_time(said, on=on), in_time(said, on=on + timedelta(days=later))

    assert after[0] >= before[0]
    assert after[1] >= before[1]


def asked(days_before, *, open_for, resolution_id=1):
    """A matter that was opened so many days before the resolution of DAY."""
    opened_on = DAY - timedelta(days=days_before)
    return Asked(opened_on=opened_on, deadline=opened_on + timedelta(days=open_for), resolution_id=resolution_id)


@pytest.mark.parametrize(
    ("days_before", "open_for", "expected"),
    [(14, 14, 1), (30, 14, 1), (30, 13, 0), (400, 1, 0), (13, 13, 0), (13, 40, 0), (0, 0, 0), (-1, 30, 0)],
)
def test_in_good_time_is_fourteen_days_to_answer_before_it_was_resolved(days_before, open_for, expected):
    made = [Resolved(resolution_id=1, resolved_on=DAY)]
    found = by_year([asked(days_before, open_for=open_for)], made, [], days_before=14, on=DAY + timedelta(days=9))

    assert next(each for each in found if each.year == DAY.year).asked_in_time == expected


def test_of_two_matters_the_longer_time_counts_and_a_resolution_nobody_asked_about_is_in_the_whole():
    (year,) = by_year(
        [asked(40, open_for=1), asked(30, open_for=20), asked(1, open_for=1)],
        [Resolved(resolution_id=n, resolved_on=DAY) for n in (1, 2)],
        [],
        days_before=14,
        on=DAY + timedelta(days=9),
    )

    assert (year.asked_in_time, year.asked_about, year.resolved) == (1, 1, 2)


def test_whoever_is_asked_after_it_was_resolved_was_not_asked_about_it():
    resolved_on = date(2026, 5, 20)
    opened = [resolved_on + timedelta(days=days) for days in (0, 1)]
    matters = [Asked(opened_on=day, deadline=day, resolution_id=number) for number, day in enumerate(opened, start=1)]
    made = [Resolved(resolution_id=number, resolved_on=resolved_on) for number in (1, 2)]
    (year,) = by_year(matters, made, [], days_before=14, on=date(2026, 6, 1))

    assert (year.resolved, year.asked_about, year.asked_in_time) == (2, 1, 0)


def test_what_is_not_due_yet_is_neither_in_time_nor_late():
    waiting = Said(received_on=DAY, due_on=DAY + timedelta(days=30), answered_on=None)

    assert in_time([waiting], on=DAY + timedelta(days=30)) == (0, 0)
    assert in_time([waiting], on=DAY + timedelta(days=31)) == (0, 1)


def test_the_limit_is_dated_and_in_force():
    assert youth_asked_days_before(TODAY) == 14


@pytest.mark.django_db
def test_the_page_and_the_files_say_the_same(people, client, monkeypatch):
    # The heading is about the year the page is read in.
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: real(value, tz) if value else TODAY)
    resolution = a_resolution(people.council, on=TODAY)
    matter = a_matter(people.council, on=TODAY - timedelta(days=20), resolution=resolution)
    a_resolution(people.council, on=TODAY, title="Uten de unge")
    an_answer(something_said(people.council, matter), answered_on=matter.opened_on + timedelta(days=4))
    something_said(people.council, matter, state="withdrawn")
    a_matter(people.council, withdrawn_at="2026-11-24T09:00Z", withdrawn_because="Nei")
    page = client.get("/r/vestre/ungdom/tall/?sprak=en")

    assert page.context["heading"] == "2026: the young were asked in good time about 1 of 2 resolutions"
    year = json.loads(client.get("/r/vestre/ungdom/tall.json").content)["years"][0]
    assert (year["resolved"], year["asked_in_time"], year["put"]) == (2, 1, 1)
    assert (year["received"], year["in_time"], year["median_days"], year["outcomes"]["used"]) == (1, 1, 4, 1)
    assert "2026;2;1;1;1;1;1" in client.get("/r/vestre/ungdom/tall.csv").content.decode()
    assert client.get("/r/vestre/ungdom/tall.xlsx").content.startswith(b"PK")
    assert client.get("/r/vestre/ungdom/tall.pdf").status_code == 404


@pytest.mark.django_db
def test_without_anything_there_is_nothing_to_count(people, client):
    assert client.get("/r/vestre/ungdom/tall/?sprak=en").context["heading"] == "There is nothing to count yet"
    assert json.loads(client.get("/r/vestre/ungdom/tall.json").content)["years"] == []
