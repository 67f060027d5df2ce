"""Periods: whole days, both ends among them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.mandates import Period, day_of, last_day_after_years

days = st.dates(min_value=date(2019, 1, 1), max_value=date(2032, 12, 31))
ends = st.one_of(st.none(), days)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = draw(ends), draw(ends)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Period(starts_on=first, ends_on=last)


@given(periods(), periods(), days)
def test_a_day_is_in_the_intersection_exactly_when_it_is_in_both(one, other, day):
    both = one.intersection(other)
    assert (both is not None and both.is_active(day)) == (one.is_active(day) and other.is_active(day))


@given(periods(), periods())
def test_overlap_goes_both_ways_and_every_period_overlaps_itself(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    assert one.intersection(other) == other.intersection(one)
    assert one.overlaps(one)
    assert one.intersection(one) == one


@given(days, st.integers(0, 3000))
def test_the_length_is_the_number_of_active_days(first, extra):
    period = Period(starts_on=first, ends_on=first + timedelta(days=extra))
    assert period.length_days == extra + 1
    edges = [first - timedelta(days=1), first, period.ends_on, period.ends_on + timedelta(days=1)]
    assert [period.is_active(day) for day in edges] == [False, True, True, False]


@given(days, st.integers(1, 8))
def test_a_term_of_years_ends_the_day_before_it_would_begin_again(first, years):
    after = last_day_after_years(first, years) + timedelta(days=1)
    assert after.year == first.year + years
    assert (after.month, after.day) == ((3, 1) if (first.month, first.day) == (2, 29) else (first.month, first.day))


def test_open_ends_reach_everywhere():
    assert Period().is_active(date(1837, 1, 1))
    assert Period(starts_on=date(2024, 1, 1)).is_active(date(2999, 1, 1))
    assert not Period(starts_on=date(2024, 1, 1)).is_active(date(2023, 12, 31))
    assert Period(ends_on=date(2024, 1, 1)).length_days is None


def test_one_who_follows_the_day_after_does_not_overlap_but_on_the_same_day_does():
    old = Period(starts_on=date(2023, 10, 15), ends_on=date(2025, 6, 30))
    assert not old.overlaps(Period(starts_on=date(2025, 7, 1)))
    assert old.overlaps(Period(starts_on=date(2025, 6, 30)))


@pytest.mark.parametrize(
    ("moment", "active"),
    [
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 23, 59, tzinfo=timezone(timedelta(hours=2))), True),
    ],
)
def test_a_mandate_that_ends_today_is_active_until_midnight_where_the_council_is(moment, active):
    mandate = Period(starts_on=date(2023, 10, 15), ends_on=date(2026, 6, 30))
    assert mandate.is_active(day_of(moment, ZoneInfo("Europe/Oslo"))) is active


def test_a_period_that_ends_before_it_begins_is_refused_with_both_days():
    with pytest.raises(ValueError, match=r"2024-01-01, comes before the first, 2024-01-02"):
        Period(starts_on=date(2024, 1, 2), ends_on=date(2024, 1, 1))


def test_a_moment_in_place_of_a_day_is_refused_and_the_way_out_is_named():
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    with pytest.raises(TypeError, match="day_of"):
        Period(starts_on=moment)
    with pytest.raises(TypeError, match="day_of"):
        Period().is_active(moment)


def test_a_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="no time zone"):
        day_of(datetime(2024, 1, 1, 12), UTC)  # noqa: DTZ001
