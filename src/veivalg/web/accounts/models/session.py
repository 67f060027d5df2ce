"""Signed-in browsers."""

from datetime import datetime, timedelta

from django.db import models

from veivalg.web.accounts.models.account import Account

SECOND_FACTOR_HOLDS = timedelta(hours=12)


class Session(models.Model):
    """One browser in which someone is signed in (innlogget økt)."""

    key_hash = models.CharField(max_length=64, unique=True)
    """Of the secret in the cookie; whoever reads the database cannot use it."""
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=80, blank=True)
    """Browser and system in words, e.g. “Firefox, Windows”: for recognising it in the list. No address is stored."""
    method = models.CharField(max_length=20)
    is_shared_machine = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """Moves on while the session is used."""
    last_end_at = models.DateTimeField()
    """And never beyond this."""
    second_factor_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.account} – {self.device}"

    def has_second_factor(self, now: datetime) -> bool:
        """Whether a second factor was shown lately enough in this session."""
        return self.second_factor_at is not None and now - self.second_factor_at < SECOND_FACTOR_HOLDS
