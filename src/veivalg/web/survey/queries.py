"""Reads of rounds that say nothing of what anyone answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Body, Council, Mandate, Person
from veivalg.web.survey.models import Group, Item, Round


def rounds_of(council: Council) -> QuerySet[Round]:
    """The council's rounds, the newest first."""
    return Round.objects.filter(council=council).select_related("council")


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history about rounds that are being prepared, for those who do not prepare them."""
    if actor.is_operator or actor.may(Permission.SURVEY_ROUND_EDIT, council_id=council.pk):
        return Q(pk__in=[])
    drafts = Round.objects.filter(council=council, opened_at=None).values_list("pk", flat=True)
    return Q(subject_type=Round._meta.label_lower, subject_id__in=[str(pk) for pk in drafts])


def answered_count(found: Round) -> int:
    """How many ballots there are. Show it through `results.shown_count`."""
    return found.ballot_count if found.ballot_count is not None else found.ballots.count()


def items_of(found: Round) -> list[Item]:
    """The questions, in order."""
    return list(found.items.all())


@dataclass(frozen=True)
class Seat:
    """Someone to ask, and the group that their answer belongs to."""

    person: Person
    group: Group | None


def seated(found: Round, body: Body, *, on: date) -> list[Seat]:
    """Those who sit in a body on a day, each once, with the group of the participant that elected them, else the group
    that bears the body's name."""
    groups = list(found.groups.all())
    by_participant = {group.participant_id: group for group in groups if group.participant_id}
    of_body = next((group for group in groups if group.name == body.name), None)
    rows = Mandate.objects.on(on).filter(Q(body=body, position__in=Mandate.SEATED, person__erased_at=None))
    seats: dict[int, Seat] = {}
    for mandate in rows.select_related("person"):
        group = by_participant.get(mandate.participant_id) or of_body
        seats.setdefault(mandate.person_id, Seat(mandate.person, group))
    return list(seats.values())
