"""Fields that the forms of plans share."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from veivalg.web.files.cleaning import clean

FIRST_YEAR, LAST_YEAR = 1990, 2150


class YearField(forms.IntegerField):
    """A year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


class LinesField(forms.CharField):
    """Several names, one on each line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(required=False, max_length=10_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        return [line for each in text.splitlines() if (line := " ".join(clean(each)[0].split()))]


class NumbersField(forms.CharField):
    """Whole numbers with commas between, e.g. of the United Nations' goals."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=False, max_length=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[int]:  # type: ignore[override]
        text = super().clean(value)
        words = [word for word in re.split(r"[\s,;]+", text) if word]
        if not all(word.isascii() and word.isdecimal() and len(word) < 4 for word in words):
            raise ValidationError(gettext("Write numbers with commas between, for example 3, 11."))
        numbers = list(dict.fromkeys(int(word) for word in words))
        if any(not 1 <= number <= self.most for number in numbers):
            raise ValidationError(gettext("The numbers go from 1 to %(most)s.") % {"most": self.most})
        return numbers
