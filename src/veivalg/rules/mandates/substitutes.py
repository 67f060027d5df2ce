"""The order in which substitutes are called in (varamedlemmers rekkefølge): kommuneloven § 7-10 first paragraph."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from veivalg.rules.mandates.findings import Finding, FindingCode, Key, Severity
from veivalg.rules.mandates.law import Act
from veivalg.rules.mandates.mandate import MandateFacts
from veivalg.rules.mandates.periods import Period
from veivalg.rules.mandates.rights import Position


def check_substitute_order(mandates: Iterable[MandateFacts], *, on: date, act: Act) -> tuple[Finding, ...]:
    """A number stands once per participant and body at a time, and every substitute has one.

    Two with the same number are refused when their periods overlap at all, also if neither is active on ``on``, which
    only decides the paragraph. The finding is about the later of the two in ``mandates``.
    """
    provision = act.in_force("substitute_order", on)
    paragraph = provision.paragraph if provision else ""
    substitutes = [mandate for mandate in mandates if mandate.position is Position.SUBSTITUTE]
    findings = [
        Finding(
            code=FindingCode.SUBSTITUTE_WITHOUT_ORDER,
            severity=Severity.NOTED,
            paragraph=paragraph,
            subject=mandate.id,
        )
        for mandate in substitutes
        if mandate.order is None
    ]
    for first, second in combinations(substitutes, 2):
        is_same_place = (first.body, first.participant, first.order) == (second.body, second.participant, second.order)
        if first.order is not None and is_same_place and first.period.overlaps(second.period):
            findings.append(
                Finding(
                    code=FindingCode.SUBSTITUTE_ORDER_TAKEN,
                    severity=Severity.REFUSED,
                    paragraph=paragraph,
                    subject=second.id,
                    details={"order": first.order, "other": first.id},
                )
            )
    return tuple(findings)


def free_order(mandates: Iterable[MandateFacts], *, body: Key, participant: Key | None, period: Period) -> int:
    """The lowest number, from 1, that no substitute of the participant has in the body at any time of the period."""
    taken = {
        mandate.order
        for mandate in mandates
        if mandate.position is Position.SUBSTITUTE
        and (mandate.body, mandate.participant) == (body, participant)
        and mandate.period.overlaps(period)
    }
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def call_in_order(
    mandates: Iterable[MandateFacts], *, body: Key, participant: Key | None, on: date
) -> tuple[MandateFacts, ...]:
    """The participant's substitutes on a day, the first to be called in first; those without a number come last."""
    active = [
        mandate
        for mandate in mandates
        if mandate.position is Position.SUBSTITUTE
        and (mandate.body, mandate.participant) == (body, participant)
        and mandate.period.is_active(on)
    ]
    return tuple(sorted(active, key=lambda mandate: (mandate.order is None, mandate.order or 0)))
