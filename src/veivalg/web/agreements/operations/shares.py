"""Seats and shares of the participants, written all at once: one alone never sums to the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import gcd

from django.db import transaction
from django.utils.translation import gettext

from veivalg.rules.agreement import Shares, SharesBroken
from veivalg.rules.agreement.shares import MOST
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements.models import AgreementShare, CooperationAgreement
from veivalg.web.agreements.operations.holding import held
from veivalg.web.audit.changes import hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import number

MOST_SEATS = 99
PERCENT_WHOLE = 100 * 10**6
"""The whole of shares that are written in per cent, with six decimals at most."""


@dataclass(frozen=True, kw_only=True)
class GivenShares:
    """Numerators over one denominator, by the participants' numbers."""

    whole: int
    parts: Mapping[int, int]


@transaction.atomic
def set_shares(
    *,
    actor: Actor,
    council: Council,
    version: int,
    seats: Mapping[int, int],
    ownership: GivenShares,
    liability: GivenShares | None,
    on: date,
    now: datetime,
) -> CooperationAgreement:
    """Write who has how many seats, owns how much and answers for how much, instead of what was written before.

    `on` is the day that they are held against: today, or the first day of an agreement that has held for long.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible when the shares do not sum to exactly
    the whole (§ 18-2), when somebody has no seat (§ 18-3), or when somebody had left by that day.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_AGREEMENT_EDIT)
    agreement = hold(CooperationAgreement.objects.filter(council=council), pk=agreement.pk, version=version)
    agreement.council = council
    known = {row.pk: row for row in Participant.objects.filter(council=council).with_places()}
    _check_who(known, seats, ownership, liability, on=on)
    owned = _reduced(ownership, gettext("ownership"), field="ownership")
    answered = _reduced(liability, gettext("liability"), field="liability") if liability else None
    if answered is not None and _same(owned, answered):
        answered = None
    before = _told(agreement)
    agreement.shares.all().delete()
    AgreementShare.objects.bulk_create(
        AgreementShare(
            agreement=agreement,
            participant_id=id,
            seats=seats[id],
            ownership_part=owned.parts[id],
            liability_part=answered.parts[id] if answered else None,
        )
        for id in seats
    )
    agreement.ownership_whole = owned.whole
    agreement.liability_whole = answered.whole if answered else None
    after = _told(agreement)
    if before == after:
        return agreement
    agreement.changed_at = now
    agreement.version += 1
    agreement.save(update_fields=["ownership_whole", "liability_whole", "changed_at", "version"])
    record(
        actor,
        Verb.SHARES_SET,
        subject=agreement,
        council_id=council.pk,
        changes={"shares": [before or None, after]},
        at=now,
    )
    return agreement


def _check_who(
    known: Mapping[int, Participant],
    seats: Mapping[int, int],
    ownership: GivenShares,
    liability: GivenShares | None,
    *,
    on: date,
) -> None:
    if not seats:
        raise NotPossible(gettext("Somebody has to have a share."))
    for id, count in seats.items():
        participant = known.get(id)
        if participant is None:
            raise NotPossible(gettext("Only participants of the council have a share."))
        if participant.ends_on is not None and participant.ends_on < on:
            raise NotPossible(
                gettext("%(name)s left %(day)s, and has no share in what is agreed after that.")
                % {"name": participant.name, "day": day(participant.ends_on)}
            )
        if not 1 <= count <= MOST_SEATS:
            raise NotPossible(
                gettext("%(name)s has at least one seat in the assembly (kommuneloven § 18-3), and at most %(most)s.")
                % {"name": participant.name, "most": MOST_SEATS}
            )
    if ownership.parts.keys() != seats.keys() or (liability and liability.parts.keys() != seats.keys()):
        raise NotPossible(gettext("Whoever has a seat has a share as well, and the other way round."))


def _reduced(given: GivenShares, what: str, *, field: str) -> GivenShares:
    """The same shares over the smallest denominator. Raises NotPossible when they do not sum to exactly the whole."""
    try:
        Shares(given.whole, {str(id): part for id, part in given.parts.items()})
    except SharesBroken as error:
        total = sum(given.parts.values())
        if not 1 <= given.whole <= MOST or any(part < 0 for part in given.parts.values()):
            text = gettext("No share is less than nothing, and the whole is from 1 to %(most)s.") % {
                "most": number(MOST)
            }
        else:
            text = _sum_words(given, what, total)
        raise NotPossible(text, field=field) from error
    by = gcd(given.whole, *given.parts.values())
    return GivenShares(whole=given.whole // by, parts={id: part // by for id, part in given.parts.items()})


def _sum_words(given: GivenShares, what: str, total: int) -> str:
    """What shares that do not sum to the whole sum to, in the way they were written."""
    words = {"what": what, "percent": _percent(Fraction(total, given.whole))}
    if given.whole != PERCENT_WHOLE:
        return gettext(
            "The shares of %(what)s sum to %(total)s of %(whole)s, and have to sum to exactly the whole "
            "(kommuneloven § 18-2)."
        ) % {**words, "total": number(total), "whole": number(given.whole)}
    text = gettext(
        "The shares of %(what)s sum to %(percent)s per cent, and have to sum to exactly 100 (kommuneloven § 18-2)."
    )
    advice = gettext("If everyone is to have the same, choose equal shares.")
    return f"{text % words} {advice}"


def _same(first: GivenShares, second: GivenShares) -> bool:
    return first.whole == second.whole and first.parts == second.parts


def _percent(share: Fraction) -> str:
    """99,9: never rounded to the hundred that it is not."""
    text = number(float(share * 100), 6)
    return text.rstrip("0").rstrip(",.") if "," in text or "." in text else text


def _told(agreement: CooperationAgreement) -> list[str]:
    """The rows as the trail repeats them: name, seats, parts."""
    rows = agreement.shares.select_related("participant__municipality", "participant__county").order_by("pk")
    told = []
    for row in rows:
        text = f"{row.participant.name}: {row.seats}, {row.ownership_part}/{agreement.ownership_whole}"
        if row.liability_part is not None:
            text += f", {row.liability_part}/{agreement.liability_whole}"
        told.append(text)
    return sorted(told)
