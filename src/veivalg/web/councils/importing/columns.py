"""What a column holds, by what stands above it: in bokmål, nynorsk and English, as lists of people are written."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from veivalg.rules.mandates.names import plain
from veivalg.web.files.cleaning import clean


class Column(StrEnum):
    """What a column of people and mandates may hold; the order is that of our own files."""

    PERSON_NUMBER = "person_number"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    OFFICE = "office"
    PARTY = "party"
    GENDER = "gender"
    MANDATE_NUMBER = "mandate_number"
    BODY = "body"
    PARTICIPANT = "participant"
    POSITION = "position"
    SUBSTITUTE_ORDER = "substitute_order"
    PERIOD = "period"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    SIDE = "side"
    BASIS = "basis"
    MAY_ATTEND = "may_attend"
    MAY_SPEAK = "may_speak"
    MAY_PROPOSE = "may_propose"
    MAY_VOTE = "may_vote"


_C = Column
LABELS = {
    _C.PERSON_NUMBER: _("Person ID"),
    _C.NAME: _("Name"),
    _C.FIRST_NAME: _("First name"),
    _C.LAST_NAME: _("Last name"),
    _C.EMAIL: _("E-mail"),
    _C.PHONE: _("Phone"),
    _C.OFFICE: _("Office at home"),
    _C.PARTY: _("Party"),
    _C.GENDER: _("Gender"),
    _C.MANDATE_NUMBER: _("Mandate ID"),
    _C.BODY: _("Body"),
    _C.PARTICIPANT: _("Participant"),
    _C.POSITION: _("Role in the body"),
    _C.SUBSTITUTE_ORDER: _("Number as substitute"),
    _C.PERIOD: _("Period"),
    _C.STARTS_ON: _("First day"),
    _C.ENDS_ON: _("Last day"),
    _C.SIDE: _("Position or opposition"),
    _C.BASIS: _("Elected by resolution"),
    _C.MAY_ATTEND: _("May attend"),
    _C.MAY_SPEAK: _("May speak"),
    _C.MAY_PROPOSE: _("May propose"),
    _C.MAY_VOTE: _("May vote"),
}
_HEADS: Mapping[Column, str] = {
    _C.PERSON_NUMBER: "person-id, personid, person id, veivalg id, id",
    _C.NAME: "navn, namn, name, fullt navn, fullt namn, full name, person, representant, medlem, representantens navn, "
    "navn på representant, namn på representant, fornavn og etternavn, fornamn og etternamn, etternavn fornavn",
    _C.FIRST_NAME: "fornavn, fornamn, first name, given name, for- og mellomnavn, førenamn",
    _C.LAST_NAME: "etternavn, etternamn, slektsnavn, last name, surname, family name",
    _C.EMAIL: "e-post, epost, e-postadresse, epostadresse, e-mail, email, mail, mailadresse, e-mail address, "
    "e postadresse",
    _C.PHONE: "telefon, tlf, tlf nr, tlfnr, telefonnummer, mobil, mobilnr, mobilnummer, mobiltelefon, phone, mobile, "
    "telephone, cell phone, telefon mobil, mobil telefon, phone number",
    _C.OFFICE: "stilling, tittel, verv hjemme, verv heime, verv i kommunen, rolle i kommunen, stilling tittel, "
    "stilling i kommunen, title, office, job title, funksjon, yrke, verv hjemme i kommunen",
    _C.PARTY: "parti, party, partitilhørighet, politisk parti, liste, parti liste, partigruppe, gruppe, "
    "partitilhøyrsle",
    _C.GENDER: "kjønn, kjonn, gender, sex, k m, m k, kvinne mann, kvinne mann",
    _C.MANDATE_NUMBER: "verv-id, vervid, verv id, mandate id",
    _C.BODY: "organ, utvalg, råd, body, organnavn, organnamn, nemnd, committee, organ utvalg, råd og utvalg",
    _C.PARTICIPANT: "kommune, deltaker, deltakar, deltakerkommune, deltakarkommune, medlemskommune, kommune "
    "fylkeskommune, municipality, participant, representerer, kommunenavn, kommunenamn, kommunenummer, kommunenr, "
    "kommune nr, valgt av, vald av, eier, eigar, eierkommune, eigarkommune",
    _C.POSITION: "verv, posisjon, rolle, funksjon i organet, verv i organet, rolle i organet, role, position, "
    "medlem vara, medlem varamedlem, fast vara, verv i regionrådet, rolle i regionrådet, type, vervtype",
    _C.SUBSTITUTE_ORDER: "numerisk vararekkefølge, numerisk vararekkjefølgje, vararekkefølge, vararekkjefølgje, "
    "vara nr, "
    "varanr, varanummer, rekkefølge, rekkjefølgje, nr vara, nummer som vara, order, substitute order, varaplass",
    _C.PERIOD: "periode, valgperiode, valperiode, funksjonstid, funksjonsperiode, period, term, tidsrom",
    _C.STARTS_ON: "fra, frå, fra dato, frå dato, fra og med, frå og med, start, startdato, from, from date, "
    "start date, "
    "valgt fra, vald frå, tiltrådt, tiltredelse, f o m, fom",
    _C.ENDS_ON: "til, til dato, til og med, slutt, sluttdato, to, to date, until, end, end date, valgt til, vald til, "
    "fratrådt, fratredelse, t o m, tom",
    _C.SIDE: "posisjon opposisjon, posisjon eller opposisjon, pos opp, opposisjon, side, government opposition",
    _C.BASIS: "vedtak, grunnlag, valgt i vedtak, saksnr, saksnummer, sak, vedtaksgrunnlag, hjemmel, heimel, basis, "
    "resolution, oppnevnt i sak, oppnemnd i sak, valgvedtak, valvedtak, vedtak grunnlag, oppnevning",
    _C.MAY_ATTEND: "møterett, moterett, may attend",
    _C.MAY_SPEAK: "talerett, talarett, may speak",
    _C.MAY_PROPOSE: "forslagsrett, framleggsrett, may propose",
    _C.MAY_VOTE: "stemmerett, røysterett, may vote",
}
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"[^\w]+")


def key(text: object) -> str:
    """A text to look up: small letters, no signs, one space between words.

    >>> key(" E-post*: "), key("Møre og  Romsdal")
    ('e post', 'møre og romsdal')
    """
    small = plain(clean(str(text))[0])
    # A name of nothing but signs is still a name.
    return _SIGNS.sub(" ", small).replace("_", " ").strip() or small


def in_every_language(texts: Mapping[Column, object]) -> dict[str, Column]:
    """What the texts are called in each language of the site, as ``key`` writes them."""
    found: dict[str, Column] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {key(text): column for column, text in texts.items()}
    return found


@lru_cache(maxsize=1)
def _known() -> dict[str, Column]:
    usual = {key(word): column for column, words in _HEADS.items() for word in words.split(",")}
    # Our own heads win over what others may mean by the same word.
    return usual | in_every_language(LABELS)


def column_of(head: object) -> Column | None:
    """What stands under a head; None when it is not known.

    >>> column_of("Mobil (privat)"), column_of("Kommentar")
    (<Column.PHONE: 'phone'>, None)
    """
    if head is None or len(str(head)) > 80:
        return None
    return _known().get(key(head)) or _known().get(key(_IN_PARENTHESES.sub(" ", str(head))))
