"""When something is to be done, read from what people write in a cell or a sentence."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from veivalg.rules.plans.plan import FIRST_YEAR, LAST_YEAR, Years

_MONTH_NAMES = (
    *("januar jan january", "februar feb february", "mars mar march", "april apr", "mai may", "juni jun june"),
    *("juli jul july", "august aug", "september sep sept", "oktober okt october", "november nov"),
    "desember des december",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_YEAR = r"(?:19|20|21)\d\d"
_DASH = r"\s*(?:-|–|—|/|til(?: og med)?|to)\s*"
_SPAN = re.compile(rf"(?<!\d)(?P<first>{_YEAR}){_DASH}(?P<last>{_YEAR}|\d\d)(?![\d.])")
_SINGLE = re.compile(rf"(?<![\d.])(?P<year>{_YEAR})(?![\d])")
_DAY = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})\s?[./-]\s?(?P<year>{_YEAR}|\d\d)(?!\d)")
_ISO = re.compile(rf"(?<!\d)(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_IN_WORDS = re.compile(
    rf"(?:(?<!\d)(?P<day>\d{{1,2}})\.?\s+)?\b(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?\s+"
    rf"(?P<year>{_YEAR})"
)
_PART = re.compile(
    rf"(?<![\w.])(?:(?P<part>[1-4])\.?\s*(?P<what>kvartal|kv|tertial|halvår|quarter)\b\.?|q(?P<q>[1-4]))\s*(?P<year>{_YEAR})"
)
_PART_MONTHS = {"kvartal": 3, "kv": 3, "quarter": 3, "tertial": 4, "halvår": 6}
_OPEN_END = re.compile(rf"(?P<year>{_YEAR})\s*[-–—]$")
_OPEN_START = re.compile(rf"^[-–—]\s*(?P<year>{_YEAR})")
_BEFORE = re.compile(r"\b(?:innen|innan|frist|senest|seinast|within|by|before|før|utgangen av|utgongen av)\b")
_FILLING = re.compile(
    r"\b(?:innen|innan|frist|senest|seinast|i|av|og|år|året|perioden|til|utgangen|utgongen|slutten|løpet|within|by)\b"
    r"|[\s,;:.()–—-]"
)


@dataclass(frozen=True)
class Timing:
    """When. ``has_rest`` tells that the text says more than this."""

    first_year: int | None = None
    last_year: int | None = None
    due_on: date | None = None
    has_rest: bool = False

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.first_year, self.last_year, self.due_on))


def years_in(text: str) -> Years | None:
    """The first period or year that a text names.

    >>> str(years_in("Da må vi (tiltak 2018-2019):")), str(years_in("Handlingsplan 2020")), years_in("Plan")
    ('2018–2019', '2020', None)
    """
    found = _SPAN.search(text)
    if found:
        return _span(found)
    single = _SINGLE.search(text)
    return Years(int(single["year"]), int(single["year"])) if single else None


# The same years stand in cell after cell.
@lru_cache(maxsize=256)
def read_timing(text: str) -> Timing:
    """What a cell about time says: years, a day, a quarter (its last day), or nothing that is understood.

    >>> read_timing("2018-19"), read_timing("31.12.2019").due_on == read_timing("4. kvartal 2019").due_on
    (Timing(first_year=2018, last_year=2019, due_on=None, has_rest=False), True)
    """
    small = " ".join(text.lower().split())
    rest = small
    first = last = None
    due = None
    for form, day_of in ((_ISO, _day), (_DAY, _day), (_PART, _end_of_part), (_IN_WORDS, _day_in_words)):
        found = form.search(rest)
        if found and due is None:
            due = day_of(found)
            if due is not None:
                rest = f"{rest[: found.start()]} {rest[found.end() :]}".strip(" ,;")
    span = _SPAN.search(rest)
    years = _span(span) if span else None
    if span and years:
        first, last = years.first, years.last
        rest = f"{rest[: span.start()]} {rest[span.end() :]}"
    else:
        opened, ended, single = _OPEN_END.search(rest), _OPEN_START.search(rest), _SINGLE.search(rest)
        if opened:
            first, rest = int(opened["year"]), rest[: opened.start()]
        elif ended:
            last, rest = int(ended["year"]), rest[ended.end() :]
        elif single:
            first = last = int(single["year"])
            if _BEFORE.search(rest[: single.start()]):
                first = None
            rest = f"{rest[: single.start()]} {rest[single.end() :]}"
    return Timing(first, last, due, bool(_FILLING.sub("", rest)))


def written_timing(first_year: int | None, last_year: int | None, due_on: date | None) -> str:
    """The same in writing, such that ``read_timing`` gives it back.

    >>> written_timing(2018, 2019, date(2019, 6, 30)), written_timing(None, 2019, None)
    ('2018–2019, 30.06.2019', '–2019')
    """
    years = ""
    if first_year is not None and last_year is not None:
        years = str(Years(first_year, last_year))
    elif first_year is not None:
        years = f"{first_year}–"
    elif last_year is not None:
        years = f"–{last_year}"
    day = f"{due_on:%d.%m.%Y}" if due_on else ""
    return ", ".join(part for part in (years, day) if part)


def _span(found: re.Match[str]) -> Years | None:
    first, last = int(found["first"]), int(found["last"])
    if last < 100:
        last += first // 100 * 100
    return Years(first, last) if FIRST_YEAR <= first <= last <= LAST_YEAR else None


def _day(found: re.Match[str]) -> date | None:
    year = int(found["year"])
    try:
        return date(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _day_in_words(found: re.Match[str]) -> date | None:
    year, month = int(found["year"]), _MONTHS[found["name"]]
    try:
        return date(year, month, int(found["day"] or monthrange(year, month)[1]))
    except ValueError:
        return None


def _end_of_part(found: re.Match[str]) -> date | None:
    number = int(found["part"] or found["q"])
    month = number * _PART_MONTHS[found["what"] or "kvartal"]
    if month > 12:
        return None
    year = int(found["year"])
    return date(year, month, monthrange(year, month)[1])
