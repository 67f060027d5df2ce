"""The queue of outgoing mail."""

from django.db import models
from django.db.models import CheckConstraint, Q


class Message(models.Model):
    """One mail on its way out (utgående melding). Its words are wiped once it is sent."""

    class State(models.TextChoices):
        """Where it is on its way."""

        WAITING = "waiting"
        SENDING = "sending"
        """Handed to the mail server by a sender that has not said how it went."""
        SENT = "sent"
        UNCERTAIN = "uncertain"
        """The sender stopped in the middle: it may have been sent, and is therefore not sent again."""
        GIVEN_UP = "given_up"
        WITHHELD = "withheld"
        """Never meant to be sent; written so that an unknown address takes the same work as a known one."""

    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    account_id = models.BigIntegerField(null=True)
    council_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, unique=True, null=True)
    """The same key is never sent twice."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    useless_after = models.DateTimeField(null=True)
    """A code that has run out only confuses; it is then given up."""
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    """What the mail server said last; never the words of the mail."""

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["state", "not_before"], name="message_to_send")]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["waiting", "sending"]) | Q(body="", subject="", recipient=""),
                name="words_and_address_are_wiped_when_done",
            ),
            CheckConstraint(
                condition=~Q(state__in=["waiting", "sending"]) | ~Q(recipient=""),
                name="what_waits_has_someone_to_go_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
