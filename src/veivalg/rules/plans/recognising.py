"""Guesses from an action's own words: that it is done again and again, a number of times, or within a year.

What comes out is a guess, with the words it rests on, and is shown as one; nobody's plan is changed by it unseen.
"""

import re
from dataclasses import dataclass
from datetime import date

from veivalg.rules.plans.plan import ActionKind
from veivalg.rules.plans.timing import read_timing

_NUMBERS = {"en": 1, "ein": 1, "ett": 1, "et": 1, "eitt": 1, "eit": 1, "én": 1, "to": 2, "tre": 3, "fire": 4}
_NUMBERS |= {"fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12}
_EACH = r"(?:hver|hvert|kvar|kvart)"
_RHYTHMS = tuple(
    (re.compile(rf"\b(?:{words})\b"), months)
    for words, months in (
        (rf"annethvert år|annet hvert år|anna ?kvart år|{_EACH} annet år|{_EACH} andre år|{_EACH} anna år", 24),
        (rf"halvårlige?|halvårlege?|halvårs?vise?|{_EACH} halvår|to ganger (?:i|per|pr\.?) året?|to gonger i året", 6),
        (rf"tertialvise?|tertialvist|{_EACH} tertial|tre ganger i året|tre gonger i året", 4),
        (rf"kvartalsvise?|kvartalsvist|{_EACH} kvartal|fire ganger i året|fire gonger i året", 3),
        (rf"månedlige?|månadlege?|månedsvise?|månadsvise?|{_EACH} (?:måned|månad)|(?:pr\.?|per) (?:måned|månad)", 1),
        (rf"(?<!fler)(?<!fleir)årlige?|(?<!fleir)årlege?|årlig?st|{_EACH} år|(?:pr\.?|per) år|i året", 12),
    )
)
_ONGOING = re.compile(
    r"\b(?:løpende|løpande|fortløpende|fortløpande|kontinuerlige?|kontinuerlege?|jevnlige?|jamlege?|jamnlege?"
    r"|regelmessige?|regelmessig|til enhver tid|til ei kvar tid)\b"
)
_AMOUNT = rf"(?P<amount>\d{{1,3}}|{'|'.join(_NUMBERS)})"
# Years, money, shares and lengths of time are amounts of something else than doings.
_NOT_COUNTED = (
    r"(?:prosent|pst|kr|kroner|mill|millioner|millionar|milliarder|år|årene|åra|månader|måneder|uker|veker|dager"
    r"|dagar|timer|timar|kilometer|km|meter|mål)"
)
_GATHERINGS = r"møter?|ganger|gonger|samling(?:er|ar)|seminar(?:er)?|kronikk(?:er|ar)|konferans(?:er|ar)"
_COUNT = re.compile(
    rf"\b(?:minst|minimum|min\.)\s+{_AMOUNT}\s+(?!%|{_NOT_COUNTED}\b)(?:nye\s+)?[^\W\d_]+"
    rf"|(?<![\d.,/-])\b{_AMOUNT.replace('amount', 'times')}\s+(?P<gatherings>{_GATHERINGS})\b"
)
_PER = re.compile(rf"\b(?:fra|frå|i|for|med|per|pr\.?)\s+{_EACH}\s+(?P<each>[^\W\d_]+)")
_NO_ONE = {"år", "måned", "månad", "kvartal", "tertial", "halvår", "uke", "veke", "dag"}
_WITHIN = re.compile(
    r"\b(?:innen|innan|senest|seinast|frist:?|i løpet av|før|i)\s+"
    r"(?P<when>[^;:!?\n]{0,40}?(?<!\d)(?:19|20|21)\d\d)(?!\d|\s*[-–/]\s*\d)"
)
# A piece of every word that the forms above begin or turn on.
_WORTH_A_LOOK = re.compile(
    r"\d|hver|kvar|år|tertial|mån[ea]d|gang|gong|løp|kontinuer|jevn|jam|regelmess|til e|min[s.i]|møte|samling|seminar"
    r"|kronikk|konferans"
)
_SEASON = re.compile(r"\b(?:våren|sommeren|sommaren|høsten|hausten)\b")


@dataclass(frozen=True, kw_only=True)
class ActionGuess:
    """What an action's words suggest. ``words`` are the ones it rests on; it is false when they suggest nothing."""

    kind: ActionKind = ActionKind.DATED
    rhythm_months: int | None = None
    wanted_count: int | None = None
    counted_per: str = ""
    last_year: int | None = None
    due_on: date | None = None
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


def guess_from_words(text: str) -> ActionGuess:
    """What an action's words suggest about how it is done and when.

    >>> found = guess_from_words("Skrive minst to kronikker fra hver komite pr. år")
    >>> found.kind.value, found.wanted_count, found.counted_per, found.rhythm_months
    ('countable', 2, 'komite', 12)
    >>> guess_from_words("Ha kvartalsvise møter med stortingspolitikere").rhythm_months
    3
    >>> guess_from_words("Ny reiselivsplan innan 2019").last_year
    2019
    """
    small = " ".join(text.lower().split())
    if not _WORTH_A_LOOK.search(small):
        return ActionGuess()
    words: list[str] = []
    rhythm = next(((found[0], months) for form, months in _RHYTHMS if (found := form.search(small)) is not None), None)
    count = _COUNT.search(small)
    if count and count["gatherings"] in ("ganger", "gonger") and rhythm and count[0] in rhythm[0]:
        # "to ganger i året" is a rhythm already.
        count = None
    wanted, per = None, ""
    if count:
        written = count["amount"] or count["times"]
        wanted = int(written) if written.isdigit() else _NUMBERS[written]
        wanted = wanted or None
    if wanted:
        assert count is not None
        words.append(count[0])
        for each in _PER.finditer(small):
            if each["each"] not in _NO_ONE:
                per = each["each"]
                words.append(each[0])
                break
    if rhythm:
        words.append(rhythm[0])
    ongoing = None if rhythm or wanted else _ONGOING.search(small)
    if ongoing:
        words.append(ongoing[0])
    within = _WITHIN.search(small)
    timing = read_timing(_SEASON.sub("", within["when"])) if within else None
    if timing and timing.has_rest:
        # "innen reiseliv og handel 2019": something else than a time stands between.
        timing = None
    if within and timing:
        words.append(within[0])
    kind = ActionKind.COUNTABLE if wanted else ActionKind.RECURRING if rhythm or ongoing else ActionKind.DATED
    return ActionGuess(
        kind=kind,
        rhythm_months=rhythm[1] if rhythm else None,
        wanted_count=wanted,
        counted_per=per,
        last_year=timing.last_year if timing else None,
        due_on=timing.due_on if timing else None,
        words=tuple(words),
    )
