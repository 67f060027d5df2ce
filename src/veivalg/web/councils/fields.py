"""Fields that forms about councils share."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from veivalg.web.ui.forms import LineField

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


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
