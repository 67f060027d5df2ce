"""The strategy as it is written, and the editions of it that were adopted."""

import secrets
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.rules.plans import Years
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.audit.protection import AddOnly
from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution

ADD_ONLY = AddOnly(
    table="strategy_strategyedition",
    prefix="strategy_edition",
    message="an adopted edition is never changed; adopt a new one",
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """What tells a part of a plan from all others for good, in files as well: twelve letters and figures."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """Ways to ask for strategies."""

    def visible_to(self, actor: Actor, council: Council) -> Self:
        """A council's strategies that this person may read: drafts only for those who may read drafts."""
        found = self.filter(council=council)
        if actor.is_operator or actor.may(Permission.STRATEGY_DRAFT_READ, council_id=council.pk):
            return found
        return found.exclude(state=Strategy.State.DRAFT)

    def visible_in_any_council(self, actor: Actor) -> Self:
        """Those of all councils that this person may read, by the same rule."""
        if actor.is_operator:
            return self
        own = [id for id in actor.council_ids if actor.may(Permission.STRATEGY_DRAFT_READ, council_id=id)]
        return self.filter(~Q(state=Strategy.State.DRAFT) | Q(council__in=own))


class Strategy(models.Model):
    """What a council wants for some years (strategi): the text that is worked on. What was adopted is an edition."""

    class State(models.TextChoices):
        """Where the text is on its way."""

        DRAFT = "draft", _("Draft")
        CONSULTATION = "consultation", _("On consultation")
        ADOPTED = "adopted", _("Adopted")
        """Work on the next edition goes on in the same text."""
        ENDED = "ended", _("Ended")

    # PROTECT: what a council has written does not go with the council by accident.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="strategies")
    name = models.CharField(max_length=200)
    vision = models.TextField(blank=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    first_action_year = models.PositiveSmallIntegerField(null=True)
    """The years that the actions are for, which may be fewer (``tiltak 2018–2019``)."""
    last_action_year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When anything in it was last changed; what was adopted before that is another text."""
    version = models.PositiveIntegerField(default=1)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ("-first_year", "-id")
        constraints = [
            CheckConstraint(
                condition=Q(first_year__isnull=True, last_year__isnull=True)
                | Q(first_year__range=(1900, 2199), last_year__gte=F("first_year"), last_year__lte=2199),
                name="strategy_has_both_years_in_order_or_none",
            ),
            CheckConstraint(
                condition=Q(first_action_year__isnull=True, last_action_year__isnull=True)
                | Q(
                    first_action_year__range=(1900, 2199),
                    last_action_year__gte=F("first_action_year"),
                    last_action_year__lte=2199,
                ),
                name="actions_have_both_years_in_order_or_none",
            ),
            CheckConstraint(
                condition=Q(state__in=["draft", "consultation", "adopted", "ended"]), name="strategy_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('strategy:plan', args=[self.council.slug])}?strategi={self.pk}"

    @property
    def period(self) -> Years | None:
        """The years that the strategy is for."""
        return Years(self.first_year, self.last_year) if self.first_year and self.last_year else None

    @property
    def action_period(self) -> Years | None:
        """The years that its actions are for."""
        if self.first_action_year and self.last_action_year:
            return Years(self.first_action_year, self.last_action_year)
        return None

    @property
    def is_draft(self) -> bool:
        """Whether only those who may read drafts see it."""
        return self.state == self.State.DRAFT


class FocusArea(models.Model):
    """A theme that goals are gathered under (satsingsområde)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="focus_areas")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.TextField()
    about = models.TextField(blank=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place", "id")
        constraints = [UniqueConstraint(fields=["strategy", "name"], name="focus_areas_have_names_of_their_own")]

    def __str__(self) -> str:
        return self.name


class StrategyEdition(models.Model):
    """A strategy as it was adopted (vedtatt utgave). The database itself refuses to change or delete it."""

    # PROTECT throughout: what was adopted stays, and so does what adopted it.
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    adopted_by = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="adopted_editions")
    content = models.JSONField()
    """The whole plan as `veivalg.rules.plans` writes it, without names of contacts."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of the content, so that a copy elsewhere can be held against it."""
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [UniqueConstraint(fields=["strategy", "number"], name="one_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.strategy}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:edition", args=[self.strategy.council.slug, self.pk])


class PlanDraft(models.Model):
    """A file with a plan that has been read and not yet stored (planutkast): shown first, corrected, then confirmed."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="plan_drafts")
    # CASCADE: what someone has only looked at goes with the strategy, and with their account.
    strategy = models.ForeignKey(Strategy, null=True, on_delete=models.CASCADE, related_name="drafts")
    """Where it is to be stored; None makes a new strategy."""
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="plan_drafts")
    file_name = models.CharField(max_length=200)
    content = models.JSONField()
    """The plan as it was read and corrected."""
    holds = models.JSONField()
    """The fields that the file has a place for."""
    notes = models.JSONField()
    """Guesses and warnings: code, words, and the number of the action."""
    answers = models.JSONField(default=dict)
    """Whom the names of responsible were matched with, and what was said to doubts."""
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("strategy:draft", args=[self.council.slug, self.pk])
