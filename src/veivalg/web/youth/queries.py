"""Reads of matters, submissions and answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.paging import holds
from veivalg.web.youth.figures import Asked, Resolved, Said
from veivalg.web.youth.models import YouthMatter, YouthSubmission
from veivalg.web.youth.models.matters import MatterQuerySet

State = YouthSubmission.State
_WITH = ("matter__resolution", "account", "answer__resolution")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many submissions there are, and how far they have come. Those that were taken back are left out."""

    received: int = 0
    published: int = 0
    unread: int = 0
    answered: int = 0
    overdue: int = 0
    oldest_due_on: date | None = None
    """The earliest day that an answer was due and has not come."""

    @property
    def unanswered(self) -> int:
        return self.received - self.answered


def matters(council: Council, actor: Actor, *, words: str = "") -> "MatterQuerySet":
    """A council's matters that this person may see, the latest deadline first, without what was frozen."""
    found = YouthMatter.objects.visible_to(actor, council).defer("content").select_related("resolution")
    return found.filter(holds(words, "title", "about")) if words else found


def counts_of(council: Council, *, on: date) -> Counts:
    """Of a whole council, in one query."""
    return Counts(**_counted(YouthSubmission.objects.filter(council=council), on).get(council.pk, {}))


def counts_by_council(council_ids: Collection[int], *, on: date) -> dict[int, Counts]:
    """Of each of several councils, in one query."""
    rows = _counted(YouthSubmission.objects.filter(council__in=council_ids), on)
    return {pk: Counts(**each) for pk, each in rows.items()}


def counts_by_matter(matter_ids: Collection[int], *, on: date) -> dict[int, Counts]:
    """Of each of the matters, in one query."""
    rows = _counted(YouthSubmission.objects.filter(matter__in=matter_ids), on, by="matter")
    return {pk: Counts(**rows.get(pk, {})) for pk in matter_ids}


def _counted(rows: "QuerySet[YouthSubmission]", on: date, by: str = "council") -> dict[int, dict[str, int]]:
    late = Q(answer=None, answer_due_on__lt=on)
    found = (
        rows.exclude(state=State.WITHDRAWN)
        .order_by()
        .values(by)
        .annotate(
            received=Count("pk"),
            published=Count("pk", filter=Q(state=State.PUBLISHED)),
            unread=Count("pk", filter=Q(state=State.RECEIVED)),
            answered=Count("answer"),
            overdue=Count("pk", filter=late),
            oldest_due_on=Min("answer_due_on", filter=late),
        )
    )
    return {row.pop(by): row for row in found}


def published(council: Council, *, words: str = "", matter_id: int | None = None, is_idea: bool = False) -> "Rows":
    """What everyone may read, with the answers, the newest day first. Nobody is found by their alias, nor by having
    been first: within a day it stands in the order of its words."""
    found = YouthSubmission.objects.published().filter(council=council)
    if words:
        found = found.filter(holds(words, "text", "answer__words", "matter__title"))
    if matter_id is not None:
        found = found.filter(matter=matter_id)
    if is_idea:
        found = found.filter(matter=None)
    return _with_everything(found).order_by("-received_on", "text", "pk")


def unread(council: Council) -> "Rows":
    """What nobody has read yet, oldest first."""
    return _with_everything(YouthSubmission.objects.filter(council=council, state=State.RECEIVED))


def withheld(council: Council) -> "Rows":
    """What was read and not published, newest first."""
    found = YouthSubmission.objects.filter(council=council, state=State.WITHHELD)
    return _with_everything(found).order_by("-received_at", "-pk")


def owed(council: Council) -> "Rows":
    """Whatever is owed an answer, the one that is due first on top."""
    found = YouthSubmission.objects.unanswered().filter(council=council)
    return _with_everything(found).order_by("answer_due_on", "received_at", "pk")


def own(council: Council, account_id: int | None) -> "Rows":
    """What someone has sent themselves, newest first."""
    found = YouthSubmission.objects.filter(council=council, account=account_id, account__isnull=False)
    return _with_everything(found).order_by("-received_at", "-pk")


