"""What the young say, and what they are answered."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.participation.models import SubmissionAnswer
from veivalg.web.strategy.models import Strategy
from veivalg.web.youth.models.matters import YouthMatter

LONGEST = 5_000
"""Signs of what one sends, and of an answer."""
IDEA_ANSWER_TIME = timedelta(days=30)
"""From the day an idea came until its answer is due."""


class YouthSubmissionQuerySet(models.QuerySet["YouthSubmission"]):
    """Ways to ask for submissions."""

    def published(self) -> Self:
        """Those that someone has read and let through: the only ones that others than the secretariat see."""
        return self.filter(state=YouthSubmission.State.PUBLISHED)

    def standing(self) -> Self:
        """Those that have not been taken back; each is owed an answer."""
        return self.exclude(state=YouthSubmission.State.WITHDRAWN)

    def unanswered(self) -> Self:
        """Those that are still owed one."""
        return self.standing().filter(answer=None)

    def overdue(self, on: date) -> Self:
        """Those that should have been answered before a day."""
        return self.unanswered().filter(answer_due_on__lt=on)


class YouthSubmission(models.Model):
    """What one of the youth panel says about a matter, or an idea of their own (innspill fra ungdom).

    It is no proposal in a body's sense: only members have that right. Nothing of it is public before someone has read
    it, and who sent it never is.
    """

    class State(models.TextChoices):
        """What has been done with it."""

        RECEIVED = "received", _("Not read yet")
        PUBLISHED = "published", _("Published")
        WITHHELD = "withheld", _("Not published")
        WITHDRAWN = "withdrawn", _("Taken back by whoever sent it")

    class Channel(models.TextChoices):
        """How it came."""

        FORM = "form", _("The form here")
        GATHERING = "gathering", _("Said at a meeting")

    # PROTECT: what is sent to a public body is a case document.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="youth_submissions")
    matter = models.ForeignKey(YouthMatter, null=True, on_delete=models.PROTECT, related_name="submissions")
    """None for an idea of their own."""
    text = models.TextField(blank=True)
    # SET_NULL: what was said stands when whoever said it has had their account erased, and then it is nobody's.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="youth_submissions")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.FORM)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    """The day in Norway."""
    answer_due_on = models.DateField()
    """The last day for the answer, as it was promised when this came. It is never moved."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(blank=True)
    """Why it is not published; for whoever sent it."""
    form_key_hash = models.CharField(max_length=64, null=True)
    """Tells one press of a button from another: the same form sent twice is one submission."""
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    """Raised by its answer as well, so that two who answer at once meet each other."""

    objects = YouthSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("received_at", "id")
        indexes = [
            models.Index(fields=["council", "state", "received_at"], name="youth_submission_of_council"),
            models.Index(fields=["matter", "state", "received_at"], name="youth_submission_of_matter"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["received", "published", "withheld", "withdrawn"]),
                name="youth_submission_state_is_known",
            ),
            CheckConstraint(condition=Q(channel__in=["form", "gathering"]), name="youth_submission_channel_is_known"),
            CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False), name="youth_submission_says_something_until_erased"
            ),
            CheckConstraint(
                condition=~Q(state="withheld") | ~Q(reason=""), name="withheld_youth_submission_has_a_reason"
            ),
            CheckConstraint(
                condition=Q(answer_due_on__gte=models.F("received_on")), name="answer_to_youth_is_due_after_it_came"
            ),
            UniqueConstraint(fields=["account", "form_key_hash"], name="youth_form_is_sent_once"),
        ]

    def __str__(self) -> str:
        # Without words of its own: it is read by others than those who may read what was sent.
        return gettext("Submission from the young, number %(number)s") % {"number": self.pk}

    @property
    def is_late(self) -> bool:
        """Whether it was said after the deadline, at a meeting."""
        return self.matter is not None and self.received_on > self.matter.response_deadline


class YouthAnswer(models.Model):
    """What a submission led to (slik ble ungdommens innspill brukt), with links to what it changed.

    Words and outcome may be corrected; the trail of the submission has what stood before.
    """

    Outcome = SubmissionAnswer.Outcome

    submission = models.OneToOneField(YouthSubmission, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=SubmissionAnswer.Outcome.choices)
    words = models.TextField()
    strategy = models.ForeignKey(Strategy, null=True, on_delete=models.PROTECT, related_name="youth_answers")
    """Whose parts the keys are of."""
    changed_keys = models.JSONField(default=list)
    """Keys of goals, paths and actions that it changed."""
    resolution = models.ForeignKey(Resolution, null=True, on_delete=models.PROTECT, related_name="youth_answers")
    """The resolution that it changed."""
    changed_elsewhere = models.BooleanField(default=False)
    """Whether what it changed has no page here, so that the words say what it was."""
    answered_on = models.DateField()
    """The day of the first answer, which is what the deadline is held against."""
    answered_at = models.DateTimeField()
    corrected_on = models.DateField(null=True)
    # SET_NULL: the answer is the secretariat's, whoever wrote it.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="youth_answers")

    class Meta:
        ordering = ("answered_at", "id")
        constraints = [
            CheckConstraint(
                condition=Q(outcome__in=["used", "partly", "not_used", "passed_on", "outside"]),
                name="answer_to_youth_has_a_known_outcome",
            ),
            CheckConstraint(condition=~Q(words=""), name="answer_to_youth_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def was_in_time(self) -> bool:
        return self.answered_on <= self.submission.answer_due_on
