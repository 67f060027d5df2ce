"""When a resolution takes effect, and how long its way was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.way import (
    EffectRule,
    Journey,
    Step,
    costliest,
    days_between,
    needed_count,
    spread,
    spreads,
    takes_effect_on,
)

D = date(2026, 3, 1)
DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 31))


@given(rule=st.sampled_from(EffectRule), whole=st.integers(1, 40), own=st.integers(1, 60))
def test_between_one_and_all_have_to_say_yes(rule, whole, own):
    assert 1 <= needed_count(rule, whole=whole, own_count=own) <= whole


@given(whole=st.integers(1, 40))
def test_a_majority_is_more_than_half_and_no_more_than_it_takes(whole):
    needed = needed_count(EffectRule.MAJORITY, whole=whole)
    assert 2 * needed > whole >= 2 * (needed - 1)


@pytest.mark.parametrize("own", [None, 0, -3])
def test_a_rule_with_a_number_wants_one(own):
    with pytest.raises(ValueError, match="at least one"):
        needed_count(EffectRule.NUMBER, whole=5, own_count=own)


@given(days=st.lists(DAYS, max_size=20), needed=st.integers(1, 20), resolved=DAYS)
def test_the_effect_comes_with_the_last_yes_that_is_needed_and_never_before_the_resolution(days, needed, resolved):
    found = takes_effect_on(days, rule=EffectRule.NUMBER, whole=20, own_count=needed, resolved_on=resolved)
    if len(days) < needed:
        assert found is None
    else:
        assert found >= resolved
        assert sum(day <= found for day in days) >= needed
        assert found == resolved or sum(day < found for day in days) < needed


@given(days=st.lists(DAYS, min_size=1, max_size=20), resolved=DAYS, more=DAYS)
def test_one_more_yes_never_makes_it_later(days, resolved, more):
    rule = {"rule": EffectRule.NUMBER, "whole": 21, "own_count": len(days), "resolved_on": resolved}
    assert takes_effect_on([*days, more], **rule) <= takes_effect_on(days, **rule)


@given(days=st.lists(DAYS, min_size=1, max_size=10), gone=st.lists(DAYS, min_size=1, max_size=5), resolved=DAYS)
def test_who_leaves_without_an_answer_is_waited_for_until_the_last_day(days, gone, resolved):
    whole = len(days) + len(gone)
    rule = {"rule": EffectRule.EVERY, "whole": whole, "resolved_on": resolved}
    assert takes_effect_on(days, **rule) is None
    assert takes_effect_on(days, **rule, let_go_on=gone) == max(*days, *gone, resolved)


@given(st.lists(st.integers(0, 5000), min_size=1))
def test_the_median_lies_among_the_days_and_the_longest_is_one_of_them(days):
    found = spread(days)
    assert found.count == len(days)
    assert min(days) <= found.median_days <= found.longest_days == max(days)
    assert 2 * sum(day <= found.median_days for day in days) >= len(days)
    assert 2 * sum(day >= found.median_days for day in days) >= len(days)


def test_of_nothing_there_is_no_length():
    assert spread([]) is None
    assert costliest(spreads([])) is None


@given(first=st.none() | DAYS, last=st.none() | DAYS)
def test_days_are_never_negative_and_unknown_when_an_end_is(first, last):
    found = days_between(first, last)
    assert (found is None) == (first is None or last is None)
    assert found is None or found >= 0


def a_journey(**more):
    values = {
        "resolved_on": D,
        "idea_on": D - timedelta(days=100),
        "sent_on": (D + timedelta(days=5), D + timedelta(days=5)),
        "answered_on": (D + timedelta(days=35), D + timedelta(days=65)),
    }
    return Journey(**values | more)


def test_each_step_is_counted_from_the_days_around_it():
    days = a_journey().days()

    assert days[Step.IDEA_TO_RESOLUTION] == (100,)
    assert days[Step.RESOLUTION_TO_SENT] == (5, 5)
    assert days[Step.SENT_TO_ANSWER] == (30, 60)
    assert days[Step.RESOLUTION_TO_LAST] == (65,)
    assert days[Step.WHOLE] == (165,)


def test_without_the_day_of_the_idea_the_whole_way_is_not_counted():
    days = a_journey(idea_on=None).days()
    assert days[Step.IDEA_TO_RESOLUTION] == days[Step.WHOLE] == ()
    assert days[Step.RESOLUTION_TO_LAST] == (65,)


def test_while_somebody_owes_an_answer_there_is_no_last_one():
    journey = a_journey(answered_on=(D + timedelta(days=35), None))
    assert journey.last_on is None
    assert journey.days()[Step.RESOLUTION_TO_LAST] == ()


def test_what_was_decided_ahead_took_no_days():
    journey = a_journey(answered_on=(D - timedelta(days=3), D - timedelta(days=1)))
    assert journey.days()[Step.SENT_TO_ANSWER] == (0, 0)
    assert journey.days()[Step.RESOLUTION_TO_LAST] == (0,)


def test_the_costliest_step_has_the_highest_median():
    assert costliest(spreads([a_journey()])) is Step.IDEA_TO_RESOLUTION
    unfinished = a_journey(idea_on=None, answered_on=(D + timedelta(days=35), None))
    assert costliest(spreads([unfinished])) is Step.SENT_TO_ANSWER


def test_no_step_costs_most_when_there_is_no_other_to_hold_it_against():
    unsent = a_journey(idea_on=None, sent_on=(None, None))
    assert costliest(spreads([unsent])) is None
    late = a_journey(idea_on=None, sent_on=(D + timedelta(days=60),) * 2)
    assert costliest(spreads([late])) is Step.RESOLUTION_TO_SENT


def test_what_was_sent_ahead_of_the_resolution_did_not_wait_for_being_sent():
    journey = a_journey(sent_on=(D - timedelta(days=9), D + timedelta(days=5)))
    assert journey.days()[Step.RESOLUTION_TO_SENT] == (5,)


def test_the_last_of_many_decides_which_half_of_the_way_is_the_longer():
    """Ten answer in a month and one in half a year: the way after the resolution is half a year."""
    days = [30] * 10 + [180]
    journey = a_journey(sent_on=(D,) * 11, answered_on=tuple(D + timedelta(days=each) for each in days))
    assert costliest(spreads([journey])) is Step.RESOLUTION_TO_LAST


def test_as_many_days_of_sending_as_of_answers():
    with pytest.raises(ValueError, match="as many"):
        Journey(resolved_on=D, sent_on=(D,), answered_on=())
