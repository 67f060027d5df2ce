"""How actions are going, as those who answer for them say."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.models import Account
from veivalg.web.strategy.models.plan import Action


class ActionUpdate(models.Model):
    """What someone said about an action at a moment (oppdatering). A newer one replaces it; none is changed."""

    class Status(models.TextChoices):
        """The four answers."""

        ON_TRACK = "on_track", _("On track")
        DELAYED = "delayed", _("Delayed")
        NEEDS_HELP = "needs_help", _("Needs help")
        DONE = "done", _("Done")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    status = models.CharField(max_length=10, choices=Status.choices)
    text = models.CharField(max_length=300, blank=True)
    done_count = models.PositiveIntegerField(null=True)
    """How many times so far, for what is counted."""
    for_good = models.BooleanField(default=False)
    """Whether done means that it is not done again, of what is done again and again."""
    # SET_NULL: an account that is gone leaves what it said standing.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="action_updates")
    said_on = models.DateField()
    """The day in Norway."""
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("-said_at", "-id")
        indexes = [models.Index(fields=["action", "-said_at"], name="update_of_action")]
        constraints = [
            CheckConstraint(
                condition=Q(status__in=["on_track", "delayed", "needs_help", "done"]), name="update_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}"
