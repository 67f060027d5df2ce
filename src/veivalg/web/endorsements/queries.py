"""Reads of endorsements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council, Participant, RoleAssignment
from veivalg.web.endorsements.law import MADE_FOR_IT
from veivalg.web.endorsements.models import OPEN, YES, Endorsement, EndorsementLink, EndorsementRound
from veivalg.web.endorsements.standing import Standing, standing
from veivalg.web.meetings.asked import Said
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.paging import holds

OPEN_NOW, OVERDUE, CLOSED = "apen", "over", "ferdig"
SOON = timedelta(days=21)
"""So long before the day an answer is wanted by, it is asked for again."""
UNHURRIED = timedelta(days=30)
"""So long after the sending, where no day is wanted."""
STATES = (OPEN_NOW, OVERDUE, CLOSED)


def rounds(council: Council, *, on: date, words: str = "", state: str = "") -> "QuerySet[EndorsementRound]":
    """A council's rounds, newest resolution first; those with the words, and those in a state."""
    found = EndorsementRound.objects.filter(
        holds(words, "resolution__title", "resolution__text", "resolution__case_number"), council=council
    )
    someone_owes = Exists(Endorsement.objects.owed(on=on).filter(round=OuterRef("pk")))
    if state == OPEN_NOW:
        found = found.filter(someone_owes)
    elif state == OVERDUE:
        found = found.filter(someone_owes, response_by__lt=on)
    elif state == CLOSED:
        found = found.exclude(someone_owes)
    return found.select_related("resolution__body", "council")


def standings(found: Iterable[EndorsementRound], *, on: date) -> list[Standing]:
    """Each round as it stands on a day, in one query more however many there are."""
    found = list(found)
    rows: dict[int, list[Endorsement]] = defaultdict(list)
    asked = Endorsement.objects.filter(round__in=[each.pk for each in found])
    for row in asked.select_related("participant__municipality", "participant__county"):
        rows[row.round_id].append(row)
    return [standing(each, rows[each.pk], on=on) for each in found]


def round_of(council: Council, resolution_id: int) -> EndorsementRound | None:
    """The round of a resolution; of an older text that has been corrected the round of the one that stands."""
    found = EndorsementRound.objects.select_related("resolution__body", "council").filter(council=council)
    exact = found.filter(resolution=resolution_id).first()
    if exact is not None:
        return exact
    seen = {resolution_id}
    later = Resolution.objects.filter(corrects=resolution_id, council=council).values_list("pk", flat=True).first()
    while later is not None and later not in seen:
        seen.add(later)
        if (exact := found.filter(resolution=later).first()) is not None:
            return exact
        later = Resolution.objects.filter(corrects=later).values_list("pk", flat=True).first()
    return None


def said_to(resolution: Resolution) -> dict[int, Said] | None:
    """What each participant that is asked about a resolution has answered; None when it was not sent out."""
    rows = list(Endorsement.objects.filter(round__resolution=resolution))
    return {row.participant_id: said(row) for row in rows} or None


def said(row: Endorsement) -> Said:
    """An answer as others hear of it. A yes with a change is a yes to something else."""
    if row.result in OPEN:
        return Said(is_yes=None)
    is_yes = row.result == Endorsement.Result.ADOPTED
    return Said(is_yes=is_yes, decided_on=row.decided_on, case_number=row.case_number)


def not_sent(council: Council) -> "QuerySet[Resolution]":
    """Standing resolutions that municipalities decide on themselves, and that have not been sent to them."""
    found = Resolution.objects.standing().filter(council=council, kind__in=MADE_FOR_IT, endorsement_round=None)
    return found.select_related("body")


def of_participant(participant: Participant) -> "QuerySet[Endorsement]":
    """Everything that one participant has been asked, newest first."""
    return (
        Endorsement.objects.filter(participant=participant)
        .with_everything()
        .order_by("-round__resolution__resolved_on", "-pk")
    )


def counts_of(participant: Participant, *, on: date) -> tuple[int, int, int]:
    """How many it was asked, said yes to, and owes an answer on, in one query."""
    counts = Endorsement.objects.filter(participant=participant).aggregate(
        asked=Count("pk"),
        yes=Count("pk", filter=Q(result__in=YES)),
        open=Count("pk", filter=Q(result__in=OPEN)),
    )
    has_left = participant.ends_on is not None and participant.ends_on < on
    return counts["asked"], counts["yes"], 0 if has_left else counts["open"]


def participants_asked(council: Council) -> "QuerySet[Participant]":
    """Participants that have been asked about something."""
    asked = Exists(Endorsement.objects.filter(participant=OuterRef("pk")))
    return Participant.objects.with_places().filter(asked, council=council)


def overdue_rounds(council_ids: Iterable[int], *, on: date) -> "QuerySet[EndorsementRound]":
    """Rounds of councils whose day for answers has passed while somebody owes one."""
    owes = Exists(Endorsement.objects.owed(on=on).filter(round=OuterRef("pk")))
    return EndorsementRound.objects.filter(owes, council__in=list(council_ids), response_by__lt=on)


def due_for_reminder(*, on: date, council: Council | None = None) -> list[Endorsement]:
    """Endorsements that were sent, are owed, and whose day is near or past, of one council or of all. In one query.

    Without a day, those that were sent more than a month ago.
    """
    without_a_day = Q(round__response_by=None, sent_on__lte=on - UNHURRIED)
    near = Q(round__response_by__lte=on + SOON)
    found = Endorsement.objects.owed(on=on).filter(near | without_a_day, sent_on__isnull=False)
    if council is not None:
        found = found.filter(round__council=council)
    return list(found.with_everything().order_by("round__response_by", "pk"))


def contacts_of(rows: Iterable[Endorsement], *, on: date) -> dict[Endorsement, list[Account]]:
    """The municipal contacts of each row's participant on a day, in one query."""
    rows = list(rows)
    given = RoleAssignment.objects.on(on).filter(
        role=Role.MUNICIPAL_CONTACT,
        participant__in={row.participant_id for row in rows},
        account__erased_at=None,
        account__email__isnull=False,
    )
    found: dict[int, dict[int, Account]] = defaultdict(dict)
    for role in given.select_related("account").order_by("pk"):
        found[role.participant_id or 0][role.account_id] = role.account
    return {row: list(found[row.participant_id].values()) for row in rows}


def asked_since(moment: datetime) -> set[tuple[int, int]]:
    """Which case somebody was asked about after a moment: endorsement and account."""
    links = EndorsementLink.objects.filter(made_at__gte=moment)
    return set(links.values_list("endorsement_id", "account_id"))
