"""The headings of columns: what people call them, in bokmål and nynorsk, and what we call them ourselves."""

import re
from enum import StrEnum
from functools import lru_cache

from veivalg.rules.plans import years_in


class Column(StrEnum):
    """What a column holds."""

    FOCUS_AREA = "focus_area"
    GOAL = "goal"
    PICTURE = "picture"
    PATH = "path"
    ID = "id"
    NUMBER = "number"
    ACTION = "action"
    RESPONSIBLE = "responsible"
    PARTNERS = "partners"
    CONTACT = "contact"
    START = "start"
    TIME = "time"
    YEARS = "years"
    """A year or some years, with a mark for the actions that are done then."""
    COST = "cost"
    FUNDING = "funding"
    SUSTAINABLE_GOALS = "sustainable_goals"
    FIELDS = "fields"
    COUNTY_PLAN = "county_plan"
    MUNICIPAL_PLAN = "municipal_plan"


_WRITTEN = {
    Column.FOCUS_AREA: """
        satsingsområde satsningsområde satsingsområder fokusområde tema innsatstema hovedtema hovudtema focus+area""",
    Column.GOAL: "mål hovedmål hovudmål målsetting målsetning målsetjing overordna+mål overordnet+mål goal",
    Column.PICTURE: "målbilde målbilete ønsket+situasjon ønskt+situasjon",
    Column.PATH: """
        dette+oppnår+vi+gjennom dette+oppnår+me+gjennom det+oppnår+vi+gjennom slik+når+vi+målet slik+når+me+målet
        strategi strategier strategiar delstrategi delmål vei veg hvordan korleis path we+reach+this+through
        delmål/strategi delmål/strategiar delmål/strategier delmål+og+strategi delmål+og+strategiar""",
    Column.ID: "id",
    Column.NUMBER: "nr nummer tiltaksnr tiltaksnummer tiltak+nr nr+tiltak # no number",
    Column.ACTION: """
        da+må+vi då+må+vi då+må+me da+skal+vi då+skal+vi then+we+must tiltak tiltaka tiltakene action actions
        aktivitet aktiviteter aktivitetar tiltak/aktivitet tiltak/prosjekt tiltak+og+aktiviteter prosjekt prosjekter
        innsatsområde handling handlinger handlingar oppgave oppgaver oppgåve oppgåver hva kva
        hva+skal+gjøres kva+skal+gjerast hva+skal+vi+gjøre kva+skal+vi+gjere
        beskrivelse+av+tiltak skildring+av+tiltak""",
    Column.RESPONSIBLE: """
        ansvar ansvarlig ansvarleg ansvarlige ansvarlege hvem kven eier eigar prosjekteier prosjekteigar responsible
        prosjektansvarlig prosjektansvarleg hovedansvar hovudansvar ansvarlig+organ ansvarleg+organ
        ansvarlig+for+tiltaket hvem+gjør kven+gjer""",
    Column.PARTNERS: """
        samarb.partnere samarb.partnarar samarbeid samarbeidspartner samarbeidspartnere samarbeidspartnarar partnere
        samarbeidspart samarbeidsparter samarbeidspartar partnarar partner samarbeider+med samarbeid+med partners
        bidragsytere bidragsytarar medvirkende medverkande involverte samarbeidsaktører samarbeidsaktørar aktører""",
    Column.CONTACT: "kontakt kontaktperson contact",
    Column.START: "start oppstart fra frå startdato",
    Column.TIME: """
        når frist fristar frister framdrift fremdrift tidsrom tid tidsplan tidsfrist år periode tidspunkt
        gjennomføring gjennomføres tidsperiode slutt ferdig start/slutt start/frist start–frist deadline when years""",
    Column.COST: """
        kostnad kostnader kostnadar ramme budsjett beløp sum pris økonomi kr cost kostnad/finansiering
        økonomi/finansiering kostnad+og+finansiering""",
    Column.FUNDING: "finansiering finansiert+av partnerskapsmidler partnerskapsmidlar midler midlar funding",
    Column.SUSTAINABLE_GOALS: "bærekraftsmål berekraftsmål fns+bærekraftsmål fns+berekraftsmål bærekraftmål sdg",
    Column.FIELDS: "fagområde fagområder",
    Column.COUNTY_PLAN: "fylkesplan regional+plan fylkeskommunal+plan kobling+til+fylkesplan",
    Column.MUNICIPAL_PLAN: "kommuneplan kommunal+plan kobling+til+kommuneplan",
}
_KNOWN = {word.replace("+", " "): column for column, words in _WRITTEN.items() for word in words.split()}
_LONGEST_HEAD = 80
_AROUND = " \t\n:;.*–-"
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_YEARS = re.compile(r"\b(?:i\s+)?(?:19|20|21)\d\d(?:\s*[-–/]\s*\d{2,4})?\b")


