"""Reads of choices of direction: which there are, who may see them, and where they are on their way."""

from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.survey.models import Ballot
from veivalg.web.ui.paging import holds


class State(StrEnum):
    """Where a choice is on its way."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"


def choices(council: Council, actor: Actor, *, words: str = "") -> QuerySet[DirectionChoice]:
    """A council's choices that this person may see, newest first: one that nobody has been asked about is a draft."""
    found = DirectionChoice.objects.filter(holds(words, "title", "question"), council=council)
    if not actor.is_operator and not actor.may(Permission.DIRECTIONS_CHOICE_EDIT, council_id=council.pk):
        opened = ChoiceRound.objects.filter(choice=OuterRef("pk")).exclude(round__opened_at=None)
        found = found.filter(Exists(opened))
    return found.select_related("outcome__resolution", "outcome__strategy").prefetch_related("rounds__round")


def undecided(council: Council, actor: Actor) -> QuerySet[DirectionChoice]:
    """Those of them that no body has decided yet, without what goes with them."""
    return choices(council, actor).filter(outcome=None).prefetch_related(None).select_related(None)


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history about choices that this person may not see yet, and about their rounds."""
    visible = choices(council, actor).values_list("pk", flat=True)
    hidden = DirectionChoice.objects.filter(council=council).exclude(pk__in=visible)
    ids = [str(pk) for pk in hidden.values_list("pk", flat=True)]
    return Q(subject_type=DirectionChoice._meta.label_lower, subject_id__in=ids)


def state_of(choice: DirectionChoice) -> State:
    """Where it is on its way. A round that is being prepared does not count before it opens."""
    if getattr(choice, "outcome", None) is not None:
        return State.DECIDED
    opened = [row for row in choice.rounds.all() if row.round.opened_at is not None]
    if not opened:
        return State.DRAFT
    return State.CLOSED if all(row.round.is_closed for row in opened) else State.OPEN


def read_answers(choice: DirectionChoice) -> None:
    """Read the questions, groups and closed ballots of all rounds of a choice in three queries, however many there
    are."""
    closed = Ballot.objects.exclude(round__closed_at=None)
    lookups = ("rounds__round__items", "rounds__round__groups", Prefetch("rounds__round__ballots", queryset=closed))
    prefetch_related_objects([choice], *lookups)


def ratings(choice: DirectionChoice) -> list[ChoiceRound]:
    """The ratings that have closed, the first one first."""
    return [row for row in choice.rounds.all() if row.is_rating and row.round.is_closed]


def last_closed(council: Council, *, on: date) -> ChoiceRound | None:
    """The newest rating of a council that had closed by a day."""
    rows = ChoiceRound.objects.filter(
        choice__council=council,
        step__in=(ChoiceRound.Step.RATING, ChoiceRound.Step.SECOND_RATING),
        round__closed_at__date__lte=on,
    )
    rows = rows.select_related("choice", "round").prefetch_related("round__items", "round__groups")
    return rows.order_by("-round__closed_at", "-pk").first()
