"""Tables of endorsements: one round for a resolution, one row for each municipality, and links to answer by."""

from datetime import date
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.rules.way import EffectRule
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council, Participant
from veivalg.web.meetings.models import Resolution

LONGEST_AMENDMENT = 5_000
LONGEST_NUMBER, LONGEST_NOTE, LONGEST_GROUNDS = 40, 300, 500
"""Signs of what a municipality changed."""


class EndorsementRound(models.Model):
    """That a resolution is sent to every participant's own body (forankringsrunde)."""

    class Rule(models.TextChoices):
        """How many have to say yes before it takes effect."""

        EVERY = EffectRule.EVERY.value, _("Every municipality has to say yes")
        MAJORITY = EffectRule.MAJORITY.value, _("More than half have to say yes")
        NUMBER = EffectRule.NUMBER.value, _("A number that the resolution itself gives")

    # PROTECT throughout: what municipalities have resolved outlives whatever happens to the rest.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="endorsement_rounds")
    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="endorsement_round")
    """The text that stands: when it is corrected the round goes along."""
    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.EVERY)
    own_count = models.PositiveSmallIntegerField(null=True)
    """For the rule that wants a number."""
    counts_changed = models.BooleanField(default=False)
    """Whether a yes with a change counts towards the effect: it does not when all have to say yes to the same."""
    commits = models.BooleanField(default=True)
    """Whether it commits the municipalities' money, land or services."""
    grounds = models.CharField(max_length=LONGEST_GROUNDS, blank=True)
    """Why the municipalities decide, or why it stands as something else than a recommendation."""
    idea_on = models.DateField(null=True)
    """When the idea came; the way is counted from here when it is known."""
    response_by = models.DateField(null=True)
    """The day by which an answer is wanted."""
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-resolution__resolved_on", "-id")
        constraints = [
            CheckConstraint(condition=Q(rule__in=["every", "majority", "number"]), name="effect_rule_is_known"),
            CheckConstraint(
                condition=(Q(rule="number") & Q(own_count__gte=1)) | (~Q(rule="number") & Q(own_count__isnull=True)),
                name="effect_rule_with_a_number_has_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.resolution)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:round", args=[self.council.slug, self.resolution_id])


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    """Ways to ask for endorsements."""

    def with_everything(self) -> Self:
        """With the participant, the round and its resolution, in the same query."""
        return self.select_related(
            "participant__municipality", "participant__county", "round__resolution__body", "round__council"
        )

    def owed(self, *, on: date) -> Self:
        """Those without an answer that settles it, of participants who still take part on a day."""
        stays = Q(participant__ends_on__isnull=True) | Q(participant__ends_on__gte=on)
        return self.filter(stays, result__in=OPEN)


class Endorsement(models.Model):
    """What one municipality's own body has resolved about the council's resolution (forankring)."""

    class ByWhom(models.TextChoices):
        """Which of the municipality's bodies."""

        MUNICIPAL_COUNCIL = "municipal_council", _("The municipal council")
        EXECUTIVE = "executive", _("The executive committee")
        COUNTY_COUNCIL = "county_council", _("The county council")
        OTHER = "other", _("Another body")

    class Result(models.TextChoices):
        """What came of it."""

        ADOPTED = "adopted", _("adopted")
        CHANGED = "changed", _("adopted with a change")
        REJECTED = "rejected", _("rejected")
        POSTPONED = "postponed", _("put off")
        NOTED = "noted", _("taken note of")

    round = models.ForeignKey(EndorsementRound, on_delete=models.CASCADE, related_name="endorsements")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="endorsements")
    sent_on = models.DateField(null=True)
    """When the case was sent to the municipality."""
    by_whom = models.CharField(max_length=20, choices=ByWhom.choices, blank=True)
    case_number = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    """As the municipality writes it."""
    decided_on = models.DateField(null=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    """Empty: no answer yet."""
    is_ahead = models.BooleanField(default=False)
    """The municipality decided before the council did."""
    amendment = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_AMENDMENT)])
    """What was changed, word for word."""
    link = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    answered_at = models.DateTimeField(null=True)
    """When the answer that stands was registered."""
    version = models.PositiveIntegerField(default=1)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["participant", "result"], name="endorsement_of_participant")]
        constraints = [
            UniqueConstraint(fields=["round", "participant"], name="one_endorsement_for_each_participant"),
            CheckConstraint(
                condition=Q(result__in=["", "adopted", "changed", "rejected", "postponed", "noted"]),
                name="endorsement_result_is_known",
            ),
            CheckConstraint(
                condition=Q(by_whom__in=["", "municipal_council", "executive", "county_council", "other"]),
                name="endorsement_body_is_known",
            ),
            CheckConstraint(
                condition=Q(result="", decided_on__isnull=True, answered_at__isnull=True)
                | (~Q(result="") & Q(decided_on__isnull=False, answered_at__isnull=False) & ~Q(by_whom="")),
                name="endorsement_with_a_result_says_who_and_when",
            ),
            CheckConstraint(
                condition=(Q(result="changed") & ~Q(amendment="")) | (~Q(result="changed") & Q(amendment="")),
                name="endorsement_with_a_change_says_which",
            ),
            CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="endorsement_link_is_encrypted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.round}"

    def get_absolute_url(self) -> str:
        return f"{self.round.get_absolute_url()}#k{self.pk}"

    @property
    def is_yes(self) -> bool:
        return self.result in YES

    @property
    def is_settled(self) -> bool:
        """Whether the municipality owes no more: what is put off is still owed."""
        return self.result not in OPEN


YES = (Endorsement.Result.ADOPTED.value, Endorsement.Result.CHANGED.value)
OPEN = ("", Endorsement.Result.POSTPONED.value)


class EndorsementLink(models.Model):
    """A link in a mail that answers for one municipality, once (lenke for forankring)."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.CASCADE, related_name="links")
    # CASCADE: whoever is gone answers for nothing.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="endorsement_links")
    key_hash = models.CharField(max_length=64, unique=True)
    """Of the key in the mail; whoever reads the database cannot use it."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """When the answer was confirmed; from then on the link only shows it."""

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["endorsement", "-made_at"], name="link_of_endorsement"),
            models.Index(fields=["expires_at"], name="endorsement_link_to_forget"),
        ]
        constraints = [
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="endorsement_link_holds_for_a_while")
        ]

    def __str__(self) -> str:
        return f"{self.endorsement} ({self.made_at:%Y-%m-%d})"


class EndorsementTarget(models.Model):
    """How many days a council wants from the resolution to the last answer (måltall for forankring)."""

    council = models.OneToOneField(Council, on_delete=models.CASCADE, related_name="endorsement_target")
    days = models.PositiveSmallIntegerField()
    """From the resolution to the last municipality's answer."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [CheckConstraint(condition=Q(days__range=(1, 3650)), name="endorsement_target_is_days")]

    def __str__(self) -> str:
        return f"{self.days}"
