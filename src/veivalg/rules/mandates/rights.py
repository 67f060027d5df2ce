"""Bodies, positions and rights in meetings (organer, posisjoner, rettigheter): who may attend, speak, propose and vote.

Only elected members, and substitutes who are called in, vote. Since 1 July 2023 attendance, speech and motions cannot
be given to others unless an act says so (kommuneloven § 8-1); many councils do it, so it is shown and not refused.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from veivalg.rules.mandates.findings import Finding, FindingCode, Key, Severity
from veivalg.rules.mandates.law import Act


class BodyKind(StrEnum):
    """What kind of body it is (organtype)."""

    ASSEMBLY = "assembly"
    """The council's highest body (representantskap)."""
    EXECUTIVE = "executive"
    """Chosen by the assembly to lead between its meetings (arbeidsutvalg, styre)."""
    COMMITTEE = "committee"
    """Chosen by the assembly for a field (utvalg)."""
    YOUTH_COUNCIL = "youth_council"
    """Advises, and is chosen by its own rules (ungdomsråd)."""
    DIRECTORS_FORUM = "directors_forum"
    """The municipal directors; administrative, nobody in it is elected (kommunedirektørforum)."""
    GATHERING = "gathering"
    """The large yearly meeting of many (regionting, storsamling); advises, unless it is the assembly itself."""


class Position(StrEnum):
    """What a person is in a body (posisjon)."""

    LEADER = "leader"
    """Leder."""
    VICE_LEADER = "vice_leader"
    """Nestleder."""
    MEMBER = "member"
    """Medlem."""
    SUBSTITUTE = "substitute"
    """Varamedlem; a member while called in."""
    ATTENDEE = "attendee"
    """Invited without a seat (observatør, møtende)."""


class Right(StrEnum):
    """What one may do in a meeting (rettighet)."""

    ATTEND = "attend"
    """Møterett."""
    SPEAK = "speak"
    """Talerett."""
    PROPOSE = "propose"
    """Forslagsrett."""
    VOTE = "vote"
    """Stemmerett."""


class Office(StrEnum):
    """Offices to which the act itself gives rights in the municipality's elected bodies (stilling, verv)."""

    MAYOR = "mayor"
    """Ordfører."""
    MUNICIPAL_DIRECTOR = "municipal_director"
    """Kommunedirektør."""
    EMPLOYEE_REPRESENTATIVE = "employee_representative"
    """Representant for de ansatte, in matters between them and their employer."""


ALL_RIGHTS = frozenset(Right)
SEATED = frozenset({Position.LEADER, Position.VICE_LEADER, Position.MEMBER})
"""Those who make up the body."""
_ELECTED = frozenset({BodyKind.ASSEMBLY, BodyKind.EXECUTIVE, BodyKind.COMMITTEE})
_BY_OFFICE: Mapping[Office, str] = {
    Office.MAYOR: "mayor_rights",
    Office.MUNICIPAL_DIRECTOR: "director_rights",
    Office.EMPLOYEE_REPRESENTATIVE: "employee_rights",
}


def is_elected_body(kind: BodyKind) -> bool:
    """Whether it is an elected body (folkevalgt organ): the representantskap and other governing bodies, § 5-1.

    >>> is_elected_body(BodyKind.EXECUTIVE), is_elected_body(BodyKind.DIRECTORS_FORUM)
    (True, False)
    """
    return kind in _ELECTED


def usual_rights(kind: BodyKind, position: Position, *, is_called_in: bool = True) -> frozenset[Right]:
    """The rights that come with a position, to start from.

    Someone invited to an elected body has none: to brief it when asked is no right. A substitute who is not called in
    has none either.

    >>> sorted(usual_rights(BodyKind.ASSEMBLY, Position.MEMBER))
    [<Right.ATTEND: 'attend'>, <Right.PROPOSE: 'propose'>, <Right.SPEAK: 'speak'>, <Right.VOTE: 'vote'>]
    >>> usual_rights(BodyKind.ASSEMBLY, Position.ATTENDEE)
    frozenset()
    """
    if _has_seat(position, is_called_in):
        return ALL_RIGHTS
    if position is Position.ATTENDEE and not is_elected_body(kind):
        return frozenset({Right.ATTEND, Right.SPEAK})
    return frozenset()


def check_rights(
    kind: BodyKind,
    position: Position,
    rights: Collection[Right],
    *,
    on: date,
    act: Act,
    office: Office | None = None,
    is_called_in: bool = True,
    subject: Key | None = None,
) -> tuple[Finding, ...]:
    """Hold the rights someone has, or is about to get, against the act as it is on a day.

    A vote without a seat is refused. Other rights without a seat are noted from the day the act forbids them, unless
    the act gives them to the office: then they are information. A member who lacks a right is noted. In bodies that are
    not elected the council decides for itself, and nothing is found. ``subject`` follows along into the findings.
    """
    if not is_elected_body(kind):
        return ()
    held = frozenset(rights)
    if _has_seat(position, is_called_in):
        return _for_members(held, on, act, subject)
    return _for_others(held, on, act, office, subject)


def _has_seat(position: Position, is_called_in: bool) -> bool:
    return position in SEATED or (position is Position.SUBSTITUTE and is_called_in)


def _for_members(held: frozenset[Right], on: date, act: Act, subject: Key | None) -> tuple[Finding, ...]:
    provision = act.in_force("members_rights", on)
    if provision is None or held == ALL_RIGHTS:
        return ()
    return (
        Finding(
            code=FindingCode.MEMBER_LACKS_RIGHTS,
            severity=Severity.NOTED,
            paragraph=provision.paragraph,
            subject=subject,
            details={"rights": _listed(ALL_RIGHTS - held)},
        ),
    )


def _for_others(
    held: frozenset[Right], on: date, act: Act, office: Office | None, subject: Key | None
) -> tuple[Finding, ...]:
    findings = []
    if Right.VOTE in held:
        voting = act.in_force("voting", on)
        findings.append(
            Finding(
                code=FindingCode.VOTE_WITHOUT_SEAT,
                severity=Severity.REFUSED,
                paragraph=voting.paragraph if voting else "",
                subject=subject,
            )
        )
    given = held - {Right.VOTE}
    if office is not None and given:
        by_office = act.in_force(_BY_OFFICE[office], on)
        lawful = given & {Right(word) for word in by_office.words["rights"]} if by_office else frozenset()
        if by_office and lawful:
            findings.append(
                Finding(
                    code=FindingCode.RIGHTS_BY_OFFICE,
                    severity=Severity.INFORMATION,
                    paragraph=by_office.paragraph,
                    subject=subject,
                    details={"rights": _listed(lawful), "office": office.value},
                )
            )
        given -= lawful
    forbidden = act.in_force("rights_of_others", on)
    if forbidden and given:
        findings.append(
            Finding(
                code=FindingCode.RIGHTS_GIVEN_TO_OUTSIDER,
                severity=Severity.NOTED,
                paragraph=forbidden.paragraph,
                subject=subject,
                details={"rights": _listed(given)},
            )
        )
    return tuple(findings)


def _listed(rights: Collection[Right]) -> str:
    return " ".join(right.value for right in Right if right in rights)
