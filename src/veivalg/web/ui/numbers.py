"""Numbers as Språkrådet writes them, and as English does: thousands, decimals, minus, ranges."""

import math
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext

NBSP = "\u00a0"
MINUS = "\u2212"
_WHOLE = 1e15
"""From here a floating number has no decimals to round."""


def number(value: float | None, decimals: int = 0) -> str:
    """A number, rounded; "missing" when there is none. Halves are rounded away from zero, as people here learn it:
    12.5 is 13, and −0.25 is −0.3 with one decimal. What counts as a half is the number as it is written.

    Bokmål and nynorsk: ``37 659``, ``12,5``, ``−275`` (no-break space, comma, real minus).
    """
    if value is None or math.isnan(value):
        return gettext("missing")
    text = f"{_rounded(abs(value), decimals):,.{decimals}f}"
    if get_language() != "en":
        text = text.replace(",", NBSP).replace(".", ",")
    negative = value < 0 and any(digit in "123456789" for digit in text)
    return (MINUS if negative else "") + text


def _rounded(value: float, decimals: int) -> float | Decimal:
    """A number that is not negative, with so many decimals. Formatting alone would make 12.5 to 12, and 13.5 to 14."""
    if isinstance(value, int) or value >= _WHOLE:
        return value
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def signed(value: float | None, decimals: int = 0) -> str:
    """The same with a plus sign when it is over zero."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and value > 0 and any(digit in "123456789" for digit in text) else text


def percent(value: float | None, decimals: int = 1) -> str:
    """A share: ``23,5 %`` in Norwegian, ``23.5%`` in English."""
    text = number(value, decimals)
    if value is None or math.isnan(value):
        return text
    return f"{text}%" if get_language() == "en" else f"{text}{NBSP}%"


def span(low: int, high: int) -> str:
    """A range with an en dash, or one number when both are equal."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def listed(words: list[str]) -> str:
    """``Leka, Lierne og Osen``."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
