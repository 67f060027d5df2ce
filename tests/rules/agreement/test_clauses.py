"""What an agreement must fix, and which way a change has to go."""

from datetime import date
from fractions import Fraction

import pytest

from veivalg.rules.agreement import Clause, ItemState, MandatoryItem, RouteKind, check, route_of
from veivalg.rules.mandates import Period

TODAY = date(2026, 11, 24)
ITEMS = [
    MandatoryItem(number=n, paragraph="kommuneloven § 18-4", period=Period(starts_on=date(2019, 11, 1)))
    for n in range(1, 9)
]


def test_an_agreement_without_clauses_lacks_everything_in_the_law_s_order():
    found = check([], reversed(ITEMS), on=TODAY)

    assert [finding.item for finding in found] == list(range(1, 9))
    assert {finding.state for finding in found} == {ItemState.MISSING}


def test_a_clause_with_text_fixes_what_it_is_marked_with_and_an_empty_one_does_not():
    clauses = [
        Clause(number="1", text="Navnet er Vestre IPR", items=frozenset({1})),
        Clause(number="2", text="  ", items=frozenset({7})),
        Clause(number="3", text="Møter", items=frozenset()),
        Clause(number="4", text="Uttreden og oppløsning", items=frozenset({8})),
    ]
    found = {finding.item: (finding.state, finding.clause) for finding in check(clauses, ITEMS, on=TODAY)}

    assert found[1] == (ItemState.PRESENT, "1")
    assert found[7] == (ItemState.EMPTY, "2")
    assert found[8] == (ItemState.PRESENT, "4")
    assert found[2] == (ItemState.MISSING, "")


def test_a_filled_clause_wins_over_an_empty_one_that_stands_before_it():
    clauses = [
        Clause(number="1", text="", items=frozenset({1})),
        Clause(number="2", text="Navnet", items=frozenset({1})),
    ]
    assert check(clauses, ITEMS[:1], on=TODAY)[0].clause == "2"


def test_before_the_law_held_nothing_was_demanded():
    assert check([], ITEMS, on=date(2018, 1, 1)) == []


def test_a_change_of_what_the_law_wants_fixed_goes_to_every_participant():
    route = route_of([Clause(number="5", text="Møter"), Clause(number="7", text="Uttreden", items=frozenset({7}))])

    assert route.kind is RouteKind.EVERY_PARTICIPANT
    assert route.because == ("7",)
    with pytest.raises(ValueError, match="decides for itself"):
        route.is_carried(votes_for=1, votes_cast=1)


def test_all_else_takes_two_thirds_of_the_votes_cast():
    route = route_of([Clause(number="5", text="Møter")])

    assert route.kind is RouteKind.ASSEMBLY
    assert [route.is_carried(votes_for=n, votes_cast=9) for n in (5, 6, 7)] == [False, True, True]
    assert not route.is_carried(votes_for=0, votes_cast=0)


def test_an_agreement_may_have_its_own_rule():
    own = route_of([Clause(number="5", text="Møter")], own_majority=Fraction(3, 4))
    every = route_of([Clause(number="5", text="Møter")], always_every_participant=True)

    assert own.majority == Fraction(3, 4)
    assert not own.is_carried(votes_for=6, votes_cast=9)
    assert every.kind is RouteKind.EVERY_PARTICIPANT
    assert every.because == ("5",)


def test_its_own_rule_never_takes_away_what_the_law_says():
    route = route_of([Clause(number="1", text="Navn", items=frozenset({1}))], own_majority=Fraction(1, 2))
    assert route.kind is RouteKind.EVERY_PARTICIPANT


@pytest.mark.parametrize("wrong", [Fraction(0), Fraction(4, 3), Fraction(-1, 2)])
def test_what_is_no_majority_is_refused(wrong):
    with pytest.raises(ValueError, match="no majority"):
        route_of([Clause(number="5", text="Møter")], own_majority=wrong)


def test_a_change_of_nothing_is_none_and_nobody_casts_more_votes_than_there_are():
    with pytest.raises(ValueError, match="at least one"):
        route_of([])
    with pytest.raises(ValueError, match="10 of 9"):
        route_of([Clause(number="5", text="x")]).is_carried(votes_for=10, votes_cast=9)
