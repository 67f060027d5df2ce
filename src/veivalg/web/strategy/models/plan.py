"""Goals, paths and actions: the table that plans are made of."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import Role
from veivalg.web.councils.models import Body, Participant, Person
from veivalg.web.strategy.models.strategy import FocusArea, Strategy, new_key


class Goal(models.Model):
    """What the council wants to reach (hovedmål), with a picture of how it is then."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="goals")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    # SET_NULL: a theme that is taken away leaves its goals.
    focus_area = models.ForeignKey(FocusArea, null=True, on_delete=models.SET_NULL, related_name="goals")
    name = models.TextField(blank=True)
    picture = models.TextField(blank=True)
    """How it is when the goal is reached, in the last year of the period."""
    sustainable_goals = models.JSONField(default=list)
    """Numbers of the United Nations' goals, 1–17."""
    fields = models.JSONField(default=list)
    """Fields of work, by name."""
    place = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name[:120]


class GoalIndicator(models.Model):
    """A figure that shows whether a goal is being reached (målindikator), official or own."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.CharField(max_length=200)
    """An official key figure's id, or the id of the council's own indicator."""
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    target_year = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ("place", "id")
        constraints = [
            CheckConstraint(
                condition=Q(baseline_year__isnull=True)
                | Q(target_year__isnull=True)
                | Q(target_year__gte=F("baseline_year")),
                name="target_comes_after_the_baseline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.indicator}"


class Path(models.Model):
    """What a goal is reached through (dette oppnår vi gjennom)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="paths")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.TextField(blank=True)
    """Empty when the plan has no such column; the actions then stand right under the goal."""
    place = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name[:120]


class ActionQuerySet(models.QuerySet["Action"]):
    """Ways to ask for actions."""

    def followed(self) -> Self:
        """Those that someone is asked about: of strategies that are adopted and have not ended, and not dropped."""
        return self.filter(strategy__state=Strategy.State.ADOPTED, dropped_on=None)


class Action(models.Model):
    """What must be done (tiltak), by exactly one body, participant or role."""

    class Kind(models.TextChoices):
        """How an action is known to be done."""

        DATED = "dated", _("Done once")
        RECURRING = "recurring", _("Done again and again")
        COUNTABLE = "countable", _("Done a number of times")

    class Position(models.TextChoices):
        """As what in a body, when it is not the body as a whole."""

        LEADER = "leader", _("Leader")
        VICE_LEADER = "vice_leader", _("Vice leader")

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="actions")
    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="actions")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    text = models.TextField(blank=True)
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    """Through the whole document; given anew when something is moved."""
    label = models.TextField(blank=True)
    """The number as it was printed, when that is another one (``3.2 b``)."""
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DATED)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    rhythm_months = models.PositiveIntegerField(null=True)
    """How often a recurring action is done, and how long a status of it stays fresh."""
    wanted_count = models.PositiveIntegerField(null=True)
    counted_per = models.TextField(blank=True)
    """Who the count is for, when it is for each of several."""
    # PROTECT: a body or a participant that answers for something is ended, not removed.
    responsible_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="actions")
    responsible_position = models.CharField(max_length=12, choices=Position.choices, blank=True)
    responsible_participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="actions"
    )
    responsible_role = models.CharField(max_length=20, blank=True)
    responsible_text = models.TextField(blank=True)
    """As a file had it. Kept when it is matched, so that the same file read again changes nothing."""
    # SET_NULL: an action outlives whoever is asked about it.
    contact = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="actions")
    contact_text = models.TextField(blank=True)
    """As a file had it. Shown to those who may see people, and in no file and no edition."""
    partners = models.JSONField(default=list)
    """All other names, in order."""
    cost_nok = models.PositiveBigIntegerField(null=True)
    funding = models.TextField(blank=True)
    sustainable_goals = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    county_plan = models.TextField(blank=True)
    municipal_plan = models.TextField(blank=True)
    remarks = models.JSONField(default=list)
    """What a file said in columns that have no field here: pairs of head and text."""
    dropped_on = models.DateField(null=True)
    """The day when a year's action plan was adopted in which it is dropped. It keeps its place and its number."""
    dropped_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("number", "id")
        indexes = [models.Index(fields=["strategy", "number"], name="action_of_strategy")]
        constraints = [
            CheckConstraint(
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="action_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=(
                    Q(responsible_participant__isnull=True, responsible_role="")
                    | Q(responsible_body__isnull=True, responsible_role="")
                    | Q(responsible_body__isnull=True, responsible_participant__isnull=True)
                ),
                name="action_has_one_responsible",
            ),
            CheckConstraint(
                condition=Q(dropped_on__isnull=True, dropped_reason="")
                | (Q(dropped_on__isnull=False) & ~Q(dropped_reason="")),
                name="action_is_dropped_with_a_reason",
            ),
            CheckConstraint(
                condition=Q(responsible_position="") | Q(responsible_body__isnull=False),
                name="position_is_in_a_body",
            ),
            CheckConstraint(
                condition=Q(responsible_role__in=["", *(role.value for role in Role)]), name="action_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:100]}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:action", args=[self.strategy.council.slug, self.pk])

    @property
    def has_responsible(self) -> bool:
        """Whether exactly one body, participant or role answers for it; a text that matches nothing does not count."""
        return bool(self.responsible_body_id or self.responsible_participant_id or self.responsible_role)

    @property
    def is_dropped(self) -> bool:
        """Whether an adopted action plan says that it is not done any more."""
        return self.dropped_on is not None

    @property
    def has_time(self) -> bool:
        """Whether it says when: a year, a day, or how often."""
        return any(value is not None for value in (self.first_year, self.last_year, self.due_on, self.rhythm_months))
