"""What was answered. No row says when, from where, or in which order."""

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q

from veivalg.web.survey.models.invited import Invitation
from veivalg.web.survey.models.rounds import Group, Item, Round


class Ballot(models.Model):
    """All that one answered in a round (stemme).

    In an open or confidential round it points at its invitation. In an anonymous one it has a seal while the round is
    open, worked out of the code and a key that is destroyed; at closing every ballot is written anew, in random order,
    without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="ballots")
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.CASCADE, related_name="ballot")
    seal = models.CharField(max_length=64, null=True, unique=True)
    answers = models.JSONField(default=dict)
    """Item number → what was answered."""
    sending = models.CharField(max_length=64, blank=True)
    """Hash of the key that the browser gave the sending, so that a second try is the same answer."""
    turn = models.PositiveIntegerField(default=1)
    """How many times it has been given; an older page never overwrites a newer answer."""
    is_paper = models.BooleanField(default=False)
    """Typed in from paper; never said of an anonymous one."""

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(seal__isnull=True) | Q(invitation__isnull=True, is_paper=False),
                name="sealed_ballot_points_at_nobody",
            ),
        ]

    def __str__(self) -> str:
        return "ballot"


class TextAnswer(models.Model):
    """A short text that someone wrote (fritekstsvar), taken out of its ballot at closing and shown without it."""

    class State(models.TextChoices):
        """Read by the secretariat before anyone else sees it."""

        UNREAD = "unread"
        PUBLISHED = "published"
        WITHHELD = "withheld"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="text_answers")
    text = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.UNREAD)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return "text"
