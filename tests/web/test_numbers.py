"""Numbers as Språkrådet writes them."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.ui import numbers


@pytest.mark.parametrize(
    ("language", "thousands", "share", "negative"),
    [("nb", "37\u00a0659", "23,5\u00a0%", "\u22120,5"), ("en", "37,659", "23.5%", "\u22120.5")],
)
def test_each_language_writes_numbers_its_own_way(language, thousands, share, negative):
    with translation.override(language):
        assert numbers.number(37659) == thousands
        assert numbers.percent(23.5) == share
        assert numbers.number(-0.5, 1) == negative
        assert numbers.signed(149) == "+149"


def test_a_missing_number_says_so():
    with translation.override("nb"):
        assert numbers.number(None) == numbers.percent(float("nan")) == "mangler"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12.5, 0, "13"),
        (37.5, 0, "38"),
        (62.5, 0, "63"),
        (87.5, 0, "88"),
        (12.49, 0, "12"),
        (0.125, 2, "0,13"),
        (0.285, 2, "0,29"),
        (-0.25, 1, "\u22120,3"),
        (Fraction(25, 2), 0, "13"),
        (2.5e15, 0, "2\u00a0500\u00a0000\u00a0000\u00a0000\u00a0000"),
    ],
)
def test_a_half_is_rounded_up_as_people_learn_it(value, decimals, text):
    with translation.override("nb"):
        assert numbers.number(value, decimals) == text


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_share_and_what_is_left_never_differ_by_more_than_one_from_a_hundred(part, rest):
    with translation.override("nb"):
        both = [int(numbers.number(100 * each / (part + rest))) for each in (part, rest)]
    assert sum(both) in (100, 101)


def test_what_rounds_to_zero_has_no_sign():
    with translation.override("nb"):
        assert numbers.number(-0.04, 1) == "0,0"
        assert numbers.signed(0.04, 1) == "0,0"


@given(st.integers(-(10**12), 10**12))
def test_no_digit_is_lost(value):
    with translation.override("nb"):
        text = numbers.number(value).replace("\u00a0", "").replace("\u2212", "-")
    assert int(text) == value


def test_lists_read_as_sentences():
    with translation.override("nb"):
        assert numbers.listed(["Leka", "Lierne", "Osen"]) == "Leka, Lierne og Osen"
        assert numbers.listed(["Leka"]) == "Leka"
