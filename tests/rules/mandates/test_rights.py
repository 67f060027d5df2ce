"""Who may attend, speak, propose and vote, as of a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import (
    ALL_RIGHTS,
    SEATED,
    BodyKind,
    Finding,
    FindingCode,
    Office,
    Position,
    Right,
    Severity,
    check_rights,
    is_elected_body,
    usual_rights,
)

BEFORE, AFTER = date(2023, 6, 30), date(2023, 7, 1)


def check(
    rights: set[Right],
    *,
    kind: BodyKind = BodyKind.ASSEMBLY,
    position: Position = Position.ATTENDEE,
    on: date = AFTER,
    office: Office | None = None,
    is_called_in: bool = True,
) -> list[Finding]:
    return list(
        check_rights(kind, position, rights, on=on, act=municipal_act(), office=office, is_called_in=is_called_in)
    )


def test_three_kinds_of_bodies_are_elected():
    assert {kind for kind in BodyKind if is_elected_body(kind)} == {
        BodyKind.ASSEMBLY,
        BodyKind.EXECUTIVE,
        BodyKind.COMMITTEE,
    }


@pytest.mark.parametrize(
    ("on", "paragraph"), [(BEFORE, "kommuneloven § 8-1 andre ledd"), (AFTER, "kommuneloven § 8-1 tredje ledd")]
)
def test_a_vote_for_one_who_is_not_elected_is_refused_by_the_paragraph_of_the_day(on, paragraph):
    (finding,) = check({Right.VOTE}, on=on)
    assert (finding.code, finding.severity) == (FindingCode.VOTE_WITHOUT_SEAT, Severity.REFUSED)
    assert finding.paragraph == paragraph


def test_a_vote_is_refused_also_where_no_act_was_in_force():
    (finding,) = check({Right.VOTE}, on=date(2015, 1, 1))
    assert (finding.severity, finding.paragraph) == (Severity.REFUSED, "")


def test_speech_and_motions_for_outsiders_are_noted_from_1_july_2023_and_not_before():
    assert check({Right.SPEAK, Right.PROPOSE}, on=BEFORE) == []
    (finding,) = check({Right.SPEAK, Right.PROPOSE}, on=AFTER)
    assert (finding.code, finding.severity) == (FindingCode.RIGHTS_GIVEN_TO_OUTSIDER, Severity.NOTED)
    assert finding.paragraph == "kommuneloven § 8-1 andre ledd"
    assert finding.details == {"rights": "speak propose"}


@pytest.mark.parametrize(
    ("office", "paragraph", "lawful", "rest"),
    [
        (Office.MAYOR, "kommuneloven § 6-1 tredje ledd", "attend speak propose", None),
        (Office.MUNICIPAL_DIRECTOR, "kommuneloven § 13-1 femte ledd", "attend speak", "propose"),
        (Office.EMPLOYEE_REPRESENTATIVE, "kommuneloven § 13-4 første ledd", "attend speak", "propose"),
    ],
)
def test_what_an_act_gives_to_an_office_is_information_and_the_rest_is_noted(office, paragraph, lawful, rest):
    first, *others = check({Right.ATTEND, Right.SPEAK, Right.PROPOSE}, office=office)
    assert (first.code, first.severity) == (FindingCode.RIGHTS_BY_OFFICE, Severity.INFORMATION)
    assert first.paragraph == paragraph
    assert first.details == {"rights": lawful, "office": office.value}
    assert [finding.details for finding in others] == ([{"rights": rest}] if rest else [])


@pytest.mark.parametrize("office", Office)
def test_no_office_gives_a_vote(office):
    assert check({Right.VOTE}, office=office)[0].severity is Severity.REFUSED


def test_a_substitute_has_a_members_rights_when_called_in_and_none_otherwise():
    assert usual_rights(BodyKind.ASSEMBLY, Position.SUBSTITUTE) == ALL_RIGHTS
    assert usual_rights(BodyKind.ASSEMBLY, Position.SUBSTITUTE, is_called_in=False) == frozenset()
    assert check(set(ALL_RIGHTS), position=Position.SUBSTITUTE) == []
    codes = [finding.code for finding in check(set(ALL_RIGHTS), position=Position.SUBSTITUTE, is_called_in=False)]
    assert codes == [FindingCode.VOTE_WITHOUT_SEAT, FindingCode.RIGHTS_GIVEN_TO_OUTSIDER]


def test_a_member_who_lacks_a_right_is_noted_with_the_right():
    (finding,) = check({Right.ATTEND, Right.SPEAK, Right.VOTE}, position=Position.MEMBER)
    assert (finding.code, finding.severity) == (FindingCode.MEMBER_LACKS_RIGHTS, Severity.NOTED)
    assert finding.details == {"rights": "propose"}


@given(st.sampled_from(BodyKind), st.sampled_from(Position), st.booleans(), st.dates())
def test_usual_rights_are_never_found_fault_with(kind, position, is_called_in, on):
    rights = usual_rights(kind, position, is_called_in=is_called_in)
    assert check_rights(kind, position, rights, on=on, act=municipal_act(), is_called_in=is_called_in) == ()


@given(st.sampled_from(BodyKind), st.sampled_from(Position), st.sets(st.sampled_from(Right)), st.booleans(), st.dates())
def test_a_vote_is_refused_exactly_for_those_without_a_seat_in_an_elected_body(kind, position, rights, called, on):
    found = check_rights(kind, position, rights, on=on, act=municipal_act(), is_called_in=called)
    has_seat = position in SEATED or (position is Position.SUBSTITUTE and called)
    is_refused = any(finding.severity is Severity.REFUSED for finding in found)
    assert is_refused == (Right.VOTE in rights and is_elected_body(kind) and not has_seat)
