"""Who is what in a council, and the host's visits."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q

from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models.council import Council, Participant, in_force


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Ways to ask for roles."""

    def on(self, day: date) -> Self:
        """Those that hold on a day; the last day counts whole. One that was taken away holds on no day."""
        return self.filter(in_force(day), ended_at=None)


class RoleAssignment(models.Model):
    """That an account has a role in a council (rolle), from when until when."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="role_assignments")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="role_assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When it was taken away before its last day: at once, and not at the end of that day."""
    label = models.CharField(max_length=120, blank=True)
    """For codes without an address: what the secretary wrote on the note, e.g. which municipality's youth council."""
    version = models.PositiveIntegerField(default=1)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("role", "id")
        constraints = [
            CheckConstraint(
                condition=Q(role__in=[role.value for role in Role if role is not Role.HOST]), name="role_can_be_given"
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=~Q(role__in=["representative", "municipal_contact"]) | Q(participant__isnull=False),
                name="role_for_a_participant_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}, {ROLE_WORDS[Role(self.role)]}"

    def is_over(self, on: date) -> bool:
        """Whether it was taken away, or its last day has passed."""
        return self.ended_at is not None or (self.ends_on is not None and self.ends_on < on)


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    """Ways to ask for the host's visits."""

    def open_at(self, moment: datetime) -> Self:
        """Those that are going on."""
        return self.filter(ended_at=None, ends_at__gt=moment)


class StaffSession(models.Model):
    """That the host's administrator is inside a council (vertens besøk): for a time, and with a reason."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="staff_sessions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="staff_sessions")
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at",)
        constraints = [CheckConstraint(condition=~Q(reason=""), name="staff_session_has_a_reason")]

    def __str__(self) -> str:
        return self.reason
