"""Cells as text, days, positions and the like, for lists of people."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from veivalg.web.councils.importing.columns import key
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.files.values import ValueUnclear, as_date, as_line, as_whole_number

Plain = str | int | float | None
"""A cell as a draft keeps it: days are texts like 2026-06-05."""
Position, Side, Gender = Mandate.Position, Mandate.Side, Person.Gender
YES, NO = gettext_lazy("yes"), gettext_lazy("no")

_POSITIONS = {
    Position.LEADER: "leder, leiar, leader, chair, chairperson, ordfører i rådet, rådsleder, rådsleiar, styreleder, "
    "styreleiar, president",
    Position.VICE_LEADER: "nestleder, nestleiar, vice leader, deputy leader, deputy chair, vice chair, visepresident, "
    "varaleder",
    Position.MEMBER: "medlem, fast medlem, faste medlem, faste medlemmer, faste medlemer, medlemmer, medlemer, "
    "medlemmar, styremedlem, member, members, representant, representanter, representantar, fast, rådsmedlem",
    Position.SUBSTITUTE: "vara, varamedlem, varamedlemmer, varamedlemer, varamedlemmar, varaer, varamann, "
    "vararepresentant, vararepresentanter, vararepresentantar, personlig vara, personleg vara, personlig varamedlem, "
    "personleg varamedlem, substitute, substitutes, alternate, alternates, deputy member, numerisk vara",
    Position.ATTENDEE: "møtende, møtande, møteande, observatør, observatører, observatørar, tiltredende, tiltredande, "
    "møter, møter uten stemmerett, møter utan røysterett, attends, attendee, attendees, observer, observers, "
    "møte og talerett, sekretær, sekretariat",
}
_GENDERS = {
    Gender.WOMAN: "kvinne, kvinner, k, dame, female, f, woman, w, jente",
    Gender.MAN: "mann, menn, m, herre, male, man, gutt, gut",
    Gender.OTHER: "annet, anna, andre, other, x, ikke binær, ikkje binær",
}
_SIDES = {Side.POSITION: "posisjon, position, pos, p", Side.OPPOSITION: "opposisjon, opposition, opp, opposisjonen, o"}
_YES = "ja, yes, x, sann, true, 1, 1 0, j, y"
_NO = "nei, no, false, usann, 0, 0 0, n, nil, nja"
_NUMBERED = re.compile(r"(?:(\d{1,3})\s+)?(.*?)(?:\s+(?:nr\s+|nummer\s+)?(\d{1,3}))?")
_YEARS = re.compile(r"(\d{4})\s*(?:[-–—/]|til|to)\s*(\d{4}|\d{2})", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_BETWEEN = re.compile(r"\s+(?:[-–—]|til|t\.?o\.?m\.?)\s+|\s*[–—]\s*|(?<=\d{4})-(?=\d{1,2}\.)", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1950, 2150
_ELECTION_YEAR = 2023


@dataclass(frozen=True)
class Day:
    """A first or last day, and whether only its year is written."""

    on: date
    year_only: bool = False

    def is_same_as(self, stored: date | None) -> bool:
        """Whether what is stored is what is written; a year says no more than the year."""
        return stored is not None and (stored.year == self.on.year if self.year_only else stored == self.on)


class Unclear(ValueError):
    """A cell does not hold what its column is for. The text is translated: what, and what to do."""


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], ...]:
    """Words for positions, genders, sides, yes and no, with our own in each language."""
    tables = []
    for words in (_POSITIONS, _GENDERS, _SIDES):
        table = {key(word): value.value for value, listed in words.items() for word in listed.split(",")}
        for code, _ in settings.LANGUAGES:
            with translation.override(code):
                table |= {key(value.label): value.value for value in words}
        tables.append(table)
    truths = {key(word): "yes" for word in _YES.split(",")} | {key(word): "" for word in _NO.split(",")}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            truths |= {key(YES): "yes", key(NO): ""}
    return (*tables, truths)


def position_of(text: str) -> tuple[str, int | None]:
    """The position that a text names, and a substitute's number when it says so.

    >>> position_of("1. vara"), position_of("Varamedlem nr. 2"), position_of("Leder")
    (('substitute', 1), ('substitute', 2), ('leader', None))

    Raises:
        Unclear: no position is called that.
    """
    known, written = _tables()[0], key(text)
    if written in known:
        return known[written], None
    found = _NUMBERED.fullmatch(written)
    before, word, after = found.groups() if found else (None, "", None)
    if known.get(word) == Position.SUBSTITUTE and (before or after):
        return Position.SUBSTITUTE.value, int(before or after or 0) or None
    told = gettext("“%(text)s” is not a role in a body. Write leader, vice leader, member, substitute or attends.")
    raise Unclear(told % {"text": text[:40]})


def gender_of(text: str) -> str:
    """Raises Unclear when the text names no gender."""
    return _looked_up(1, text, gettext("“%(text)s” is not read as a gender. Write woman, man or other, or nothing."))


def side_of(text: str) -> str:
    """Raises Unclear when the text is neither position nor opposition."""
    return _looked_up(2, text, gettext("“%(text)s” is not read. Write position or opposition, or nothing."))


def truth_of(text: str) -> bool:
    """Raises Unclear when the text is neither yes nor no."""
    return bool(_looked_up(3, text, gettext("“%(text)s” is neither yes nor no.")))


def _looked_up(table: int, text: str, told: str) -> str:
    try:
        return _tables()[table][key(text)]
    except KeyError:
        raise Unclear(told % {"text": text[:40]}) from None


def is_side(text: str) -> bool:
    return key(text) in _tables()[2]


def is_position(text: str) -> bool:
    try:
        position_of(text)
    except Unclear:
        return False
    return True


def number_of(cell: Plain) -> int:
    """Raises Unclear when the cell is no whole number from 1 that a row can have."""
    try:
        number = as_whole_number(cell)
    except ValueUnclear as error:
        raise Unclear(str(error)) from None
    if not 1 <= number < 10**18:
        raise Unclear(gettext("“%(text)s” is not a number from 1 and up.") % {"text": str(cell)[:40]})
    return number


def year_word(which: str, year: int) -> str:
    """How a year without a day is named among the choices: ``from-2023``."""
    return f"{which}-{year}"


def guessed_day(which: str, year: int) -> date:
    """The day that a year alone is taken for: with the electoral term in years of elections, else with the calendar.

    New municipal councils meet for the first time by the end of October (kommuneloven § 7-1), and choose whom to send.

    >>> guessed_day("from", 2023), guessed_day("to", 2027), guessed_day("from", 2025)
    (datetime.date(2023, 11, 1), datetime.date(2027, 10, 31), datetime.date(2025, 1, 1))
    """
    is_election = (year - _ELECTION_YEAR) % 4 == 0
    if which == "from":
        return date(year, 11, 1) if is_election else date(year, 1, 1)
    return date(year, 10, 31) if is_election else date(year, 12, 31)


def day_of(cell: Plain, which: str, chosen: dict[str, date]) -> Day:
    """A first (``from``) or last (``to``) day; a year alone becomes the day that is chosen for it, or the guess.

    Raises:
        Unclear: it is neither.
    """
    text = as_line(cell)
    if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return _of_year(int(text), which, chosen)
    try:
        found = as_date(cell)
    except ValueUnclear as error:
        raise Unclear(str(error)) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unclear(gettext("The year of “%(text)s” cannot be right.") % {"text": text[:40]})
    return Day(found)


def period_of(cell: Plain, chosen: dict[str, date]) -> tuple[Day | None, Day | None]:
    """First and last day of a cell like ``2023–2027`` or ``01.11.2023 – 31.10.2027``.

    Raises:
        Unclear: it is neither years nor days.
    """
    text = as_line(cell)
    years = _YEARS.fullmatch(text)
    if years:
        first = int(years[1])
        last = int(years[2]) if len(years[2]) == 4 else first - first % 100 + int(years[2])
        if FIRST_YEAR <= first <= last <= LAST_YEAR:
            return _of_year(first, "from", chosen), _of_year(last, "to", chosen)
    parts = _BETWEEN.split(text)
    if len(parts) == 2:
        first_part, last_part = (part.strip() for part in parts)
        return (
            day_of(first_part, "from", chosen) if first_part else None,
            day_of(last_part, "to", chosen) if last_part else None,
        )
    if text.endswith("-"):
        return day_of(text.rstrip("- "), "from", chosen), None
    raise Unclear(
        gettext("“%(text)s” is not read as a period. Write it like 2023–2027, or use columns for first and last day.")
        % {"text": text[:40]}
    )


def _of_year(year: int, which: str, chosen: dict[str, date]) -> Day:
    return Day(chosen.get(year_word(which, year)) or guessed_day(which, year), year_only=True)
