"""Recovery codes (reservekoder): what they are stored as."""

import hashlib
import hmac

from django.conf import settings

from veivalg.web.accounts.secrets import new_personal_code, plain_code

COUNT = 10


def new_codes() -> list[str]:
    """Ten codes as the owner sees them. Sixty bits each: nobody guesses one, so they need no slow hash."""
    return [new_personal_code() for _ in range(COUNT)]


def hashes_of(code: str, *, account_id: int) -> list[str]:
    """What a code is stored as: under the site's newest key first, then under each former one."""
    text = f"veivalg recovery code of account {account_id}: {plain_code(code)}".encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(key.encode(), text, hashlib.sha256).hex() for key in keys]


def is_one_of(code_hash: str, hashes: list[str]) -> bool:
    """Whether a stored hash is among those given. Takes as long whichever, if any, it is."""
    return sum(hmac.compare_digest(code_hash, other) for other in hashes) > 0
