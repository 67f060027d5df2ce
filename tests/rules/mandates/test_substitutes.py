"""The order in which substitutes are called in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import (
    Finding,
    FindingCode,
    MandateFacts,
    Period,
    Position,
    Severity,
    call_in_order,
    check_substitute_order,
    free_order,
)

TODAY = date(2026, 11, 1)
FIRST_HALF = Period(starts_on=date(2023, 10, 1), ends_on=date(2025, 6, 30))
SECOND_HALF = Period(starts_on=date(2025, 7, 1), ends_on=date(2027, 9, 30))


def substitute(
    id: int, order: int | None, *, period: Period = SECOND_HALF, participant: str = "Gran", body: str = "assembly"
) -> MandateFacts:
    return MandateFacts(
        id=id,
        person=id,
        body=body,
        participant=participant,
        position=Position.SUBSTITUTE,
        period=period,
        order=order,
    )


def check(*mandates: MandateFacts) -> list[Finding]:
    return list(check_substitute_order(mandates, on=TODAY, act=municipal_act()))


def test_the_same_number_at_the_same_time_is_refused_and_names_both():
    (finding,) = check(substitute(1, 1), substitute(2, 1))
    assert (finding.code, finding.severity) == (FindingCode.SUBSTITUTE_ORDER_TAKEN, Severity.REFUSED)
    assert (finding.subject, finding.details) == (2, {"order": 1, "other": 1})
    assert finding.paragraph == "kommuneloven § 7-10 første ledd"


def test_the_same_number_after_each_other_or_in_other_places_is_fine():
    assert check(substitute(1, 1, period=FIRST_HALF), substitute(2, 1)) == []
    assert check(substitute(1, 1), substitute(2, 1, participant="Lunner"), substitute(3, 1, body="committee")) == []


def test_a_substitute_without_a_number_is_noted_and_called_in_last():
    rows = [substitute(1, None), substitute(2, 2), substitute(3, 1), substitute(4, 3, period=FIRST_HALF)]
    assert [(finding.code, finding.subject) for finding in check(*rows)] == [(FindingCode.SUBSTITUTE_WITHOUT_ORDER, 1)]
    assert [row.id for row in call_in_order(rows, body="assembly", participant="Gran", on=TODAY)] == [3, 2, 1]


def test_a_number_is_free_again_when_its_holder_is_gone():
    rows = [substitute(1, 1, period=FIRST_HALF), substitute(2, 2)]
    assert free_order(rows, body="assembly", participant="Gran", period=SECOND_HALF) == 1
    assert free_order(rows, body="assembly", participant="Gran", period=Period()) == 3
    assert free_order(rows, body="assembly", participant="Lunner", period=Period()) == 1


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 6)), st.booleans()), max_size=10), st.booleans())
def test_a_free_number_never_clashes(rows, is_late):
    taken = [
        substitute(number, order, period=SECOND_HALF if late else FIRST_HALF)
        for number, (order, late) in enumerate(rows)
    ]
    period = SECOND_HALF if is_late else FIRST_HALF
    order = free_order(taken, body="assembly", participant="Gran", period=period)
    added = substitute(99, order, period=period)
    assert not [finding for finding in check(*taken, added) if finding.subject == 99]
