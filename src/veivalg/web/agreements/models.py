"""The cooperation agreement as it is written, its changes with the answers to them, and the editions that hold."""

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.rules.agreement import ChangeRoute, RouteKind
from veivalg.web.agreements.content import fraction
from veivalg.web.audit.protection import AddOnly
from veivalg.web.councils.models import Council, Participant
from veivalg.web.meetings.models import Resolution

ADD_ONLY = (
    AddOnly(
        table="agreements_agreementedition",
        prefix="agreement_edition",
        message="an edition of an agreement is never changed; put a new one in force",
    ),
    AddOnly(
        table="agreements_participantconsent",
        prefix="participant_consent",
        message="a registered answer can only be corrected by a new one",
    ),
)
LONGEST_TEXT = 20_000
"""Signs of a clause's text."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """What tells a clause from all others for good: twelve letters and figures. The template's have their own words."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class CooperationAgreement(models.Model):
    """What the participants have agreed on (samarbeidsavtale): the text that is worked on. What holds is an edition."""

    # PROTECT: what a council has written does not go with the council by accident.
    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="agreement")
    ownership_whole = models.PositiveIntegerField(null=True)
    """What the parts of ownership are counted in: 11 when each of eleven has one."""
    liability_whole = models.PositiveIntegerField(null=True)
    """The same for liability; None while it follows the ownership."""
    majority_part = models.PositiveSmallIntegerField(null=True)
    majority_whole = models.PositiveSmallIntegerField(null=True)
    """The agreement's own rule for what the act leaves to the assembly; None is the act's two thirds."""
    always_every_participant = models.BooleanField(default=False)
    """Every change goes to every participant, also what the act does not demand of them."""
    leaving_months = models.PositiveSmallIntegerField(null=True)
    """Notice before a participant leaves, in months; None when nobody has said."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When anything in it was last changed; what was sent out before that is another text."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(majority_part__isnull=True, majority_whole__isnull=True)
                | Q(majority_part__gte=1, majority_whole__gte=F("majority_part")),
                name="agreement_majority_is_a_part_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(_("The cooperation agreement"))

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.council.slug])


class AgreementClause(models.Model):
    """A clause of the text that is worked on (avtalepunkt)."""

    agreement = models.ForeignKey(CooperationAgreement, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=30, default=new_key)
    heading = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    fixes = models.JSONField(default=list)
    """Which of the act's things it fixes, by number (kommuneloven § 18-4)."""
    place = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = [UniqueConstraint(fields=["agreement", "key"], name="clauses_of_an_agreement_have_own_keys")]

    def __str__(self) -> str:
        return self.heading


class AgreementShare(models.Model):
    """How much of the council one participant owns and answers for, and its seats (eierandel, ansvarsandel)."""

    agreement = models.ForeignKey(CooperationAgreement, on_delete=models.CASCADE, related_name="shares")
    # PROTECT: a participant with a share was not registered by mistake.
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="agreement_shares")
    seats = models.PositiveSmallIntegerField()
    ownership_part = models.PositiveIntegerField()
    liability_part = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            UniqueConstraint(fields=["agreement", "participant"], name="a_participant_has_one_share"),
            CheckConstraint(condition=Q(seats__gte=1), name="every_participant_has_a_seat"),
        ]

    def __str__(self) -> str:
        return str(self.participant)


