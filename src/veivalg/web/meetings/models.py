"""Resolutions, so that plans and agreements can point at what adopted them."""

from datetime import date, timedelta
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.audit.protection import AddOnly
from veivalg.web.councils.models import Body, Council

ADD_ONLY = AddOnly(
    table="meetings_resolution",
    prefix="resolution",
    message="a registered resolution can only be corrected by a new one",
)
REVIEW_HOLDS = timedelta(days=21)
"""From the resolution until the last day to ask for legality control (lovlighetskontroll), kommuneloven § 27-1."""
LONGEST_TEXT = 20_000
"""Signs of a resolution's text."""


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Ways to ask for resolutions."""

    def standing(self) -> Self:
        """Those that no later row corrects."""
        return self.filter(correction=None)


class Resolution(models.Model):
    """What a body has resolved (vedtak), as it was registered. The database itself refuses to change or delete a row.

    A mistake is corrected by a new row that points at the old one and says why (arkivforskrifta § 11).
    """

    class Kind(models.TextChoices):
        """What it is about. A council can make no individual decision about others, except grants (§ 18-1)."""

        INTERNAL = "internal", _("The cooperation's own affairs")
        ECONOMIC = "economic", _("Economy")
        GRANT = "grant", _("Grant")
        STATEMENT = "statement", _("Statement")
        CONSULTATION_RESPONSE = "consultation_response", _("Answer to a consultation")
        RECOMMENDATION = "recommendation", _("Recommendation to the participants")
        PLAN_ADOPTION = "plan_adoption", _("Adoption of a plan")
        AGREEMENT_CHANGE = "agreement_change", _("Change of the cooperation agreement")

    # PROTECT throughout: what has been resolved outlives whatever happens to the rest.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="resolutions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions")
    resolved_on = models.DateField()
    case_number = models.CharField(max_length=40, blank=True)
    """Running number and year, e.g. 15/26 or RR-sak 15/26; one standing resolution of a body has it."""
    kind = models.CharField(max_length=21, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_TEXT)])
    link = models.URLField(max_length=500, blank=True)
    """Where the minutes or the case can be read; https only."""
    registered_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    """The row that this one replaces."""
    correction_reason = models.CharField(max_length=500, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ("-resolved_on", "-id")
        indexes = [
            models.Index(fields=["council", "-resolved_on"], name="resolution_of_council"),
            models.Index(fields=["body", "-resolved_on"], name="resolution_of_body"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(
                    kind__in=[
                        "internal",
                        "economic",
                        "grant",
                        "statement",
                        "consultation_response",
                        "recommendation",
                        "plan_adoption",
                        "agreement_change",
                    ]
                ),
                name="resolution_kind_is_known",
            ),
            CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="resolution_that_corrects_says_why",
            ),
            CheckConstraint(condition=Q(link="") | Q(link__startswith="https://"), name="resolution_link_is_encrypted"),
            CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="resolution_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("meetings:resolution", args=[self.council.slug, self.pk])

    @property
    def review_until(self) -> date:
        """The last day to ask for legality control (frist for lovlighetskontroll), kommuneloven § 27-1."""
        return self.resolved_on + REVIEW_HOLDS
