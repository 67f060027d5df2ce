"""Who sits in a body: as the reader may see them, in the order of the page, and searched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.findings import right_words
from veivalg.web.councils.mandate_facts import period_of, rights_of
from veivalg.web.councils.models import Body, Mandate
from veivalg.web.councils.publishing import unnamed_among
from veivalg.web.ui.paging import found_in
from veivalg.web.ui.words import norwegian_order

Position = Mandate.Position
_PLACES = {
    Position.LEADER: 0,
    Position.VICE_LEADER: 1,
    Position.MEMBER: 2,
    Position.SUBSTITUTE: 3,
    Position.ATTENDEE: 4,
}
SEATS_PER_PAGE = 100
"""An ordinary assembly with its substitutes stands on one page."""


@dataclass(frozen=True)
class Seat:
    """One mandate as the page shows it."""

    mandate: Mandate
    name: str
    """Empty where the reader is not to see it."""
    may_open: bool
    """Whether the reader may open the person's own page."""

    @property
    def as_what(self) -> str:
        """ "Leader"; "Substitute no. 2"."""
        if self.mandate.position == Position.SUBSTITUTE and self.mandate.substitute_order:
            return gettext("Substitute no. %(number)s") % {"number": self.mandate.substitute_order}
        return str(self.mandate.get_position_display())

    @property
    def chosen_by(self) -> str:
        """The participant who chose the person; empty when it was not one of them."""
        return str(self.mandate.participant or "")

    @property
    def rights(self) -> str:
        """What the person may do in meetings, in words."""
        held = rights_of(self.mandate)
        return right_words(held) if held else gettext("no rights of their own")


@dataclass
class Group:
    """Those whom one participant has chosen."""

    name: str
    seats: list[Seat] = field(default_factory=list)


def seats_on(mandates: Iterable[Mandate], actor: Actor, body: Body, on: date) -> list[Seat]:
    """Everyone who has something in the body on a day: leaders first, substitutes in order, those who attend last."""
    may_read = actor.may(Permission.COUNCILS_PERSON_READ, council_id=body.council_id)
    own = actor.own_participant_ids(body.council_id, Permission.COUNCILS_PERSON_READ)
    there = [mandate for mandate in mandates if period_of(mandate).is_active(on)]
    unnamed = frozenset() if may_read else unnamed_among(there)
    seats = []
    for mandate in there:
        may_open = may_read or mandate.participant_id in own
        name = str(mandate.person) if mandate.pk not in unnamed or may_open else ""
        seats.append(Seat(mandate, name, may_open))
    return sorted(seats, key=_in_list)


def _in_list(seat: Seat) -> tuple[int, int, str, int]:
    mandate = seat.mandate
    place = _PLACES[Position(mandate.position)]
    return place, mandate.substitute_order or 999, norwegian_order(seat.name), mandate.pk


def in_print(seats: Sequence[Seat]) -> list[Seat]:
    """The order of the page: by who chose them, those whom no participant chose after, and last who only attend."""
    return sorted(seats, key=_in_print)


def _in_print(seat: Seat) -> tuple[bool, bool, str]:
    # Sorting keeps the order that the seats have among themselves.
    return seat.mandate.position == Position.ATTENDEE, not seat.chosen_by, norwegian_order(seat.chosen_by)


def matching(seats: Sequence[Seat], words: str) -> list[Seat]:
    """Those where each of the words stands in what the reader sees of them."""
    return [
        seat
        for seat in seats
        if found_in(words, seat.name, seat.mandate.person.office if seat.name else "", seat.chosen_by, seat.as_what)
    ]


def grouped(seats: Sequence[Seat]) -> list[Group]:
    """Those with a seat and their substitutes, by who chose them, in the order they come."""
    groups: dict[int | None, Group] = {}
    for seat in seats:
        if seat.mandate.position != Position.ATTENDEE:
            name = seat.chosen_by or gettext("Not chosen by one participant")
            groups.setdefault(seat.mandate.participant_id, Group(name)).seats.append(seat)
    return list(groups.values())


def attending(seats: Sequence[Seat]) -> list[Seat]:
    """Those who have no seat, but may attend."""
    return [seat for seat in seats if seat.mandate.position == Position.ATTENDEE]
