"""What a cell means: a line of text, a day, a whole number."""

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from veivalg.web.files.workbook import Cell

# Day 0 of Excel's calendar, for days after its 29 February 1900, which never was.
_DAY_ZERO = date(1899, 12, 30)
# 1 January 1930 to 31 December 2199. A lower number is likelier a year or a count than a day.
_FIRST_DAY_NUMBER, _LAST_DAY_NUMBER = 10959, 109939
_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9}
_SHORT |= {"okt": 10, "nov": 11, "des": 12}
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, start=1)} | _SHORT
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*(?P<year>\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})\s*\.?\s*(?P<name>[a-zæøå]+)\.?,?\s+(?P<year>\d{4})", re.ASCII)
_WHOLE = re.compile(r"[-+−]?(?:\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)", re.ASCII)


class ValueUnclear(ValueError):
    """A cell does not hold what was asked for. The text is translated and says what would do."""


def as_line(cell: Cell) -> str:
    """A cell as one line of text: whole numbers without decimals, one space between words, empty for None.

    >>> as_line(5047.0), as_line(" Ole   Normann ")
    ('5047', 'Ole Normann')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def as_date(cell: Cell) -> date:
    """The day that a cell names: a date, a text in a Norwegian or ISO form, or Excel's number of a day.

    Years have four digits; day comes before month unless the year is first.

    >>> as_date("5. juni 2026") == as_date("5/6-2026") == as_date(46178) == date(2026, 6, 5)
    True

    Raises:
        ValueUnclear: the cell is empty, is not a day, or could be several.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell is None or cell == "":
        raise _unclear_day(gettext("The date is missing."))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered_day(cell)
    text = " ".join(str(cell).split()).lower()
    for form in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS):
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            month = _MONTH_NUMBERS.get(parts["name"], 0) if "name" in parts else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                told = gettext("There is no such day as “%(text)s”.") % {"text": _short(cell)}
                raise _unclear_day(told) from None
    raise _unclear_day(gettext("“%(text)s” is not a date.") % {"text": _short(cell)})


def as_whole_number(cell: Cell) -> int:
    """The whole number of a cell: a number without decimals, or a text of digits, with or without spaces between.

    >>> as_whole_number("12 000"), as_whole_number(3.0)
    (12000, 3)

    Raises:
        ValueUnclear: the cell is empty, has decimals, or is something else.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or cell == "":
        raise _unclear_number(gettext("The number is missing."))
    if isinstance(cell, str) and len(cell) <= 30 and _WHOLE.fullmatch(cell.strip()):
        return int(re.sub(r"\s", "", cell.replace("−", "-")))
    raise _unclear_number(gettext("“%(text)s” is not a whole number.") % {"text": _short(cell)})


def _numbered_day(number: float) -> date:
    if not _FIRST_DAY_NUMBER <= number < _LAST_DAY_NUMBER + 1:
        raise _unclear_day(gettext("The number %(number)s is not a date.") % {"number": _short(number)})
    return _DAY_ZERO + timedelta(days=int(number))


def _short(cell: Cell) -> str:
    text = str(cell)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _unclear_day(told: str) -> ValueUnclear:
    advice = gettext("Write day, month and four digits for the year, for example 05.06.2026.")
    return ValueUnclear(f"{told} {advice}")


def _unclear_number(told: str) -> ValueUnclear:
    advice = gettext("Write digits only, for example 12.")
    return ValueUnclear(f"{told} {advice}")
