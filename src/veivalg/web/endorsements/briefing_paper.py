"""What stands in the briefing paper (saksframlegg) of a municipality: in its own language form, ready to work on.

Whoever reads the paper may have another language than whoever downloads it, so its words stand here.
"""

from datetime import date

from veivalg.web.councils.models.places import address_word
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.files.briefing_papers import BriefingPaper, Section, write_briefing_paper

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
WORDS = {
    "nb": {
        "case": "Saksnummer",
        "body": "Behandles i",
        "council": "Regionråd",
        "resolution": "Rådets vedtak",
        "answer_by": "Frist for svar",
        "answer_to": "Svar sendes til",
        "kommunestyret": "Kommunestyret",
        "fylkestinget": "Fylkestinget",
        "proposed": "Forslag til vedtak",
        "says": "{body} i {name} slutter seg til vedtak {what} i {council}: «{title}».",
        "tell": "Vedtaket meldes til {council} med saksnummer, møtedato og utskrift av møteboka.",
        "facts": "Saksopplysninger",
        "made": "{organ} i {council} vedtok {day}:",
        "why": "Hvorfor kommunene avgjør saken",
        "binds": "Rådet kan ikke binde kommunen. Vedtaket gjelder for kommunen når kommunens eget organ har vedtatt "
        "det.",
        "view": "Vurdering",
        "economy": "Økonomi",
        "climate": "Klima og bærekraft",
        "young": "Unge",
        "concerned": "Kommunene som er berørt",
        "end": "Konklusjon",
        "answers": "Mulige svar er: vedtatt, vedtatt med endring, avvist, utsatt og tatt til orientering. "
        "Ved endring: send endringen ordrett.",
        "attachments": "Vedlegg",
        "secretariat": "Sekretariatet for {council}",
        "of": "av {day}",
    },
    "nn": {
        "case": "Saksnummer",
        "body": "Blir handsama i",
        "council": "Regionråd",
        "resolution": "Vedtaket i rådet",
        "answer_by": "Frist for svar",
        "answer_to": "Svar blir sendt til",
        "kommunestyret": "Kommunestyret",
        "fylkestinget": "Fylkestinget",
        "proposed": "Framlegg til vedtak",
        "says": "{body} i {name} sluttar seg til vedtak {what} i {council}: «{title}».",
        "tell": "Vedtaket blir meldt til {council} med saksnummer, møtedato og utskrift av møteboka.",
        "facts": "Saksopplysningar",
        "made": "{organ} i {council} vedtok {day}:",
        "why": "Kvifor kommunane avgjer saka",
        "binds": "Rådet kan ikkje binde kommunen. Vedtaket gjeld for kommunen når kommunen sitt eige organ har vedteke "
        "det.",
        "view": "Vurdering",
        "economy": "Økonomi",
        "climate": "Klima og berekraft",
        "young": "Unge",
        "concerned": "Kommunane saka vedkjem",
        "end": "Konklusjon",
        "answers": "Moglege svar er: vedteke, vedteke med endring, avvist, utsett og teke til orientering. "
        "Ved endring: send endringa ordrett.",
        "attachments": "Vedlegg",
        "secretariat": "Sekretariatet for {council}",
        "of": "av {day}",
    },
}


def language_of(row: Endorsement) -> str:
    """The municipality's own language form; without one the council's, and bokmål for a council that has English."""
    found = row.participant.language or row.round.council.language
    return found if found in WORDS else "nb"


def of(row: Endorsement, others: list[str]) -> bytes:
    """The paper for one municipality as a Word document. `others` are the names of all who decide on it."""
    language = language_of(row)
    words = WORDS[language]
    council, resolution = row.round.council, row.round.resolution
    name = row.participant.name
    body = words["fylkestinget" if row.participant.county_id else "kommunestyret"]
    what = resolution.case_number or words["of"].format(day=_day(resolution.resolved_on))
    proposed = words["says"].format(body=body, name=name, council=council.name, what=what, title=resolution.title)
    facts = [
        (words["case"], ""),
        (words["body"], body),
        (words["council"], council.name),
        (words["resolution"], f"{resolution.case_number} {_day(resolution.resolved_on)}".strip()),
    ]
    if row.round.response_by:
        facts.append((words["answer_by"], _day(row.round.response_by)))
    facts.append((words["answer_to"], _secretariat(row, words)))
    made = words["made"].format(organ=resolution.body.name, council=council.name, day=_day(resolution.resolved_on))
    quoted = [line for line in resolution.text.split("\n") if line.strip()]
    grounds = [row.round.grounds] if row.round.grounds else []
    sections = [
        Section(words["proposed"], [proposed, words["tell"].format(council=council.name)]),
        Section(words["facts"], [made]),
        Section(f"«{resolution.title}»", quoted, level=3, is_quote=True),
        Section(words["why"], [*grounds, words["binds"]], level=3),
        Section(words["view"]),
        Section(words["economy"], level=3),
        Section(words["climate"], level=3),
        Section(words["young"], level=3),
        Section(words["concerned"], [", ".join(others)], level=3),
        Section(words["end"]),
        Section(words["answer_to"], [_secretariat(row, words), words["answers"]]),
        Section(words["attachments"], [resolution.link] if resolution.link else []),
    ]
    return write_briefing_paper(
        BriefingPaper(title=resolution.title, facts=facts, sections=sections, language=language)
    )


def file_name(row: Endorsement) -> str:
    """The council's own number of the case, or the day of the resolution without one, and the municipality."""
    resolution = row.round.resolution
    number = address_word(resolution.case_number.replace("/", "-")) or resolution.resolved_on.isoformat()
    return f"saksframlegg-{number}-{address_word(row.participant.name)}.docx"


def _secretariat(row: Endorsement, words: dict[str, str]) -> str:
    council = row.round.council
    name = council.secretariat or words["secretariat"].format(council=council.name)
    return f"{name}, {council.contact_email}" if council.contact_email else name


def _day(value: date) -> str:
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
