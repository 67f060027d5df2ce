"""What is missing in a council's bodies as of a day (kontroll av sammensetning): kommuneloven § 18-3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from veivalg.rules.mandates.findings import Finding, FindingCode, Key, Severity
from veivalg.rules.mandates.law import Act
from veivalg.rules.mandates.mandate import MandateFacts
from veivalg.rules.mandates.periods import Period, last_day_after_years
from veivalg.rules.mandates.rights import SEATED, BodyKind, Position, is_elected_body


@dataclass(frozen=True, kw_only=True)
class ParticipantFacts:
    """A municipality or county authority that takes part (deltaker)."""

    id: Key
    period: Period


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """A body and when it exists (organ)."""

    id: Key
    kind: BodyKind
    period: Period


@dataclass(frozen=True, kw_only=True)
class CouncilFacts:
    """What the checks need to know about one council."""

    participants: tuple[ParticipantFacts, ...]
    bodies: tuple[BodyFacts, ...]
    mandates: tuple[MandateFacts, ...]
    agreed_term_years: int | None = None
    """Length of the term when the agreement sets another than the act's; a setting of the council."""

    def __post_init__(self) -> None:
        if self.agreed_term_years is not None and self.agreed_term_years < 1:
            raise ValueError(
                f"A term of {self.agreed_term_years} years is none; give at least 1, or None for the act's."
            )


def check_council(facts: CouncilFacts, *, on: date, act: Act) -> tuple[Finding, ...]:
    """Everything that § 18-3 asks for and that is not there on a day. Nothing of it hinders work, it is noted.

    Only what is active on the day counts: participants, bodies and mandates. Gives nothing for a day on which the act
    had no such rules.
    """
    bodies = [body for body in facts.bodies if body.period.is_active(on)]
    active = [mandate for mandate in facts.mandates if mandate.period.is_active(on)]
    assemblies = {body.id for body in bodies if body.kind is BodyKind.ASSEMBLY}
    in_assembly = [mandate for mandate in active if mandate.body in assemblies]
    participants = [participant.id for participant in facts.participants if participant.period.is_active(on)]
    findings = [*_assembly(participants, in_assembly, bool(assemblies), on, act)]
    for body in bodies:
        if is_elected_body(body.kind):
            findings += _leaders(body, [mandate for mandate in active if mandate.body == body.id], on, act)
    return (*findings, *_terms(in_assembly, facts.agreed_term_years, on, act))


def _assembly(
    participants: Iterable[Key], mandates: list[MandateFacts], has_assembly: bool, on: date, act: Act
) -> Iterable[Finding]:
    provision = act.in_force("assembly_members", on)
    if provision is None:
        return
    if not has_assembly:
        yield Finding(code=FindingCode.NO_ASSEMBLY, severity=Severity.NOTED, paragraph=provision.paragraph)
        return
    for participant in participants:
        own = [mandate for mandate in mandates if mandate.participant == participant]
        members = {mandate.person for mandate in own if mandate.position in SEATED}
        substitutes = {mandate.person for mandate in own if mandate.position is Position.SUBSTITUTE} - members
        if len(members) < provision.numbers["least_members"]:
            yield Finding(
                code=FindingCode.NO_MEMBER,
                severity=Severity.NOTED,
                paragraph=provision.paragraph,
                subject=participant,
            )
        if len(substitutes) < len(members):
            yield Finding(
                code=FindingCode.TOO_FEW_SUBSTITUTES,
                severity=Severity.NOTED,
                paragraph=provision.paragraph,
                subject=participant,
                details={"members": len(members), "substitutes": len(substitutes)},
            )


def _leaders(body: BodyFacts, mandates: list[MandateFacts], on: date, act: Act) -> Iterable[Finding]:
    name = "assembly_leaders" if body.kind is BodyKind.ASSEMBLY else "body_leaders"
    provision = act.in_force(name, on)
    if provision is None:
        return
    leaders = {mandate.person for mandate in mandates if mandate.position is Position.LEADER}
    vice_leaders = {mandate.person for mandate in mandates if mandate.position is Position.VICE_LEADER}
    missing = [
        code
        for code, persons in ((FindingCode.NO_LEADER, leaders), (FindingCode.NO_VICE_LEADER, vice_leaders))
        if not persons
    ]
    for code in missing:
        yield Finding(code=code, severity=Severity.NOTED, paragraph=provision.paragraph, subject=body.id)
    if len(leaders) > 1:
        yield Finding(
            code=FindingCode.SEVERAL_LEADERS,
            severity=Severity.NOTED,
            paragraph=provision.paragraph,
            subject=body.id,
            details={"leaders": len(leaders)},
        )


def _terms(mandates: Iterable[MandateFacts], agreed_years: int | None, on: date, act: Act) -> Iterable[Finding]:
    """Terms longer than the act's or the agreement's, for those chosen to the representantskap.

    Members may stay until new ones are chosen, at the latest to the turn of the year (§ 7-1), so a term may run to the
    end of the year in which it ends. A mandate without a first day is left alone.
    """
    provision = act.in_force("term", on)
    if provision is None:
        return
    years = agreed_years if agreed_years is not None else provision.numbers["years"]
    for mandate in mandates:
        starts_on, ends_on = mandate.period.starts_on, mandate.period.ends_on
        if starts_on is None or mandate.position is Position.ATTENDEE:
            continue
        last_day = last_day_after_years(starts_on, years).replace(month=12, day=31)
        if max(on, ends_on or on) > last_day:
            yield Finding(
                code=FindingCode.TERM_TOO_LONG if ends_on else FindingCode.TERM_HAS_RUN_OUT,
                severity=Severity.NOTED,
                paragraph=provision.paragraph,
                subject=mandate.id,
                details={"years": years, "last_day": last_day.isoformat()},
            )
