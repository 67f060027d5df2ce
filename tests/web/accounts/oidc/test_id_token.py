"""Which ID tokens are trusted."""

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from tests.web.oidc_provider import EC_KEY, OTHER_RSA_KEY, RSA_KEY, base64url, signed
from veivalg.web.accounts.oidc.configuration import Configuration
from veivalg.web.accounts.oidc.id_token import verified_identity
from veivalg.web.accounts.oidc.national_identity_number import holds_national_identity_number
from veivalg.web.accounts.oidc.stops import Reason, Stopped

ISSUER = "https://provider.example"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
CONFIGURATION = Configuration(issuer=ISSUER, client_id="veivalg")
CLAIMS = {"iss": ISSUER, "aud": "veivalg", "sub": "kari", "iat": AT, "exp": AT + 300, "nonce": "n"}


def public(*keys):
    return [key.as_dict(private=False) for key in keys]


def identity(token, *, published=(RSA_KEY, EC_KEY), configuration=CONFIGURATION, access_token="a", now=NOW):
    keys = published if callable(published) else lambda anew: public(*published)
    return verified_identity(
        token, configuration=configuration, keys=keys, nonce="n", access_token=access_token, now=now
    )


def reason(token, **named):
    with pytest.raises(Stopped) as stopped:
        identity(token, **named)
    return stopped.value.reason


def with_claims(**changed):
    return signed({name: value for name, value in (CLAIMS | changed).items() if value is not None})


@pytest.mark.parametrize(("key", "algorithm"), [(RSA_KEY, "RS256"), (RSA_KEY, "PS256"), (EC_KEY, "ES256")])
def test_a_good_token_says_who_it_is(key, algorithm):
    claims = CLAIMS | {"email": "kari@eksempel.no", "email_verified": True}
    found = identity(signed(claims, key=key, algorithm=algorithm))
    assert (found.issuer, found.subject, found.verified_email) == (ISSUER, "kari", "kari@eksempel.no")
    assert not found.is_second_factor


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_an_address_counts_only_when_it_is_plainly_verified(verified):
    assert identity(with_claims(email="kari@eksempel.no", email_verified=verified)).verified_email == ""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"iss": "https://provider.example/"}, Reason.OTHER_SENDER),
        ({"iss": None}, Reason.OTHER_SENDER),
        ({"aud": "another"}, Reason.WRONG_AUDIENCE),
        ({"aud": None}, Reason.WRONG_AUDIENCE),
        ({"aud": []}, Reason.WRONG_AUDIENCE),
        ({"aud": ["veivalg", "another"]}, Reason.WRONG_AUDIENCE),
        ({"aud": ["veivalg", "another"], "azp": "another"}, Reason.WRONG_AUDIENCE),
        ({"azp": "another"}, Reason.WRONG_AUDIENCE),
        ({"exp": AT - 61}, Reason.TOKEN_EXPIRED),
        ({"iat": AT + 61}, Reason.TOKEN_EARLY),
        ({"nbf": AT + 61}, Reason.TOKEN_EARLY),
        ({"exp": None}, Reason.NONSENSE),
        ({"iat": None}, Reason.NONSENSE),
        ({"exp": "soon"}, Reason.NONSENSE),
        ({"exp": True}, Reason.NONSENSE),
        ({"nonce": "another"}, Reason.WRONG_NONCE),
        ({"nonce": None}, Reason.WRONG_NONCE),
        ({"nonce": ["n"]}, Reason.WRONG_NONCE),
        ({"at_hash": "another"}, Reason.TOKEN_MISMATCH),
        ({"at_hash": 7}, Reason.TOKEN_MISMATCH),
        ({"sub": None}, Reason.NONSENSE),
        ({"sub": ""}, Reason.NONSENSE),
        ({"sub": 12}, Reason.NONSENSE),
        ({"sub": "x" * 256}, Reason.NONSENSE),
        ({"sub": "kari\n"}, Reason.NONSENSE),
        ({"sub": "23079410918"}, Reason.NATIONAL_IDENTITY_NUMBER),
        ({"sub": "230794 10918"}, Reason.NATIONAL_IDENTITY_NUMBER),
        ({"sub": "no:pid:23079410918"}, Reason.NATIONAL_IDENTITY_NUMBER),
        ({"sub": "47906701517"}, Reason.NATIONAL_IDENTITY_NUMBER),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(changed, expected):
    assert reason(with_claims(**changed)) is expected


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["veivalg"]},
        {"aud": ["veivalg", "another"], "azp": "veivalg"},
        {"azp": "veivalg"},
        {"exp": AT - 59},
        {"iat": AT + 59, "nbf": AT + 59},
        {"at_hash": base64url(hashlib.sha256(b"a").digest()[:16])},
        {"sub": "23079410919"},
        {"sub": "109876543210987654321"},
    ],
)
def test_a_token_within_the_rules_is_not_refused(changed):
    assert identity(with_claims(**changed)).subject


