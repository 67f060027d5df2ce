"""The strategy as it is written, and the editions of it that were adopted."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution


class Strategy(models.Model):
    """What a council wants for some years (strategi). This is the text that is worked on; what was adopted is an edition."""

    class State(models.TextChoices):
        """Where the text is on its way."""

        DRAFT = "draft", _("Draft")
        CONSULTATION = "consultation", _("On consultation")
        ADOPTED = "adopted", _("Adopted")
        """Work on the next edition goes on in the same text."""
        ENDED = "ended", _("Ended")

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="strategies")
    name = models.CharField(max_length=160)
    vision = models.CharField(max_length=400, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-first_year", "-id")
        constraints = [
            CheckConstraint(
                condition=Q(first_year__isnull=True, last_year__isnull=True)
                | Q(first_year__range=(1980, 2100), last_year__gte=F("first_year"), last_year__lte=2120),
                name="strategy_has_both_years_in_order_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("strategy:strategy", args=[self.council.slug, self.pk])

    @property
    def period(self) -> str:
        """``2018–2025``; empty when the years are not given."""
        return f"{self.first_year}–{self.last_year}" if self.first_year else ""


class FocusArea(models.Model):
    """A theme that goals are gathered under (satsingsområde)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="focus_areas")
    name = models.CharField(max_length=160)
    about = models.TextField(max_length=2000, blank=True)
    place = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name


class StrategyEdition(models.Model):
    """A strategy as it was adopted (vedtatt utgave). The database itself refuses to change or delete it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    adopted_by = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="adopted_editions")
    content = models.JSONField()
    """The whole plan as `veivalg.rules.plans` writes it."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of the content, so that a copy elsewhere can be held against it."""
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [UniqueConstraint(fields=["strategy", "number"], name="one_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.strategy}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:edition", args=[self.strategy.council.slug, self.strategy_id, self.number])
