"""Many names from files matched at once with those who answer for the actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.audit.operations import Noted, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.operations.holding import opened
from veivalg.web.strategy.queries import unmatched_actions
from veivalg.web.strategy.responsible import Everyone, Responsible, everyone
from veivalg.web.strategy.unmatched import others_than

_FIELDS = (
    *("responsible_body", "responsible_position", "responsible_participant", "responsible_role", "partners", "version"),
)
_BATCH = 500
_MOST_TOLD = 1000


@dataclass(frozen=True)
class Match:
    """A text from a file, and whoever is meant by it."""

    text: str
    key: str
    """Of `responsible.everyone`."""
    seen: Mapping[int, int]
    """The actions that had the text, and the versions they were read in."""
    others_take_part: bool = False
    """Whether the other names in the text become partners."""


@dataclass(frozen=True)
class Matched:
    """What came of it."""

    count: int
    left: list[int]
    """Numbers of the actions that someone changed meanwhile; they are as they were."""
    gone: int = 0
    """Actions that were removed meanwhile."""


@transaction.atomic
def match_responsible(
    *, actor: Actor, council: Council, strategy_id: int, matches: Iterable[Match], on: date, now: datetime
) -> Matched:
    """Let those who are meant answer for the actions that have their names; the names are kept.

    An action that was changed since it was read is left as it is. Raises access.doors.Refused, Strategy.DoesNotExist,
    and NotPossible for one who cannot be chosen.
    """
    strategy = opened(actor, council, strategy_id, now=now)
    known = everyone(council, on=on)
    chosen = [(match, _one_of(known, match.key)) for match in matches]
    _hold({who for _, who in chosen})
    rows = {row.pk: row for row in unmatched_actions(strategy).select_for_update(of=("self",), no_key=True)}
    changed: list[Action] = []
    noted: list[Noted] = []
    lost: list[int] = []
    for match, who in chosen:
        others = others_than(who, match.text, known) if match.others_take_part else []
        for pk, version in match.seen.items():
            row = rows.get(pk)
            if row is None or row.version != version or row.responsible_text != match.text:
                lost.append(pk)
                continue
            changes: dict[str, list[Any]] = {"responsible": [match.text, who.name]}
            partners = list(dict.fromkeys([*row.partners, *others]))
            if partners != row.partners:
                changes["partners"] = [list(row.partners), partners]
            for name, value in (who.columns | {"partners": partners, "version": row.version + 1}).items():
                setattr(row, name, value)
            changed.append(row)
            noted.append(Noted(Verb.ACTION_CHANGED, row, changes, strategy))
    Action.objects.bulk_update(changed, _FIELDS, batch_size=_BATCH)
    record_many(actor, noted, at=now, council_id=council.pk)
    left = list(strategy.actions.filter(pk__in=lost[:_MOST_TOLD]).order_by("number").values_list("number", flat=True))
    return Matched(len(changed), left, len(set(lost[:_MOST_TOLD])) - len(left))


def _one_of(known: Everyone, key: str) -> Responsible:
    who = known.by_key(key)
    if who is None:
        raise NotPossible(
            gettext("Someone who was chosen is no longer among the bodies, participants and roles. Choose again.")
        )
    return who


def _hold(chosen: set[Responsible]) -> None:
    """Held, so that they are not taken away before the actions that point at them are there."""
    bodies = {who.body.pk for who in chosen if who.body}
    participants = {who.participant.pk for who in chosen if who.participant}
    held = len(Body.objects.select_for_update(of=("self",)).filter(pk__in=bodies).order_by("pk"))
    held += len(Participant.objects.select_for_update(of=("self",)).filter(pk__in=participants).order_by("pk"))
    if held < len(bodies) + len(participants):
        raise NotPossible(
            gettext("Someone who was chosen is no longer among the bodies, participants and roles. Choose again.")
        )
