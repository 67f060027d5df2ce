"""How far a council has come on the ten points, and what its rounds about cooperation and capacity found."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veivalg.facts.cooperation import ten_points
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Round


class ProcessPoint(models.Model):
    """Where a council is on one of the ten points (punkt i 10-punktsmodellen)."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("Not begun")
        BEGUN = "begun", _("Begun")
        FINISHED = "finished", _("Finished")

    # CASCADE: a checklist says nothing without its council.
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="process_points")
    point = models.CharField(max_length=30)
    """The point's id in the facts."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    note = models.CharField(max_length=500, blank=True)
    """What was found out, where the result is. Everyone can read it."""
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            UniqueConstraint(fields=["council", "point"], name="one_row_per_point_and_council"),
            CheckConstraint(condition=Q(state__in=["waiting", "begun", "finished"]), name="point_state_is_known"),
        ]

    def __str__(self) -> str:
        found = next((point for point in ten_points() if point.id == self.point), None)
        return found.name[get_language() or "nb"] if found else self.point


class RoundFinding(models.Model):
    """What a closed round about cooperation or capacity may show (rundefunn), decided once, the same for all readers.

    Counts that rest on too few, or from which such could be worked out, are not in it.
    """

    # CASCADE: a finding says nothing without its questions.
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="finding")
    published_at = models.DateTimeField()
    content = models.JSONField()
    """``items``: by key, ``{"total": counts or null, "groups": {group: counts or null}, "dont_know": number}``, counts
    being ``[ones, twos, … fives]``; ``behaviour``: name → ``[part, whole]`` on the day it closed; ``on``: that day."""

    class Meta:
        ordering = ("-published_at", "-id")

    def __str__(self) -> str:
        return str(self.round)
