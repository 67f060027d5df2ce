"""Recognises a national identity number (fødselsnummer), so that it is never stored."""

import re

_ELEVEN_DIGITS = re.compile(r"(?<!\d)(\d{6})[ .-]?(\d{5})(?!\d)")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def holds_national_identity_number(text: str) -> bool:
    """Whether eleven digits with valid control digits stand anywhere in the text.

    Only the control digits are looked at (weights as Skatteetaten publishes them, sums divisible by 11), so that
    D-numbers and made-up test numbers, which move the day or the month, are recognised too.

    >>> holds_national_identity_number("23079410918"), holds_national_identity_number("23079410919")
    (True, False)
    """
    return any(_has_valid_control_digits(first + last) for first, last in _ELEVEN_DIGITS.findall(text))


def _has_valid_control_digits(eleven: str) -> bool:
    digits = [int(letter) for letter in eleven]
    return all(
        sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0
        for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS)
    )
