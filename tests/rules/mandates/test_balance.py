"""Women and men in a body, shown beside the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import (
    Balance,
    BalanceOutcome,
    BodyKind,
    Gender,
    MandateFacts,
    Period,
    Position,
    balance_on,
    note_balance,
)

TODAY = date(2026, 11, 1)
few = st.integers(0, 30)


def outcome(women: int, men: int, not_stated: int = 0, on: date = TODAY) -> BalanceOutcome:
    balance = Balance(women=women, men=men, not_stated=not_stated)
    return note_balance(balance, BodyKind.ASSEMBLY, on=on, act=municipal_act()).outcome


@pytest.mark.parametrize(
    ("women", "men", "not_stated", "expected"),
    [
        (0, 0, 0, BalanceOutcome.NOT_ASKED),
        (1, 0, 0, BalanceOutcome.NOT_ASKED),
        (1, 1, 0, BalanceOutcome.MET),
        (0, 3, 0, BalanceOutcome.NOT_MET),
        (1, 2, 0, BalanceOutcome.MET),
        (1, 3, 0, BalanceOutcome.NOT_MET),
        (2, 2, 0, BalanceOutcome.MET),
        (2, 3, 0, BalanceOutcome.MET),
        (2, 4, 0, BalanceOutcome.NOT_MET),
        (4, 6, 0, BalanceOutcome.MET),
        (1, 3, 1, BalanceOutcome.NOT_KNOWN),
        (0, 3, 1, BalanceOutcome.NOT_MET),
        (2, 2, 1, BalanceOutcome.MET),
    ],
)
def test_forty_percent_from_four_and_both_below_that(women, men, not_stated, expected):
    assert outcome(women, men, not_stated) is expected


@given(few, few, few)
def test_the_outcome_is_what_the_possible_answers_of_those_who_have_not_stated_it_agree_on(women, men, not_stated):
    possible = {outcome(women + extra, men + not_stated - extra) for extra in range(not_stated + 1)}
    found = outcome(women, men, not_stated)
    if found is BalanceOutcome.NOT_KNOWN:
        assert BalanceOutcome.MET in possible
    else:
        assert found in possible
        assert found is not BalanceOutcome.MET or possible == {BalanceOutcome.MET}
        assert found is not BalanceOutcome.NOT_MET or possible == {BalanceOutcome.NOT_MET}


@given(few, few, few)
def test_the_rule_treats_women_and_men_alike(women, men, not_stated):
    assert outcome(women, men, not_stated) is outcome(men, women, not_stated)


@given(few, few, few)
def test_shares_of_those_who_have_stated_it_sum_to_one_or_are_unknown(women, men, not_stated):
    balance = Balance(women=women, men=men, not_stated=not_stated)
    if women + men:
        assert balance.women_share + balance.men_share == pytest.approx(1)
    else:
        assert balance.women_share is None
        assert balance.men_share is None
    assert balance.total == women + men + not_stated


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(Position), st.booleans()), max_size=30))
def test_each_person_with_a_seat_on_the_day_is_counted_once(rows):
    mandates = [
        MandateFacts(
            id=number,
            person=person,
            body="au",
            position=position,
            period=Period() if is_active else Period(ends_on=date(2026, 10, 31)),
        )
        for number, (person, position, is_active) in enumerate(rows)
    ]
    genders = {1: Gender.WOMAN, 2: Gender.MAN, 3: Gender.WOMAN}
    seated = {
        person
        for person, position, is_active in rows
        if is_active and position not in (Position.SUBSTITUTE, Position.ATTENDEE)
    }
    balance = balance_on(mandates, genders, body="au", on=TODAY)
    assert (balance.women, balance.men) == (len(seated & {1, 3}), len(seated & {2}))
    assert balance.not_stated == len(seated - {1, 2, 3})


def test_substitutes_are_counted_when_asked_for_and_other_bodies_never():
    substitute = MandateFacts(id=1, person=1, body="au", position=Position.SUBSTITUTE, period=Period())
    elsewhere = MandateFacts(id=2, person=2, body="other", position=Position.SUBSTITUTE, period=Period())
    balance = balance_on([substitute, elsewhere], {}, body="au", on=TODAY, positions={Position.SUBSTITUTE})
    assert balance.total == balance.not_stated == 1


def test_the_note_carries_the_paragraph_how_many_are_needed_and_the_softer_rule_of_an_executive():
    note = note_balance(Balance(women=1, men=6, not_stated=0), BodyKind.EXECUTIVE, on=TODAY, act=municipal_act())
    assert (note.needed, note.as_far_as_possible) == (3, True)
    assert note.paragraph == "kommuneloven §§ 7-5 til 7-7"
    assert outcome(0, 9, on=date(2015, 1, 1)) is BalanceOutcome.NOT_ASKED
