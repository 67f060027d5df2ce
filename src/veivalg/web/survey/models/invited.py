"""Who may answer. A slip has no column that could hold a person, a time or an order."""

import uuid

from django.db import models
from django.db.models import UniqueConstraint

from veivalg.web.councils.models import Person
from veivalg.web.survey.models.rounds import Group, Round


class Slip(models.Model):
    """A code that lets someone answer an anonymous round (lapp): one of many, and nothing says whose.

    It is never marked as used. Deleted when the round closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="slips")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="slips")
    """None where the group has too few slips to be told apart."""
    key_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return "slip"


class Invitation(models.Model):
    """That a person may answer an open or confidential round (personlig svarlenke)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="invitations")
    # PROTECT: what an elected member has answered openly is not forgotten with the row of the person.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="survey_invitations")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [UniqueConstraint(fields=["round", "person"], name="person_is_invited_once_to_a_round")]

    def __str__(self) -> str:
        return str(self.person)
