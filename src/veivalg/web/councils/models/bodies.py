"""Bodies, the people in them, and from when until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models.council import Council, Participant, in_force
from veivalg.web.ui.sort_keys import NorwegianKey


class Body(models.Model):
    """A body of a council (organ): those who meet under one name."""

    class Kind(models.TextChoices):
        """What the law and the agreement make of it."""

        ASSEMBLY = "assembly", _("Assembly")
        """representantskap, kommuneloven § 18-3"""
        EXECUTIVE = "executive", _("Executive committee")
        """arbeidsutvalg, styre"""
        COMMITTEE = "committee", _("Committee")
        YOUTH = "youth", _("Youth council")
        DIRECTORS = "directors", _("Municipal directors' forum")
        """kommunedirektørforum: administrative, not elected"""
        GATHERING = "gathering", _("Yearly gathering")
        """årlig storforsamling, e.g. Namdalstinget"""

    ELECTED = (Kind.ASSEMBLY, Kind.EXECUTIVE, Kind.COMMITTEE)
    """Elected bodies (folkevalgte organer) under kommuneloven § 5-1 second paragraph."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    purpose = models.TextField(max_length=2000, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    """The resolution or clause that made it."""
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    leader_rotates = models.BooleanField(default=False)
    """The leader's post goes round among the participants."""
    place_in_list = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place_in_list", "id")
        constraints = [
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="body_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=Q(kind__in=["assembly", "executive", "committee", "youth", "directors", "gathering"]),
                name="body_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("councils:body", args=[self.council.slug, self.pk])

    @property
    def is_elected(self) -> bool:
        """Whether chapter 11 governs it and its members may vote."""
        return self.kind in self.ELECTED

    @property
    def shows_names(self) -> bool:
        """Names of the young are not published."""
        return self.kind != self.Kind.YOUTH


class PersonQuerySet(models.QuerySet["Person"]):
    """Ways to ask for people."""

    def visible_to(self, actor: Actor) -> Self:
        """People whose details this person may see: all of a council's, or those that one's own participant elected."""
        if actor.is_operator:
            return self
        permission = Permission.COUNCILS_PERSON_READ
        found = Q(pk__in=[])
        for council_id in actor.council_ids:
            if actor.may(permission, council_id=council_id):
                found |= Q(council_id=council_id)
            elif own := actor.own_participant_ids(council_id, permission):
                mandates = Mandate.objects.filter(participant_id__in=own)
                found |= Q(council_id=council_id, pk__in=mandates.values("person_id"))
        return self.filter(found)


class Person(models.Model):
    """Someone with a mandate (person). Belongs to one council; the same human in two councils stands in each."""

    class Gender(models.TextChoices):
        """For the balance only; may be left out."""

        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Other")

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120, blank=True)
    sort_key = NorwegianKey(of="name")
    office = models.CharField(max_length=120, blank=True)
    """What they are at home: mayor, chief executive …"""
    party = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=5, choices=Gender.choices, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # SET_NULL: an account that is gone leaves the mandate standing.
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="people")
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "id")
        indexes = [models.Index(fields=["council", "sort_key"], name="person_in_order")]
        constraints = [
            CheckConstraint(condition=Q(gender__in=["", "woman", "man", "other"]), name="person_gender_is_known"),
            CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", office="", party="", gender="", email="", phone="", account__isnull=True),
                name="erased_person_is_empty",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("Erased person %(number)s") % {"number": self.pk}
        return self.name

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """The name and what it is sorted by are saved together."""
        if update_fields is not None and "name" in (fields := set(update_fields)):
            update_fields = fields | {"sort_key"}
        super().save(update_fields=update_fields, **options)

    def get_absolute_url(self) -> str:
        return reverse("councils:person", args=[self.council.slug, self.pk])


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Ways to ask for mandates."""

    def on(self, day: date) -> Self:
        """Those that hold on a day; the last day counts whole."""
        return self.filter(in_force(day))

    def with_everything(self) -> Self:
        """With person, participant and body, in the same query."""
        return self.select_related("person", "participant__municipality", "participant__county", "body")


class Mandate(models.Model):
    """That a person sits in a body (verv), for whom, as what, with which rights, from when until when."""

    class Position(models.TextChoices):
        """As what."""

        LEADER = "leader", _("Leader")
        VICE_LEADER = "vice_leader", _("Vice leader")
        MEMBER = "member", _("Member")
        SUBSTITUTE = "substitute", _("Substitute")
        ATTENDEE = "attendee", _("Attends")
        """møtende uten stemmerett"""

    SEATED = (Position.LEADER, Position.VICE_LEADER, Position.MEMBER)
    """Those who make up the body."""

    class Side(models.TextChoices):
        """In the municipal council at home."""

        POSITION = "position", _("Position")
        OPPOSITION = "opposition", _("Opposition")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="mandates")
    """Who elected the person."""
    position = models.CharField(max_length=12, choices=Position.choices)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    substitute_order = models.PositiveSmallIntegerField(null=True)
    """First substitute, second …, among those of the same participant."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    """The resolution of whoever elected the person: body, date, case number."""
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaces")
    may_attend = models.BooleanField(default=True)
    may_speak = models.BooleanField(default=True)
    may_propose = models.BooleanField(default=True)
    may_vote = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ("body", "participant", "position", "substitute_order", "id")
        indexes = [
            models.Index(fields=["body", "starts_on"], name="mandate_of_body"),
            models.Index(fields=["person"], name="mandate_of_person"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=Q(position="substitute") | Q(substitute_order__isnull=True),
                name="only_substitutes_have_an_order",
            ),
            CheckConstraint(
                condition=Q(position__in=["leader", "vice_leader", "member", "substitute", "attendee"]),
                name="mandate_position_is_known",
            ),
            CheckConstraint(condition=Q(side__in=["", "position", "opposition"]), name="mandate_side_is_known"),
            CheckConstraint(
                condition=~Q(position="attendee") | Q(may_vote=False), name="whoever_only_attends_does_not_vote"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.body}"
