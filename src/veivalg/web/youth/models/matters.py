"""Matters that the youth panel is asked about before they are resolved."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy

USUAL_TIME = timedelta(weeks=4)
"""For the young to meet and talk: a youth council seldom meets more than once a month."""
USUAL_ANSWER_TIME = timedelta(days=30)
LONGEST_ANSWER_TIME = timedelta(days=90)
"""From the deadline until the answers are due: later than that, nobody remembers what they said."""
LONGEST_WORDS = 3000
"""Signs of each of the texts: a page, read on a phone."""


def usual_answer_day(deadline: date, planned: date | None) -> date:
    """When the young are answered unless told otherwise: the day before it is resolved, so that they hear it first,
    and at most thirty days after the deadline.

    Thirty days also when nobody knows when it is resolved, or no day lies between: an answer is due after the deadline.
    """
    # Near the end of the calendar there is no such day; the rule about the days says so in words.
    latest = deadline + min(USUAL_ANSWER_TIME, date.max - deadline)
    if planned is None or (planned - deadline).days < 2:
        return latest
    return min(latest, planned - timedelta(days=1))


class MatterQuerySet(models.QuerySet["YouthMatter"]):
    """Ways to ask for matters."""

    def visible_to(self, actor: Actor, council: Council) -> Self:
        """A council's matters that this person may see: those being prepared only for those who prepare them."""
        found = self.filter(council=council)
        if actor.is_operator or actor.may(Permission.YOUTH_MATTER_EDIT, council_id=council.pk):
            return found
        return found.filter(opened_at__isnull=False)

    def asked(self) -> Self:
        """Those that the panel was asked about and that stand."""
        return self.filter(opened_at__isnull=False, withdrawn_at__isnull=True)

    def open_on(self, day: date) -> Self:
        """Those that the young can answer on a day. The last day counts whole, until midnight in Norway; what has been
        resolved before that is closed."""
        return self.asked().filter(response_deadline__gte=day, resolution__isnull=True)


class YouthMatter(models.Model):
    """Something the youth panel is asked about, in plain words, before it is resolved (sak til ungdomspanelet)."""

    class State(models.TextChoices):
        """Where a matter is, as its days say."""

        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open for the young")
        CLOSED = "closed", _("Closed, not resolved yet")
        RESOLVED = "resolved", _("Resolved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # PROTECT throughout: what the young have been asked, and have said, does not go with something else by accident.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="youth_matters")
    title = models.CharField(max_length=160)
    about = models.TextField()
    """What it is about, in words that a fifteen-year-old reads."""
    open_to_change = models.TextField()
    """What the young can influence."""
    settled = models.TextField(blank=True)
    """What cannot be influenced, and why."""
    strategy = models.ForeignKey(Strategy, null=True, on_delete=models.PROTECT, related_name="youth_matters")
    direction = models.ForeignKey(DirectionChoice, null=True, on_delete=models.PROTECT, related_name="youth_matters")
    link = models.URLField(max_length=500, blank=True)
    """Where more can be read; https only."""
    response_deadline = models.DateField()
    """The last day for the young, that day included (frist)."""
    resolution_planned_on = models.DateField()
    """When a body is to resolve it."""
    answers_due_on = models.DateField()
    """The last day for the answers that are owed. What was promised when something was sent stands on that."""
    content = models.JSONField(null=True)
    """The draft or the options as they were when the matter was opened (see `youth.frozen`). None without a subject."""
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the content."""
    opened_at = models.DateTimeField(null=True)
    opened_on = models.DateField(null=True)
    """The day in Norway."""
    resolution = models.ForeignKey(Resolution, null=True, on_delete=models.PROTECT, related_name="youth_matters")
    """What it led to."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("-response_deadline", "-id")
        indexes = [models.Index(fields=["council", "-response_deadline"], name="youth_matter_of_council")]
        constraints = [
            CheckConstraint(
                condition=Q(response_deadline__lte=F("resolution_planned_on")),
                name="youth_are_asked_before_it_is_resolved",
            ),
            CheckConstraint(
                condition=Q(answers_due_on__gte=F("response_deadline")),
                name="answers_to_youth_are_due_after_the_deadline",
            ),
            CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_on__isnull=True)
                | Q(opened_at__isnull=False, opened_on__isnull=False),
                name="opened_youth_matter_has_its_day",
            ),
            CheckConstraint(
                condition=Q(strategy__isnull=True) | Q(direction__isnull=True),
                name="youth_matter_is_about_one_thing",
            ),
            CheckConstraint(
                condition=Q(content__isnull=True, checksum="") | (Q(content__isnull=False) & ~Q(checksum="")),
                name="frozen_text_for_youth_has_a_checksum",
            ),
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="withdrawn_youth_matter_says_why",
            ),
            CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="youth_matter_link_is_encrypted"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("youth:matter", args=[self.council.slug, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def days_to_answer(self) -> int | None:
        """From the day the young were asked to the last day they can answer; None before they are asked."""
        return None if self.opened_on is None else (self.response_deadline - self.opened_on).days

    def is_open(self, on: date) -> bool:
        """Whether the young can answer it on a day in Norway."""
        is_asked = self.opened_at is not None and self.withdrawn_at is None and self.resolution_id is None
        return is_asked and on <= self.response_deadline

    def state_on(self, on: date) -> "YouthMatter.State":
        """Where it is on a day in Norway."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.is_draft:
            return self.State.DRAFT
        if self.is_open(on):
            return self.State.OPEN
        return self.State.RESOLVED if self.resolution_id is not None else self.State.CLOSED
