"""Answers dealt out anew: every count that may be shown stays, and no ballot stays what one person said."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.survey.dealing import dealt_anew
from veivalg.web.survey.models import Item
from veivalg.web.survey.questions import DONT_KNOW
from veivalg.web.survey.results import hide_small

ANSWER = st.one_of(st.none(), st.integers(1, 5), st.just(DONT_KNOW))
ITEMS = [Item(pk=1, kind=Item.Kind.SCALE), Item(pk=2, kind=Item.Kind.SCALE)]


def known(marks: list[int | None], answers: list[dict[str, Any]], number: str) -> Counter[tuple[int, Any]]:
    return Counter(
        (mark or 0, own[number])
        for mark, own in zip(marks, answers, strict=True)
        if own.get(number, DONT_KNOW) != DONT_KNOW
    )


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), ANSWER, ANSWER), max_size=40))
def test_every_count_that_may_be_shown_stays_as_it_was(rows):
    marks = [mark for mark, *_ in rows]
    answers = [
        {str(place): answer for place, answer in enumerate(given_, start=1) if answer is not None}
        for _, *given_ in rows
    ]
    dealt = dealt_anew(ITEMS, list(zip(marks, answers, strict=True)), smallest=5)
    for number in ("1", "2"):
        before, after = known(marks, answers, number), known(marks, dealt, number)
        if before.total() < 5:
            assert not any(number in own for own in dealt)
            continue
        sizes = Counter(mark for mark, _ in before.elements())
        assert Counter(mark for mark, _ in after.elements()) == sizes
        assert Counter(answer for _, answer in after.elements()) == Counter(answer for _, answer in before.elements())
        for mark in sizes.keys() - hide_small(sizes, 5):
            assert {k: n for k, n in after.items() if k[0] == mark} == {k: n for k, n in before.items() if k[0] == mark}
        assert sum(own.get(number) == DONT_KNOW for own in dealt) == sum(
            own.get(number) == DONT_KNOW for own in answers
        )


def test_answers_to_two_items_do_not_stay_together():
    ballots = [(None, {"1": number % 5 + 1, "2": number % 5 + 1}) for number in range(100)]
    dealt = dealt_anew(ITEMS, ballots, smallest=5)
    assert sum(own["1"] == own["2"] for own in dealt) < 60


def test_scores_do_not_stay_together_either():
    items = [Item(pk=1, kind=Item.Kind.SCORE), Item(pk=2, kind=Item.Kind.SCORE)]
    ballots = [(None, {"1": number % 5, "2": number % 5}) for number in range(100)]
    dealt = dealt_anew(items, ballots, smallest=5)
    assert sum(own["1"] == own["2"] for own in dealt) < 60
    assert Counter(own["2"] for own in dealt) == Counter(number % 5 for number in range(100))


@pytest.mark.parametrize("count", [1, 4])
def test_what_a_few_answered_is_not_kept(count):
    ballots = [(None, {"1": 3} | ({"2": 4} if number < count else {"2": DONT_KNOW})) for number in range(9)]
    assert all(own == {"1": 3} for own in dealt_anew(ITEMS, ballots, smallest=5))
