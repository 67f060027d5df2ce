"""Passkeys (tilgangsnøkler): what is asked of the browser, and whether its answer holds. WebAuthn Level 2, chapter 7.

The library reads the answers and checks signatures. What it leaves to us stands here: the exact origin, the kinds of
keys we can check later, answers made inside another site's frame, and the count of signatures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.cose import ES256, RS256, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

ALGORITHMS = [ES256.ALGORITHM, EdDSA.ALGORITHM, RS256.ALGORITHM]
"""What phones, computers and security keys make; others are not offered and not accepted."""
CHALLENGE_MINUTES = 5
_WAIT_MILLISECONDS = CHALLENGE_MINUTES * 60_000
LONGEST_CREDENTIAL_ID = 1023
"""In bytes (WebAuthn, 7.1, step 25)."""
_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}


class PasskeyRefused(Exception):
    """The browser's answer does not prove what it should. The text is for the log, not for the page."""


class PasskeyCopied(PasskeyRefused):
    """The passkey's count of signatures has gone backwards: someone may use a copy of it (WebAuthn, 6.1.1)."""


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A new passkey as it is stored."""

    credential_id: bytes
    credential: bytes
    """Identifier and public key, in the form that WebAuthn calls attested credential data."""
    sign_count: int
    transports: list[str]
    is_backed_up: bool
    """True when the passkey follows the owner's devices, so that losing one is no loss."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A stored passkey, as far as it takes to ask for it and to check it."""

    credential: bytes
    sign_count: int
    transports: list[str]

    @property
    def credential_id(self) -> bytes:
        return AttestedCredentialData(self.credential).credential_id


@dataclass(frozen=True, kw_only=True)
class Used:
    """Which passkey answered, and its count of signatures now."""

    credential_id: bytes
    sign_count: int


def are_possible() -> bool:
    """Whether browsers give passkeys to this site: over HTTPS, or on this machine under the name localhost."""
    address = urlsplit(settings.ADDRESS)
    return address.scheme == "https" or address.hostname == "localhost"


def registration_options(
    *, challenge: bytes, user_handle: bytes, name: str, display_name: str, known: Iterable[Known]
) -> dict[str, Any]:
    """What the browser needs to make a passkey, as JSON knows it. It will not make a second one on the same device."""
    options, _ = _server().register_begin(
        PublicKeyCredentialUserEntity(id=user_handle, name=name, display_name=display_name),
        credentials=_descriptors(known),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=challenge,
    )
    return dict(options)["publicKey"]


def check_registration(*, challenge: bytes, answer: Mapping[str, Any]) -> Registered:
    """The passkey that the browser has made. Raises PasskeyRefused."""
    try:
        parsed = RegistrationResponse.from_dict(answer)
        data = _server().register_complete(_state(challenge), answer)
        credential = data.credential_data
        if parsed.response.client_data.cross_origin:
            raise ValueError("The answer was made in a frame of another site.")
        if credential is None or credential.public_key.get(3) not in ALGORITHMS:
            raise ValueError("The key is of a kind that we did not ask for.")
        if parsed.raw_id != credential.credential_id or len(parsed.raw_id) > LONGEST_CREDENTIAL_ID:
            raise ValueError("The identifier is too long, or not that of the key.")
        return Registered(
            credential_id=credential.credential_id,
            credential=bytes(credential),
            sign_count=data.counter,
            transports=_transports(answer),
            is_backed_up=data.is_backed_up(),
        )
    except Exception as error:
        # The answer is bytes from outside, and the parsers raise whatever they stumble over. To us it is all one.
        raise PasskeyRefused(f"{type(error).__name__}: {error}") from error


def authentication_options(*, challenge: bytes, known: Iterable[Known]) -> dict[str, Any]:
    """What the browser needs to ask for one of these passkeys, as JSON knows it."""
    options, _ = _server().authenticate_begin(
        credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=challenge,
    )
    return dict(options)["publicKey"]


def check_authentication(*, challenge: bytes, known: Iterable[Known], answer: Mapping[str, Any]) -> Used:
    """Which of these passkeys has signed the challenge. Raises PasskeyCopied and otherwise PasskeyRefused."""
    by_id = {passkey.credential_id: passkey for passkey in known}
    try:
        parsed = AuthenticationResponse.from_dict(answer)
        credentials = [AttestedCredentialData(passkey.credential) for passkey in by_id.values()]
        used = _server().authenticate_complete(_state(challenge), credentials, answer)
        if parsed.response.client_data.cross_origin:
            raise ValueError("The answer was made in a frame of another site.")
        before, count = by_id[used.credential_id].sign_count, parsed.response.authenticator_data.counter
    except Exception as error:
        # As above: whatever the parsers stumble over.
        raise PasskeyRefused(f"{type(error).__name__}: {error}") from error
    # Passkeys that follow their owner between devices do not count, and always say 0.
    if (before or count) and count <= before:
        raise PasskeyCopied(f"The count of signatures went from {before} to {count}.")
    return Used(credential_id=used.credential_id, sign_count=count)


def _server() -> Fido2Server:
    """The site as browsers know it: the host, and nothing but its own fixed address."""
    address = urlsplit(settings.ADDRESS)
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=address.hostname, name="Veivalg"),
        verify_origin=lambda origin: origin == f"{address.scheme}://{address.netloc}",
    )
    server.timeout = _WAIT_MILLISECONDS
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=algorithm)
        for algorithm in ALGORITHMS
    ]
    return server


def _state(challenge: bytes) -> dict[str, Any]:
    """What the library would have us keep between question and answer."""
    return {"challenge": websafe_encode(challenge), "user_verification": UserVerificationRequirement.PREFERRED}


def _descriptors(known: Iterable[Known]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY,
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(name) for name in passkey.transports] or None,
        )
        for passkey in known
    ]


def _transports(answer: Mapping[str, Any]) -> list[str]:
    """How the device is reached, as far as we know the words; the browser may say more, or nothing."""
    said = answer["response"].get("transports", [])
    return sorted({name for name in said if isinstance(name, str)} & _TRANSPORTS)
