"""What someone has besides their mailbox: a code app, passkeys, and codes on paper for when both are gone."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from veivalg.web.accounts.models.account import Account
from veivalg.web.accounts.models.session import Session


class TotpDevice(models.Model):
    """A code app that has been set up, or is being set up (kodeapp)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="totp_devices")
    sealed_secret = models.CharField(max_length=255)
    """Encrypted: the database alone gives nobody a code."""
    last_used_step = models.BigIntegerField(default=-1)
    """Codes up to this time step are over."""
    begun_in = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL)
    """The session that was shown the secret. Only there can it be confirmed: nobody finishes what another began."""
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["account"], condition=Q(confirmed_at__isnull=False), name="one_code_app_per_account"
            ),
            CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(begun_in__isnull=True),
                name="confirmed_code_app_is_the_owners",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.made_at:%Y-%m-%d}"


class Passkey(models.Model):
    """A key pair in a phone, a computer or a security key (tilgangsnøkkel). We have only its public half."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    """What the owner calls it."""
    credential_hash = models.CharField(max_length=64, unique=True)
    """Of the passkey's identifier, which may be long."""
    credential = models.BinaryField()
    """Identifier and public key: attested credential data of WebAuthn."""
    sign_count = models.BigIntegerField()
    transports = models.JSONField(default=list)
    is_backed_up = models.BooleanField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return self.name


class PasskeyChallenge(models.Model):
    """What a passkey was asked to sign (utfordring). Good once, for a few minutes, in one session."""

    class Purpose(models.TextChoices):
        """What the signature is for."""

        REGISTER = "register"
        USE = "use"

    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    challenge = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["session", "purpose"], name="one_challenge_per_session_and_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for the second factor once (reservekode). Shown once, kept as a keyed hash."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["account", "code_hash"], name="recovery_code_once_per_account")]

    def __str__(self) -> str:
        return f"{self.account}, {self.made_at:%Y-%m-%d}"
