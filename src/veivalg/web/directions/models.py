"""Choices of direction, the rounds in which they are weighed, and what came of them."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.survey.models import Round
from veivalg.web.survey.models.rounds import LANGUAGES, in_language

LONGEST_NAME, LONGEST_ABOUT, LONGEST_MEANING = 120, 800, 200
MOST_OPTIONS, MOST_MEANINGS, MOST_FIGURES = 8, 4, 3
SAID, LISTED = ("name", "about"), ("meanings", "indicators")
"""The parts of an option that are words: a text, and lists of texts."""


class DirectionChoice(models.Model):
    """Which of several ways a council wants to go (retningsvalg). It is advice: what is chosen, a body resolves."""

    # PROTECT: what a council has asked its members is not forgotten by accident.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="direction_choices")
    language = models.CharField(max_length=2, default="nb")
    """Of the texts here: the council's when they were written. What is also written in others stands in ``words``."""
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=300)
    """What is asked of each option."""
    words = models.JSONField(default=dict)
    """Title and question in other languages: ``{language: {"title", "question"}}``, without what is not written."""
    options = models.JSONField(default=list)
    """``{"key", "name", "about", "meanings": […], "indicators": […], "figures": [ids], "cost": whole number or None,
    "room", "words"}`` each. Choices from before success indicators (suksessindikatorer) were asked about have none.
    ``words`` has name, about, meanings and indicators in other languages, without what is not written."""
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            CheckConstraint(condition=~Q(title="") & ~Q(question=""), name="direction_choice_asks_something"),
            CheckConstraint(condition=Q(language__in=["nb", "nn", "en"]), name="direction_choice_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """The title in the reader's language."""
        return in_language(self.said("title"), self.language)

    @property
    def asks(self) -> str:
        """The question in the reader's language."""
        return in_language(self.said("question"), self.language)

    @property
    def weighed(self) -> list[dict[str, Any]]:
        """The options as the reader reads them: each part in the reader's language, else in the first."""
        return [self._read(row) for row in self.options]

    def said(self, part: str, row: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A part of the choice, or of one of its options, by language; only languages that it is written in."""
        first, others = (getattr(self, part), self.words) if row is None else (row.get(part), row.get("words", {}))
        known = {self.language: first} | {language: others.get(language, {}).get(part) for language in others}
        return {language: known[language] for language in LANGUAGES if known.get(language)}

    def get_absolute_url(self) -> str:
        return reverse("directions:choice", args=[self.council.slug, self.pk])

    def option(self, key: str) -> Mapping[str, Any]:
        """One of the options as the reader reads it. Raises KeyError."""
        return self._read(self.row(key))

    def row(self, key: str) -> Mapping[str, Any]:
        """One of the options as it is stored. Raises KeyError."""
        return {each["key"]: each for each in self.options}[key]

    def _read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        found = {part: in_language(self.said(part, row), self.language) for part in SAID}
        found |= {part: in_language(self.said(part, row), self.language) or [] for part in LISTED}
        return {**row, **found}


class ChoiceRound(models.Model):
    """A round of questions in which the options are weighed (steg i retningsvalget)."""

    class Step(models.TextChoices):
        """What is asked, in the usual order."""

        RATING = "rating", _("Rating from 1 to 5")
        SECOND_RATING = "second_rating", _("Second rating, after you have talked")
        DOTS = "dots", _("Dots")
        BUDGET = "budget", _("Budget")
        STAR = "star", _("Scores and runoff (STAR)")

    class GroupKind(models.TextChoices):
        """Who answers as one, besides the municipalities."""

        ELECTED = "elected", _("Elected members")
        ADMINISTRATIONS = "administrations", _("The municipalities’ administrations")
        YOUTH = "youth", _("Youth")
        BUSINESS = "business", _("The business community")

    choice = models.ForeignKey(DirectionChoice, on_delete=models.PROTECT, related_name="rounds")
    step = models.CharField(max_length=13, choices=Step.choices)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="direction")
    group_kinds = models.JSONField(default=dict)
    """Group number as text → one of GroupKind; other groups are left out."""
    counted = models.JSONField(null=True)
    """What was counted from whole ballots, kept before single answers are deleted."""

    class Meta:
        ordering = ("id",)
        constraints = [
            UniqueConstraint(fields=["choice", "step"], name="direction_choice_takes_a_step_once"),
            CheckConstraint(
                condition=Q(step__in=["rating", "second_rating", "dots", "budget", "star"]),
                name="direction_step_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice}: {self.get_step_display()}"

    @property
    def is_rating(self) -> bool:
        """Whether it says how much people agree."""
        return self.step in (self.Step.RATING, self.Step.SECOND_RATING)


class Gate(models.Model):
    """That a council goes on though it was advised to talk more first (port). Who did it stands in the trail."""

    round = models.OneToOneField(ChoiceRound, on_delete=models.PROTECT, related_name="gate")
    """The rating that gave the advice."""
    advice = models.JSONField(default=list)
    """``{"code", "options": [keys]}`` each, as it was when the gate was passed."""
    reason = models.CharField(max_length=500)
    passed_at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(condition=~Q(reason=""), name="direction_gate_is_passed_with_a_reason")]

    def __str__(self) -> str:
        return self.reason


class Outcome(models.Model):
    """What a body resolved after a choice of direction (utfall), and the strategy that was begun from it."""

    choice = models.OneToOneField(DirectionChoice, on_delete=models.PROTECT, related_name="outcome")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="direction_outcomes")
    chosen = models.JSONField(default=list)
    """Keys of the options, in the order of the choice."""
    decided_at = models.DateTimeField()
    # SET_NULL: what was resolved stands, whatever becomes of a draft.
    strategy = models.ForeignKey(Strategy, null=True, on_delete=models.SET_NULL, related_name="direction_outcomes")
    goal_keys = models.JSONField(default=dict)
    """Option → the keys of the goals that came of it."""

    def __str__(self) -> str:
        return str(self.resolution)
