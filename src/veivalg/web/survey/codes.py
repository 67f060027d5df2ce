"""Codes on slips and in personal links, and what they turn into in the database."""

import hashlib

from django.conf import settings

from veivalg.web.accounts.secrets import keyed_hash, keyed_hashes, new_key, new_personal_code, plain_code

_PURPOSE = "survey_code"


def new_code() -> str:
    """Sixty bits that can be read aloud and typed: ``K7QM-2XWP-9HTA``. Nobody guesses one while a round is open."""
    return new_personal_code()


def stored(code: str) -> str:
    """How a code is kept: worthless without the installation's key."""
    return keyed_hash(_PURPOSE, plain_code(code))


def stored_ways(code: str) -> list[str]:
    """The same under the newest key of the installation and under each former one."""
    return keyed_hashes(_PURPOSE, plain_code(code))


def new_seal_key() -> str:
    """256 bits, for one round."""
    return new_key()


def seals(seal_key: str, code: str) -> list[str]:
    """The mark of the ballot that belongs to a code, under the newest key of the installation and each former one.

    It is worked out of the code itself and not of the slip's row, so that the two tables have nothing in common even
    while the round is open. Without the round's key nobody can work it out anew. Raises ValueError when that is gone.
    """
    if not seal_key:
        raise ValueError("the key of the round has been destroyed")
    return keyed_hashes("survey_seal", seal_key, plain_code(code))


def sending_hash(key: str) -> str:
    """How the key of one sending is kept; empty for none."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest() if key else ""


def address(code: str) -> str:
    """Where a code is used. It stands after ``#``, which browsers never send and no log can hold."""
    return f"{settings.ADDRESS}/kode/#{plain_code(code)}"
