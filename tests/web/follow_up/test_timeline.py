"""Actions by deadline, drawn over the years beside the words that say the same."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.people import TODAY
from veivalg.web.follow_up.drawing import MOST_YEARS, Axis
from veivalg.web.strategy.deadlines import quarter

pytestmark = pytest.mark.django_db


def page(following, query=""):
    answer = Client().get(f"{following.address}tidslinje/?sprak=en{query}")
    assert answer.status_code == 200
    return answer


def test_actions_are_gathered_by_the_quarter_of_their_deadline(following):
    following.action("Uten", first_year=2026)
    following.action("Sent", last_year=2028)
    following.action("Snart", due_on=date(2027, 2, 1))
    following.action("Nå", last_year=2026, first_year=2026)
    following.action("Fordums", last_year=2024, said="on_track")
    quarters = page(following).context["quarters"]

    assert [(each.name, [bar.line.action.text for bar in each.bars]) for each in quarters] == [
        ("Quarter 4 of 2024", ["Fordums"]),
        ("Quarter 4 of 2026", ["Nå"]),
        ("Quarter 1 of 2027", ["Snart"]),
        ("Quarter 4 of 2028", ["Sent"]),
        ("No deadline", ["Uten"]),
    ]
    assert [each.is_past for each in quarters] == [True, False, False, False, False]
    assert "past the deadline" in page(following).content.decode()


def test_years_far_away_do_not_stretch_the_drawing(following):
    following.action(first_year=1, last_year=32000)
    following.action(first_year=1900, last_year=1901)
    answer = page(following)

    assert len(answer.context["axis"].years) <= MOST_YEARS
    assert TODAY.year in answer.context["axis"].years


def test_a_long_timeline_is_paged(following):
    for _ in range(60):
        following.action(last_year=2027)

    assert sum(len(each.bars) for each in page(following).context["quarters"]) == 50
    assert sum(len(each.bars) for each in page(following, "&side=2").context["quarters"]) == 10


def test_the_page_tells_how_to_subscribe(following):
    following.action(last_year=2027, responsible_role="secretariat")
    content = page(following).content.decode()

    assert f"{settings.ADDRESS}{following.address}frister.ics" in content
    assert "?ansvar=role-secretariat" in content


@given(st.dates(), st.dates(), st.integers(1990, 2050), st.integers(0, 9))
def test_a_later_day_is_never_drawn_before_an_earlier_one(one, other, first, more):
    axis = Axis(first, first + more)
    early, late = sorted((one, other))

    assert 0 <= axis.place(early) <= axis.place(late) <= 100


@given(st.dates())
def test_a_quarter_is_three_months(day):
    year, number = quarter(day)
    assert year == day.year
    assert 3 * (number - 1) < day.month <= 3 * number
