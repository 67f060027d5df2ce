"""Reads of rounds that say nothing of what anyone answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council, Mandate, Person
from veivalg.web.survey.models import Group, Invitation, Item, Round, TextAnswer
from veivalg.web.survey.models.rounds import LANGUAGES
from veivalg.web.ui.paging import holds

G = TypeVar("G")


def rounds_of(council: Council) -> QuerySet[Round]:
    """The council's rounds, the newest first."""
    return Round.objects.filter(council=council).select_related("council")


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history about rounds that are being prepared, for those who do not prepare them: also of drafts that
    were removed, which nobody else ever saw."""
    if actor.is_operator or actor.may(Permission.SURVEY_ROUND_EDIT, council_id=council.pk):
        return Q(pk__in=[])
    opened = Round.objects.filter(council=council).exclude(opened_at=None).values_list("pk", flat=True)
    return Q(subject_type=Round._meta.label_lower) & ~Q(subject_id__in=[str(pk) for pk in opened])


def deadline_was_moved(found: Round) -> bool:
    """Whether people have been told another last moment than the one that holds, as far as the history knows."""
    moves = AuditEntry.objects.filter(
        verb=Verb.SURVEY_DEADLINE_MOVED, subject_type=Round._meta.label_lower, subject_id=str(found.pk)
    )
    return found.issued_count > 0 and moves.exists()


def answered_count(found: Round) -> int:
    """How many ballots there are. Show it through `results.shown_count`."""
    return found.ballot_count if found.ballot_count is not None else found.ballots.count()


def entries_kept_from(council: Council, actor: Actor) -> Q:
    """Lines of the history that are not for this person: who was asked in a confidential round, and who has answered.

    In a small group, who did not answer is half of what the others answered.
    """
    if actor.is_operator or actor.may(Permission.SURVEY_ROUND_RUN, council_id=council.pk):
        return Q(pk__in=[])
    rounds = Round.objects.filter(council=council, mode=Round.Mode.CONFIDENTIAL).values_list("pk", flat=True)
    return Q(
        subject_type=Invitation._meta.label_lower,
        under_type=Round._meta.label_lower,
        under_id__in=[str(pk) for pk in rounds],
    )


def items_of(found: Round) -> list[Item]:
    """The questions, in order."""
    return list(found.items.all())


class Stage(StrEnum):
    """Where a round is on its way."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


def listed_rounds(council: Council, *, words: str = "", stage: Stage | None = None) -> QuerySet[Round]:
    """The council's rounds whose title holds the words, the newest first; of one stage or of all. With how many texts
    wait to be read in each, as `unread`."""
    rows = rounds_of(council).filter(holds(words, *(f"title__{language}" for language in LANGUAGES)))
    match stage:
        case Stage.PREPARED:
            rows = rows.filter(opened_at=None)
        case Stage.OPEN:
            rows = rows.filter(closed_at=None).exclude(opened_at=None)
        case Stage.CLOSED:
            rows = rows.exclude(closed_at=None)
    unread = Count("items__text_answers", filter=Q(items__text_answers__state=TextAnswer.State.UNREAD))
    return rows.annotate(unread=unread).order_by("-made_at", "-pk")


@dataclass(frozen=True)
class Seat(Generic[G]):
    """Someone to ask, and the group that their answer belongs to."""

    person: Person
    group: G | None


def seated(found: Round, body: Body, *, on: date) -> list[Seat[Group]]:
    """Those who sit in a body on a day, each once, with the group of the participant that elected them, else the group
    that bears the body's name."""
    groups = list(found.groups.all())
    by_participant = {group.participant_id: group for group in groups if group.participant_id}
    return seats_in(body, by_participant, next((group for group in groups if group.name == body.name), None), on=on)


def seats_in(body: Body, by_participant: Mapping[int, G], of_body: G | None, *, on: date) -> list[Seat[G]]:
    """Those who sit in a body on a day, each once, with what stands for the participant that elected them, else with
    what stands for the body."""
    rows = Mandate.objects.on(on).filter(Q(body=body, position__in=Mandate.SEATED, person__erased_at=None))
    seats: dict[int, Seat[G]] = {}
    for mandate in rows.select_related("person"):
        group = by_participant.get(mandate.participant_id) if mandate.participant_id else None
        seats.setdefault(mandate.person_id, Seat(mandate.person, of_body if group is None else group))
    return list(seats.values())
