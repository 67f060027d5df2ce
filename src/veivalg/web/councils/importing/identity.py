"""Who a line is about: by our own number, by e-mail, by name and participant, and else by asking."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from veivalg.web.accounts.addresses import AddressBroken, plain_address
from veivalg.web.councils.importing.cells import Unclear, gender_of, number_of
from veivalg.web.councils.importing.choices import Choices
from veivalg.web.councils.importing.columns import LABELS, Column, key
from veivalg.web.councils.importing.layout import Line
from veivalg.web.councils.importing.rows import Asks, Cannot, Difference, Option, Row, Someone, in_words
from veivalg.web.councils.importing.stored import Stored, normal
from veivalg.web.councils.models import Participant, Person

FIELDS = {
    "name": Column.NAME,
    "email": Column.EMAIL,
    "phone": Column.PHONE,
    "office": Column.OFFICE,
    "party": Column.PARTY,
    "gender": Column.GENDER,
}
NEW = "new"
_MOST_OPTIONS = 20


def place_of(participant: Participant) -> tuple[int | None, int | None]:
    """The municipality or county authority behind a participant, which may have joined more than once."""
    return participant.municipality_id, participant.county_id


def person_values(line: Line) -> dict[str, str]:
    """What the line says about the person; blank cells say nothing. Raises Cannot."""
    values = {"name": line.name} | {
        name: line.text(column) for name, column in FIELDS.items() if column is not Column.NAME
    }
    values = {name: value for name, value in values.items() if value}
    if "email" in values:
        try:
            values["email"] = plain_address(values["email"].removeprefix("mailto:").strip("<> "))
        except AddressBroken as error:
            raise Cannot(gettext("%(error)s Correct the cell, or empty it.") % {"error": error}) from None
    if "gender" in values:
        try:
            values["gender"] = gender_of(values["gender"])
        except Unclear as error:
            raise Cannot(str(error)) from None
    for name, value in values.items():
        most = Person._meta.get_field(name).max_length or 0
        if len(value) > most:
            told = gettext("“%(head)s” has %(found)s characters. The limit is %(limit)s. Shorten it.")
            raise Cannot(told % {"head": LABELS[FIELDS[name]], "found": len(value), "limit": most})
    return values


class People:
    """Everyone of the council and everyone new in the file, found again by what a line says."""

    def __init__(self, stored: Stored, choices: Choices, now: datetime) -> None:
        self._stored, self._choices, self._now = stored, choices, now
        self._by_number = {}
        self._by_email: dict[str, list[Someone]] = defaultdict(list)
        self._by_name: dict[str, list[Someone]] = defaultdict(list)
        self._by_ref: dict[str, Someone] = {}
        for person in stored.people.values():
            someone = Someone(person, is_new=False)
            self._by_number[person.pk] = someone
            if person.erased_at is None:
                mandates = stored.mandates_of_person.get(person.pk, ())
                someone.places = {place_of(m.participant) for m in mandates if m.participant is not None}
                self._index(someone, person.name, person.email)

    def find(self, row: Row, values: dict[str, str], participants: Sequence[Participant]) -> Someone:
        """Whoever the row is about, perhaps someone new. Raises Asks and Cannot."""
        places = {place_of(participant) for participant in participants}
        found = self._found(row, values, places)
        if found is None:
            if "name" not in values:
                raise Cannot(gettext("There is no name in the row. Write one, or remove the row."))
            person = Person(council=self._stored.council, made_at=self._now)
            found = Someone(person, is_new=True, ref=row.ref)
            self._by_ref[row.ref] = found
            self._index(found, values["name"], values.get("email", ""))
        found.places |= places
        return found

    def _index(self, someone: Someone, name: str, email: str) -> None:
        self._by_name[key(name)].append(someone)
        if email:
            self._by_email[email.casefold()].append(someone)

    def _found(self, row: Row, values: dict[str, str], places: set[Any]) -> Someone | None:
        numbered = self._numbered(row.line)
        answer = self._choices.get("person", row.ref)
        if numbered is not None:
            return self._same_or_asked(row, [numbered], values, answer)
        email, name = values.get("email", "").casefold(), key(values.get("name", ""))
        by_email = self._by_email.get(email, []) if email else []
        if len(by_email) > 1:
            by_email = [one for one in by_email if key(one.person.name or _said_name(one)) == name] or by_email
        if by_email:
            return self._same_or_asked(row, by_email, values, answer)
        if not name:
            return None
        everyone = self._by_name.get(name, [])
        here = [one for one in everyone if one.places & places] if places else everyone
        if not here:
            here = [one for one in everyone if not one.places]
        if len(here) == 1 and not _has_another_email(here[0], email):
            return here[0]
        if here or any(not one.is_new for one in everyone):
            return self._asked(row, here or everyone, answer)
        return None

    def _numbered(self, line: Line) -> Someone | None:
        """By the number that our own files have, of the person or of one of their mandates."""
        cell = line.cells.get(Column.PERSON_NUMBER)
        if cell is not None:
            found = self._by_number.get(_number(cell))
            if found is None:
                told = gettext("No person here has number %(number)s. Empty the cell to go by e-mail and name.")
                raise Cannot(told % {"number": line.text(Column.PERSON_NUMBER)[:20]})
        elif (cell := line.cells.get(Column.MANDATE_NUMBER)) is not None:
            mandate = self._stored.mandates.get(_number(cell))
            if mandate is None:
                return None
            found = self._by_number[mandate.person_id]
        else:
            return None
        if found.person.erased_at is not None:
            raise Cannot(gettext("The person with this number has been erased. Empty the cell to register them anew."))
        return found

    def _same_or_asked(
        self, row: Row, candidates: list[Someone], values: dict[str, str], answer: str
    ) -> Someone | None:
        """The only one there is, unless the names have no word alike: then it may be someone else."""
        if len(candidates) == 1:
            name = candidates[0].person.name or _said_name(candidates[0])
            if "name" not in values or set(key(name).split()) & set(key(values["name"]).split()):
                return candidates[0]
        return self._asked(row, candidates, answer)

    def _asked(self, row: Row, candidates: list[Someone], answer: str) -> Someone | None:
        options = [Option(_value(one), _described(one)) for one in candidates[:_MOST_OPTIONS]]
        question = Asks(
            gettext("Who is this? Someone here is like it, but it may be another person."),
            name=f"person-{row.ref}",
            options=(*options, Option(NEW, gettext("A new person"))),
        )
        row.asked_before.append(question)
        if answer == NEW:
            if row.line.cells.get(Column.PERSON_NUMBER) is not None or row.line.cells.get(Column.MANDATE_NUMBER):
                raise Cannot(gettext("A new person cannot have someone else's numbers. Empty those cells in the file."))
            return None
        for one in candidates:
            if answer and answer == _value(one):
                return one
        raise question


def compare(row: Row, someone: Someone, values: dict[str, str]) -> dict[str, str]:
    """What the line changes about the person, told on the row. What an earlier row has said counts before this one."""
    changes: dict[str, str] = {}
    for name, value in values.items():
        earlier = someone.said.get(name)
        if earlier is not None:
            if normal(earlier[0]) != normal(value):
                told = gettext("“%(head)s” is another one in row %(row)s, which counts.")
                row.notes.append(told % {"head": LABELS[FIELDS[name]], "row": earlier[1].partition("-")[2]})
            continue
        someone.said[name] = value, row.ref
        before = getattr(someone.person, name)
        if normal(before) == normal(value) or (name == "email" and normal(before).casefold() == value):
            continue
        changes[name] = value
        if not someone.is_new:
            row.differences.append(Difference(str(LABELS[FIELDS[name]]), in_words(before, name), in_words(value, name)))
    return changes


def _said_name(someone: Someone) -> str:
    return someone.said["name"][0] if "name" in someone.said else ""


def _has_another_email(someone: Someone, email: str) -> bool:
    """Two new people of one name with an e-mail address each are perhaps two."""
    own = someone.said.get("email", ("", ""))[0].casefold()
    return someone.is_new and bool(own and email and own != email)


def _value(someone: Someone) -> str:
    return f"row-{someone.ref}" if someone.is_new else str(someone.person.pk)


def _described(someone: Someone) -> str:
    if someone.is_new:
        return gettext("The same as in row %(row)s: %(name)s") % {
            "row": someone.ref.partition("-")[2],
            "name": _said_name(someone),
        }
    told = [someone.person.name, someone.person.office, someone.person.email]
    return gettext("The same person: %(who)s") % {"who": ", ".join(part for part in told if part)}


def _number(cell: Any) -> int:
    try:
        return number_of(cell)
    except Unclear as error:
        raise Cannot(str(error)) from None