class AgreementChange(models.Model):
    """A text that was sent out to be agreed on (avtaleendring), frozen, with the way that it has to go."""

    class State(models.TextChoices):
        """Where it is on its way."""

        UNDER_WAY = "under_way", _("Under way")
        IN_FORCE = "in_force", _("In force")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    agreement = models.ForeignKey(CooperationAgreement, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    content = models.JSONField()
    """The whole text and all shares, as `content.as_plain` writes them."""
    checksum = models.CharField(max_length=64)
    base = models.ForeignKey("AgreementEdition", null=True, on_delete=models.PROTECT, related_name="later_changes")
    """The edition that it changes; None for the first agreement."""
    route = models.CharField(max_length=17)
    majority_part = models.PositiveSmallIntegerField(null=True)
    majority_whole = models.PositiveSmallIntegerField(null=True)
    because = models.JSONField()
    """The clauses that decide the way: number, heading and what they fix."""
    sent_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.UNDER_WAY)
    resolution = models.ForeignKey(Resolution, null=True, on_delete=models.PROTECT, related_name="agreement_changes")
    """What the assembly resolved, when it is the assembly that settles it."""
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_cast = models.PositiveSmallIntegerField(null=True)
    asked_in = models.ForeignKey(Resolution, null=True, on_delete=models.PROTECT, related_name="asked_changes")
    """The council's resolution that the participants are asked about, when it is sent to them on endorsement: their
    answers there count here. The text that stands: when it is corrected this goes along."""
    withdrawn_because = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-number",)
        constraints = [
            UniqueConstraint(fields=["agreement", "number"], name="changes_of_an_agreement_have_numbers"),
            UniqueConstraint(
                fields=["agreement"], condition=Q(state="under_way"), name="one_change_of_an_agreement_at_a_time"
            ),
            UniqueConstraint(
                fields=["asked_in"], condition=~Q(state="withdrawn"), name="one_change_is_asked_about_in_a_resolution"
            ),
            CheckConstraint(condition=Q(route__in=["every_participant", "assembly"]), name="change_route_is_known"),
            CheckConstraint(
                condition=Q(asked_in__isnull=True) | Q(route="every_participant"),
                name="only_what_goes_to_everyone_is_asked_about",
            ),
            CheckConstraint(
                condition=Q(state__in=["under_way", "in_force", "withdrawn"]), name="agreement_change_state_is_known"
            ),
            CheckConstraint(
                condition=Q(votes_for__isnull=True, votes_cast__isnull=True, resolution__isnull=True)
                | Q(votes_for__lte=F("votes_cast"), votes_cast__gte=1, resolution__isnull=False),
                name="change_votes_have_a_resolution",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:change", args=[self.agreement.council.slug, self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.UNDER_WAY

    @property
    def is_for_everyone(self) -> bool:
        """Whether every participant's own council has to say yes."""
        return self.route == RouteKind.EVERY_PARTICIPANT

    @property
    def way(self) -> ChangeRoute:
        """The route as the rules know it."""
        return ChangeRoute(
            kind=RouteKind(self.route),
            majority=fraction(self.majority_part, self.majority_whole),
            because=tuple(str(row["number"]) for row in self.because),
        )

    @property
    def is_carried(self) -> bool | None:
        """Whether the assembly's votes carry it; None while nobody has voted."""
        if self.votes_for is None or self.votes_cast is None:
            return None
        return self.way.is_carried(votes_for=self.votes_for, votes_cast=self.votes_cast)


class AgreementEdition(models.Model):
    """The agreement as it holds from a day on (avtaleutgave). The database itself refuses to change or delete it."""

    agreement = models.ForeignKey(CooperationAgreement, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    change = models.OneToOneField(AgreementChange, on_delete=models.PROTECT, related_name="edition")
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    """SHA-256 of the content, so that a copy elsewhere can be held against it."""
    in_force_from = models.DateField()
    put_in_force_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [UniqueConstraint(fields=["agreement", "number"], name="editions_of_an_agreement_have_numbers")]

    def __str__(self) -> str:
        return str(_("Edition %(number)s of the agreement") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("agreements:edition", args=[self.agreement.council.slug, self.pk])


class CouncilBudget(models.Model):
    """What the participants pay to the council together in a year, and by which key (rådets budsjett)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    budget_nok = models.PositiveBigIntegerField()
    """Whole kroner for the year, with what others pay."""
    others_nok = models.PositiveBigIntegerField(default=0)
    """Paid by others, a county authority for example; taken from the budget first."""
    flat_percent = models.PositiveSmallIntegerField()
    """Of what is left: the part that all share equally. The rest is by inhabitants."""
    inhabitants_year = models.PositiveSmallIntegerField()
    """Inhabitants are those of 1 January of this year."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year",)
        constraints = [
            UniqueConstraint(fields=["council", "year"], name="one_budget_for_each_year"),
            CheckConstraint(condition=Q(year__range=(1990, 2150)), name="budget_year_is_a_year"),
            CheckConstraint(condition=Q(flat_percent__lte=100), name="flat_part_is_per_cent"),
            CheckConstraint(condition=Q(others_nok__lte=models.F("budget_nok")), name="others_pay_of_the_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class ParticipantConsentQuerySet(models.QuerySet["ParticipantConsent"]):
    """Ways to ask for answers."""

    def newest(self) -> Self:
        """Those that no later row corrects, also those that take an answer back."""
        return self.filter(correction=None)

    def standing(self) -> Self:
        """The answers that count: not corrected, and not taken back."""
        return self.newest().filter(is_yes__isnull=False)


class ParticipantConsent(models.Model):
    """What one participant's own council answered to a change (tilslutning). A mistake is corrected by a new row."""

    change = models.ForeignKey(AgreementChange, on_delete=models.PROTECT, related_name="consents")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    is_yes = models.BooleanField(null=True)
    """None takes an answer back: a correction that says that the participant has not answered after all."""
    decided_on = models.DateField()
    """The day of the kommunestyre's or fylkesting's meeting; of an answer taken back the day that it had."""
    case_number = models.CharField(max_length=40, blank=True)
    """The participant's own, as it stands in its minutes."""
    registered_at = models.DateTimeField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    correction_reason = models.CharField(max_length=500, blank=True)

    objects = ParticipantConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-id")
        constraints = [
            UniqueConstraint(
                fields=["change", "participant"],
                condition=Q(corrects__isnull=True),
                name="a_participant_answers_a_change_once",
            ),
            CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="consent_that_corrects_says_why",
            ),
            CheckConstraint(
                condition=Q(is_yes__isnull=False) | Q(corrects__isnull=False), name="only_a_correction_takes_back"
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant)


def in_force_on(day: date) -> Q:
    """Editions that have begun to hold by a day; the one with the largest number of them is the one that holds."""
    return Q(in_force_from__lte=day)
