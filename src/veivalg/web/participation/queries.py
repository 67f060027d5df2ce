"""Reads of rounds and submissions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.participation.models.rounds import RoundQuerySet
from veivalg.web.strategy.models import Action, Goal, Path
from veivalg.web.ui.paging import holds

State = Submission.State
RoundState = ParticipationRound.State
_WITH = ("answer", "participant__municipality", "participant__county")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How many submissions a round has got, and how far they have come. Those that were taken back are left out."""

    received: int = 0
    published: int = 0
    unread: int = 0
    answered: int = 0

    @property
    def unanswered(self) -> int:
        return self.received - self.answered


def rounds(council: Council, actor: Actor) -> "RoundQuerySet":
    """A council's rounds that this person may see, the latest deadline first, without the texts that were sent."""
    return ParticipationRound.objects.visible_to(actor, council).defer("content").select_related("strategy")


def figures(round_ids: Collection[int]) -> dict[int, Figures]:
    """Of each of the rounds, in one query."""
    rows = (
        Submission.objects.standing()
        .filter(round__in=round_ids)
        .order_by()
        .values("round")
        .annotate(
            received=Count("pk"),
            published=Count("pk", filter=Q(state=State.PUBLISHED)),
            unread=Count("pk", filter=Q(state=State.RECEIVED)),
            answered=Count("answer"),
        )
    )
    found = {row.pop("round"): Figures(**row) for row in rows}
    return {pk: found.get(pk, Figures()) for pk in round_ids}


def state_of(row: ParticipationRound, counted: Figures, *, on: date) -> RoundState:
    """Where a round is on a day in Norway."""
    if row.is_draft:
        return RoundState.DRAFT
    if not row.is_past_deadline(on):
        return RoundState.OPEN
    return RoundState.CLOSED if counted.unanswered else RoundState.ANSWERED


def overdue(row: ParticipationRound, counted: Figures, *, on: date) -> int:
    """How many answers should have been there by now."""
    return 0 if row.is_draft or on <= row.answers_due_on else counted.unanswered


def published(
    row: ParticipationRound, *, words: str = "", keys: Collection[str] | None = None
) -> "QuerySet[Submission]":
    """What everyone may read of a round, with the answers. Nobody is
    found by their own name."""
    return _found(row.submissions.published(), words, keys).select_related(*_WITH).order_by("-received_at", "-id")


def every(row: ParticipationRound) -> "QuerySet[Submission]":
    """All of a round, oldest first; for those who may read what is not published."""
    return row.submissions.select_related(*_WITH)


def unread(row: ParticipationRound) -> "QuerySet[Submission]":
    """What nobody has read yet, oldest first."""
    return every(row).filter(state=State.RECEIVED)


def withheld(row: ParticipationRound) -> "QuerySet[Submission]":
    """What was read and not published."""
    return every(row).filter(state=State.WITHHELD)


def unanswered(
    row: ParticipationRound, *, words: str = "", keys: Collection[str] | None = None
) -> "QuerySet[Submission]":
    """What has been read and is owed an answer, oldest first."""
    return _found(every(row).filter(answer=None, state__in=[State.PUBLISHED, State.WITHHELD]), words, keys)


def _found(rows: "QuerySet[Submission]", words: str, keys: Collection[str] | None) -> "QuerySet[Submission]":
    rows = rows.filter(holds(words, "text", "body_name", "answer__words")) if words else rows
    return rows if keys is None else rows.filter(about_key__in=keys)


def published_by_key(row: ParticipationRound) -> dict[str, int]:
    """How many have been published about each part of the text."""
    rows = row.submissions.published().order_by().values("about_key").annotate(count=Count("pk"))
    return {each["about_key"]: each["count"] for each in rows}


def by_kind(row: ParticipationRound) -> dict[str, int]:
    """How many came from whom, those that were not published as well."""
    rows = row.submissions.standing().order_by().values("kind").annotate(count=Count("pk"))
    return {each["kind"]: each["count"] for each in rows}


def by_outcome(row: ParticipationRound) -> dict[str, int]:
    """How many were used how."""
    rows = SubmissionAnswer.objects.filter(submission__in=row.submissions.standing())
    return {each["outcome"]: each["count"] for each in rows.order_by().values("outcome").annotate(count=Count("pk"))}


def known_keys(strategy_id: int, keys: Collection[str]) -> set[str]:
    """Those of the keys that are parts of a plan as it stands now."""
    return {
        *Goal.objects.filter(strategy=strategy_id, key__in=keys).values_list("key", flat=True),
        *Path.objects.filter(goal__strategy=strategy_id, key__in=keys).values_list("key", flat=True),
        *Action.objects.filter(strategy=strategy_id, key__in=keys).values_list("key", flat=True),
    }


def own_participants(actor: Actor, council: Council, *, on: date) -> list[Participant]:
    """Participants that this person may answer for today."""
    own = actor.own_participant_ids(council.pk, Permission.PARTICIPATION_SUBMISSION_SEND)
    if not own:
        return []
    return list(Participant.objects.on(on).with_places().filter(council=council, pk__in=own))


def open_without_answer(participants: Collection[int], *, on: date) -> list[tuple[ParticipationRound, int]]:
    """Rounds that are open in the councils of these participants, each with a participant that has said nothing."""
    places = dict(Participant.objects.filter(pk__in=participants).values_list("pk", "council_id"))
    open_now = ParticipationRound.objects.open_on(on).filter(council__in=places.values())
    found = list(open_now.defer("content").select_related("council"))
    said = set(
        Submission.objects.standing()
        .filter(round__in=found, participant__in=places)
        .values_list("round_id", "participant_id")
    )
    return [
        (row, participant)
        for row in found
        for participant, council_id in places.items()
        if council_id == row.council_id and (row.pk, participant) not in said
    ]


def entries_kept_from(council: Council, actor: Actor) -> Q:
    """Lines of the history that are not for this person: about submissions, about rounds that are being prepared, and
    what the words of a round were before it was opened."""
    hidden = earlier_words_kept_from(council, actor)
    if not (actor.is_operator or actor.may(Permission.PARTICIPATION_SUBMISSION_READ, council_id=council.pk)):
        hidden |= Q(subject_type=Submission._meta.label_lower)
    if not (actor.is_operator or actor.may(Permission.PARTICIPATION_ROUND_EDIT, council_id=council.pk)):
        drafts = ParticipationRound.objects.filter(council=council, published_at=None).values_list("pk", flat=True)
        hidden |= Q(subject_type=ParticipationRound._meta.label_lower, subject_id__in=[str(pk) for pk in drafts])
    return hidden


def earlier_words_kept_from(council: Council, actor: Actor) -> Q:
    """Lines of the history with the words of a round before it was opened, for those who prepare rounds alone."""
    may_read = actor.is_operator or actor.may(Permission.PARTICIPATION_ROUND_EDIT, council_id=council.pk)
    return Q(pk__in=[]) if may_read else Q(verb__in=[Verb.ROUND_MADE, Verb.ROUND_CHANGED])
