"""Whether an ID token can be trusted, and the little we keep of it.

OpenID Connect Core 1.0, section 3.1.3.7 (validation) and 3.1.3.8 (at_hash); RFC 8725 for what not to accept.
"""

import base64
import hashlib
import hmac
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from veivalg.web.accounts.oidc.configuration import Configuration
from veivalg.web.accounts.oidc.national_identity_number import holds_national_identity_number
from veivalg.web.accounts.oidc.stops import Reason, Stopped

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
"""What a token may be signed with, and the kind of key that goes with it. Never “none”, never a shared secret."""
LEEWAY_SECONDS = 60
_SMALLEST_RSA_BITS = 2048
_MAX_TOKEN_LENGTH = 100_000

JsonObject = Mapping[str, Any]
Keys = Sequence[JsonObject]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who the provider says this is. Everything else it said about the person has been dropped."""

    issuer: str
    subject: str
    verified_email: str
    """An address the provider vouches for; empty when it does not."""
    is_second_factor: bool
    """True only when the settings name levels of assurance and the token carries one of them."""


class _Registry(jws.JWSRegistry):
    # Some providers put their certificate in the header.
    max_header_length = 16_384
    max_payload_length = _MAX_TOKEN_LENGTH


_REGISTRY = _Registry(algorithms=list(ALGORITHMS), strict_check_header=False)


def verified_identity(
    token: str,
    *,
    configuration: Configuration,
    keys: Callable[[bool], Keys],
    nonce: str,
    access_token: str,
    now: datetime,
) -> Identity:
    """The identity in an ID token. Raises Stopped, with the first thing that is wrong.

    `keys` gives the provider's keys; called with True it must ask the provider anew. That happens once, when the token
    is signed with a key we have not seen: the provider may just have changed keys.
    """
    if not token.isascii() or len(token) > _MAX_TOKEN_LENGTH or token.count(".") != 2:
        raise Stopped(Reason.NONSENSE, "the ID token is not three parts with full stops between")
    header = _json_object(token.split(".")[0])
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Stopped(Reason.ALGORITHM_REFUSED, "the ID token is signed in a way that is not on our list")
    if "crit" in header:
        raise Stopped(Reason.ALGORITHM_REFUSED, "the ID token demands an extension")
    key = _key(keys(False), header) or _key(keys(True), header)
    if key is None:
        raise Stopped(Reason.KEY_UNKNOWN, "the provider's list of keys does not hold the one that signed")
    try:
        claims = orjson.loads(jws.deserialize_compact(token, key, registry=_REGISTRY).payload)
    except JoseError:
        raise Stopped(Reason.SIGNATURE_WRONG, f"{algorithm} with a key of the provider") from None
    except (ValueError, TypeError, RecursionError):
        raise Stopped(Reason.NONSENSE, "the ID token cannot be read") from None
    if not isinstance(claims, dict):
        raise Stopped(Reason.NONSENSE, "the ID token holds no claims")
    _check_sender_and_receiver(claims, configuration)
    _check_times(claims, now)
    if not _same(claims.get("nonce"), nonce):
        raise Stopped(Reason.WRONG_NONCE, "the ID token belongs to another sign-in")
    if "at_hash" in claims and not _same(claims["at_hash"], _half_hash(access_token)):
        raise Stopped(Reason.TOKEN_MISMATCH, "the ID token was not made together with the access token")
    return Identity(
        issuer=configuration.issuer,
        subject=_subject(claims),
        verified_email=verified_email(claims),
        is_second_factor=isinstance(claims.get("acr"), str) and claims["acr"] in configuration.acr_values,
    )


def verified_email(claims: JsonObject) -> str:
    """The e-mail address when the provider has verified it, else nothing. Only a true truth value will do."""
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is True else ""


def _subject(claims: JsonObject) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.isascii() or not subject.isprintable() or not 0 < len(subject) < 256:
        raise Stopped(Reason.NONSENSE, "the ID token does not say who it is about")
    if holds_national_identity_number(subject):
        raise Stopped(Reason.NATIONAL_IDENTITY_NUMBER, "the provider uses national identity numbers as identifiers")
    return subject


def _check_sender_and_receiver(claims: JsonObject, configuration: Configuration) -> None:
    if claims.get("iss") != configuration.issuer:
        raise Stopped(Reason.OTHER_SENDER, "the ID token names another issuer than the settings")
    audience = claims.get("aud")
    receivers = audience if isinstance(audience, list) else [audience]
    authorised = claims.get("azp")
    if configuration.client_id not in receivers:
        raise Stopped(Reason.WRONG_AUDIENCE, "the ID token is for another client")
    if (len(receivers) > 1 or authorised is not None) and authorised != configuration.client_id:
        raise Stopped(Reason.WRONG_AUDIENCE, "the ID token was given to another client")


def _check_times(claims: JsonObject, now: datetime) -> None:
    moment = now.timestamp()
    if _seconds(claims, "exp") <= moment - LEEWAY_SECONDS:
        raise Stopped(Reason.TOKEN_EXPIRED, "the ID token has expired")
    starts = [_seconds(claims, name) for name in ("iat", "nbf") if name == "iat" or name in claims]
    if max(starts) > moment + LEEWAY_SECONDS:
        raise Stopped(Reason.TOKEN_EARLY, "the ID token is from the future")


def _seconds(claims: JsonObject, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Stopped(Reason.NONSENSE, f"the ID token has no moment in “{name}”")
    return value


def _key(keys: Keys, header: JsonObject) -> RSAKey | ECKey | None:
    """The key that the header points at; without a pointer, the only one of its kind."""
    kind, algorithm, key_id = ALGORITHMS[header["alg"]], header["alg"], header.get("kid")
    fitting = [
        key
        for key in keys
        if key.get("kty") == kind and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    ]
    if key_id is not None:
        fitting = [key for key in fitting if key.get("kid") == key_id]
    if len(fitting) != 1:
        return None
    # Only what makes a public key: the provider's other notes about it are not ours to interpret.
    members = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y")}[kind]
    wanted = {name: fitting[0].get(name) for name in members}
    try:
        if kind == "EC":
            return ECKey.import_key(wanted) if wanted["crv"] == "P-256" else None
        is_long_enough = int.from_bytes(_bytes(wanted["n"])).bit_length() >= _SMALLEST_RSA_BITS
        return RSAKey.import_key(wanted) if is_long_enough else None
    except (JoseError, ValueError, TypeError):
        return None


def _json_object(part: str) -> dict[str, Any]:
    try:
        value = orjson.loads(_bytes(part))
    except ValueError:
        raise Stopped(Reason.NONSENSE, "the head of the ID token cannot be read") from None
    if not isinstance(value, dict):
        raise Stopped(Reason.NONSENSE, "the head of the ID token is not an object")
    return value


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _half_hash(access_token: str) -> str:
    """All of our algorithms go with SHA-256, whose left half is written in base64url."""
    half = hashlib.sha256(access_token.encode("ascii", "replace")).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def _same(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
