"""Rounds, the groups that answer, and the items that are answered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Council, Participant

SMALLEST_GROUP = 5
"""The last wall: the database refuses a round that shows fewer. What is chosen is the dated limit, which may be higher
(facts.limits.fewest_answers)."""
LANGUAGES = ("nb", "nn", "en")
Words = dict[str, str]
"""A text by language code."""


def in_language(words: Words, first: str) -> str:
    """The text in the reader's language, else in `first`, else in whichever it is written."""
    order = (translation.get_language() or settings.LANGUAGE_CODE, first, *words)
    return next((words[code] for code in order if words.get(code)), "")


class Round(models.Model):
    """Questions that a known group answers once, until a moment (spørrerunde). Nobody sees answers before it closes.

    The mode is chosen when the round is made, explained before the first answer, and never changed.
    """

    class Mode(models.TextChoices):
        """Who can know what someone answered."""

        OPEN = "open", _("Open")
        """åpen: names and answers are shown together once the round has closed"""
        CONFIDENTIAL = "confidential", _("Confidential")
        """fortrolig: names and answers are stored together, and no page shows them; only sums are shown"""
        ANONYMOUS = "anonymous", _("Anonymous")
        """anonym: nobody can find out afterwards"""

    class Kind(models.TextChoices):
        """What the round is for; the room that made it shows its results."""

        QUESTIONS = "questions", _("Questions")
        DIRECTION = "direction", _("Choice of direction")
        COOPERATION = "cooperation", _("Cooperation")
        CAPACITY = "capacity", _("Development capacity")

    class Keeps(models.TextChoices):
        """What is left after a while. Ratings by an elected body may be case documents (arkivlova § 13)."""

        RESULTS = "results", _("The results; single answers are deleted")
        ANSWERS = "answers", _("Results and single answers, as documents of the case")

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.QUESTIONS)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    title = models.JSONField(default=dict)
    """By language code, as all texts of a round."""
    purpose = models.JSONField(default=dict)
    """What the answers will be used for, told before the first answer."""
    smallest_group = models.PositiveSmallIntegerField(default=SMALLEST_GROUP)
    """Fewer answers than this to an item are never shown (k)."""
    may_change = models.BooleanField(default=True)
    """Whoever has answered may answer anew until the round closes."""
    keeps = models.CharField(max_length=7, choices=Keeps.choices, default=Keeps.RESULTS)
    keep_days = models.PositiveSmallIntegerField(default=90)
    """Days from closing until single answers are deleted, when only the results are kept."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    """When the questions were made final; None while it is a draft."""
    closed_at = models.DateTimeField(null=True)
    """When it was closed. What has been closed stays closed, whatever a clock says."""
    seal_key = models.CharField(max_length=64, blank=True)
    """Turns a code into the mark of its ballot in anonymous mode; destroyed when the round closes."""
    issued_count = models.PositiveIntegerField(default=0)
    """Codes given out, over all."""
    paper_count = models.PositiveIntegerField(default=0)
    """Ballots that the secretariat typed in from paper."""
    ballot_count = models.PositiveIntegerField(null=True)
    """Ballots when it closed."""
    results = models.JSONField(null=True)
    """The results as they may be shown, once single answers have been deleted."""
    answers_deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opens_at", "-id")
        indexes = [models.Index(fields=["closed_at", "closes_at"], name="round_to_close")]
        constraints = [
            CheckConstraint(condition=Q(mode__in=["open", "confidential", "anonymous"]), name="round_mode_is_known"),
            CheckConstraint(condition=Q(smallest_group__gte=SMALLEST_GROUP), name="round_never_shows_fewer_than_five"),
            CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_round_closes_after_it_opens"),
            CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(seal_key=""), name="closed_round_has_no_key_to_its_ballots"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.council.language)

    @property
    def about(self) -> str:
        """The purpose in the reader's language."""
        return in_language(self.purpose, self.council.language)

    @property
    def is_anonymous(self) -> bool:
        return self.mode == self.Mode.ANONYMOUS

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def takes_answers(self, now: datetime) -> bool:
        """Whether an answer that comes at this moment is counted."""
        return self.opened_at is not None and not self.is_closed and self.opens_at <= now < self.closes_at


class Group(models.Model):
    """Those who answer as one in the results (svargruppe): a participant's people, elected members, youth …"""

    # A round that is gone takes along what only it knows.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="groups")
    # PROTECT: an answer given for a participant is not forgotten by accident.
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="survey_groups")
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0)
    issued_count = models.PositiveIntegerField(default=0)
    """Codes given out to the group."""

    class Meta:
        ordering = ("place", "id")
        constraints = [
            UniqueConstraint(fields=["round", "name"], name="group_has_a_name_of_its_own"),
            UniqueConstraint(fields=["round", "participant"], name="participant_is_one_group_in_a_round"),
            CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One question of a round (spørsmål) and what may be answered to it."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SCALE = "scale", _("From 1 to 5")
        SCORE = "score", _("From 0 to 5")
        DOTS = "dots", _("Share out dots")
        BUDGET = "budget", _("Spend a budget")
        CHOICE = "choice", _("One of several answers")
        TEXT = "text", _("A short text")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=40)
    """What the room that made the round knows it by."""
    kind = models.CharField(max_length=6, choices=Kind.choices)
    text = models.JSONField(default=dict)
    help = models.JSONField(default=dict)
    low_end = models.JSONField(default=dict)
    """What the lowest number means, on a scale."""
    high_end = models.JSONField(default=dict)
    options = models.JSONField(default=list)
    """``{"key": …, "text": {language: …}, "cost": whole number}`` each; cost in budgets only."""
    amount = models.PositiveIntegerField(null=True)
    """How many dots, or how large a budget."""
    most_on_one = models.PositiveIntegerField(null=True)
    """Dots that may stand on one option."""

    class Meta:
        ordering = ("place", "id")
        constraints = [
            UniqueConstraint(fields=["round", "key"], name="item_has_a_key_of_its_own"),
            CheckConstraint(
                condition=Q(kind__in=["scale", "score", "dots", "budget", "choice", "text"]), name="item_kind_is_known"
            ),
            CheckConstraint(
                condition=~Q(kind__in=["dots", "budget"]) | Q(amount__gt=0), name="dots_and_budgets_have_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.text, settings.LANGUAGE_CODE)