def test_an_unsigned_token_is_refused():
    head = base64url(json.dumps({"alg": "none"}).encode())
    token = f"{head}.{base64url(json.dumps(CLAIMS).encode())}."
    assert reason(token) is Reason.ALGORITHM_REFUSED


def test_a_public_key_cannot_be_used_as_a_shared_secret():
    head = base64url(json.dumps({"alg": "HS256", "kid": "rsa-1"}).encode())
    body = f"{head}.{base64url(json.dumps(CLAIMS).encode())}"
    token = f"{body}.{base64url(hmac.digest(RSA_KEY.as_pem(private=False), body.encode(), 'sha256'))}"
    assert reason(token) is Reason.ALGORITHM_REFUSED


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS512", "EdDSA", "rs256", "", None, 256, ["RS256"]])
def test_algorithms_outside_the_list_are_refused(algorithm):
    head = base64url(json.dumps({"alg": algorithm, "kid": "rsa-1"}).encode())
    assert reason(f"{head}.{base64url(b'{}')}.AAAA") is Reason.ALGORITHM_REFUSED


def test_extensions_that_must_be_understood_are_refused():
    head = base64url(json.dumps({"alg": "RS256", "kid": "rsa-1", "crit": ["b64"], "b64": False}).encode())
    assert reason(f"{head}.e30.AAAA") is Reason.ALGORITHM_REFUSED


def test_a_key_brought_along_in_the_token_is_not_used():
    token = signed(CLAIMS, key=OTHER_RSA_KEY, jwk=OTHER_RSA_KEY.as_dict(private=False))
    assert reason(token) is Reason.KEY_UNKNOWN


def test_a_changed_token_is_refused():
    head, body, signature = signed(CLAIMS).split(".")
    changed = base64url(json.dumps(CLAIMS | {"sub": "ola"}).encode())
    assert reason(f"{head}.{changed}.{signature}") is Reason.SIGNATURE_WRONG
    assert reason(f"{head}.{body}.") is Reason.SIGNATURE_WRONG
    with_other_key = signed(CLAIMS, key=OTHER_RSA_KEY, kid="rsa-1")
    assert reason(with_other_key) is Reason.SIGNATURE_WRONG


def test_a_new_key_is_asked_for_once():
    asked = []

    def keys(anew):
        asked.append(anew)
        return public(RSA_KEY, OTHER_RSA_KEY) if anew else public(RSA_KEY)

    assert identity(signed(CLAIMS, key=OTHER_RSA_KEY), published=keys).subject == "kari"
    assert asked == [False, True]
    asked.clear()
    assert reason(signed(CLAIMS, kid="rsa-9"), published=keys) is Reason.KEY_UNKNOWN
    assert asked == [False, True]


