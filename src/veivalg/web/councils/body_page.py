"""What stands on the page of a body, as of any day: who sits there, whose turn it is, and what the act asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import (
    BalanceOutcome,
    CouncilFacts,
    RotationCode,
    Severity,
    Turn,
    balance_on,
    check_council,
    next_turn,
    note_balance,
)
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.body_seats import Seat, in_print, seats_on
from veivalg.web.councils.findings import Note, eligibility_notes, note_of, rights_notes
from veivalg.web.councils.mandate_facts import (
    body_facts,
    body_key,
    genders_of,
    kind_of,
    mandate_facts,
    participant_facts,
    period_of,
)
from veivalg.web.councils.models import Body, Council, Mandate, Participant
from veivalg.web.councils.queries import sorted_participants
from veivalg.web.ui.numbers import listed

Position = Mandate.Position
_LEADERS = (Position.LEADER, Position.VICE_LEADER)


@dataclass(frozen=True)
class Rotation:
    """The leader's post going round."""

    had: list[tuple[str, Mandate]]
    """Participant and the mandate, the latest first."""
    next_words: str


def content(council: Council, body: Body, actor: Actor, on: date) -> dict[str, Any]:
    """The content of the page, in at most four queries whatever the size."""
    mandates = list(body.mandates.on(on).with_everything().order_by("starts_on", "pk"))
    participants = sorted_participants(council)
    seats = seats_on(mandates, actor, body, on)
    seated = [seat for seat in seats if seat.mandate.position in Mandate.SEATED]
    may_edit = actor.may(Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)
    shows_balance = body.shows_names or actor.may(Permission.COUNCILS_PERSON_READ, council_id=council.pk)
    return {
        "council": council,
        "body": body,
        "on": on,
        "exists": period_of(body).is_active(on),
        "finding": _finding(seats, seated),
        "leaders": [seat for seat in seats if seat.mandate.position in _LEADERS],
        "seats": in_print(seats),
        "has_history": bool(mandates) or body.mandates.exists(),
        "balance": balance_words(body, mandates, on) if seated and shows_balance else [],
        "rotation": rotation(_leaders(body, on), participants, on) if body.leader_rotates else None,
        "notes": notes_on(body, mandates, participants, on) if may_edit else [],
        "may_edit": may_edit,
        "may_edit_body": actor.may(Permission.COUNCILS_BODY_EDIT, council_id=council.pk),
    }


def _finding(seats: Sequence[Seat], seated: Sequence[Seat]) -> str:
    """The page's heading after the name: how many, from how many."""
    people = len({seat.mandate.person_id for seat in seated})
    if not people:
        return gettext("nobody is registered as a member")
    members = ngettext("%(count)s member", "%(count)s members", people) % {"count": people}
    places = len({seat.mandate.participant_id for seat in seated if seat.mandate.participant_id})
    if not places:
        return members
    return ngettext("%(members)s from %(count)s participant", "%(members)s from %(count)s participants", places) % {
        "members": members,
        "count": places,
    }


def balance_words(body: Body, mandates: Sequence[Mandate], on: date) -> list[str]:
    """How many women and men have a seat, and what the act says about it. Shown, and never a hindrance."""
    balance = balance_on([mandate_facts(row) for row in mandates], genders_of(mandates), body=body_key(body.pk), on=on)
    parts = [
        ngettext("%(count)s woman", "%(count)s women", balance.women) % {"count": balance.women},
        ngettext("%(count)s man", "%(count)s men", balance.men) % {"count": balance.men},
    ]
    if balance.not_stated:
        parts.append(gettext("%(count)s not stated") % {"count": balance.not_stated})
    told = [gettext("Those with a seat are %(listed)s.") % {"listed": listed(parts)}]
    note = note_balance(balance, kind_of(body), on=on, act=municipal_act())
    if not body.is_elected or note.outcome is BalanceOutcome.NOT_ASKED:
        return told
    where = {"needed": note.needed, "paragraph": note.paragraph}
    outcome = {
        BalanceOutcome.MET: gettext(
            "The act aims at %(needed)s of each or more, and that is met here (%(paragraph)s)."
        ),
        BalanceOutcome.NOT_MET: gettext(
            "The act aims at %(needed)s of each or more in a body of this size (%(paragraph)s)."
        ),
        BalanceOutcome.NOT_KNOWN: gettext(
            "The act aims at %(needed)s of each or more (%(paragraph)s). Whether it is met depends on those not stated."
        ),
    }[note.outcome]
    told.append(outcome % where)
    if note.outcome is not BalanceOutcome.MET:
        told.append(
            gettext("The rule is for whoever chooses several at once. Where each chooses one, no one breaks it alone.")
        )
    if note.as_far_as_possible:
        told.append(gettext("For an executive committee it holds as far as possible."))
    return told


