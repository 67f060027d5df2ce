"""An answer is counted once, however it comes, and nothing else is counted."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.survey.asking import CLOSES, a_person, a_round, again, answer, close, slips
from veivalg.web.accounts.limits import TooMany
from veivalg.web.survey.models import Ballot, Item, Slip
from veivalg.web.survey.operations import answering, closing, handing_out
from veivalg.web.survey.operations.answering import AlreadyAnswered, AnsweredMeanwhile, CodeUnknown, NotOpen
from veivalg.web.survey.questions import AnswersWrong, read_answers


def test_an_answer_is_counted(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    answer(found, code, 4)

    assert [ballot.answers for ballot in found.ballots.all()] == [{str(found.items.get().pk): 4}]


def test_a_code_may_be_typed_with_small_letters_and_without_hyphens(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    answer(found, code.lower().replace("-", " "), 4)
    assert found.ballots.count() == 1


def test_the_same_sending_twice_is_one_answer_also_where_answers_cannot_be_changed(people):
    for may_change in (True, False):
        found = a_round(people, may_change=may_change)
        (code,) = slips(people, found, 1)
        for _ in range(3):
            answer(found, code, 4, sending="the same key")
        assert found.ballots.get().turn == 1


def test_an_answer_is_changed_until_the_round_closes(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    answer(found, code, 4)
    answer(found, code, 2, turn=1)

    assert list(found.ballots.get().answers.values()) == [2]


def test_where_answers_cannot_be_changed_the_first_one_counts(people):
    found = a_round(people, may_change=False)
    (code,) = slips(people, found, 1)
    answer(found, code, 4)
    with pytest.raises(AlreadyAnswered):
        answer(found, code, 2, turn=1)

    assert list(found.ballots.get().answers.values()) == [4]


def test_a_sending_that_was_recorded_and_is_played_again_does_not_bring_the_old_answer_back(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    answer(found, code, 5, sending="first", turn=0)
    answer(found, code, 1, sending="second", turn=1)
    with pytest.raises(AnsweredMeanwhile):
        answer(found, code, 5, sending="first", turn=0)

    assert list(found.ballots.get().answers.values()) == [1]


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "\0", "x" * 500, "\ud800", "K7QM-2XWP"])
def test_a_code_that_was_guessed_is_refused(people, code):
    found = a_round(people)
    slips(people, found, 3)
    with pytest.raises(CodeUnknown):
        answer(found, code)
    assert found.ballots.count() == 0


def test_what_the_database_holds_of_a_code_does_not_work_as_a_code(people):
    found = a_round(people)
    slips(people, found, 1)
    slip = Slip.objects.get()
    for forged in (slip.key_hash, str(slip.pk), found.seal_key):
        with pytest.raises(CodeUnknown):
            answer(found, forged)


def test_a_code_of_one_round_does_not_open_another(people):
    one, other = a_round(people), a_round(people)
    (code,) = slips(people, one, 1)
    with pytest.raises(CodeUnknown):
        answer(other, code)
    assert Ballot.objects.count() == 0


def test_very_many_wrong_codes_must_wait_and_right_ones_need_not(people, monkeypatch):
    monkeypatch.setattr(answering, "WRONG_CODES", answering.limits.Limit(kind="survey_codes", most=3, minutes=15))
    found = a_round(people)
    (code,) = slips(people, found, 1)
    for _ in range(3):
        with pytest.raises(CodeUnknown):
            answering.holder_of("AAAA-AAAA-AAAA", now=NOW)
    with pytest.raises(TooMany):
        answering.holder_of("AAAA-AAAA-AAAA", now=NOW)
    answer(found, code)
    assert found.ballots.count() == 1


def test_before_it_opens_and_as_a_draft_a_round_takes_nothing(people):
    ahead = a_round(people, opens_at=NOW + timedelta(hours=1))
    draft = a_round(people, is_open=False)
    for found in (ahead, draft):
        (code,) = slips(people, found, 1)
        with pytest.raises(NotOpen):
            answer(found, code)
        with pytest.raises(NotOpen):
            answering.holder_of(code, now=NOW)
    assert Ballot.objects.count() == 0


def test_after_the_deadline_an_answer_is_refused_and_the_round_closes(people):
    found = a_round(people)
    (early, late) = slips(people, found, 2)
    answer(found, early, now=CLOSES - timedelta(seconds=1))
    with pytest.raises(NotOpen):
        answer(found, late, now=CLOSES)

    assert again(found).closed_at == CLOSES
    assert again(found).ballot_count == 1


def test_a_clock_that_goes_back_does_not_open_a_closed_round_again(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    assert closing.close_due(now=CLOSES) == 1
    for moment in (NOW, NOW - timedelta(days=400)):
        with pytest.raises(NotOpen):
            answer(found, code, now=moment)
    assert closing.close_due(now=CLOSES) == 0
    assert again(found).ballot_count == 0


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_a_round_that_closes_after_the_answer_came_and_before_it_is_counted_counts_nothing(people, monkeypatch, mode):
    found = a_round(people, mode=mode)
    if mode == "anonymous":
        (code,) = slips(people, found, 1)
    else:
        (code,) = handing_out._invite(found, [(a_person(people), None)], now=NOW)
    holds = answering._held

    def closes_first(round_id):
        close(people, found)
        return holds(round_id)

    monkeypatch.setattr(answering, "_held", closes_first)
    with pytest.raises(NotOpen):
        answer(found, code)
    assert found.ballots.count() == 0


def test_after_closing_the_page_says_closed_and_nothing_changes(people):
    found = a_round(people)
    codes = slips(people, found, 6)
    for code in codes[:5]:
        answer(found, code)
    close(people, found)
    for code in codes:
        with pytest.raises(NotOpen):
            answer(found, code, 1, turn=1)

    assert [list(ballot.answers.values()) for ballot in found.ballots.all()] == [[4]] * 5


WRONG = {
    "scale": [0, 6, -1, "7", "1.5", "fem", True, 3.0, [3], {"a": 1}, "9" * 50, "\0"],
    "dots": [{"a": 4}, {"a": 3, "b": 3}, {"z": 1}, {"a": -1}, {"a": "x"}, "a", ["a"], {"a": "9" * 30}, {"a": True}],
    "budget": [["a", "b", "c"], ["z"], "z", {"a": 1}, [1], 5],
    "choice": ["z", 1, ["a"], {"a": "b"}, "\0"],
    "text": ["x" * 501, 5, ["x"], {"x": 1}],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values])
def test_an_answer_that_cannot_be_given_is_refused_and_says_where(people, kind, value):
    found = a_round(people, asks=tuple(WRONG))
    (code,) = slips(people, found, 1)
    with pytest.raises(AnswersWrong) as error:
        answer(found, code, **{kind: value})

    assert list(error.value.wrong) == [found.items.get(key=kind).pk]
    assert found.ballots.count() == 0


def test_an_item_of_another_round_and_an_empty_form_are_refused(people):
    found, other = a_round(people), a_round(people)
    items = list(found.items.all())
    for given_ in ({str(other.items.get().pk): 3}, {}, {str(items[0].pk): ""}, {"x": "1"}):
        with pytest.raises(AnswersWrong) as error:
            read_answers(items, given_)
        assert list(error.value.wrong) == [None]


def test_right_answers_of_every_kind_are_read(people):
    found = a_round(people, asks=("scale", "dots", "budget", "choice", "text"))
    by_key = {item.key: str(item.pk) for item in found.items.all()}
    values = {
        "scale": ("5", 5),
        "dots": ({"a": "3", "b": "2", "c": ""}, {"a": 3, "b": 2}),
        "budget": (["b", "a"], ["a", "b"]),
        "choice": ("c", "c"),
        "text": (" Fordi\u200b det\0 haster ", "Fordi det haster"),
    }
    read = read_answers(found.items.all(), {by_key[key]: given for key, (given, _) in values.items()})
    assert read == {by_key[key]: kept for key, (_, kept) in values.items()}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=6,
)


@given(kind=st.sampled_from(list(Item.Kind)), value=JUNK)
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_is_either_an_answer_within_bounds_or_refused(kind, value):
    options = [{"key": key, "text": {}, "cost": cost} for key, cost in (("a", 40), ("b", 50), ("c", 30))]
    item = Item(pk=1, kind=kind, key="x", options=options, amount=5 if kind == "dots" else 100, most_on_one=3)
    try:
        read = read_answers([item], {"1": value}).get("1")
    except AnswersWrong:
        return
    match kind:
        case Item.Kind.SCALE:
            assert read == "dont_know" or read in range(1, 6)
        case Item.Kind.DOTS:
            assert sum(read.values()) <= 5
            assert max(read.values()) <= 3
            assert read.keys() <= {"a", "b", "c"}
        case Item.Kind.BUDGET:
            assert sum(option["cost"] for option in options if option["key"] in read) <= 100
        case Item.Kind.CHOICE:
            assert read in {"a", "b", "c", "dont_know"}
        case Item.Kind.TEXT:
            assert 0 < len(read) <= 500
