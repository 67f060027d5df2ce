"""Hamilton–Perry: what if the last years went on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.projection import HIGHEST_RATIO, LOWEST_RATIO, Ratios, project, ratios

THEN = [300.0, 340, 280, 290, 330, 350, 810]
NOW = [270.0, 310, 250, 270, 300, 330, 870]
PARENTS = (2, 3)
counts = st.lists(st.floats(1, 10_000), min_size=7, max_size=7)


def test_the_worked_example_of_the_method_page():
    by = ratios(THEN, NOW, parents=PARENTS)

    assert by.change == pytest.approx((1.033333, 0.735294, 0.964286, 1.034483, 1.0), abs=1e-6)
    assert by.open_change == pytest.approx(0.75)
    assert by.children == pytest.approx(0.519231, abs=1e-6)
    assert sum(project(NOW, by)) == pytest.approx(2470.85, abs=0.01)


@given(counts, counts)
def test_nobody_becomes_fewer_than_none_and_ratios_stay_within_their_bounds(then, now):
    by = ratios(then, now, parents=PARENTS)

    assert all(LOWEST_RATIO <= ratio <= HIGHEST_RATIO for ratio in (*by.change, by.open_change))
    assert min(project(now, by)) >= 0


@given(counts, counts, st.floats(0.5, 20))
def test_a_place_twice_as_large_has_a_future_twice_as_large(then, now, times):
    small = project(now, ratios(then, now, parents=PARENTS))
    large = project(
        [n * times for n in now], ratios([n * times for n in then], [n * times for n in now], parents=PARENTS)
    )

    assert large == pytest.approx([count * times for count in small])


def test_a_place_that_stands_still_goes_on_standing_still():
    still = [100.0] * 6 + [300.0]
    by = Ratios(change=(1.0,) * 5, open_change=0.75, children=0.5, parents=PARENTS)

    assert project(still, by) == pytest.approx(still)


def test_an_empty_group_does_not_divide_by_zero():
    by = ratios([0.0, *THEN[1:]], NOW, parents=PARENTS)

    assert by.change[0] == 1.0


@pytest.mark.parametrize(
    ("then", "now", "parents", "message"),
    [
        (THEN[:3], NOW, PARENTS, "these have 3 and 7"),
        ([1.0, 2, 3], [1.0, 2, 3], (1, 1), "at least four"),
        ([-1.0, *THEN[1:]], NOW, PARENTS, "Group 0 of the distribution 'then'"),
        ([float("nan"), *THEN[1:]], NOW, PARENTS, "a count is 0 or more"),
        (THEN, NOW, (5, 9), "not among the 7"),
        (THEN, [270.0, 310, 0, 0, 300, 330, 870], PARENTS, "nobody"),
    ],
)
def test_what_cannot_be_projected_is_refused_in_words(then, now, parents, message):
    with pytest.raises(ValueError, match=message):
        ratios(then, now, parents=parents)


def test_ratios_of_other_groups_are_refused():
    with pytest.raises(ValueError, match="7 age groups cannot be used on 5"):
        project([1.0] * 5, ratios(THEN, NOW, parents=PARENTS))
