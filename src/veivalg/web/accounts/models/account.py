"""The account: one person's way in, whatever they are in which council."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext


class Account(models.Model):
    """Someone who can sign in (konto). What they may do stands in roles, council by council."""

    class MailRhythm(models.TextChoices):
        """How often mail about what waits may come (påminnelser)."""

        EACH = "each"
        WEEKLY = "weekly"
        NONE = "none"

    email = models.CharField(max_length=254, null=True, unique=True)
    """In small letters. None for the youth panel, who sign in with a code under an alias."""
    name = models.CharField(max_length=120, blank=True)
    """What others see; an alias for the youth panel."""
    language = models.CharField(max_length=2, blank=True)
    mail_rhythm = models.CharField(max_length=6, choices=MailRhythm.choices, default=MailRhythm.EACH)
    is_host = models.BooleanField(default=False)
    """Runs the installation (vertens administrator)."""
    may_set_up_until = models.DateField(null=True)
    """Invited to set up a council, until this date."""
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email__isnull=True, name=""), name="erased_account_is_empty"
            ),
            CheckConstraint(
                condition=Q(language__in=["", *(code for code, _ in settings.LANGUAGES)]),
                name="account_language_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What others see: the name, else the part of the address before the @, else that the account is erased."""
        if self.erased_at is not None:
            return gettext("Erased account %(number)s") % {"number": self.pk}
        return self.name or (self.email or "").partition("@")[0] or gettext("Account %(number)s") % {"number": self.pk}

    @property
    def is_alias(self) -> bool:
        """True for the youth panel: no address is stored."""
        return self.email is None and self.erased_at is None
