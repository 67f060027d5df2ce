"""What lies in the database gives nobody a second factor, and a changed key is told clearly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.accounts.second_factor import sealing, totp

SECRET = b"12345678901234567890"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SECRET_KEY = "the first key of the site, long enough"
    settings.SECRET_KEY_FALLBACKS = []
    return settings


@given(secret=st.binary(min_size=16, max_size=40), account_id=st.integers(1, 2**63))
def test_a_sealed_secret_can_be_opened_and_does_not_show(secret, account_id):
    sealed = sealing.seal(secret, account_id=account_id)

    assert sealing.unseal(sealed, account_id=account_id) == secret
    for shown in (secret.hex(), totp.key_for_typing(secret).replace(" ", "")):
        assert shown not in sealed


def test_another_accounts_row_is_no_place_for_it():
    sealed = sealing.seal(SECRET, account_id=1)

    with pytest.raises(sealing.SealBroken, match="account 2"):
        sealing.unseal(sealed, account_id=2)


def test_a_changed_key_is_told_with_what_to_do(keys):
    sealed = sealing.seal(SECRET, account_id=1)
    keys.SECRET_KEY = "another key, just as long as the first"

    with pytest.raises(sealing.SealBroken, match=r"former key in VEIVALG_SECRET_KEY_FALLBACKS.*remove_second_factor"):
        sealing.unseal(sealed, account_id=1)


def test_a_former_key_opens_until_the_secret_has_been_sealed_anew(keys):
    sealed = sealing.seal(SECRET, account_id=1)
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS = "another key, just as long", [keys.SECRET_KEY]
    renewed = sealing.renewed(sealed, account_id=1)
    keys.SECRET_KEY_FALLBACKS = []

    assert sealing.unseal(renewed, account_id=1) == SECRET
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed, account_id=1)


@pytest.mark.parametrize("damaged", ["", "x", "gAAAAA", "ø" * 100])
def test_damage_is_told_like_a_changed_key(damaged):
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(damaged, account_id=1)