def registered(council: Council) -> "Rows":
    """What the secretariat has registered from meetings, newest first."""
    found = YouthSubmission.objects.filter(council=council, channel=YouthSubmission.Channel.GATHERING)
    return _with_everything(found).order_by("-received_at", "-pk")


def answered_in(council: Council, year: int) -> "Rows":
    """What was published and answered in a year, by when it was answered."""
    found = YouthSubmission.objects.published().filter(council=council, answer__answered_on__year=year)
    return _with_everything(found).order_by("matter__title", "received_on", "text", "pk")


def _with_everything(rows: "QuerySet[YouthSubmission]") -> "Rows":
    return rows.select_related(*_WITH).defer("matter__content")


Rows = QuerySet[YouthSubmission]


def open_without_answer(account_id: int, council_ids: Collection[int], *, on: date) -> "QuerySet[YouthMatter]":
    """Matters that are open in these councils, where someone has said nothing themselves; the first deadline first."""
    said = YouthSubmission.objects.standing().filter(account=account_id, matter__isnull=False).values("matter")
    found = YouthMatter.objects.open_on(on).filter(council__in=council_ids).exclude(pk__in=said)
    return found.defer("content").select_related("council").order_by("response_deadline", "pk")


def answered_since(account_id: int, council_ids: Collection[int], *, since: date) -> "QuerySet[YouthSubmission]":
    """What someone sent that has been answered from a day on, the latest answer first."""
    found = YouthSubmission.objects.standing().filter(
        account=account_id, council__in=council_ids, answer__answered_on__gte=since
    )
    with_all = found.select_related("council", "matter", "answer").defer("matter__content")
    return with_all.order_by("-answer__answered_at", "-pk")


def count_by_council(rows: "QuerySet[Any]") -> dict[int, int]:
    """How many of these each council has, in one query."""
    return dict(rows.order_by().values_list("council").annotate(count=Count("pk")))


def asked(council: Council) -> list[Asked]:
    """Every matter that the panel was asked about, for the figures."""
    rows = YouthMatter.objects.asked().filter(council=council)
    found = rows.values_list("opened_on", "response_deadline", "resolution")
    return [Asked(opened_on=a, deadline=b, resolution_id=c) for a, b, c in found]


def resolved(council: Council) -> list[Resolved]:
    """Every resolution that stands, for the figures."""
    rows = Resolution.objects.standing().filter(council=council).values_list("pk", "resolved_on")
    return [Resolved(resolution_id=pk, resolved_on=day) for pk, day in rows]


def said(council: Council) -> list[Said]:
    """Every submission that stands, for the figures."""
    rows = (
        YouthSubmission.objects.standing()
        .filter(council=council)
        .order_by()
        .values_list("received_on", "answer_due_on", "answer__answered_on", "answer__outcome")
    )
    return [Said(received_on=a, due_on=b, answered_on=c, outcome=d or "") for a, b, c, d in rows]


def entries_kept_from(council: Council, actor: Actor) -> Q:
    """Lines of the history that are not for this person: about what the young send, about matters that are being
    prepared, and what the words of a matter were before it was opened."""
    hidden = earlier_words_kept_from(council, actor)
    if not (actor.is_operator or actor.may(Permission.YOUTH_SUBMISSION_MODERATE, council_id=council.pk)):
        hidden |= Q(subject_type=YouthSubmission._meta.label_lower)
    if not (actor.is_operator or actor.may(Permission.YOUTH_MATTER_EDIT, council_id=council.pk)):
        drafts = YouthMatter.objects.filter(council=council, opened_at=None).values_list("pk", flat=True)
        hidden |= Q(subject_type=YouthMatter._meta.label_lower, subject_id__in=[str(pk) for pk in drafts])
    return hidden


def earlier_words_kept_from(council: Council, actor: Actor) -> Q:
    """Lines of the history with the words of a matter before it was opened, for those who prepare matters alone."""
    may_read = actor.is_operator or actor.may(Permission.YOUTH_MATTER_EDIT, council_id=council.pk)
    return Q(pk__in=[]) if may_read else Q(verb__in=[Verb.YOUTH_MATTER_MADE, Verb.YOUTH_MATTER_CHANGED])
