"""Fields that forms about councils share."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_UNSEEN = ("Cf", "Cs", "Co", "Cn")


class LineField(forms.CharField):
    """One line of text, without signs that cannot be seen or that turn the writing round."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return " ".join("".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN).split())


class OrganisationNumberField(LineField):
    """Nine digits, the last of which is made from the others (modulo 11)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value: Any) -> str:
        number = super().clean(value).replace(" ", "")
        if not number:
            return ""
        if not (len(number) == 9 and number.isascii() and number.isdecimal() and _is_right(number)):
            raise forms.ValidationError(
                gettext("“%(typed)s” is not an organisation number. It has nine digits, and they do not fit together.")
                % {"typed": number[:20]}
            )
        return number


def _is_right(number: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return (11 - rest) % 11 == int(number[8])
