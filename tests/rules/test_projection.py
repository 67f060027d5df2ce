"""The what-if projection: the worked example, what must always hold, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.projection import Ratios, change_ratios, has_small_cell, project

THEN = [300, 340, 280, 290, 330, 350, 810]
NOW = [270, 310, 250, 270, 300, 330, 870]
PARENTS = (2, 3)

counts = st.integers(1, 5000)
pairs = st.integers(4, 22).flatmap(
    lambda size: st.tuples(*[st.lists(counts, min_size=size, max_size=size) for _ in range(2)])
)


def test_the_worked_example_ends_at_2470_85():
    ratios = change_ratios(THEN, NOW, parents=PARENTS)
    (after,) = project(NOW, ratios, width=10, horizon=10)

    assert [round(ratio, 6) for ratio in ratios.cohort] == [1.033333, 0.735294, 0.964286, 1.034483, 1.0]
    assert ratios.open_group == 0.75
    assert round(ratios.children, 6) == 0.519231
    assert [round(count, 2) for count in after] == [243.53, 279.0, 227.94, 241.07, 279.31, 300.0, 900.0]
    assert round(sum(after), 2) == 2470.85


@given(st.lists(st.integers(1000, 1900), min_size=4, max_size=22))
def test_a_population_that_did_not_change_goes_on_not_changing(people):
    ratios = change_ratios(people, people, parents=(1, 2))

    for after in project(people, ratios, width=5, horizon=10):
        assert after == pytest.approx(people)


@given(pairs)
def test_no_age_group_is_ever_negative_and_all_are_finite(pair):
    then, now = pair
    for after in project(now, change_ratios(then, now, parents=(1, 2)), width=5, horizon=10):
        assert len(after) == len(now)
        assert all(math.isfinite(count) and count >= 0 for count in after)


@given(pairs, st.floats(0.01, 100))
def test_ten_times_the_population_gives_ten_times_the_projection(pair, factor):
    then, now = pair
    larger = [[count * factor for count in people] for people in pair]
    small = project(now, change_ratios(then, now, parents=(1, 2)), width=5, horizon=10)
    large = project(larger[1], change_ratios(*larger, parents=(1, 2)), width=5, horizon=10)

    for before, after in zip(small, large, strict=True):
        assert after == pytest.approx([count * factor for count in before])


@given(pairs)
def test_every_cohort_ratio_stays_inside_the_caps_and_the_capped_ones_are_named(pair):
    then, now = pair
    ratios = change_ratios(then, now, parents=(1, 2))

    for i, ratio in enumerate(ratios.cohort):
        assert 0.5 <= ratio <= 2.0
        assert (i in ratios.capped) == (ratio != now[i + 1] / then[i])


def test_two_steps_are_one_step_done_twice():
    ratios = change_ratios(THEN, NOW, parents=PARENTS)
    first, second = project(NOW, ratios, width=5, horizon=10)

    assert project(first, ratios, width=5, horizon=5) == (second,)


def test_the_open_group_is_not_capped_since_most_of_its_people_die():
    ratios = change_ratios([100, 100, 300, 100], [100, 100, 100, 100], parents=(1, 2))

    assert ratios.open_group == 0.25
    assert ratios.capped == ()


def test_the_ratios_of_a_larger_area_can_be_used():
    ratios = change_ratios([count * 50 for count in THEN], [count * 50 for count in NOW], parents=PARENTS)
    (after,) = project(NOW, ratios, width=10, horizon=10)

    assert round(sum(after), 2) == 2470.85


def test_nineteen_persons_in_an_age_group_are_too_few_and_twenty_are_enough():
    assert has_small_cell([100, 20, 19], [100, 100, 100])
    assert has_small_cell([100, 100, 100], [100, 19, 100])
    assert not has_small_cell([20, 20, 20], [20, 20, 20])


@pytest.mark.parametrize(
    ("then", "now", "parents", "words"),
    [
        ([100, 0, 100, 100], [100] * 4, (1, 2), "Nobody in age group 1 then"),
        ([100, 100, 0, 0], [100] * 4, (1, 2), "Nobody in the two oldest age groups then"),
        ([100] * 4, [100, 0, 0, 100], (1, 2), "Nobody in the parents' ages now"),
        ([100] * 4, [100] * 5, (1, 2), "4 age groups then and 5 now"),
        ([100, 100], [100, 100], (1, 1), "at least 3 are needed"),
        ([100, -1, 100, 100], [100] * 4, (1, 2), "Age group 1 then is -1"),
        ([100] * 4, [100, 100, math.nan, 100], (1, 2), "Age group 2 now is nan"),
        ([100] * 4, [100] * 4, (0, 2), "groups 0 to 2; they lie between 1 and 3"),
        ([100] * 4, [100] * 4, (2, 4), "groups 2 to 4; they lie between 1 and 3"),
    ],
)
def test_bad_distributions_are_refused_with_what_and_where(then, now, parents, words):
    with pytest.raises(ValueError, match=words):
        change_ratios(then, now, parents=parents)


@pytest.mark.parametrize("caps", [(1.2, 2.0), (0.5, 0.9), (-0.1, 2.0)])
def test_caps_that_would_forbid_no_change_are_refused(caps):
    with pytest.raises(ValueError, match="The caps are"):
        change_ratios(THEN, NOW, parents=PARENTS, caps=caps)


@pytest.mark.parametrize(
    ("width", "horizon", "words"),
    [
        (5, 15, "at most 10"),
        (10, 20, "at most 10"),
        (5, 7, "no whole number of steps"),
        (5, 0, "no whole number of steps"),
        (0, 10, "no whole number of steps"),
    ],
)
def test_horizons_beyond_ten_years_or_between_steps_are_refused(width, horizon, words):
    with pytest.raises(ValueError, match=words):
        project(NOW, change_ratios(THEN, NOW, parents=PARENTS), width=width, horizon=horizon)


def test_ratios_of_other_age_groups_are_refused():
    ratios = Ratios(cohort=(1.0, 1.0), open_group=0.5, children=0.5, parents=(1, 2))

    with pytest.raises(ValueError, match="The ratios are for 4 age groups, the population now has 7"):
        project(NOW, ratios, width=5, horizon=5)
