"""What a line says about a mandate, held against the mandates that are stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from veivalg.rules.mandates import MandateFacts, Right, free_order, usual_rights
from veivalg.rules.mandates import Position as RulePosition
from veivalg.web.councils.importing.cells import (
    Day,
    Unclear,
    day_of,
    number_of,
    period_of,
    position_of,
    side_of,
    truth_of,
)
from veivalg.web.councils.importing.choices import Choices
from veivalg.web.councils.importing.columns import LABELS, Column
from veivalg.web.councils.importing.identity import place_of
from veivalg.web.councils.importing.layout import Line
from veivalg.web.councils.importing.rows import Asks, Cannot, Difference, Option, Row, Seat, Someone, in_words
from veivalg.web.councils.importing.stored import Stored, normal
from veivalg.web.councils.mandate_facts import RIGHT_FIELDS, body_key, kind_of, mandate_facts, participant_key
from veivalg.web.councils.mandate_facts import period_of as days_of
from veivalg.web.councils.models import Body, Mandate, Participant
from veivalg.web.ui.dates import day, period

Position = Mandate.Position
_RIGHTS = {Column(name): name for name in RIGHT_FIELDS.values()}
_ABOUT_MANDATES = frozenset(
    {
        *(Column.MANDATE_NUMBER, Column.BODY, Column.POSITION, Column.SUBSTITUTE_ORDER, Column.PERIOD),
        *(Column.STARTS_ON, Column.ENDS_ON, Column.SIDE, Column.BASIS, *_RIGHTS),
    }
)
_LABELS = {
    "participant": Column.PARTICIPANT,
    "position": Column.POSITION,
    "side": Column.SIDE,
    "substitute_order": Column.SUBSTITUTE_ORDER,
    "starts_on": Column.STARTS_ON,
    "ends_on": Column.ENDS_ON,
    "basis": Column.BASIS,
    **{name: column for column, name in _RIGHTS.items()},
}
MOST_SUBSTITUTES = 200
"""Of one participant in one body, in all years: more is a mistake in the file."""
CORRECT, LEAVE, NEW = "correct", "leave", "new"


@dataclass
class Said:
    """A line's cells about a mandate, read; None is what the line does not say."""

    position: str | None = None
    order: int | None = None
    first: Day | None = None
    last: Day | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """Side, basis and rights."""


def is_about_mandate(line: Line) -> bool:
    """Whether any cell, or a heading, says something about a mandate."""
    return bool(line.body_above or line.position_above or _ABOUT_MANDATES & line.cells.keys())


def said_in(line: Line, years: dict[str, date]) -> Said:
    """Raises Cannot with what is wrong with which cell."""
    said = Said()
    try:
        word = line.text(Column.POSITION) or line.position_above
        if word:
            said.position, said.order = position_of(word.rstrip(":"))
        if Column.SUBSTITUTE_ORDER in line.cells:
            said.order = number_of(line.cells[Column.SUBSTITUTE_ORDER])
            if said.order > 32_000:
                raise Unclear(gettext("“%(text)s” is too large a number for a substitute.") % {"text": said.order})
        if Column.PERIOD in line.cells:
            said.first, said.last = period_of(line.cells[Column.PERIOD], years)
        if Column.STARTS_ON in line.cells:
            said.first = day_of(line.cells[Column.STARTS_ON], "from", years)
        if Column.ENDS_ON in line.cells:
            said.last = day_of(line.cells[Column.ENDS_ON], "to", years)
        if Column.SIDE in line.cells:
            said.values["side"] = side_of(line.text(Column.SIDE))
        for column, name in _RIGHTS.items():
            if column in line.cells:
                said.values[name] = truth_of(line.text(column))
    except Unclear as error:
        raise Cannot(str(error)) from None
    if Column.BASIS in line.cells:
        said.values["basis"] = line.text(Column.BASIS)
        if len(said.values["basis"]) > 200:
            told = gettext("“%(head)s” has %(found)s characters. The limit is %(limit)s. Shorten it.")
            found = len(said.values["basis"])
            raise Cannot(told % {"head": LABELS[Column.BASIS], "found": found, "limit": 200})
    return said


