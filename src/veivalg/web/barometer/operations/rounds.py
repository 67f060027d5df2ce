"""Prepare a round about the cooperation or about capacity: everything through the operations of rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext, override

from veivalg.facts.cooperation import capacity, ten_reasons
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.barometer.asked import LEADER, OWN, WORDS
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey.expected import GroupToAsk
from veivalg.web.survey.models import Item, Round
from veivalg.web.survey.operations import rounds
from veivalg.web.survey.operations.rounds import Plan, Question
from veivalg.web.ui.words import norwegian_order

MOST_OWN = 10
MODES = (Round.Mode.ANONYMOUS, Round.Mode.CONFIDENTIAL)
"""Who can know what someone answered. Never open: those who are asked in an open round are told that names will be
shown, and nothing in this room shows them."""
AGREES = {
    "low_end": {"nb": "helt uenig", "nn": "heilt usamd", "en": "strongly disagree"},
    "high_end": {"nb": "helt enig", "nn": "heilt samd", "en": "strongly agree"},
}
_GOOD = {
    "low_end": {"nb": "svært dårlig", "nn": "svært dårleg", "en": "very poor"},
    "high_end": {"nb": "svært godt", "nn": "svært godt", "en": "very good"},
}
_TO_LEADERS = {
    "nb": "Til dere som leder. Andre kan hoppe over.",
    "nn": "Til dykk som leier. Andre kan hoppe over.",
    "en": "To those who lead. Others may leave it out.",
}

_IN_OWN_WORDS = {
    "nb": "Hva bør vi gjøre mer av, eller annerledes?",
    "nn": "Kva bør vi gjere meir av, eller annleis?",
    "en": "What should we do more of, or differently?",
}


class Groups(StrEnum):
    """Whom the answers are told apart by."""

    NONE = "none"
    PARTICIPANTS = "participants"
    ROLES = "roles"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A round as the secretariat wants it, beside its plan."""

    groups: Groups = Groups.NONE
    own_items: Sequence[str] = ()
    """In the council's language."""
    asks_leaders: bool = False
    asks_words: bool = False
    """Whether one may also say something in one's own words."""


@transaction.atomic
def make_barometer(*, actor: Actor, council: Council, plan: Plan, wanted: Wanted, on: date, now: datetime) -> Round:
    """Prepare a round with the ten items, own items and groups. It keeps its own copy of the items.

    Raises access.doors.Refused, and NotPossible for what rounds refuse, for too many own items and for a second draft
    of the same name.
    """
    require(actor, Permission.BAROMETER_ROUND_EDIT, council_id=council.pk)
    if len(wanted.own_items) > MOST_OWN:
        raise NotPossible(gettext("Write at most %(most)s items of your own.") % {"most": MOST_OWN}, field="own_items")
    reasons = list(ten_reasons().values())
    asked = [_question(reason.id, reason.item) for reason in reasons]
    if wanted.asks_leaders:
        asked += [
            _question(LEADER + reason.id, reason.leader_item, help=_TO_LEADERS)
            for reason in reasons
            if reason.leader_item
        ]
    asked += [
        _question(f"{OWN}{number}", {council.language: text}) for number, text in enumerate(wanted.own_items, start=1)
    ]
    if wanted.asks_words:
        asked.append(Question(key=WORDS, kind=Item.Kind.TEXT, text=dict(_IN_OWN_WORDS)))
    return _make(actor, council, plan, asked, wanted.groups, on=on, now=now)


@transaction.atomic
def make_capacity_round(*, actor: Actor, council: Council, plan: Plan, on: date, now: datetime) -> Round:
    """Prepare a round with the statements about the five elements, one group per municipality.

    Raises access.doors.Refused, and NotPossible for what rounds refuse and for a second draft of the same name.
    """
    require(actor, Permission.BAROMETER_ROUND_EDIT, council_id=council.pk)
    asked = [
        Question(key=f"{element.id}_{number}", kind=Item.Kind.SCALE, text=dict(statement), **_GOOD)
        for element in capacity()
        for number, statement in enumerate(element.statements, start=1)
    ]
    return _make(actor, council, plan, asked, Groups.PARTICIPANTS, on=on, now=now)


def _make(
    actor: Actor,
    council: Council,
    plan: Plan,
    asked: Sequence[Question],
    groups: Groups,
    *,
    on: date,
    now: datetime,
) -> Round:
    if plan.mode not in MODES:
        raise NotPossible(
            gettext("Choose anonymous or confidential. Names and answers are not shown together here."), field="mode"
        )
    # Held, so that a form that is sent twice makes one draft.
    hold_council(council)
    drafts = Round.objects.filter(council=council, kind=plan.kind, opened_at=None, closes_at__gt=now)
    if any(draft.title == plan.title for draft in drafts):
        raise NotPossible(
            gettext("There is a draft with this title. Open that one, or choose another title."), field="title"
        )
    made = rounds.make_round(actor=actor, council=council, plan=plan, now=now)
    where = {"actor": actor, "council": council, "round_id": made.pk, "now": now}
    if groups is Groups.PARTICIPANTS:
        found = _participants(council, on)
        if not found:
            raise NotPossible(gettext("No municipality takes part in the council on this day."), field="groups")
        for participant in found:
            rounds.add_group(participant=participant, **where)
    elif groups is Groups.ROLES:
        for name in _role_names(council):
            rounds.add_group(name=name, **where)
    for question in asked:
        rounds.add_item(question=question, **where)
    return made


def groups_to_ask(council: Council, groups: Groups, *, on: date) -> list[GroupToAsk]:
    """The groups that such a round would have, before it is made."""
    if groups is Groups.PARTICIPANTS:
        return [GroupToAsk(name=one.name, participant_id=one.pk) for one in _participants(council, on)]
    return [GroupToAsk(name=name) for name in _role_names(council)] if groups is Groups.ROLES else []


def _participants(council: Council, on: date) -> list[Participant]:
    found = Participant.objects.on(on).with_places().filter(council=council)
    return sorted(found, key=lambda one: norwegian_order(one.name))


def _question(key: str, text: Mapping[str, str], help: Mapping[str, str] | None = None) -> Question:
    return Question(key=key, kind=Item.Kind.SCALE, text=dict(text), help=dict(help or {}), **AGREES)


def _role_names(council: Council) -> list[str]:
    with override(council.language):
        return [gettext("Elected members"), gettext("The administration"), gettext("Business and others")]
