"""People and mandates of a council as rows of a spreadsheet that can be read back, and an empty one to fill in."""

from django.utils.translation import gettext

from veivalg.web.councils.importing.cells import NO, YES
from veivalg.web.councils.importing.columns import LABELS, Column
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet
from veivalg.web.ui.words import norwegian_order

_C = Column
EXPORTED = (
    *(_C.PERSON_NUMBER, _C.NAME, _C.EMAIL, _C.PHONE, _C.OFFICE, _C.PARTY, _C.GENDER, _C.MANDATE_NUMBER, _C.BODY),
    *(_C.PARTICIPANT, _C.POSITION, _C.SUBSTITUTE_ORDER, _C.STARTS_ON, _C.ENDS_ON, _C.SIDE, _C.BASIS),
    *(_C.MAY_ATTEND, _C.MAY_SPEAK, _C.MAY_PROPOSE, _C.MAY_VOTE),
)
IN_TEMPLATE = (
    *(_C.NAME, _C.BODY, _C.PARTICIPANT, _C.POSITION, _C.SUBSTITUTE_ORDER, _C.STARTS_ON, _C.ENDS_ON),
    *(_C.OFFICE, _C.PARTY, _C.GENDER, _C.EMAIL, _C.PHONE, _C.SIDE, _C.BASIS),
)


def table(stored: Stored) -> list[list[Cell]]:
    """Heads, and a row for each mandate; people without one have a row of their own. The erased are left out."""
    rows: list[list[Cell]] = [[str(LABELS[column]) for column in EXPORTED]]
    everyone = sorted(stored.people.values(), key=lambda person: (norwegian_order(person.name), person.pk))
    for person in everyone:
        if person.erased_at is not None:
            continue
        own = stored.mandates_of_person.get(person.pk) or [None]
        rows += [[*_of_person(person), *_of_mandate(mandate)] for mandate in own]
    return rows


def template(stored: Stored) -> tuple[TableSheet, list[str]]:
    """A sheet with nothing but heads, and lines that say what to write in them."""
    bodies = ", ".join(body.name for body in stored.bodies if body.ends_on is None)[:5_000]
    participants = ", ".join(dict.fromkeys(str(one) for one in stored.participants))[:5_000]
    told = [
        gettext("One row for each mandate. Whoever sits in two bodies has two rows."),
        gettext("Bodies: %(bodies)s") % {"bodies": bodies or gettext("none yet; make them first")},
        gettext("Participants: %(participants)s") % {"participants": participants or gettext("none yet")},
        gettext("Roles: leader, vice leader, member, substitute, attends."),
        gettext("Days like 01.11.2023. A blank last day means that the mandate goes on."),
        gettext("Gender is for the balance alone and may be left blank."),
        gettext("Never write national identity numbers."),
    ]
    return TableSheet(gettext("People"), [[str(LABELS[column]) for column in IN_TEMPLATE]]), told


def _of_person(person: Person) -> list[Cell]:
    return [
        person.pk,
        person.name,
        person.email,
        person.phone,
        person.office,
        person.party,
        person.get_gender_display() if person.gender else None,
    ]


def _of_mandate(mandate: Mandate | None) -> list[Cell]:
    if mandate is None:
        return [None] * (len(EXPORTED) - 7)
    rights = (mandate.may_attend, mandate.may_speak, mandate.may_propose, mandate.may_vote)
    return [
        mandate.pk,
        mandate.body.name,
        str(mandate.participant) if mandate.participant else None,
        str(mandate.get_position_display()),
        mandate.substitute_order,
        mandate.starts_on,
        mandate.ends_on,
        str(mandate.get_side_display()) if mandate.side else None,
        mandate.basis,
        *(str(YES) if has else str(NO) for has in rights),
    ]
