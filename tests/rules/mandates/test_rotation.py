"""Whose turn it is to have the leader."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.mandates import NextTurn, Period, RotationCode, Turn, next_turn

TODAY = date(2026, 11, 1)
ORDER = ["Gran", "Lunner", "Jevnaker", "Hole"]
orders = st.lists(st.integers(1, 20), min_size=1, max_size=8, unique=True)


def turn(participant: str | int | None, year: int, last_year: int | None = None) -> Turn:
    ends_on = date(last_year or year + 1, 12, 31)
    return Turn(participant=participant, period=Period(starts_on=date(year, 1, 1), ends_on=ends_on))


def after(*turns: Turn, order: list[str] = ORDER, present: list[str] = ORDER) -> NextTurn:
    return next_turn(order, turns, present=present, on=TODAY)


def test_the_first_in_the_order_begins_when_nobody_has_had_it():
    assert after() == NextTurn(participant="Gran", code=RotationCode.FIRST)


def test_the_next_comes_after_the_last_whatever_order_the_turns_are_given_in():
    assert after(turn("Lunner", 2024), turn("Gran", 2022)).participant == "Jevnaker"
    assert after(turn("Hole", 2024)) == NextTurn(participant="Gran", code=RotationCode.AFTER_LAST)


def test_a_turn_that_has_not_begun_does_not_count():
    assert after(turn("Gran", 2024), turn("Hole", 2027)).participant == "Lunner"


def test_one_who_has_left_is_passed_over_but_still_tells_who_comes_next():
    stayed = ["Gran", "Jevnaker", "Hole"]
    assert after(turn("Gran", 2024), present=stayed).participant == "Jevnaker"
    assert after(turn("Lunner", 2024), present=stayed) == NextTurn(participant="Jevnaker", code=RotationCode.AFTER_LAST)


def test_one_who_has_joined_comes_last_in_the_round():
    assert after(turn("Hole", 2024), present=[*ORDER, "Ringerike"]).participant == "Ringerike"
    assert after(turn("Ringerike", 2024), present=[*ORDER, "Ringerike"]).participant == "Gran"


def test_an_unknown_holder_is_taken_to_have_been_the_one_whose_turn_it_was():
    found = after(turn("Gran", 2022), turn(None, 2024))
    assert (found.participant, found.code, found.is_certain) == ("Jevnaker", RotationCode.ASSUMED, False)


def test_only_unknown_holders_are_counted_from_the_top():
    assert after(turn(None, 2022), turn(None, 2024)).participant == "Jevnaker"


def test_a_holder_who_is_in_no_list_any_more_counts_like_an_unknown_one():
    assert after(turn("Gran", 2022), turn("Asker", 2024)) == after(turn("Gran", 2022), turn(None, 2024))


def test_two_at_the_same_time_give_the_one_after_the_furthest_and_name_the_other():
    found = after(turn("Gran", 2024), turn("Jevnaker", 2024))
    assert found == NextTurn(participant="Hole", code=RotationCode.TIED, alternatives=("Lunner",))
    assert not found.is_certain


def test_of_two_that_began_together_the_one_who_stayed_longer_had_it_last():
    assert after(turn("Gran", 2024, 2027), turn("Jevnaker", 2024, 2025)).participant == "Lunner"


def test_a_turn_with_unknown_first_day_is_the_oldest():
    unknown_start = Turn(participant="Hole", period=Period(ends_on=date(2019, 1, 1)))
    assert after(unknown_start, turn("Gran", 2020)).participant == "Lunner"


def test_nobody_is_next_where_there_are_no_participants():
    assert after(turn("Gran", 2024), present=[]) == NextTurn(participant=None, code=RotationCode.NOBODY)


def test_a_participant_twice_in_the_order_is_refused_by_name():
    with pytest.raises(ValueError, match="has Gran more than once"):
        after(order=["Gran", "Lunner", "Gran"])


@given(
    orders,
    st.lists(st.integers(1, 20), min_size=1, max_size=8, unique=True),
    st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 25)), st.integers(2010, 2030)), max_size=12),
)
def test_the_next_is_always_a_participant_of_the_day(order, present, rows):
    found = next_turn(order, [turn(who, year) for who, year in rows], present=present, on=TODAY)
    assert found.participant in present
    assert set(found.alternatives) <= set(present) - {found.participant}


@given(orders, st.data())
def test_following_the_suggestion_gives_each_one_turn_per_round(order, data):
    held_before = data.draw(st.sampled_from(order))
    turns = [Turn(participant=held_before, period=Period(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1)))]
    for step in range(1, len(order) + 1):
        day = date(2020, 1, 1) + timedelta(days=step)
        found = next_turn(order, turns, present=order, on=day)
        turns.append(Turn(participant=found.participant, period=Period(starts_on=day, ends_on=day)))
    round_of = [held.participant for held in turns[1:]]
    assert sorted(round_of) == sorted(order)
    assert round_of[-1] == held_before


@given(orders, st.data())
def test_forgetting_who_had_the_last_turn_changes_nothing_when_the_order_was_followed(order, data):
    start = data.draw(st.sampled_from(order))
    known = [turn(start, 2020)]
    successor = next_turn(order, known, present=order, on=TODAY).participant
    told = next_turn(order, [*known, turn(successor, 2022)], present=order, on=TODAY)
    forgotten = next_turn(order, [*known, turn(None, 2022)], present=order, on=TODAY)
    assert forgotten.participant == told.participant
    assert told.is_certain
    assert not forgotten.is_certain