class Seats:
    """Finds the mandate that a line is about, and says how it will be."""

    def __init__(self, stored: Stored, choices: Choices, today: date) -> None:
        self._stored, self._choices, self._today = stored, choices, today
        self._first_day, self._last_day = choices.day("first_day"), choices.day("last_day")
        self._taken: dict[int, Row] = {}
        self._substitutes: dict[tuple[int, int | None], list[MandateFacts]] = defaultdict(list)
        for mandate in stored.mandates.values():
            if mandate.position == Position.SUBSTITUTE:
                self._substitutes[mandate.body_id, mandate.participant_id].append(mandate_facts(mandate))
        self.needs_first_day = False

    def seat(
        self, row: Row, someone: Someone, body: Body, participants: Sequence[Participant], said: Said
    ) -> Seat | None:
        """The mandate; None when the answer was to leave it as it is. Raises Asks and Cannot."""
        if said.order is not None and said.position is None:
            said.position = Position.SUBSTITUTE.value
        if said.order is not None and said.position != Position.SUBSTITUTE:
            row.notes.append(gettext("The number was passed over: only substitutes have one."))
            said.order = None
        stored = self._numbered(row, someone) or self._found(row, someone, body, participants, said)
        if stored is LEFT:
            row.notes.append(gettext("The mandate is left as it is."))
            return None
        if isinstance(stored, Mandate):
            return self._changed(row, stored, body, participants, said)
        return self._new(row, someone, body, participants, said)

    def numbered_mandate(self, line: Line) -> Mandate | None:
        """The mandate that a line names by our own number. Raises Cannot."""
        cell = line.cells.get(Column.MANDATE_NUMBER)
        if cell is None:
            return None
        try:
            return self._stored.mandates.get(number_of(cell))
        except Unclear as error:
            raise Cannot(str(error)) from None

    def _numbered(self, row: Row, someone: Someone) -> Mandate | None:
        if Column.MANDATE_NUMBER not in row.line.cells:
            return None
        found, number = self.numbered_mandate(row.line), row.line.text(Column.MANDATE_NUMBER)[:20]
        if found is None:
            told = gettext("No mandate here has number %(number)s. Empty the cell to go by person and body.")
            raise Cannot(told % {"number": number})
        if found.person is not someone.person:
            told = gettext("Mandate %(number)s is %(name)s's. End that one, and empty the cell to register a new one.")
            raise Cannot(told % {"number": number, "name": found.person})
        return found

    def _found(
        self, row: Row, someone: Someone, body: Body, participants: Sequence[Participant], said: Said
    ) -> "Mandate | _Left | None":
        """By person, body, role and days; None when there is none. Raises Asks."""
        places = {place_of(participant) for participant in participants}
        own = [
            mandate
            for mandate in self._stored.mandates_of_person.get(someone.person.pk or 0, ())
            if mandate.body_id == body.pk
            and (not places or mandate.participant is None or place_of(mandate.participant) in places)
        ]
        alike = [mandate for mandate in own if said.position in (None, mandate.position)]
        if said.first is not None:
            exact = [mandate for mandate in alike if said.first.is_same_as(mandate.starts_on)]
            if len(exact) == 1:
                return exact[0]
            near = [mandate for mandate in own if self._meets(mandate, said)]
            return self._asked(row, near, CORRECT) if near else None
        current = [mandate for mandate in alike if self._is_current(mandate)] or [
            mandate for mandate in alike if mandate.starts_on > self._today
        ]
        if len(current) == 1:
            return current[0]
        if len(current) > 1:
            raise Cannot(gettext("There are several such mandates. Write the first day, so that it is clear which."))
        others = [mandate for mandate in own if self._is_current(mandate) and self._would_meet(mandate, said)]
        if others:
            return self._asked(row, others, CORRECT)
        return self._asked(row, alike[-1:], NEW) if alike else None

    def _is_current(self, mandate: Mandate) -> bool:
        return days_of(mandate).is_active(self._today)

    def _meets(self, mandate: Mandate, said: Said) -> bool:
        """Whether the days that are written meet those of the mandate, and both cannot stand."""
        first, last = said.first.on if said.first else self._today, said.last.on if said.last else None
        return (
            self._would_meet(mandate, said)
            and (mandate.ends_on is None or mandate.ends_on >= first)
            and (last is None or last >= mandate.starts_on)
        )

    def _would_meet(self, mandate: Mandate, said: Said) -> bool:
        return {mandate.position, said.position} != {Position.SUBSTITUTE.value, Position.ATTENDEE.value}

    def _asked(self, row: Row, candidates: list[Mandate], yes: str) -> "Mandate | _Left | None":
        mandate = candidates[0]
        stands = gettext("%(position)s in %(body)s %(period)s") % {
            "position": mandate.get_position_display(),
            "body": mandate.body,
            "period": period(mandate.starts_on, mandate.ends_on),
        }
        if yes == NEW:
            words = gettext("Ended already: %(mandate)s. Does a new one begin?") % {"mandate": stands}
            option = Option(NEW, gettext("A new mandate, from the first day that is chosen above"))
        else:
            words = gettext("Stored already: %(mandate)s. Was that a mistake?") % {"mandate": stands}
            option = Option(CORRECT, gettext("Yes, correct it as the file says"))
        question = Asks(
            words, name=f"mandate-{row.ref}", options=(option, Option(LEAVE, gettext("No, leave what is stored")))
        )
        row.asked_before.append(question)
        answer = self._choices.get("mandate", row.ref)
        if answer == LEAVE:
            return LEFT
        if answer != yes:
            raise question
        if yes == NEW:
            return None
        if len(candidates) > 1:
            raise Cannot(gettext("It meets several mandates. Correct them one by one on the page of the person."))
        return mandate

    def _changed(
        self, row: Row, stored: Mandate, body: Body, participants: Sequence[Participant], said: Said
    ) -> Seat | None:
        changes = self._differences(stored, participants, said)
        if body.pk != stored.body_id:
            told = gettext("The mandate is in %(stored)s, not in %(body)s. Empty its ID to register a new one.")
            raise Cannot(told % {"stored": stored.body, "body": body})
        last = changes.get("ends_on")
        if last is not None and stored.ends_on is not None and stored.ends_on < self._today <= last:
            self._ask_to_revive(row, stored, last)
            if self._choices.get("mandate", row.ref) == LEAVE:
                row.notes.append(gettext("The mandate is left as it is."))
                return None
        earlier = self._taken.setdefault(stored.pk, row)
        if earlier is not row and changes:
            told = gettext("Row %(row)s is about the same mandate. Keep one of them.")
            raise Cannot(told % {"row": earlier.line.number})
        for name, value in changes.items():
            label = str(LABELS[_LABELS[name]])
            row.differences.append(Difference(label, in_words(getattr(stored, name), name), in_words(value, name)))
        seat = Seat(stored, changes)
        if changes:
            seat.asked = _copy(stored, changes)
        return seat

    def _ask_to_revive(self, row: Row, stored: Mandate, last: date) -> None:
        question = Asks(
            gettext("The mandate ended on %(ended)s. Does it go on until %(last)s?")
            % {"ended": day(stored.ends_on), "last": day(last)},
            name=f"mandate-{row.ref}",
            options=(
                Option(CORRECT, gettext("Yes, correct it as the file says")),
                Option(LEAVE, gettext("No, leave what is stored")),
            ),
        )
        row.asked_before.append(question)
        if self._choices.get("mandate", row.ref) not in (CORRECT, LEAVE):
            raise question

    def _differences(self, stored: Mandate, participants: Sequence[Participant], said: Said) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if said.first is not None and not said.first.is_same_as(stored.starts_on):
            changes["starts_on"] = said.first.on
        if said.last is not None and not said.last.is_same_as(stored.ends_on):
            changes["ends_on"] = said.last.on
        if participants and stored.participant not in participants:
            changes["participant"] = _on(participants, changes.get("starts_on", stored.starts_on))
        if said.position is not None and said.position != stored.position:
            changes["position"] = said.position
            rights = _usual(stored.body, said.position)
            changes |= {
                name: right in rights
                for right, name in RIGHT_FIELDS.items()
                if (right in rights) != getattr(stored, name)
            }
            if said.position != Position.SUBSTITUTE and stored.substitute_order is not None:
                changes["substitute_order"] = None
        if said.order is not None and said.order != stored.substitute_order:
            changes["substitute_order"] = said.order
        for name, value in said.values.items():
            before = changes.get(name, getattr(stored, name))
            if before != value and not (isinstance(value, str) and normal(before) == normal(value)):
                changes[name] = value
            elif name in changes and getattr(stored, name) == value:
                del changes[name]
        return changes

    def _new(self, row: Row, someone: Someone, body: Body, participants: Sequence[Participant], said: Said) -> Seat:
        first = said.first.on if said.first else self._first_day
        last = said.last.on if said.last else self._last_day
        if first is None:
            self.needs_first_day = True
            raise Asks(
                gettext("The row has no first day. Choose one above for all rows without, or write it in the file.")
            )
        position = said.position or Position.MEMBER.value
        if said.position is None:
            row.notes.append(gettext("No role is written, and the row was read as a member."))
        participant = _on(participants, first)
        mandate = Mandate(body=body, person=someone.person, participant=participant, starts_on=first, ends_on=last)
        values: dict[str, Any] = {
            "participant": participant,
            "position": position,
            "side": said.values.get("side", ""),
            "substitute_order": said.order,
            "starts_on": first,
            "ends_on": last,
            "basis": said.values.get("basis", ""),
            **{name: right in _usual(body, position) for right, name in RIGHT_FIELDS.items()},
        }
        values |= {name: value for name, value in said.values.items() if name in _RIGHTS.values()}
        for name, value in values.items():
            setattr(mandate, name, value)
        if position == Position.SUBSTITUTE and not (last and last < first):
            of_participant = self._substitutes[body.pk, participant.pk if participant else None]
            if len(of_participant) >= MOST_SUBSTITUTES:
                told = gettext("%(body)s has more than %(limit)s substitutes of one participant. Check the file.")
                raise Cannot(told % {"body": body, "limit": MOST_SUBSTITUTES})
            if said.order is None:
                mandate.substitute_order = values["substitute_order"] = free_order(
                    of_participant,
                    body=body_key(body.pk),
                    participant=participant_key(participant.pk if participant else None),
                    period=days_of(mandate),
                )
            of_participant.append(mandate_facts(mandate))
        return Seat(None, values, mandate)


class _Left:
    """That a mandate is left as it is."""


LEFT = _Left()


def _usual(body: Body, position: str) -> frozenset[Right]:
    return usual_rights(kind_of(body), RulePosition(position))


def _on(participants: Sequence[Participant], first: date) -> Participant | None:
    """The one that takes part on the day; where a municipality has come back there are several. Raises Cannot."""
    if not participants:
        return None
    if len({place_of(participant) for participant in participants}) > 1:
        raise Cannot(gettext("Several participants are called that. Write the municipality's number instead."))
    active = [participant for participant in participants if days_of(participant).is_active(first)]
    return (active or list(participants))[0]


def _copy(stored: Mandate, changes: dict[str, Any]) -> Mandate:
    """The mandate as it will be; the row itself keeps what it has, so that the trail can tell the difference."""
    copy = Mandate(pk=stored.pk, body=stored.body, person=stored.person)
    for name in _LABELS:
        setattr(copy, name, changes.get(name, getattr(stored, name)))
    return copy
