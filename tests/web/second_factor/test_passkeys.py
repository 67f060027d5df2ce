"""A passkey counts when it signed our challenge, at our address, for one of the account's keys; and never otherwise."""

import json
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES384, CoseKey
from fido2.webauthn import AuthenticatorData
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.web.second_factor.authenticator import Authenticator
from veivalg.web.accounts.second_factor import passkeys

CHALLENGE = secrets.token_bytes(32)
FLAG = AuthenticatorData.FLAG


def asked_to_register(known=()):
    return passkeys.registration_options(
        challenge=CHALLENGE, user_handle=b"7" * 32, name="kari@example.no", display_name="Kari", known=known
    )


def registered(device: Authenticator) -> passkeys.Known:
    made = passkeys.check_registration(challenge=CHALLENGE, answer=device.register(asked_to_register()))
    return passkeys.Known(credential=made.credential, sign_count=made.sign_count, transports=made.transports)


@pytest.mark.parametrize(
    ("address", "possible"),
    [("https://veivalg.example.no", True), ("http://localhost:8000", True), ("http://127.0.0.1:8000", False)],
)
def test_browsers_give_passkeys_to_safe_addresses_only(settings, address, possible):
    settings.ADDRESS = address

    assert passkeys.are_possible() is possible


def test_what_the_browser_is_asked_for():
    options = asked_to_register([registered(Authenticator())])

    assert json.loads(json.dumps(options)) == options
    assert options["rp"] == {"id": "veivalg.example.no", "name": "Veivalg"}
    assert options["timeout"] == 300_000
    assert {kind["alg"] for kind in options["pubKeyCredParams"]} == {-7, -8, -257}
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    assert options["authenticatorSelection"]["residentKey"] == "preferred"
    assert options["excludeCredentials"][0]["transports"] == ["hybrid", "internal"]


def test_a_new_passkey_is_read():
    device = Authenticator()
    made = passkeys.check_registration(challenge=CHALLENGE, answer=device.register(asked_to_register()))

    assert made.credential_id == device.credential_id
    assert made.transports == ["hybrid", "internal"]
    assert not made.is_backed_up


@pytest.mark.parametrize(
    "difference",
    [
        {"origin": "https://veivalg.example.no.evil.test"},
        {"origin": "https://other.veivalg.example.no"},
        {"origin": "http://veivalg.example.no"},
        {"origin": "https://veivalg.example.no:8443"},
        {"host": "evil.test"},
        {"challenge": secrets.token_bytes(32)},
        {"kind": "webauthn.get"},
        {"cross_origin": True},
        {"flags": FLAG.AT | FLAG.UV},
        {"public_key": ES384.from_cryptography_key(ec.generate_private_key(ec.SECP384R1()).public_key())},
        {"public_key": CoseKey({1: 2, 3: -999})},
    ],
    ids=" ".join,
)
def test_a_new_passkey_made_for_something_else_is_refused(difference):
    answer = Authenticator().register(asked_to_register(), **difference)

    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.check_registration(challenge=CHALLENGE, answer=answer)


def test_a_signature_by_one_of_the_accounts_passkeys_counts():
    first, second = Authenticator(), Authenticator()
    known = [registered(first), registered(second)]
    options = passkeys.authentication_options(challenge=CHALLENGE, known=known)
    used = passkeys.check_authentication(challenge=CHALLENGE, known=known, answer=second.sign(options))

    assert len(options["allowCredentials"]) == 2
    assert options["rpId"] == "veivalg.example.no"
    assert (used.credential_id, used.sign_count) == (second.credential_id, 1)


@pytest.mark.parametrize(
    "difference",
    [
        {"origin": "https://evil.test"},
        {"origin": "http://veivalg.example.no"},
        {"host": "evil.test"},
        {"challenge": secrets.token_bytes(32)},
        {"kind": "webauthn.create"},
        {"cross_origin": True},
        {"flags": FLAG.UV},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=" ".join,
)
def test_a_signature_for_something_else_does_not_count(difference):
    device = Authenticator()
    known = [registered(device)]
    options = passkeys.authentication_options(challenge=CHALLENGE, known=known)

    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.check_authentication(challenge=CHALLENGE, known=known, answer=device.sign(options, **difference))


def test_another_accounts_passkey_does_not_count():
    known = [registered(Authenticator())]
    options = passkeys.authentication_options(challenge=CHALLENGE, known=known)

    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.check_authentication(challenge=CHALLENGE, known=known, answer=Authenticator().sign(options))


@pytest.mark.parametrize(("before", "now"), [(5, 5), (5, 4), (1, 0)])
def test_a_count_that_does_not_grow_shows_a_copy(before, now):
    device = Authenticator()
    known = [passkeys.Known(credential=registered(device).credential, sign_count=before, transports=[])]
    options = passkeys.authentication_options(challenge=CHALLENGE, known=known)

    with pytest.raises(passkeys.PasskeyCopied, match=f"from {before} to {now}"):
        passkeys.check_authentication(challenge=CHALLENGE, known=known, answer=device.sign(options, count=now))


def test_passkeys_that_never_count_are_not_taken_for_copies():
    device = Authenticator()
    known = [registered(device)]
    options = passkeys.authentication_options(challenge=CHALLENGE, known=known)

    for _ in range(2):
        assert passkeys.check_authentication(
            challenge=CHALLENGE, known=known, answer=device.sign(options, count=0)
        ) == passkeys.Used(credential_id=device.credential_id, sign_count=0)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["id", "rawId", "type", "response"])
PARTS = st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "transports"])


# The fixture sets the same address for every example.
@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(damage=st.dictionaries(KEYS, ANYTHING, max_size=2), inner=st.dictionaries(PARTS, ANYTHING, max_size=3))
def test_whatever_the_browser_sends_is_refused_and_never_a_fault(damage, inner):
    device = Authenticator()
    options = passkeys.authentication_options(challenge=CHALLENGE, known=[])
    for make, check in (
        (device.register, lambda answer: passkeys.check_registration(challenge=b"1" * 32, answer=answer)),
        (device.sign, lambda answer: passkeys.check_authentication(challenge=b"1" * 32, known=[], answer=answer)),
    ):
        answer = make(options)
        answer["response"] |= inner
        with pytest.raises(passkeys.PasskeyRefused):
            check(answer | damage)


@pytest.mark.parametrize("answer", [{}, [], "text", None, 5])
def test_an_answer_that_is_not_an_answer_is_refused(answer):
    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.check_registration(challenge=CHALLENGE, answer=answer)
    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.check_authentication(challenge=CHALLENGE, known=[], answer=answer)
