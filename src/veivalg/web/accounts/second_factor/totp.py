"""Codes from a code app: RFC 6238 with SHA-1, six digits and steps of thirty seconds, as every such app has it."""

import base64
import hmac
import re
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

DIGITS = 6
STEP_SECONDS = 30
WINDOW = 1
"""How many steps a clock may be off, to either side."""
SECRET_BYTES = 20
"""As long as the hash, which RFC 4226 (4, R6) recommends."""


def new_secret() -> bytes:
    """A secret that nobody has had before."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """The number of the time step that a moment lies in, counted from 1970 (RFC 6238, 4.2)."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of one time step (RFC 4226, 5.3).

    >>> code_of(b"12345678901234567890", 1, digits=8)
    '94287082'
    """
    hashed = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    start = hashed[-1] & 0x0F
    number = struct.unpack_from(">I", hashed, start)[0] & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: bytes, code: str, *, now: datetime, last_used_step: int = -1) -> int | None:
    """The time step whose code this is, or None when it is no valid code now.

    A code is good once: steps up to ``last_used_step`` are over (RFC 6238, 5.2). All steps in the window are compared,
    each in constant time, so that how long it takes tells nothing.
    """
    tried = re.sub(r"[\s-]", "", code).encode()
    found = None
    for step in range(max(step_at(now) - WINDOW, 0), step_at(now) + WINDOW + 1):
        is_equal = hmac.compare_digest(code_of(secret, step).encode(), tried)
        if is_equal and step > last_used_step:
            found = step
    return found


def key_for_typing(secret: bytes) -> str:
    """The secret in base32 and groups of four, for those who type it into the app.

    >>> key_for_typing(b"12345678901234567890")
    'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ'
    """
    key = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def address_for_app(secret: bytes, *, account: str, issuer: str) -> str:
    """The otpauth address that a code app reads from a QR code.

    Apps expect the issuer both as a prefix of the name and as a parameter, and the key without padding.

    >>> address_for_app(b"12345678901234567890", account="kari@example.no", issuer="Veivalg")
    'otpauth://totp/Veivalg:kari%40example.no?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Veivalg'
    """
    # A colon would end the issuer in the app's eyes.
    names = [quote(name.replace(":", " "), safe="") for name in (issuer, account)]
    parameters = urlencode({"secret": key_for_typing(secret).replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{':'.join(names)}?{parameters}"
