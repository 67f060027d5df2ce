"""Recovery codes cannot be guessed, can be read off paper, and are not in the database."""

import pytest

from veivalg.web.accounts.second_factor import codes

CODE = "K7QM-2XWP-9HTA"


def test_ten_codes_of_sixty_bits_that_nobody_confuses():
    made = codes.new_codes()

    assert len(set(made)) == 10
    for code in made:
        assert [len(part) for part in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("IO01")


def test_a_code_is_the_same_however_it_is_typed():
    assert codes.hashes_of(" k7qm 2xwp 9hta", account_id=1) == codes.hashes_of(CODE, account_id=1)


def test_a_hash_does_not_show_the_code_and_belongs_to_one_account():
    (stored,) = codes.hashes_of(CODE, account_id=1)

    assert "K7QM" not in stored
    assert not codes.is_one_of(stored, codes.hashes_of(CODE, account_id=2))


def test_codes_made_under_a_former_key_still_work(settings):
    (stored,) = codes.hashes_of(CODE, account_id=1)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"

    assert codes.is_one_of(stored, codes.hashes_of(CODE, account_id=1))


@pytest.mark.parametrize("typed", ["", "K7QM-2XWP-9HTB", "-", "æøå", "K7QM-2XWP-9HTA5"])
def test_another_code_is_another_hash(typed):
    (stored,) = codes.hashes_of(CODE, account_id=1)

    assert not codes.is_one_of(stored, codes.hashes_of(typed, account_id=1))
