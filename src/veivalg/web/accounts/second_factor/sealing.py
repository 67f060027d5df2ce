"""Secrets of code apps, sealed for the database.

A code app's secret must be known to be checked, so it cannot be stored as a hash. It is encrypted with a key made from
the site's own, which lies outside the database: a copy of the database alone gives nobody a second factor.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """The stored secret cannot be opened: the site's key has been changed, or the value was moved or damaged."""


def seal(secret: bytes, *, account_id: int) -> str:
    """The secret as it may lie in the database. Only for this account: moved to another's row it cannot be opened."""
    return _keys(account_id).encrypt(secret).decode()


def unseal(sealed: str, *, account_id: int) -> bytes:
    """The secret itself. Raises SealBroken."""
    try:
        return _keys(account_id).decrypt(sealed.encode())
    except InvalidToken as error:
        raise SealBroken(
            f"The code app of account {account_id} cannot be read, because VEIVALG_SECRET_KEY is not the key it was "
            "stored with. Put the former key in VEIVALG_SECRET_KEY_FALLBACKS, or remove the code app with "
            "`veivalg manage remove_second_factor`, and let the owner set it up again."
        ) from error


def renewed(sealed: str, *, account_id: int) -> str:
    """The same secret under the newest key, so that a former key can be taken away in time. Raises SealBroken."""
    return seal(unseal(sealed, account_id=account_id), account_id=account_id)


def _keys(account_id: int) -> MultiFernet:
    """The newest key first; it seals. The former ones only open."""
    return MultiFernet([_key(key, account_id) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str, account_id: int) -> Fernet:
    # Purpose and account are part of the derivation, so no other use of the site's key ever has the same key.
    info = f"veivalg code app of account {account_id}".encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
