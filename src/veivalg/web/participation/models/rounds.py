"""Rounds in which a draft is read and commented on."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council
from veivalg.web.strategy.models import Strategy

USUAL_LENGTH = timedelta(weeks=6)
"""As long as a regional plan is on consultation (plan- og bygningsloven § 8-3), which we borrow as the default."""
USUAL_ANSWER_TIME = timedelta(days=30)


class RoundQuerySet(models.QuerySet["ParticipationRound"]):
    """Ways to ask for rounds."""

    def visible_to(self, actor: Actor, council: Council) -> Self:
        """A council's rounds that this person may see: drafts only for those who prepare them."""
        found = self.filter(council=council)
        if actor.is_operator or actor.may(Permission.PARTICIPATION_ROUND_EDIT, council_id=council.pk):
            return found
        return found.filter(published_at__isnull=False)

    def open_on(self, day: date) -> Self:
        """Those that take submissions on a day. The last day counts whole, until midnight in Norway."""
        return self.filter(published_at__isnull=False, opens_on__lte=day, response_deadline__gte=day)


class ParticipationRound(models.Model):
    """A draft that is sent out to be read and commented on (medvirkningsrunde). Each submission is owed an answer."""

    class State(models.TextChoices):
        """Where a round is, as its dates and its answers say."""

        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open for submissions")
        CLOSED = "closed", _("Closed, being answered")
        ANSWERED = "answered", _("Everyone has been answered")

    # PROTECT: what people have been asked, and have said, does not go with something else by accident.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="participation_rounds")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="participation_rounds")
    title = models.CharField(max_length=200)
    invitation = models.TextField()
    open_to_change = models.TextField()
    """What can be influenced, in plain words."""
    settled = models.TextField(blank=True)
    """What cannot be influenced, and why."""
    opens_on = models.DateField()
    response_deadline = models.DateField()
    """The last day, that day included (frist)."""
    answers_due_on = models.DateField()
    """The last day for the answers that are owed."""
    content = models.JSONField(null=True)
    """The plan as it was sent out, as `veivalg.rules.plans` writes it. None until the round is opened."""
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the content."""
    published_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-response_deadline", "-id")
        constraints = [
            CheckConstraint(condition=Q(response_deadline__gte=F("opens_on")), name="round_closes_after_it_opens"),
            CheckConstraint(
                condition=Q(answers_due_on__gte=F("response_deadline")), name="answers_are_due_after_the_deadline"
            ),
            CheckConstraint(
                condition=Q(published_at__isnull=True) | (Q(content__isnull=False) & ~Q(checksum="")),
                name="an_open_round_keeps_the_text_that_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("participation:round", args=[self.council.slug, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    def is_open(self, on: date) -> bool:
        """Whether it takes submissions on a day in Norway."""
        return not self.is_draft and self.opens_on <= on <= self.response_deadline

    def is_past_deadline(self, on: date) -> bool:
        return on > self.response_deadline
