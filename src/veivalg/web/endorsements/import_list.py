"""A list of what municipalities have resolved, from a spreadsheet: which row is whose, and what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.answers import Answer, Broken, checked
from veivalg.web.files.values import ValueUnclear, as_date, as_line
from veivalg.web.files.workbook import Cell

Result, ByWhom = Endorsement.Result, Endorsement.ByWhom
MOST_ROWS = 500
HEADS = {
    "participant": ("kommune", "deltaker", "deltakar", "municipality"),
    "by_whom": ("organ", "body"),
    "case_number": ("saksnummer", "sak", "case number"),
    "decided_on": ("møtedato", "vedtaksdato", "dato", "day of the meeting"),
    "result": ("resultat", "result"),
    "resolution": ("vedtak", "resolution"),
    "amendment": ("endring", "hva ble endret", "kva vart endra", "what was changed"),
    "sent_on": ("sendt", "sendt dato", "sent on"),
    "link": ("lenke", "lenkje", "link"),
    "note": ("merknad", "note"),
}
"""Heads as people write them, in small letters; those of our own file are among them."""
RESULTS = {
    "vedtatt": Result.ADOPTED,
    "vedteke": Result.ADOPTED,
    "adopted": Result.ADOPTED,
    "ja": Result.ADOPTED,
    "vedtatt med endring": Result.CHANGED,
    "vedtatt med endringer": Result.CHANGED,
    "vedteke med endring": Result.CHANGED,
    "adopted with a change": Result.CHANGED,
    "avvist": Result.REJECTED,
    "rejected": Result.REJECTED,
    "nei": Result.REJECTED,
    "utsatt": Result.POSTPONED,
    "utsett": Result.POSTPONED,
    "put off": Result.POSTPONED,
    "tatt til orientering": Result.NOTED,
    "teke til orientering": Result.NOTED,
    "taken note of": Result.NOTED,
}
BODIES = {
    "kommunestyret": ByWhom.MUNICIPAL_COUNCIL,
    "kommunestyre": ByWhom.MUNICIPAL_COUNCIL,
    "the municipal council": ByWhom.MUNICIPAL_COUNCIL,
    "formannskapet": ByWhom.EXECUTIVE,
    "formannskap": ByWhom.EXECUTIVE,
    "formannskapet (formannskap)": ByWhom.EXECUTIVE,
    "the executive committee": ByWhom.EXECUTIVE,
    "fylkestinget": ByWhom.COUNTY_COUNCIL,
    "fylkesting": ByWhom.COUNTY_COUNCIL,
    "the county council": ByWhom.COUNTY_COUNCIL,
    "et annet organ": ByWhom.OTHER,
    "annet organ": ByWhom.OTHER,
    "eit anna organ": ByWhom.OTHER,
    "anna organ": ByWhom.OTHER,
    "another body": ByWhom.OTHER,
}


@dataclass(frozen=True)
class Row:
    """One line of the list: whose it is and what it says, or what is wrong."""

    line: int
    name: str
    endorsement: Endorsement | None = None
    answer: Answer | None = None
    problem: str = ""
    broken: Broken | None = None
    """The rule that the answer breaks, when it breaks one."""

    @property
    def result(self) -> str:
        return str(Result(self.answer.result).label) if self.answer and self.answer.result else ""


class NoHead(ValueError):
    """No line of the sheet names both a municipality and a result."""


def texts_of(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Cells as texts that can be sent with a form and read back as the same."""
    return [
        [cell.isoformat()[:10] if isinstance(cell, date) else as_line(cell)[:6000] for cell in row]
        for row in rows[: MOST_ROWS + 20]
    ]


def read(
    texts: Sequence[Sequence[str]], endorsements: Iterable[Endorsement], *, on: date, title: str = ""
) -> list[Row]:
    """The lines under the head, each held against the rules. Raises NoHead.

    With a column that names the resolution, only lines that name `title` are read.
    """
    head, places = _head(texts)
    known: dict[str, Endorsement] = {}
    for each in endorsements:
        known[each.participant.name.casefold()] = each
        if each.participant.municipality is not None:
            known[each.participant.municipality.code] = each
    found: list[Row] = []
    seen: set[int] = set()
    for n, cells in enumerate(texts[head + 1 :], start=head + 2):
        if not any(cells):
            continue
        named = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if title and named.get("resolution") and named["resolution"].casefold() != title.casefold():
            # A file of ours has every resolution; the others' lines are not about this one.
            continue
        row = _row(n, named, known, on=on)
        if row.endorsement is not None and row.endorsement.pk in seen:
            row = Row(n, row.name, problem=gettext("The municipality stands here twice. Keep one of the lines."))
        elif row.endorsement is not None:
            seen.add(row.endorsement.pk)
        found.append(row)
    return found[:MOST_ROWS]


def _head(texts: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for n, cells in enumerate(texts[:20]):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            for name, heads in HEADS.items():
                if cell.casefold() in heads and name not in places:
                    places[name] = place
        if "result" not in places and "resolution" in places:
            # Where nothing else is called the result, people call it what was resolved.
            places["result"] = places.pop("resolution")
        if {"participant", "result"} <= places.keys():
            return n, places
    raise NoHead


def _row(line: int, cells: dict[str, str], known: dict[str, Endorsement], *, on: date) -> Row:
    name = cells.get("participant", "")
    each = known.get(name.casefold()) or known.get(name.casefold().removesuffix(" kommune"))
    if each is None:
        return Row(line, name, problem=gettext("No municipality that was asked is called this. Check the name."))
    typed = cells.get("result", "").casefold()
    if not typed:
        return Row(line, name, problem=gettext("There is no result, so nothing is read from the line."))
    if typed not in RESULTS:
        words = gettext("“%(text)s” is no result we know. Write one of: %(known)s.")
        known_words = ", ".join(str(label) for label in Result.labels)
        return Row(line, name, problem=words % {"text": cells["result"][:40], "known": known_words})
    body = cells.get("by_whom", "")
    if body and body.casefold() not in BODIES:
        words = gettext("“%(text)s” is no body we know. Write one of: %(known)s.")
        known_words = ", ".join(str(label) for label in ByWhom.labels)
        return Row(line, name, problem=words % {"text": body[:40], "known": known_words})
    if each.is_settled:
        return Row(line, name, problem=gettext("It has answered already. Correct it on its own line, with a reason."))
    try:
        answer = _answer(each, cells, RESULTS[typed])
        checked(each, answer, on=on)
    except (ValueUnclear, NotPossible) as error:
        return Row(line, name, each, problem=str(error), broken=getattr(error, "rule", None))
    return Row(line, name, each, answer)


def _answer(each: Endorsement, cells: dict[str, str], result: Result) -> Answer:
    body = cells.get("by_whom", "").casefold()
    default = ByWhom.COUNTY_COUNCIL if each.participant.county_id else ByWhom.MUNICIPAL_COUNCIL
    return Answer(
        by_whom=BODIES[body] if body else default,
        decided_on=as_date(cells.get("decided_on") or None),
        result=result,
        case_number=cells.get("case_number", ""),
        sent_on=as_date(cells["sent_on"]) if cells.get("sent_on") else each.sent_on,
        amendment=cells.get("amendment", ""),
        link=cells.get("link", ""),
        note=cells.get("note", ""),
    )
