"""Sign-ins that are under way at the provider, and who is known from there."""

from django.db import models
from django.db.models import UniqueConstraint

from veivalg.web.accounts.models import Account


class PendingSignIn(models.Model):
    """A browser has been sent to the provider and has not come back (påbegynt ekstern innlogging). Works once."""

    state_hash = models.CharField(max_length=64, unique=True)
    """Of what the provider sends back; whoever reads the database cannot use it."""
    browser_hash = models.CharField(max_length=64)
    """Of the secret in the browser's cookie: an answer works only in the browser that asked."""
    nonce = models.CharField(max_length=64)
    code_verifier = models.CharField(max_length=128)
    """The proof key (PKCE). Wiped with the nonce when the answer comes."""
    redirect_uri = models.CharField(max_length=300)
    next_path = models.CharField(max_length=300, blank=True)
    is_shared_machine = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="pending_sign_in_to_forget")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ExternalIdentity(models.Model):
    """That an account is someone at a provider (ekstern innlogging). Never a national identity number."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="external_identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    """The provider's own identifier (`sub`), which means nothing elsewhere."""
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["issuer", "subject"], name="identity_belongs_to_one_account"),
            UniqueConstraint(fields=["issuer", "account"], name="account_has_one_identity_per_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.account} – {self.issuer}"
