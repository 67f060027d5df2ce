"""How far a change between two shares may be chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.consensus import CountsUnusable, share_change


@st.composite
def shares(draw) -> tuple[int, int]:
    whole = draw(st.integers(1, 300))
    return draw(st.integers(0, whole)), whole


@pytest.mark.parametrize(
    ("before", "now", "low", "high"),
    [
        # Newcombe (1998), table II, method 10, turned round.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_the_published_one(before, now, low, high):
    found = share_change(before, now)
    assert (round(found.low, 4), round(found.high, 4)) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(shares(), shares())
def test_the_change_lies_in_its_interval_and_turns_round_with_the_rounds(before, now):
    found, back = share_change(before, now), share_change(now, before)

    assert -1 - 1e-9 <= found.low <= found.change + 1e-9
    assert found.change - 1e-9 <= found.high <= 1 + 1e-9
    assert found.change == pytest.approx(-back.change)
    assert found.low == pytest.approx(-back.high)
    assert found.may_be_chance == back.may_be_chance


@given(shares())
def test_no_change_may_always_be_chance(share):
    assert share_change(share, share).may_be_chance


def test_nothing_out_of_nothing_is_refused():
    with pytest.raises(CountsUnusable):
        share_change((0, 0), (3, 5))
