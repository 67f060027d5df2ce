"""What is missing in a council's bodies as of a day."""

from dataclasses import replace
from datetime import date

import pytest

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import (
    BodyFacts,
    BodyKind,
    CouncilFacts,
    Finding,
    FindingCode,
    MandateFacts,
    ParticipantFacts,
    Period,
    Position,
    Severity,
    check_council,
)

TODAY = date(2026, 11, 1)
TERM = Period(starts_on=date(2023, 10, 15), ends_on=date(2027, 10, 14))


def mandate(id: str, position: Position, participant: str | None, body: str = "assembly", period: Period = TERM):
    return MandateFacts(id=id, person=id, body=body, participant=participant, position=position, period=period)


COMPLETE = CouncilFacts(
    participants=(ParticipantFacts(id="Gran", period=Period()), ParticipantFacts(id="Lunner", period=Period())),
    bodies=(BodyFacts(id="assembly", kind=BodyKind.ASSEMBLY, period=Period()),),
    mandates=(
        mandate("g1", Position.LEADER, "Gran"),
        mandate("g2", Position.SUBSTITUTE, "Gran"),
        mandate("l1", Position.VICE_LEADER, "Lunner"),
        mandate("l2", Position.SUBSTITUTE, "Lunner"),
    ),
)


def check(facts: CouncilFacts, on: date = TODAY) -> list[Finding]:
    return list(check_council(facts, on=on, act=municipal_act()))


def without(*ids: str) -> CouncilFacts:
    return replace(COMPLETE, mandates=tuple(row for row in COMPLETE.mandates if row.id not in ids))


def with_more(*rows: MandateFacts, years: int | None = None) -> CouncilFacts:
    return replace(COMPLETE, mandates=(*COMPLETE.mandates, *rows), agreed_term_years=years)


def codes(found: list[Finding]) -> list[tuple[FindingCode, object]]:
    return [(finding.code, finding.subject) for finding in found]


def test_a_complete_council_has_no_findings():
    assert check(COMPLETE) == []


def test_a_participant_without_a_member_is_found_with_the_paragraph():
    found = check(without("l1", "l2"))
    assert codes(found) == [(FindingCode.NO_MEMBER, "Lunner"), (FindingCode.NO_VICE_LEADER, "assembly")]
    assert {finding.paragraph for finding in found} == {"kommuneloven § 18-3 første ledd"}
    assert {finding.severity for finding in found} == {Severity.NOTED}


def test_fewer_substitutes_than_members_is_found_with_both_numbers():
    (finding,) = check(with_more(mandate("g3", Position.MEMBER, "Gran")))
    assert (finding.code, finding.subject) == (FindingCode.TOO_FEW_SUBSTITUTES, "Gran")
    assert finding.details == {"members": 2, "substitutes": 1}


def test_a_member_who_also_stands_as_substitute_is_not_a_substitute():
    own = replace(mandate("g4", Position.SUBSTITUTE, "Gran"), person="g1")
    found = check(replace(without("g2"), mandates=(*without("g2").mandates, own)))
    assert codes(found) == [(FindingCode.TOO_FEW_SUBSTITUTES, "Gran")]


def test_a_participant_that_has_left_owes_nobody():
    left = ParticipantFacts(id="Jevnaker", period=Period(ends_on=date(2026, 10, 31)))
    facts = replace(COMPLETE, participants=(*COMPLETE.participants, left))
    assert check(facts) == []
    assert (FindingCode.NO_MEMBER, "Jevnaker") in codes(check(facts, date(2026, 10, 31)))


def test_a_council_without_a_representantskap_is_told_so_once():
    assert codes(check(replace(COMPLETE, bodies=()))) == [(FindingCode.NO_ASSEMBLY, None)]


def test_elected_bodies_need_a_leader_and_a_vice_leader_and_others_do_not():
    kinds = [kind for kind in BodyKind if kind is not BodyKind.ASSEMBLY]
    bodies = tuple(BodyFacts(id=kind.value, kind=kind, period=Period()) for kind in kinds)
    found = check(replace(COMPLETE, bodies=(*COMPLETE.bodies, *bodies)))
    assert {finding.subject for finding in found} == {"executive", "committee"}
    assert {finding.paragraph for finding in found} == {"kommuneloven § 18-3 fjerde ledd"}


def test_two_leaders_at_once_are_found_but_not_two_after_each_other():
    second = mandate("l3", Position.LEADER, None, period=Period(starts_on=date(2026, 1, 1), ends_on=TODAY))
    (finding,) = check(with_more(second))
    assert (finding.code, finding.details) == (FindingCode.SEVERAL_LEADERS, {"leaders": 2})
    assert check(with_more(second), date(2025, 12, 31)) == []


def test_a_mandate_counts_the_whole_of_its_last_day():
    assert check(COMPLETE, date(2027, 10, 14)) == []
    assert (FindingCode.NO_MEMBER, "Gran") in codes(check(COMPLETE, date(2027, 10, 15)))


@pytest.mark.parametrize(
    ("ends_on", "years", "is_found"),
    [
        (date(2027, 10, 14), None, False),
        (date(2027, 12, 31), None, False),
        (date(2028, 1, 1), None, True),
        (date(2027, 10, 14), 2, True),
        (date(2031, 10, 14), 8, False),
    ],
)
def test_a_term_is_four_years_and_to_the_turn_of_the_year_unless_the_agreement_says_otherwise(ends_on, years, is_found):
    row = mandate("x", Position.MEMBER, None, period=Period(starts_on=date(2023, 10, 15), ends_on=ends_on))
    facts = replace(with_more(row, years=years), participants=())
    found = [finding for finding in check(facts) if finding.subject == "x"]
    assert [finding.code for finding in found] == [FindingCode.TERM_TOO_LONG] * is_found
    assert {finding.paragraph for finding in found} <= {"kommuneloven § 18-3 tredje ledd"}


def test_a_mandate_without_a_last_day_is_found_when_its_term_has_run_out():
    facts = with_more(mandate("x", Position.SUBSTITUTE, "Gran", period=Period(starts_on=date(2019, 10, 15))))
    (finding,) = check(facts, date(2024, 1, 1))
    assert (finding.code, finding.subject) == (FindingCode.TERM_HAS_RUN_OUT, "x")
    assert finding.details == {"years": 4, "last_day": "2023-12-31"}
    assert check(facts, date(2023, 12, 31)) == []


def test_those_who_are_invited_and_those_without_a_first_day_have_no_term():
    guest = mandate("x", Position.ATTENDEE, None, period=Period(starts_on=date(2010, 1, 1)))
    unknown_start = mandate("y", Position.SUBSTITUTE, "Gran", period=Period())
    assert check(with_more(guest, unknown_start)) == []


def test_before_the_act_nothing_is_asked():
    assert check(replace(COMPLETE, mandates=()), date(2018, 1, 1)) == []


def test_a_term_of_no_years_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        replace(COMPLETE, agreed_term_years=0)