def test_without_a_key_id_the_only_key_of_its_kind_is_used():
    token = signed(CLAIMS, kid=None)
    assert identity(token, published=(RSA_KEY, EC_KEY)).subject == "kari"
    assert reason(token, published=(RSA_KEY, OTHER_RSA_KEY)) is Reason.KEY_UNKNOWN


def test_keys_for_something_else_weak_keys_and_broken_keys_are_not_used():
    with pytest.warns(SecurityWarning):
        small = RSAKey.generate_key(1024, {"kid": "small"}, private=True)
    other_curve = ECKey.generate_key("P-384", {"kid": "rsa-1"}, private=True)
    good = RSA_KEY.as_dict(private=False)
    for keys in (
        [good | {"use": "enc"}],
        [good | {"alg": "RS512"}],
        [good | {"n": "!"}],
        [{"kty": "RSA", "kid": "rsa-1"}],
        [good | {"n": 7}],
        [good, good],
        public(other_curve),
        [],
    ):
        assert reason(signed(CLAIMS), published=lambda anew, keys=keys: keys) is Reason.KEY_UNKNOWN
    head = base64url(json.dumps({"alg": "RS256", "kid": "small"}).encode())
    assert reason(f"{head}.e30.AAAA", published=(small,)) is Reason.KEY_UNKNOWN


def test_the_level_counts_as_a_second_factor_only_when_the_settings_name_it():
    token = with_claims(acr="idporten-loa-high", amr=["mfa", "otp"])
    assert not identity(token).is_second_factor
    named = Configuration(issuer=ISSUER, client_id="veivalg", acr_values=("idporten-loa-high",))
    assert identity(token, configuration=named).is_second_factor
    for lower in ("idporten-loa-substantial", None, ["idporten-loa-high"], "idporten-loa-high x"):
        assert not identity(with_claims(acr=lower, amr=["mfa"]), configuration=named).is_second_factor


def test_a_national_identity_number_beside_the_subject_is_dropped():
    found = identity(with_claims(pid="23079410918", email="kari@eksempel.no", email_verified=True, name="Kari"))
    assert "23079410918" not in repr(found)
    assert set(vars(found)) == {"issuer", "subject", "verified_email", "is_second_factor"}


@given(st.one_of(st.text(max_size=200), st.from_regex(r"[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]*")))
def test_nonsense_is_refused_and_never_an_accident(token):
    assert reason(token) in {Reason.NONSENSE, Reason.ALGORITHM_REFUSED}


@given(
    st.dictionaries(
        st.sampled_from([*CLAIMS, "azp", "at_hash", "acr", "nbf"]),
        st.sampled_from([None, True, 0, -1, 1e300, 10**18, "", "23079410918", [], {}, [[]], [None], "\u0000", "ø"]),
    )
)
def test_odd_claims_are_refused_and_never_an_accident(changed):
    with suppress(Stopped):
        assert identity(signed(CLAIMS | changed)).issuer == ISSUER


def test_deep_nesting_is_refused():
    for depth in (900, 1100, 20_000):
        head = base64url(b'{"alg":"RS256","kid":"rsa-1","x":' + b"[" * depth + b"]" * depth + b"}")
        assert reason(f"{head}.e30.AAAA") in {Reason.NONSENSE, Reason.SIGNATURE_WRONG}


@given(st.integers(0, 10**9 - 1))
def test_numbers_with_control_digits_are_recognised_and_their_neighbours_are_not(nine):
    digits = [int(letter) for letter in f"{nine:09d}"]
    first = -sum(d * w for d, w in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    second = -sum(d * w for d, w in zip([*digits, first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    if first < 10 and second < 10:
        assert holds_national_identity_number(f"{nine:09d}{first}{second}")
        assert not holds_national_identity_number(f"{nine:09d}{first}{(second + 1) % 10}")
        assert not holds_national_identity_number(f"1{nine:09d}{first}{second}")


def test_tokens_far_too_long_are_refused():
    assert reason("a" * 200_000 + ".b.c") is Reason.NONSENSE
