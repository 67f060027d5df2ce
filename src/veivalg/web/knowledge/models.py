"""A council's own indicators and editions, beside those that everyone has."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council, Municipality

OWN = "egen-"
"""Begins the id of every own indicator in tables and files; official ids hold no hyphen."""


class DraftQuerySet(models.QuerySet):
    """Ways to ask for what is a draft until it is published."""

    def published(self) -> Self:
        """What everyone may see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """What is published, and drafts of the councils where this person may see them."""
        if actor.is_operator:
            return self
        readable = [id for id in actor.council_ids if actor.may(Permission.KNOWLEDGE_DRAFT_READ, council_id=id)]
        return self.filter(Q(published_at__isnull=False) | Q(council_id__in=readable))


class OwnIndicator(models.Model):
    """Something that a council counts itself (egen indikator): never shown as an official figure."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="own_indicators")
    slug = models.SlugField(max_length=40)
    """Never changed: addresses and files are known by it."""
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=40)
    """What one is: ``cabins``, ``percent of pupils``."""
    decimals = models.PositiveSmallIntegerField(default=0)
    polarity = models.CharField(max_length=7, default="neutral")
    """Which end is read as vulnerable: high, low or neutral."""
    adds_up = models.BooleanField(default=False)
    """True for counts: a region has the sum of its members. Shares and means have none."""
    source = models.CharField(max_length=300)
    source_address = models.URLField(max_length=300, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True)
    """None: a draft, for the council alone."""
    is_archived = models.BooleanField(default=False)
    """Archived ones get no new values and are left out of pages, but editions that count them still do."""
    version = models.PositiveIntegerField(default=1)
    """Raised by every change, values included."""

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            UniqueConstraint(fields=["council", "slug"], name="own_indicator_slug_is_free_in_the_council"),
            CheckConstraint(
                condition=Q(polarity__in=["high", "low", "neutral"]), name="own_indicator_polarity_is_known"
            ),
            CheckConstraint(condition=Q(decimals__lte=3), name="own_indicator_has_at_most_three_decimals"),
            CheckConstraint(condition=~Q(source=""), name="own_indicator_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def figure_id(self) -> str:
        """As tables and files know it: ``egen-hytter``."""
        return f"{OWN}{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:own_indicator", args=[self.council.slug, self.slug])


class OwnValue(models.Model):
    """One value of an own indicator (verdi): one municipality, one year. What has no row is missing."""

    indicator = models.ForeignKey(OwnIndicator, on_delete=models.CASCADE, related_name="values")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    is_estimate = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("year", "municipality__name")
        constraints = [
            UniqueConstraint(fields=["indicator", "municipality", "year"], name="own_value_is_given_once"),
            CheckConstraint(condition=Q(year__gte=1900, year__lte=2200), name="own_value_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.municipality} {self.year}"


class OwnEdition(models.Model):
    """A council's own edition of the index (egen utgave): fixed once published, a change makes a new one."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="own_editions")
    slug = models.SlugField(max_length=40)
    """``2026``; the edition is called ``<council>.<slug>`` in addresses."""
    name = models.CharField(max_length=80)
    reason = models.TextField(max_length=2000)
    """Why the council sets limits of its own; shown wherever they are used."""
    based_on = models.CharField(max_length=110)
    """The edition it was made from: ``viken-2019``, or an own one as in addresses."""
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = [
            UniqueConstraint(fields=["council", "slug"], name="own_edition_slug_is_free_in_the_council"),
            CheckConstraint(condition=~Q(reason=""), name="own_edition_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def address(self) -> str:
        """As in the address of an index page: ``demoregionen.2026``."""
        return f"{self.council.slug}.{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:own_edition", args=[self.council.slug, self.slug])


class OwnThreshold(models.Model):
    """One limit of an own edition (egen grenseverdi), with the reason for it."""

    edition = models.ForeignKey(OwnEdition, on_delete=models.CASCADE, related_name="thresholds")
    order = models.PositiveSmallIntegerField()
    official = models.CharField(max_length=40, blank=True)
    """Id of an indicator that everyone has; empty when it is the council's own."""
    # RESTRICT: an indicator that is counted stays, until the whole council goes.
    own = models.ForeignKey(OwnIndicator, null=True, on_delete=models.RESTRICT, related_name="thresholds")
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    """None: the national figure of the same year, which own indicators have none of."""
    risky_when = models.CharField(max_length=5)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            UniqueConstraint(
                fields=["edition", "official"], condition=~Q(official=""), name="own_threshold_official_once"
            ),
            UniqueConstraint(fields=["edition", "own"], name="own_threshold_own_once"),
            CheckConstraint(
                condition=(Q(own__isnull=True) & ~Q(official="")) | (Q(own__isnull=False) & Q(official="")),
                name="own_threshold_is_of_one_indicator",
            ),
            CheckConstraint(
                condition=Q(own__isnull=True) | Q(value__isnull=False), name="own_threshold_own_has_a_value"
            ),
            CheckConstraint(condition=Q(risky_when__in=["below", "above"]), name="own_threshold_side_is_known"),
            CheckConstraint(condition=~Q(reason=""), name="own_threshold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.indicator_id}"

    @property
    def indicator_id(self) -> str:
        """As tables and files know it."""
        return self.own.figure_id if self.own is not None else self.official
