"""The plan of an import: every row, what comes of it, and what has to be asked first. Nothing is written here."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.councils.importing.cells import guessed_day
from veivalg.web.councils.importing.choices import NONE, ONLY_PEOPLE, Choices, sign_of
from veivalg.web.councils.importing.columns import Column, key
from veivalg.web.councils.importing.draft import sheets_of
from veivalg.web.councils.importing.identity import People, compare, person_values, place_of
from veivalg.web.councils.importing.layout import Layout, Line, layouts_of
from veivalg.web.councils.importing.rows import Asks, Cannot, Row, Someone, Status
from veivalg.web.councils.importing.seats import Said, Seats, is_about_mandate, said_in
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.councils.importing.world import leave_out_what_breaks_rules
from veivalg.web.councils.models import Body, Mandate, Participant

SHOWN_WORDS = 50
"""Of each kind, as many unknown words are asked about at a time."""


@dataclass
class Unknown:
    """A word of the file that no body, or no participant, is called."""

    word: str
    count: int = 0
    answer: str = ""


@dataclass
class Plan:
    """What an import will do."""

    layouts: list[Layout]
    rows: list[Row] = field(default_factory=list)
    unknown_bodies: dict[str, Unknown] = field(default_factory=dict)
    unknown_participants: dict[str, Unknown] = field(default_factory=dict)
    years: dict[str, date] = field(default_factory=dict)
    """Years that stand alone, e.g. ``from-2023``, and the days they are taken for."""
    needs_first_day: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Status]:
        return Counter(row.status for row in self.rows)

    @property
    def accepted(self) -> list[Row]:
        """Rows that lead to a change."""
        return [row for row in self.rows if row.status in (Status.NEW, Status.CHANGED)]

    @property
    def left_out(self) -> int:
        """Rows that cannot be taken in, or that ask something."""
        counts = self.counts
        return counts[Status.CANNOT] + counts[Status.ASKS]

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what is confirmed is what was shown."""
        told = [
            (row.ref, row.status.value, row.reason, row.says, [(d.label, d.before, d.after) for d in row.differences])
            for row in self.rows
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @property
    def new_people(self) -> list[Someone]:
        return _once(row.someone for row in self.accepted if row.someone and row.someone.is_new)

    @property
    def changed_people(self) -> list[tuple[Someone, dict[str, str]]]:
        """People who are stored, and the fields that change."""
        changes: dict[int, tuple[Someone, dict[str, str]]] = {}
        for row in self.accepted:
            if row.someone and not row.someone.is_new and row.person_values:
                _, values = changes.setdefault(row.someone.person.pk, (row.someone, {}))
                values |= row.person_values
        return list(changes.values())

    @property
    def new_mandates(self) -> list[Mandate]:
        return [row.seat.asked for row in self.accepted if row.seat and row.seat.asked and row.seat.stored is None]

    @property
    def changed_mandates(self) -> list[tuple[Mandate, dict[str, Any]]]:
        """Mandates that are stored, and the fields that change."""
        return [
            (row.seat.stored, row.seat.values)
            for row in self.accepted
            if row.seat and row.seat.stored and row.seat.values
        ]


def plan_of(data: Mapping[str, Any], answers: Mapping[str, Any], stored: Stored, *, now: datetime) -> Plan:
    """The plan for a draft's sheets, with what has been chosen so far, held against what is stored."""
    choices = Choices.of(answers)
    layouts = layouts_of(sheets_of(data), choices, stored)
    plan = Plan(layouts)
    maker = _Maker(plan, stored, choices, now)
    for layout in layouts:
        for line in layout.lines:
            plan.rows.append(maker.row(line, layout))
    leave_out_what_breaks_rules(plan.rows, stored)
    _complete_new_people(plan)
    plan.needs_first_day = maker.seats.needs_first_day or bool(answers.get("first_day"))
    _tell(plan, stored)
    return plan


class _Maker:
    """Makes the rows of a plan, one after the other."""

    def __init__(self, plan: Plan, stored: Stored, choices: Choices, now: datetime) -> None:
        self.plan, self.stored, self.choices = plan, stored, choices
        self.years = choices.years
        self.people = People(stored, choices, now)
        self.seats = Seats(stored, choices, timezone.localdate(now))
        self.twins: dict[tuple[Any, ...], Row] = {}

    def row(self, line: Line, layout: Layout) -> Row:
        row = Row(line, layout.name)
        try:
            if self.choices.get("out", row.ref):
                raise Cannot(gettext("The row is left out, as you chose."))
            self._fill(row, layout)
        except Cannot as error:
            row.cannot(str(error))
        except Asks as question:
            row.status, row.question, row.reason = Status.ASKS, question, question.words
        else:
            seat = row.seat
            is_new = (row.someone is not None and row.someone.is_new and row.someone.ref == row.ref) or (
                seat is not None and seat.stored is None
            )
            if is_new:
                row.status = Status.NEW
            elif row.person_values or (seat is not None and seat.values):
                row.status = Status.CHANGED
        return row

    def _fill(self, row: Row, layout: Layout) -> None:
        line = row.line
        values = person_values(line)
        said = said_in(line, self.years)
        self._note_years(line)
        participants = self._participants(line)
        body = self._body(row, line, layout)
        row.someone = self.people.find(row, values, participants)
        row.person_values = compare(row, row.someone, values)
        if body is not None:
            self._seat(row, body, participants, said)
        elif participants and not is_about_mandate(line):
            row.notes.append(gettext("The participant is kept with mandates alone, and this row has none."))

    def _seat(self, row: Row, body: Body, participants: Sequence[Participant], said: Said) -> None:
        assert row.someone is not None
        row.seat = self.seats.seat(row, row.someone, body, participants, said)
        asked = row.seat.asked if row.seat and row.seat.stored is None else None
        if asked is None:
            return
        twin = self.twins.setdefault(
            (id(asked.person), asked.body_id, asked.participant_id, asked.position, asked.starts_on), row
        )
        if twin is not row:
            raise Cannot(gettext("It is the same as row %(row)s. Keep one of them.") % {"row": twin.line.number})

    def _participants(self, line: Line) -> list[Participant]:
        word = line.text(Column.PARTICIPANT) or line.participant_above
        if not word:
            return []
        found = self.stored.participants_called(word)
        if found:
            return found
        sign = sign_of(key(word))
        answer = self.choices.get("participant", sign)
        unknown = self.plan.unknown_participants.setdefault(sign, Unknown(word[:80], answer=answer))
        unknown.count += 1
        if answer == NONE:
            return []
        chosen = [one for one in self.stored.participants if answer.isdecimal() and one.pk == int(answer)]
        if not chosen:
            told = gettext("No participant is called “%(word)s”. Choose above who is meant.")
            raise Asks(told % {"word": word[:60]})
        return [one for one in self.stored.participants if place_of(one) == place_of(chosen[0])]

    def _body(self, row: Row, line: Line, layout: Layout) -> Body | None:
        """The body of the row's mandate; None when it is about the person alone."""
        word = line.text(Column.BODY) or line.body_above
        numbered = self.seats.numbered_mandate(line)
        if not word:
            if numbered is not None:
                return numbered.body
            if layout.body is not None:
                return layout.body
            if layout.only_people or not is_about_mandate(line):
                return None
            raise Asks(gettext("The row has a mandate, but names no body. Choose above which body the sheet is about."))
        found = self.stored.bodies_called(word)
        if numbered is not None and numbered.body in found:
            return numbered.body
        if len(found) == 1:
            return found[0]
        sign = sign_of(key(word))
        answer = self.choices.get("body", sign)
        unknown = self.plan.unknown_bodies.setdefault(sign, Unknown(word[:80], answer=answer))
        unknown.count += 1
        if answer == ONLY_PEOPLE:
            return None
        if answer == NONE:
            raise Cannot(gettext("Rows about “%(word)s” are left out, as you chose.") % {"word": word[:60]})
        chosen = next((body for body in self.stored.bodies if answer.isdecimal() and body.pk == int(answer)), None)
        if chosen is None:
            told = gettext("It is not clear which body “%(word)s” is. Choose above.")
            raise Asks(told % {"word": word[:60]})
        return chosen

    def _note_years(self, line: Line) -> None:
        for which, year in years_in(line):
            word = f"{which}-{year}"
            if word not in self.plan.years and len(self.plan.years) < SHOWN_WORDS:
                self.plan.years[word] = self.years.get(word) or guessed_day(which, year)


def years_in(line: Line) -> list[tuple[str, int]]:
    """Years that stand alone in the cells about days."""
    found = []
    for which, column in (("from", Column.STARTS_ON), ("to", Column.ENDS_ON)):
        text = line.text(column)
        if len(text) == 4 and text.isascii() and text.isdecimal():
            found.append((which, int(text)))
    parts = [part for part in _split_period(line.text(Column.PERIOD)) if len(part) in (2, 4)]
    if len(parts) == 2 and len(parts[0]) == 4:
        first = int(parts[0])
        last = int(parts[1]) if len(parts[1]) == 4 else first - first % 100 + int(parts[1])
        found += [("from", first), ("to", last)]
    return found


def _split_period(text: str) -> list[str]:
    """The years of a text that holds nothing but years.

    >>> _split_period("2023–2027"), _split_period("1.11.2023")
    (['2023', '2027'], [])
    """
    plain = text.replace("til", "-").replace("to", "-")
    parts = [part.strip() for part in plain.replace("–", "-").replace("—", "-").replace("/", "-").split("-")]
    return parts if all(part.isascii() and part.isdecimal() for part in parts) else []


def _complete_new_people(plan: Plan) -> None:
    """Someone new is made once, with what all their rows say; if the first row fell, another one makes them."""
    made = {id(row.someone) for row in plan.accepted}
    for row in plan.rows:
        someone = row.someone
        if someone is None or not someone.is_new:
            continue
        if row.status is Status.UNCHANGED and id(someone) not in made:
            row.status = Status.NEW
            made.add(id(someone))
        for name, (value, _) in someone.said.items():
            setattr(someone.person, name, value)


def _tell(plan: Plan, stored: Stored) -> None:
    if not stored.bodies:
        plan.notes.append(gettext("The council has no bodies yet. Make them first, so that mandates have a place."))
    guesses = [guess for layout in plan.layouts for guess in layout.guesses]
    plan.notes.extend(guesses[:100])


def _once(everyone: Any) -> list[Someone]:
    return list(dict.fromkeys(everyone))
