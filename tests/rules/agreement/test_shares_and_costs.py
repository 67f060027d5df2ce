"""Shares that sum to the whole, and costs that sum to the krone."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.agreement import BrokenKey, CostKey, CostLine, Shares, SharesBroken, distribute

NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=20, unique=True)
INHABITANTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 700_000), min_size=1)


def test_eleven_equal_shares_are_exact():
    shares = Shares.equal([str(n) for n in range(11)])

    assert sum(shares.of(name) for name in shares.parts) == 1
    assert shares.of("3") == Fraction(1, 11)


@pytest.mark.parametrize("percents", [["99.9"], ["50", "49.9"], ["60", "40.000001"], ["0"]])
def test_shares_that_do_not_sum_to_a_hundred_are_refused(percents):
    with pytest.raises(SharesBroken, match="exactly 100"):
        Shares.from_percent({str(n): Decimal(percent) for n, percent in enumerate(percents)})


@pytest.mark.parametrize(
    ("denominator", "parts"), [(3, {"a": 1, "b": 1}), (2, {"a": 3, "b": -1}), (0, {}), (10**10, {"a": 10**10})]
)
def test_what_is_no_whole_is_no_agreement(denominator, parts):
    with pytest.raises(SharesBroken):
        Shares(denominator, parts)


def test_nobody_has_two_shares():
    with pytest.raises(SharesBroken, match="one share"):
        Shares.equal(["a", "a"])


def test_someone_without_a_share_has_nothing():
    assert Shares.equal(["a"]).of("b") == 0


@given(NAMES, st.integers(0, 10**12))
def test_a_split_sums_to_the_krone_and_nobody_is_more_than_a_krone_off(names, amount):
    shares = Shares.equal(names)
    parts = shares.split(amount)

    assert sum(parts.values()) == amount
    assert all(abs(parts[name] - amount * shares.of(name)) < 1 for name in names)


@given(INHABITANTS, st.integers(0, 10**10), st.integers(0, 100))
def test_a_budget_is_paid_to_the_krone_whatever_the_key(inhabitants, amount, flat):
    line = CostLine(name="Sekretariat", amount_nok=amount, key=CostKey(flat_percent=flat))
    paid = distribute([line], inhabitants)

    assert sum(paid.values()) == amount
    assert distribute([line], dict(reversed(inhabitants.items()))) == paid


@given(INHABITANTS, st.integers(0, 10**8))
def test_a_larger_municipality_never_pays_less_per_inhabitant_key(inhabitants, amount):
    paid = distribute([CostLine(name="x", amount_nok=amount, key=CostKey(flat_percent=0))], inhabitants)
    for a in inhabitants:
        for b in inhabitants:
            assert inhabitants[a] <= inhabitants[b] or paid[a] >= paid[b]


def test_a_project_is_paid_by_those_it_is_for():
    lines = [
        CostLine(name="Sekretariat", amount_nok=900, key=CostKey(flat_percent=100)),
        CostLine(name="Buss", amount_nok=100, key=CostKey(flat_percent=0), only=frozenset({"a", "b"})),
    ]
    assert distribute(lines, {"a": 300, "b": 100, "c": 600}) == {"a": 375, "b": 325, "c": 300}


def test_what_cannot_be_shared_says_why():
    flat = CostKey(flat_percent=100)
    with pytest.raises(BrokenKey, match="Buss: d is not among"):
        distribute([CostLine(name="Buss", amount_nok=1, key=flat, only=frozenset({"d"}))], {"a": 1})
    with pytest.raises(BrokenKey, match="not negative"):
        distribute([CostLine(name="Buss", amount_nok=-1, key=flat)], {"a": 1})
    with pytest.raises(BrokenKey, match="from 0 to 100"):
        CostKey(flat_percent=101)
    with pytest.raises(BrokenKey, match="there are none"):
        CostKey(flat_percent=10).shares({"a": 0})
    with pytest.raises(BrokenKey, match="Nobody"):
        flat.shares({})