def _leaders(body: Body, on: date) -> list[Mandate]:
    """Everyone who has led by a day, the first first."""
    rows = body.mandates.with_everything().filter(position=Position.LEADER, starts_on__lte=on)
    return list(rows.order_by("starts_on", "pk"))


def rotation(leaders: Sequence[Mandate], participants: Sequence[Participant], on: date) -> Rotation:
    """Who has had the leader, and whose turn comes after, going by the alphabet."""
    # One that left and came back is two rows, and one place in the order.
    names = {_place(participant): participant.name for participant in participants}
    present = list(dict.fromkeys(_place(p) for p in participants if period_of(p).is_active(on)))
    turns = [
        Turn(participant=_place(row.participant) if row.participant else None, period=period_of(row)) for row in leaders
    ]
    turn = next_turn(list(names), turns, present=present, on=on)
    name = names.get(turn.participant, "") if turn.participant is not None else ""
    words = {
        RotationCode.AFTER_LAST: gettext("Next in the alphabet: %(name)s."),
        RotationCode.FIRST: gettext("Nobody has led yet. First in the alphabet: %(name)s."),
        RotationCode.ASSUMED: gettext(
            "Probably %(name)s, if the alphabet was followed; it is not registered who chose the last leader."
        ),
        RotationCode.TIED: gettext("%(name)s, or %(others)s: several led at the same time."),
        RotationCode.NOBODY: gettext("No one takes part on this day."),
    }[turn.code]
    others = listed([names.get(key, "") for key in turn.alternatives])
    had = [(str(row.participant) if row.participant else gettext("not registered"), row) for row in reversed(leaders)]
    return Rotation(had=had, next_words=words % {"name": name, "others": others})


def _place(participant: Participant) -> str:
    """The municipality or county authority behind the row."""
    return f"m{participant.municipality_id}" if participant.municipality_id else f"c{participant.county_id}"


def notes_on(body: Body, mandates: Sequence[Mandate], participants: Sequence[Participant], on: date) -> list[Note]:
    """What the secretariat should look at in the body on a day; the gravest first."""
    facts = CouncilFacts(
        participants=tuple(participant_facts(participant) for participant in participants),
        bodies=(body_facts(body),),
        mandates=tuple(mandate_facts(mandate) for mandate in mandates),
    )
    names: dict[int | str, str] = {f"participant:{p.pk}": p.name for p in participants}
    names |= {mandate.pk: str(mandate.person) for mandate in mandates}
    is_assembly = body.kind == Body.Kind.ASSEMBLY
    found = [
        note_of(finding, names=names)
        for finding in check_council(facts, on=on, act=municipal_act())
        # Asked about one body, the check cannot know whether another is the assembly.
        if is_assembly or finding.subject == body_key(body.pk)
    ]
    left = [m for m in mandates if m.participant is not None and not period_of(m.participant).is_active(on)]
    found += [
        Note(
            gettext("%(name)s was chosen by %(participant)s, which does not take part on this day.")
            % {"name": mandate.person, "participant": mandate.participant},
            "",
        )
        for mandate in left
    ]
    for mandate in mandates:
        found += rights_notes(mandate, on=on)
        found += eligibility_notes(mandate)
    return sorted(found, key=lambda note: list(Severity).index(note.severity))
