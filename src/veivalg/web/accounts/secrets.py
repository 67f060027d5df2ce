"""Secrets that are made here: codes to read, keys in cookies and links; and how they are kept."""

import hashlib
import hmac
import secrets

from django.conf import settings

CODE_DIGITS = 8
_READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs without those that look alike."""
PERSONAL_CODE_SIGNS = 12


def new_key() -> str:
    """256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight digits: read from a mail, typed on a phone."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_personal_code() -> str:
    """Sixty bits on paper: ``K7QM-2XWP-9HTA``."""
    signs = "".join(secrets.choice(_READABLE) for _ in range(PERSONAL_CODE_SIGNS))
    return "-".join(signs[n : n + 4] for n in range(0, PERSONAL_CODE_SIGNS, 4))


def plain_code(typed: str) -> str:
    """A code as it was typed or pasted: without spaces and hyphens, in capitals.

    >>> plain_code(" 1234-5678 "), plain_code("k7qm–2xwp 9hta")
    ('12345678', 'K7QM2XWP9HTA')
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:64]


def key_hash(key: str) -> str:
    """How a key of full strength is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def keyed_hash(purpose: str, *parts: object) -> str:
    """How something that could be guessed is kept: worthless without the installation's key."""
    return keyed_hashes(purpose, *parts)[0]


def keyed_hashes(purpose: str, *parts: object) -> list[str]:
    """The same under the newest key and then under each former one, for what is looked up long after it was kept."""
    text = "\x1f".join((purpose, *map(str, parts)))
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest() for key in keys]


def same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
