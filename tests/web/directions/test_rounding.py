"""What is rounded on the page of a choice never says another thing than the word beside it."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.web.directions.test_results import a_rated
from veivalg.facts.limits import reading_limits
from veivalg.rules.consensus import Reading, reading_of
from veivalg.web.directions import words

LIMITS = reading_limits(date(2026, 11, 24))


def test_one_of_eight_is_thirteen_per_cent():
    # Three pairs of 120 mean the same: 2.5 %.
    meanings = tuple((str(n), 2 if n < 3 else 1) for n in range(13))
    rated = a_rated((0, 0, 0, 0, 16), reading=Reading.TOGETHER, meanings=meanings)
    with translation.override("nb"):
        assert words.percent(12.5, 0) == "13\u00a0%"
        assert "i 3\u00a0% av tilfellene" in words.word_line(rated)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(75, 100), "A = 0,75"),
        (Fraction(6, 10), "A = 0,60"),
        (Fraction(597, 1000), "A = 0,597"),
        (Fraction(59996, 100000), "A = 0,59996"),
        (Fraction(-1004, 10000), "A = \u22120,1004"),
        (Fraction(-1, 2), "A = \u22120,50"),
        (Fraction(125, 1000), "A = 0,13"),
    ],
)
def test_a_is_written_on_its_own_side_of_the_limits(value, text):
    with translation.override("nb"):
        assert words.a_value(value, LIMITS) == text


@given(st.fractions(min_value=-1, max_value=1, max_denominator=2000))
def test_the_word_for_a_as_it_is_written_is_the_word_beside_it(value):
    with translation.override("nb"):
        text = words.a_value(value, LIMITS)
    written = Fraction(text.removeprefix("A = ").replace(",", ".").replace("\u2212", "-"))
    assert reading_of(written, LIMITS) is reading_of(value, LIMITS)
