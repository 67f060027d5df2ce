"""What people send in, and what they are answered."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Participant
from veivalg.web.participation.models.rounds import ParticipationRound

LONGEST = 10_000
"""Signs of a submission, and of an answer."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Ways to ask for submissions."""

    def published(self) -> Self:
        """Those that someone has read and let through: the only ones that anyone but the secretariat sees."""
        return self.filter(state=Submission.State.PUBLISHED)

    def standing(self) -> Self:
        """Those that have not been taken back; each is owed an answer."""
        return self.exclude(state=Submission.State.WITHDRAWN)

    def unanswered(self) -> Self:
        """Those that are still owed one."""
        return self.standing().filter(answer=None)


class Submission(models.Model):
    """What someone says about a draft (innspill). Nothing of it is public before someone has read it."""

    class Kind(models.TextChoices):
        """Who sent it."""

        CITIZEN = "citizen", _("Citizen")
        BUSINESS = "business", _("Business")
        ORGANISATION = "organisation", _("Organisation or association")
        MUNICIPALITY = "municipality", _("Municipality or county authority in the council")
        BODY = "body", _("Other public body")

    class State(models.TextChoices):
        """What has been done with it."""

        RECEIVED = "received", _("Not read yet")
        PUBLISHED = "published", _("Published")
        WITHHELD = "withheld", _("Not published")
        WITHDRAWN = "withdrawn", _("Withdrawn by the sender")

    class Channel(models.TextChoices):
        """How it came."""

        FORM = "form", _("The form here")
        LETTER = "letter", _("Letter")
        MAIL = "mail", _("E-mail")
        GATHERING = "gathering", _("Said at a meeting")

    # PROTECT: a submission to a public body is a case document.
    round = models.ForeignKey(ParticipationRound, on_delete=models.PROTECT, related_name="submissions")
    about_key = models.CharField(max_length=12, blank=True)
    """The key of the goal, path or action in the text that was sent; empty for all of it."""
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    shown_name = models.CharField(max_length=120, blank=True)
    """A name, an alias, or nothing."""
    body_name = models.CharField(max_length=160, blank=True)
    """The body that it is the answer of."""
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="submissions")
    body_resolved_on = models.DateField(null=True)
    body_case_number = models.CharField(max_length=40, blank=True)
    # SET_NULL: an account that is gone leaves what it sent for its municipality standing.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="submissions")
    email = models.CharField(max_length=254, blank=True)
    """For the receipt and the answer only; wiped some time after the answer."""
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.FORM)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    """The day in Norway."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(blank=True)
    """Why it is not published; for whoever sent it."""
    note = models.TextField(blank=True)
    """For the secretariat alone."""
    receipt_hash = models.CharField(max_length=64, unique=True, null=True)
    """Of the key in the sender's own link."""
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("received_at", "id")
        indexes = [
            models.Index(fields=["round", "state", "received_at"], name="submission_of_round"),
            models.Index(fields=["round", "about_key"], name="submission_about"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["received", "published", "withheld", "withdrawn"]),
                name="submission_state_is_known",
            ),
            CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="submission_says_something_until_erased"
            ),
            CheckConstraint(condition=~Q(state="withheld") | ~Q(reason=""), name="withheld_submission_has_a_reason"),
            CheckConstraint(
                condition=Q(participant__isnull=True) | Q(kind="municipality"), name="participant_sends_as_such"
            ),
        ]

    def __str__(self) -> str:
        # Without words of its own: it is read by others than those who may read what was sent.
        return gettext("Submission %(number)s") % {"number": self.pk}

    @property
    def sender(self) -> str:
        """Whom it is from, as it is shown; only that it is a citizen when no name was given."""
        named = [str(self.participant) if self.participant else "", self.body_name, self.shown_name]
        return ", ".join(name for name in dict.fromkeys(named) if name) or str(self.get_kind_display())

    @property
    def is_late(self) -> bool:
        """Whether it came after the deadline, by letter or the like."""
        return self.received_on > self.round.response_deadline


class SubmissionAnswer(models.Model):
    """What a submission led to (slik ble innspillet brukt)."""

    class Outcome(models.TextChoices):
        """How it was used."""

        USED = "used", _("Used")
        PARTLY = "partly", _("Partly used")
        NOT_USED = "not_used", _("Not used")
        PASSED_ON = "passed_on", _("Passed on to someone else")
        OUTSIDE = "outside", _("Outside what the council can do")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.TextField()
    changed_keys = models.JSONField(default=list)
    """Keys of goals, paths and actions that it changed."""
    answered_on = models.DateField()
    answered_at = models.DateTimeField()
    # SET_NULL: the answer is the secretariat's, whoever wrote it.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="submission_answers")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("answered_at", "id")
        constraints = [
            CheckConstraint(
                condition=Q(outcome__in=["used", "partly", "not_used", "passed_on", "outside"]),
                name="answer_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())
