"""Tables of reminders: what was sent to whom when, the links in it, and who said that others answer."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext

from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council, Person
from veivalg.web.strategy.models import Action, ActionUpdate
from veivalg.web.ui.dates import day


class Digest(models.Model):
    """One mail that asks one person how their actions are going, and what their municipality has resolved (påminnelse).

    The address is kept as a hash only.
    """

    class Kind(models.TextChoices):
        """Why it was written."""

        WEEKLY = "weekly"
        """Everything that is due in every council, together, at most once a week."""
        BY_HAND = "by_hand"
        """What is due in one council, when its secretariat would not wait; at most once a week for each council."""
        ASKED = "asked"
        """A secretariat asked about one action."""
        RENEWED = "renewed"
        """Whoever got a link that had run out wanted a new one."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # CASCADE: whom a council has asked goes with it.
    council = models.ForeignKey(Council, null=True, on_delete=models.CASCADE, related_name="digests")
    """Whose secretariat sent it, for what was sent by hand."""
    recipient_hash = models.CharField(max_length=64)
    """Keyed, of the address in small letters."""
    week = models.CharField(max_length=8)
    """``2026-W48``"""
    made_on = models.DateField()
    """The day in Norway."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=["recipient_hash", "-made_on"], name="digest_of_recipient")]
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=["weekly", "by_hand", "asked", "renewed"]), name="digest_kind_is_known"
            ),
            CheckConstraint(
                condition=(Q(kind="by_hand") & Q(council__isnull=False))
                | (~Q(kind="by_hand") & Q(council__isnull=True)),
                name="digest_by_hand_has_its_council",
            ),
            UniqueConstraint(
                fields=["recipient_hash", "week"], condition=Q(kind="weekly"), name="one_weekly_digest_per_person"
            ),
            UniqueConstraint(
                fields=["recipient_hash", "week", "council"],
                condition=Q(kind="by_hand"),
                name="one_digest_by_hand_per_person",
            ),
            UniqueConstraint(
                fields=["recipient_hash", "made_on"],
                condition=~Q(kind="renewed"),
                name="one_reminder_per_person_and_day",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Reminder of %(day)s") % {"day": day(self.made_on)}


class UpdateLink(models.Model):
    """A link in a reminder (lenke for oppdatering): says how one action is going, until it expires."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="links")
    # CASCADE: an action that is removed is asked about no more.
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="update_links")
    key_hash = models.CharField(max_length=64, unique=True)
    """Of the key in the mail; whoever reads the database cannot use it."""
    # CASCADE: whoever is gone answers for nothing.
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="update_links")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="update_links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # SET_NULL: what was taken back was not said.
    said = models.ForeignKey(ActionUpdate, null=True, on_delete=models.SET_NULL, related_name="links")
    """What was last said through it."""

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["action", "-made_at"], name="link_of_action"),
            models.Index(fields=["expires_at"], name="link_to_forget"),
        ]
        constraints = [
            CheckConstraint(condition=Q(account__isnull=False) | Q(person__isnull=False), name="link_is_someones"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.made_at:%Y-%m-%d})"


class Referral(models.Model):
    """That someone who was asked says that others answer for the action (henvisning). Waits for the secretariat."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="referrals")
    text = models.CharField(max_length=200)
    """Who does, in one line. Shown to the secretariat only, and removed when it has been settled."""
    # CASCADE: what someone wrote here goes with them.
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="referrals")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="referrals")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("said_at", "id")

    def __str__(self) -> str:
        return f"{self.action}"
