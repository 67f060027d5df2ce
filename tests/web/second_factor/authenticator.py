"""A passkey in plain Python, for tests that need no browser: it answers as a well-behaved device does."""

import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


class Authenticator:
    """One device with one passkey for one site."""

    def __init__(self, address: str = "https://veivalg.example.no", host: str = "veivalg.example.no") -> None:
        self.address, self.host = address, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.count = 0

    def register(self, options: dict, **differences) -> dict:
        """The answer to registration options, as the browser sends it."""
        credential = AttestedCredentialData.create(
            Aaguid.NONE,
            self.credential_id,
            differences.get("public_key", ES256.from_cryptography_key(self.key.public_key())),
        )
        data = AuthenticatorData.create(
            self._host_hash(differences),
            differences.get("flags", FLAG.UP | FLAG.UV | FLAG.AT),
            self.count,
            credential,
        )
        client = self._client("webauthn.create", options, differences)
        return self._answer(
            clientDataJSON=websafe_encode(client),
            attestationObject=websafe_encode(AttestationObject.create("none", data, {})),
            transports=differences.get("transports", ["internal", "hybrid", "carrier-pigeon"]),
        )

    def sign(self, options: dict, **differences) -> dict:
        """The answer to authentication options, as the browser sends it."""
        self.count = differences.get("count", self.count + 1)
        data = AuthenticatorData.create(
            self._host_hash(differences), differences.get("flags", FLAG.UP | FLAG.UV), self.count
        )
        client = self._client("webauthn.get", options, differences)
        key = differences.get("key", self.key)
        signature = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=websafe_encode(client),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def _host_hash(self, differences: dict) -> bytes:
        return hashlib.sha256(differences.get("host", self.host).encode()).digest()

    def _client(self, kind: str, options: dict, differences: dict) -> CollectedClientData:
        return CollectedClientData.create(
            differences.get("kind", kind),
            differences.get("challenge", options["challenge"]),
            differences.get("origin", self.address),
            cross_origin=differences.get("cross_origin", False),
        )

    def _answer(self, **response) -> dict:
        identifier = websafe_encode(self.credential_id)
        return {
            "id": identifier,
            "rawId": identifier,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