_ONLY_YEARS = re.compile(r"\s*(?:år\s+)?(?:19|20|21)\d\d(?:\s*[-–—/]\s*\d{2,4})?\s*", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\s/,(:;*]+")
_FIRST_WORDS = {found[0] for name in _KNOWN if (found := _FIRST_WORD.search(name))}


def may_be_a_head(text: str) -> bool:
    """Whether it is worth while to look closer: few texts of a plan begin with the word that a heading begins with."""
    if not text or len(text) > _LONGEST_HEAD:
        return False
    found = _FIRST_WORD.search(text)
    return found is not None and found[0].casefold().strip("’'.-–") in _FIRST_WORDS


@lru_cache(maxsize=4096)
def columns_called(text: str) -> tuple[Column, ...]:
    """What a heading says its column holds: nothing, one thing, or two (``Ansvar/samarb.partnere``).

    >>> columns_called("Da må vi (tiltak 2018-2019):"), columns_called("Ansvar/samarb.partnere")
    ((<Column.ACTION: 'action'>,), (<Column.RESPONSIBLE: 'responsible'>, <Column.PARTNERS: 'partners'>))
    """
    if not text or len(text) > _LONGEST_HEAD:
        return ()
    if _ONLY_YEARS.fullmatch(text):
        return (Column.YEARS,) if years_in(text) else ()
    small = " ".join(text.casefold().replace("’", "").replace("'", "").split())
    bare = _YEARS.sub(" ", _IN_PARENTHESES.sub(" ", small))
    whole = " ".join(bare.split()).strip(_AROUND)
    for form in (whole, whole.replace(".", ""), re.sub(r"\s*/\s*", "/", whole), small.strip(_AROUND)):
        if form in _KNOWN:
            return (_KNOWN[form],)
    parts = [part.strip(_AROUND) for part in re.split(r"\s*(?:/|,|\bog\b|\+|&)\s*", whole) if part.strip(_AROUND)]
    found = tuple(dict.fromkeys(_KNOWN[part] for part in parts if part in _KNOWN))
    return found if len(parts) > 1 and len(found) >= 1 and all(part in _KNOWN for part in parts) else ()


# "Mål 2: Trygg", "Mål – trygg", "Mål 2 Trygg"; but not "Mål for 2026".
_AFTER = (
    r"(?:\s{0,3}(?:\d{1,3}(?:\.\d{1,3})*)?\s{0,3}(?:[:–—]|\s-\s|\.\s|\n)\s*"
    r"|\s{0,3}\d{1,2}(?:\.\d{1,2})*\s(?=(?-i:[A-ZÆØÅ«])))"
)
#: What stands in front of a text that says what it is.
_FRONTS = {
    name: re.compile(words + after, re.IGNORECASE)
    for name, words, after in (
        ("goal", r"(?:hoved|hovud)?mål(?:setting|setjing)?", _AFTER),
        ("path", r"(?:delmål|strategi|delstrategi)", _AFTER),
        ("focus_area", r"(?:satsn?ingsområde|fokusområde|innsatsområde|tema)", _AFTER),
        ("vision", r"(?:vår\s)?visjon(?:en)?", _AFTER),
        ("period", r"(?:planperiode|periode|strategiperiode)n?\s{0,3}:?\s(?=.*(?:19|20|21)\d\d)", ""),
    )
}
_LONGEST_FRONT = 80
_LABELS = {
    "goal": re.compile(r"(?:hoved|hovud)?mål(?:setting|setjing)?\s*(?:\d+(?:\.\d+)*)?\s*[:.]?", re.IGNORECASE),
    "path": re.compile(r"(?:delmål|delstrategi)\s*(?:\d+(?:\.\d+)*)?\s*[:.]?", re.IGNORECASE),
    "focus_area": re.compile(r"(?:satsn?ingsområde|fokusområde)\s*\d*\s*[:.]?", re.IGNORECASE),
    "vision": re.compile(r"(?:vår\s+)?visjon(?:en)?\s*:?", re.IGNORECASE),
    "period": re.compile(r"(?:plan|strategi)?perioden?\s*:?", re.IGNORECASE),
    "picture": re.compile(r"målbil(?:de|ete)\s*:?", re.IGNORECASE),
}
_LONGEST_LABEL = 40


def said_in_front(text: str) -> tuple[str, str]:
    """What a text says it is (``goal``, ``path``, ``focus_area``, ``vision``, ``period``), and the rest; or nothing.

    >>> said_in_front("MÅL: God samhandling"), said_in_front("Målet er nådd")
    (('goal', 'God samhandling'), ('', 'Målet er nådd'))
    """
    for name, form in _FRONTS.items():
        # Only the beginning is looked at, so that a long text takes no longer than a short one.
        found = form.match(text[:_LONGEST_FRONT])
        if found and text[found.end() :].strip():
            return name, text[found.end() :].strip()
    return "", text


def label_called(text: str) -> str:
    """The same for a cell that holds nothing but the label, with the text in the next cell; or nothing."""
    if len(text) > _LONGEST_LABEL:
        return ""
    return next((name for name, form in _LABELS.items() if form.fullmatch(text)), "")
