"""Goals, paths and actions: the table that plans are made of."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import Role
from veivalg.web.councils.models import Body, Participant, Person
from veivalg.web.strategy.models.strategy import FocusArea, Strategy


class Goal(models.Model):
    """What the council wants to reach (mål), with a picture of how it is then."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="goals")
    focus_area = models.ForeignKey(FocusArea, null=True, on_delete=models.SET_NULL, related_name="goals")
    name = models.CharField(max_length=400)
    picture = models.TextField(max_length=4000, blank=True)
    """How it is when the goal is reached, in the last year of the period."""
    place = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name


class GoalIndicator(models.Model):
    """A figure that shows whether a goal is being reached (indikator for et mål)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=120)
    """An official key figure's id, or the council's own indicator as ``own:<slug>``."""
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    target_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["goal", "key"], name="indicator_shows_a_goal_once"),
            CheckConstraint(
                condition=Q(baseline_year__isnull=True)
                | Q(target_year__isnull=True)
                | Q(target_year__gte=F("baseline_year")),
                name="target_comes_after_the_baseline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.key}"


class Path(models.Model):
    """What a goal is reached through (dette oppnår vi gjennom)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="paths")
    name = models.CharField(max_length=1000, blank=True)
    """Empty when the plan has no such column; the actions then stand right under the goal."""
    place = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """What must be done (tiltak), by exactly one body, municipality or role."""

    class Kind(models.TextChoices):
        """How an action is known to be done."""

        DATED = "dated", _("Done by a date")
        RECURRING = "recurring", _("Done again and again")
        COUNTABLE = "countable", _("Done a number of times")

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField(max_length=2000)
    place = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    """Through the whole document; given anew when something is moved."""
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DATED)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    rhythm_months = models.PositiveSmallIntegerField(null=True)
    """How often a recurring action is done, and how long a status of it stays fresh."""
    wanted_count = models.PositiveSmallIntegerField(null=True)
    responsible_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="actions")
    responsible_participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="actions")
    responsible_role = models.CharField(max_length=20, blank=True)
    responsible_text = models.CharField(max_length=200, blank=True)
    """As a file had it, until it is matched with a body, a participant or a role."""
    contact = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="actions")
    partners = models.CharField(max_length=500, blank=True)
    cost_nok = models.PositiveBigIntegerField(null=True)
    funding = models.CharField(max_length=300, blank=True)
    sustainable_goals = models.JSONField(default=list)
    """Numbers of the United Nations' goals, 1–17."""
    county_plan = models.CharField(max_length=300, blank=True)
    municipal_plan = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    """Dropped, with a reason in the trail; a finished action stands with its status instead."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = [
            CheckConstraint(
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="action_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=(
                    Q(responsible_body__isnull=True, responsible_participant__isnull=True)
                    | Q(responsible_body__isnull=True, responsible_role="")
                    | Q(responsible_participant__isnull=True, responsible_role="")
                ),
                name="action_has_one_responsible",
            ),
            CheckConstraint(
                condition=Q(responsible_role__in=["", *(role.value for role in Role)]), name="action_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:80]}"

    @property
    def has_responsible(self) -> bool:
        """Whether exactly one body, participant or role answers for it; a text that matches nothing does not count."""
        return bool(self.responsible_body_id or self.responsible_participant_id or self.responsible_role)
