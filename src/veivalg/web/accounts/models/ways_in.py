"""Codes and links, as hashes, and how often each has been tried."""

from django.db import models
from django.db.models import UniqueConstraint

from veivalg.web.accounts.models.account import Account


class SignInAttempt(models.Model):
    """That a browser has asked for a code (innloggingsforsøk). The code works in that browser only."""

    key_hash = models.CharField(max_length=64, unique=True)
    """Of the secret in the browser's cookie."""
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    """None when nobody has the address; nothing else differs."""
    code_hash = models.CharField(max_length=64)
    is_shared_machine = models.BooleanField(default=False)
    next_path = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="attempt_to_forget")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class PersonalCode(models.Model):
    """A code that signs someone in without an address (personlig kode). Shown once, kept as a hash."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="personal_code")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    """The day, and no closer: enough to see that a note is in use."""

    def __str__(self) -> str:
        return f"{self.account}"


class MailLink(models.Model):
    """A link in a mail (lenke i e-post): for one purpose, for a time, and it changes nothing by being opened."""

    class Purpose(models.TextChoices):
        """What the link is for."""

        INVITATION = "invitation"

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    key_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    council_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d}"


class RateCount(models.Model):
    """How often something was tried in a stretch of time (forsøk). What was tried is kept as a keyed hash."""

    bucket = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["bucket", "starts_at"], name="one_count_per_bucket_and_stretch")]
        indexes = [models.Index(fields=["ends_at"], name="rate_count_to_forget")]

    def __str__(self) -> str:
        return f"{self.count} from {self.starts_at:%Y-%m-%d %H:%M}"
