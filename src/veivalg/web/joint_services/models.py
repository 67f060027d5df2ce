"""Services that municipalities run together, in other forms than the council."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import get_language

from veivalg.facts.forms import legal_forms
from veivalg.web.councils.models import Council, Participant


class JointServiceQuerySet(models.QuerySet["JointService"]):
    """Ways to ask for joint services."""

    def with_everyone(self) -> Self:
        """With the host, those who take part and their parts, in a few queries more."""
        return self.select_related("host__municipality", "host__county").prefetch_related(
            "participants__municipality",
            "participants__county",
            "parts__participant__municipality",
            "parts__participant__county",
        )


class JointService(models.Model):
    """A service that municipalities run together (felles tjeneste). The council only keeps the overview."""

    # PROTECT: an overview does not go with the council by accident.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="joint_services")
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    form = models.CharField(max_length=30)
    """A lawful form of cooperation, by its id in the facts (kommuneloven § 17-1)."""
    # PROTECT: a participant that left is ended and not removed, and the service may go on.
    host = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="hosted_services")
    run_by = models.CharField(max_length=200, blank=True)
    """The company, community or office that runs it, by name."""
    participants = models.ManyToManyField(Participant, related_name="joint_services")
    others = models.CharField(max_length=500, blank=True)
    """Those who take part without being participants of the council."""
    yearly_cost_nok = models.PositiveBigIntegerField(null=True)
    """For all who take part together."""
    cost_year = models.PositiveSmallIntegerField(null=True)
    contact = models.CharField(max_length=200, blank=True)
    """An office and how to reach it; no person."""
    link = models.URLField(max_length=500, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = JointServiceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="joint_service_has_a_name"),
            CheckConstraint(
                condition=Q(yearly_cost_nok__isnull=True, cost_year__isnull=True)
                | Q(yearly_cost_nok__isnull=False, cost_year__range=(1990, 2150)),
                name="cost_of_a_joint_service_has_a_year",
            ),
            CheckConstraint(condition=Q(link="") | Q(link__startswith="https://"), name="service_link_is_encrypted"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('joint_services:services', args=[self.council.slug])}#t{self.pk}"

    @property
    def form_name(self) -> str:
        """The form in the language of the page."""
        found = legal_forms().get(self.form)
        return found.name[get_language() or "nb"] if found else self.form


class JointServicePart(models.Model):
    """What one participant pays of a joint service (felles tjeneste) in a year, as far as anyone has said."""

    service = models.ForeignKey(JointService, on_delete=models.CASCADE, related_name="parts")
    # PROTECT: a participant that left is ended and not removed.
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="service_parts")
    amount_nok = models.PositiveBigIntegerField()
    """Whole kroner of the year."""
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    """Where the figure is from, like the service's accounts."""

    class Meta:
        ordering = ("id",)
        constraints = [
            UniqueConstraint(fields=["service", "participant"], name="a_participant_has_one_part_of_a_service"),
            CheckConstraint(
                condition=Q(year__range=(1990, 2150)) & ~Q(source=""), name="part_of_a_service_has_year_and_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.amount_nok}"
