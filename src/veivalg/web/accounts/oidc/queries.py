"""Reads: who is known from the provider, and what is stored about an account's identities elsewhere."""

from veivalg.web.accounts.oidc.id_token import Identity
from veivalg.web.accounts.oidc.models import ExternalIdentity


def is_known(identity: Identity) -> bool:
    """Whether someone has signed in with this identity before."""
    return ExternalIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject).exists()


def identities_of(account_id: int) -> list[dict[str, str]]:
    """Everything stored, for whoever asks what is stored about them."""
    return [
        {
            "issuer": identity.issuer,
            "subject": identity.subject,
            "linked_at": identity.linked_at.isoformat(),
            "used_at": identity.used_at.isoformat(),
        }
        for identity in ExternalIdentity.objects.filter(account_id=account_id).order_by("linked_at")
    ]
