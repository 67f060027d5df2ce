"""Codes from a code app agree with the standard, with another implementation, and are good once."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.accounts.second_factor import totp

SECRET = b"12345678901234567890"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CODE = totp.code_of(SECRET, totp.step_at(NOON))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds, code):
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))

    assert totp.code_of(SECRET, step, digits=8) == code
    assert totp.code_of(SECRET, step) == code[2:]


@given(secret=st.binary(min_size=16, max_size=40), seconds=st.integers(0, 4_000_000_000))
def test_codes_agree_with_another_implementation(secret, seconds):
    other = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(seconds).decode()

    assert totp.code_of(secret, totp.step_at(datetime.fromtimestamp(seconds, UTC))) == other


@pytest.mark.parametrize("typed", [CODE, f"{CODE[:3]} {CODE[3:]}", f"  {CODE}\n", f"{CODE[:3]}-{CODE[3:]}"])
def test_a_code_is_known_however_it_is_pasted(typed):
    assert totp.matching_step(SECRET, typed, now=NOON) == totp.step_at(NOON)


@pytest.mark.parametrize("seconds_off", [-30, 0, 29, 59])
def test_a_clock_may_be_one_step_off(seconds_off):
    assert totp.matching_step(SECRET, CODE, now=NOON + timedelta(seconds=seconds_off)) == totp.step_at(NOON)


@pytest.mark.parametrize("seconds_off", [-31, 60, 3600])
def test_a_clock_may_not_be_two_steps_off(seconds_off):
    assert totp.matching_step(SECRET, CODE, now=NOON + timedelta(seconds=seconds_off)) is None


def test_a_code_is_good_once_and_older_ones_are_over_too():
    step = totp.step_at(NOON)

    assert totp.matching_step(SECRET, CODE, now=NOON, last_used_step=step) is None
    assert totp.matching_step(SECRET, totp.code_of(SECRET, step - 1), now=NOON, last_used_step=step) is None
    assert totp.matching_step(SECRET, totp.code_of(SECRET, step + 1), now=NOON, last_used_step=step) == step + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\x00" * 6, CODE + "0", "9" * 100_000])
def test_what_is_no_code_is_refused(typed):
    assert totp.matching_step(SECRET, typed, now=NOON) is None


def test_secrets_are_long_and_never_the_same():
    made = {totp.new_secret() for _ in range(50)}

    assert len(made) == 50
    assert {len(secret) for secret in made} == {20}


@given(secret=st.binary(min_size=1, max_size=40))
def test_the_key_for_typing_is_the_secret(secret):
    key = totp.key_for_typing(secret).replace(" ", "")

    assert base64.b32decode(key + "=" * (-len(key) % 8)) == secret


@given(account=st.text(min_size=1), issuer=st.text(min_size=1))
def test_the_address_for_the_app_can_be_taken_apart_again(account, issuer):
    # Halves of surrogate pairs cannot be written in an address at all.
    account, issuer = (text.encode("utf-8", "replace").decode() for text in (account, issuer))
    address = urlsplit(totp.address_for_app(SECRET, account=account, issuer=issuer))
    issued_by, _, name = address.path.removeprefix("/").partition(":")

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(name) == account.replace(":", " ")
    assert unquote(issued_by) == issuer.replace(":", " ")
    assert parse_qs(address.query)["secret"] == [totp.key_for_typing(SECRET).replace(" ", "")]
    assert parse_qs(address.query)["issuer"] == [issuer]
