"""The action plan of one year: which actions it holds, what was chosen when it was rolled forward, and its editions."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.protection import AddOnly
from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models.plan import Action
from veivalg.web.strategy.models.strategy import Strategy

YEARLY_ADD_ONLY = AddOnly(
    table="strategy_actionplanedition",
    prefix="action_plan_edition",
    message="an adopted action plan is never changed; adopt a new edition",
)


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Ways to ask for action plans."""

    def visible_to(self, actor: Actor, council: Council) -> Self:
        """Those that this person may read something of: what was never adopted only for those who may read drafts."""
        found = self.filter(strategy__in=Strategy.objects.visible_to(actor, council))
        if may_read_drafts(actor, council):
            return found
        return found.filter(editions__isnull=False).distinct()


class ActionPlan(models.Model):
    """What a council does in one year to reach its goals (handlingsplan), chosen among the actions of its strategy."""

    class State(models.TextChoices):
        """Where it is on its way."""

        DRAFT = "draft", _("Draft")
        """Also when it was adopted before and is being corrected."""
        ADOPTED = "adopted", _("Adopted")

    # PROTECT: a strategy with plans for its years is ended, not removed.
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="action_plans")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    # SET_NULL: only tells where the questions came from.
    earlier = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="later")
    """The year that it was rolled forward from; None when it was chosen from the strategy."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-id")
        constraints = [
            UniqueConstraint(fields=["strategy", "year"], name="one_action_plan_for_a_year"),
            CheckConstraint(condition=Q(year__range=(1900, 2199)), name="action_plan_year_is_sane"),
            CheckConstraint(condition=Q(state__in=["draft", "adopted"]), name="action_plan_state_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        url = reverse("strategy:action_plan", args=[self.strategy.council.slug, self.year])
        return f"{url}?strategi={self.strategy_id}"

    @property
    def is_draft(self) -> bool:
        """Whether it is being worked on."""
        return self.state == self.State.DRAFT


class PlannedAction(models.Model):
    """An action in a year's plan (tiltak i handlingsplanen), and what was chosen for it when it was rolled forward."""

    class Choice(models.TextChoices):
        """What becomes of an action this year. Empty until someone has answered."""

        NEW = "new", _("New this year")
        CONTINUE = "continue", _("Continue")
        CHANGE = "change", _("Change")
        DONE = "done", _("Done")
        DROP = "drop", _("Drop")

    STAYS = (Choice.NEW, Choice.CONTINUE, Choice.CHANGE)
    """The choices with which an action is part of the year's plan."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="planned")
    # CASCADE: what is removed from the strategy's text leaves plans that are worked on; editions keep it.
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="planned")
    # SET_NULL: only tells where it came from.
    earlier = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="later")
    """The same action in the year before, when it was rolled forward."""
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it is dropped."""
    text = models.TextField(blank=True)
    """What is to be done this year; empty when the action says enough."""
    due_on = models.DateField(null=True)
    """This year's own deadline."""
    cost_nok = models.PositiveBigIntegerField(null=True)
    """What it costs this year."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("action__number", "id")
        constraints = [
            UniqueConstraint(fields=["plan", "action"], name="an_action_is_once_in_an_action_plan"),
            CheckConstraint(
                condition=Q(choice__in=["", "new", "continue", "change", "done", "drop"]), name="choice_is_known"
            ),
            CheckConstraint(condition=~Q(choice="drop") | ~Q(reason=""), name="dropping_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.action)

    @property
    def is_rolled(self) -> bool:
        """Whether it came from the year before, so that it must be answered for and cannot just be taken away."""
        return self.choice != self.Choice.NEW


class ActionPlanEdition(models.Model):
    """A year's action plan as it was adopted (vedtatt handlingsplan). The database itself refuses to change it."""

    # PROTECT throughout: what was adopted stays, and so does what adopted it.
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    adopted_by = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="adopted_action_plans")
    content = models.JSONField()
    """The whole year's plan as `strategy.yearly_content` writes it."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of the content, as `strategy.editions.checksum_of` counts it."""
    adopted_at = models.DateTimeField()
    """When it was registered."""

    class Meta:
        ordering = ("-number",)
        constraints = [UniqueConstraint(fields=["plan", "number"], name="one_action_plan_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.plan}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:action_plan_edition", args=[self.plan.strategy.council.slug, self.pk])


def may_read_drafts(actor: Actor, council: Council) -> bool:
    """Whether someone reads plans before they are adopted."""
    return actor.is_operator or actor.may(Permission.STRATEGY_DRAFT_READ, council_id=council.pk)
