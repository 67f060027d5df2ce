"""Reads: who is known from the provider."""

from veivalg.web.accounts.oidc.id_token import Identity
from veivalg.web.accounts.oidc.models import ExternalIdentity


def is_known(identity: Identity) -> bool:
    """Whether someone has signed in with this identity before."""
    return ExternalIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject).exists()
