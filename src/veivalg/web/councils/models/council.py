"""Councils, and who takes part in which from when until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from veivalg.facts.starter import Certainty
from veivalg.web.councils.models.places import CountyAuthority, Municipality


def in_force(on: date, prefix: str = "") -> Q:
    """Rows whose first day has come and whose last day has not passed. An open end holds."""
    return (Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": on})) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class CouncilQuerySet(models.QuerySet["Council"]):
    """Ways to ask for councils."""

    def with_members(self, *, on: date) -> Self:
        """Councils with their participants on a day and whom these borrow figures from, in two queries in all."""
        return self.prefetch_related(
            models.Prefetch(
                "participants",
                Participant.objects.filter(in_force(on))
                .select_related("municipality__borrows_from", "county")
                .order_by("municipality__name", "county__name"),
            )
        )


class Council(models.Model):
    """A regional council (regionråd): equal municipalities that choose a way together."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    language = models.CharField(max_length=2, default="nb")
    """Language form (målform) of the council's pages: nb, nn or en."""
    is_demo = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    """Where the list of members was seen, until the council itself has set it up."""
    source_year = models.CharField(max_length=20, blank=True)
    set_up_at = models.DateTimeField(null=True)
    """When the council itself took over what stands here; None while it is only on the starter list."""
    is_own_legal_person = models.BooleanField(null=True)
    """Own legal person (eget rettssubjekt), kommuneloven § 18-4; None when not said."""
    organisation_number = models.CharField(max_length=9, blank=True)
    # PROTECT: who keeps the accounts and the archive is not forgotten by accident.
    office_municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="offices")
    """The municipality that houses the office (kontorkommune)."""
    secretariat = models.CharField(max_length=160, blank=True)
    """What the secretariat is called and where it sits."""
    contact_email = models.CharField(max_length=254, blank=True)
    website = models.URLField(max_length=200, blank=True)
    controller = models.CharField(max_length=160, blank=True)
    """Who answers for personal data (behandlingsansvarlig)."""
    archive_keeper = models.CharField(max_length=160, blank=True)
    """Who answers for the archive (arkivansvarlig), arkivforskrifta § 8."""
    version = models.PositiveIntegerField(default=1)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ("short_name",)
        constraints = [
            CheckConstraint(condition=Q(language__in=["nb", "nn", "en"]), name="council_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("thread:council", args=[self.slug])

    @property
    def is_set_up(self) -> bool:
        """True when the council itself answers for what stands here."""
        return self.set_up_at is not None

    @property
    def confirmed_members(self) -> list["Participant"]:
        """Municipalities that may be shown as facts (bekreftede deltakere), of those fetched `with_members`."""
        return [p for p in self.participants.all() if p.municipality_id and p.certainty == Certainty.CONFIRMED]

    @property
    def suggested_members(self) -> list["Participant"]:
        """Municipalities that only are suggestions for whoever sets up the council (forslag)."""
        return [p for p in self.participants.all() if p.municipality_id and p.certainty != Certainty.CONFIRMED]

    @property
    def county_members(self) -> list["Participant"]:
        """County authorities that take part."""
        return [p for p in self.participants.all() if p.county_id]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Ways to ask for participants."""

    def on(self, day: date) -> Self:
        """Those that take part on a day."""
        return self.filter(in_force(day))

    def with_places(self) -> Self:
        """With what they are, in the same query."""
        return self.select_related("municipality__borrows_from", "county")


class Participant(models.Model):
    """That a municipality or a county authority takes part in a council (deltaker, deltakerkommune), from and to."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="participants")
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="memberships")
    county = models.ForeignKey(CountyAuthority, null=True, on_delete=models.PROTECT, related_name="memberships")
    certainty = models.CharField(max_length=10, default=Certainty.CONFIRMED)
    """How sure we are, until the council itself has said so."""
    starts_on = models.DateField(null=True)
    """First day; None when it is not known, and then long ago."""
    ends_on = models.DateField(null=True)
    """Last day, that day included."""
    note = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, blank=True)
    """Language form (målform) of papers to it: nb or nn; empty is the council's own."""
    version = models.PositiveIntegerField(default=1)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__isnull=False, county__isnull=True)
                | Q(municipality__isnull=True, county__isnull=False),
                name="participant_is_a_municipality_or_a_county_authority",
            ),
            UniqueConstraint(fields=["council", "municipality", "starts_on"], name="municipality_joins_once_a_day"),
            UniqueConstraint(fields=["council", "county", "starts_on"], name="county_authority_joins_once_a_day"),
            # Unknown days are not equal to each other for a database, and need a rule of their own.
            UniqueConstraint(
                fields=["council", "municipality"],
                condition=Q(starts_on__isnull=True),
                name="municipality_has_been_in_a_council_since_long_ago_once",
            ),
            UniqueConstraint(
                fields=["council", "county"],
                condition=Q(starts_on__isnull=True),
                name="county_authority_has_been_in_a_council_since_long_ago_once",
            ),
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="participant_leaves_after_it_joins",
            ),
            CheckConstraint(
                condition=Q(certainty__in=[certainty.value for certainty in Certainty]),
                name="participant_certainty_is_known",
            ),
            CheckConstraint(condition=Q(language__in=["", "nb", "nn"]), name="participant_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the participant is called."""
        return str(self.municipality or self.county)
