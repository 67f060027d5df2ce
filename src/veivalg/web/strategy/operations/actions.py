"""Actions of a plan: made, changed, removed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from veivalg.rules.plans import MOST_NOK
from veivalg.web.access.actor import Actor
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council, Participant, Person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, Path
from veivalg.web.strategy.operations.holding import (
    check_sustainable_goals,
    check_years,
    give_numbers,
    known_by,
    lines,
    opened,
)
from veivalg.web.strategy.responsible import NOBODY, Responsible, everyone, key_of, name_of

_RELATED = ("responsible_body", "responsible_participant__municipality", "responsible_participant__county", "contact")


@transaction.atomic
def make_action(
    *, actor: Actor, council: Council, path_id: int, values: Mapping[str, Any], key: str = "", on: date, now: datetime
) -> Action:
    """Add an action to a path, last. ``values["responsible"]`` is a key of `responsible.everyone`, or empty.

    `key` is what it is known by: the same content sent again under it is the action that was made the first time.

    Raises access.doors.Refused, Path.DoesNotExist, and NotPossible when a value cannot be used.
    """
    strategy_id = Path.objects.values_list("goal__strategy_id", flat=True).get(pk=path_id)
    strategy = opened(actor, council, strategy_id, now=now)
    path = Path.objects.get(pk=path_id, goal__strategy=strategy)
    given, who = _checked(council, values)
    chosen = _responsible(council, who, on=on)
    columns = given | (chosen.columns if chosen else {})
    key, again = known_by(Action, key, {"path_id": path.pk, **columns})
    if again is not None:
        return again
    last = path.actions.aggregate(last=Max("place"))["last"]
    action = Action(
        strategy=strategy,
        path=path,
        number=0,
        place=0 if last is None else last + 1,
        key=key,
        **columns,
    )
    action.save()
    give_numbers(strategy)
    action.refresh_from_db(fields=["number"])
    noted = as_noted(given | {"responsible": chosen.name if chosen else "", "path": path}, private=["contact"])
    record(actor, Verb.ACTION_MADE, subject=action, under=strategy, council_id=council.pk, changes=noted, at=now)
    return action


@transaction.atomic
def change_action(
    *,
    actor: Actor,
    council: Council,
    action_id: int,
    version: int,
    values: Mapping[str, Any],
    on: date,
    now: datetime,
) -> Action:
    """Change an action. A responsible that is only a text stays when nobody is chosen.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, Action.DoesNotExist and NotPossible.
    """
    strategy_id = Action.objects.values_list("strategy_id", flat=True).get(pk=action_id)
    strategy = opened(actor, council, strategy_id, now=now)
    action = hold(strategy.actions.select_related(*_RELATED), pk=action_id, version=version)
    given, key = _checked(council, values)
    before = name_of(action)
    if key != key_of(action):
        chosen = _responsible(council, key, on=on)
        given |= chosen.columns if chosen else NOBODY | {"responsible_text": ""}
    changes = apply(action, given, private=["contact", "contact_text"])
    told = {name: change for name, change in changes.items() if not name.startswith("responsible_")}
    if told.keys() != changes.keys():
        action = Action.objects.select_related(*_RELATED).get(pk=action.pk)
        told["responsible"] = [before or None, name_of(action) or None]
    if told:
        record(actor, Verb.ACTION_CHANGED, subject=action, under=strategy, council_id=council.pk, changes=told, at=now)
    return action


@transaction.atomic
def remove_action(
    *, actor: Actor, council: Council, action_id: int, version: int, reason: str = "", now: datetime
) -> None:
    """Remove an action from the text; those after it get new numbers. Adopted editions keep it.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile and Action.DoesNotExist.
    """
    strategy_id = Action.objects.values_list("strategy_id", flat=True).get(pk=action_id)
    strategy = opened(actor, council, strategy_id, now=now)
    action = hold(strategy.actions.all(), pk=action_id, version=version)
    record(
        actor,
        Verb.ACTION_REMOVED,
        subject=action,
        under=strategy,
        council_id=council.pk,
        changes={"number": [action.number, None], "text": [action.text, None]},
        reason=" ".join(reason.split()),
        at=now,
    )
    action.delete()
    give_numbers(strategy)


def _checked(council: Council, values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The columns but those of the responsible, and the responsible's key."""
    given = dict(values)
    key = given.pop("responsible", "")
    for name in ("text", "counted_per", "funding", "county_plan", "municipal_plan"):
        if name in given:
            given[name] = lines(given[name])
    if "text" in given and not given["text"]:
        raise NotPossible(gettext("Say what is to be done."), field="text")
    for name in ("partners", "fields"):
        if name in given:
            given[name] = [line for each in given[name] if (line := " ".join(lines(each).split()))]
    check_years(given.get("first_year"), given.get("last_year"), field="last_year")
    check_sustainable_goals(given.get("sustainable_goals", []))
    cost = given.get("cost_nok")
    if cost is not None and not 0 <= cost <= MOST_NOK:
        raise NotPossible(gettext("A cost is a whole number of kroner from 0 to 1 000 000 000 000."), field="cost_nok")
    contact = given.get("contact")
    if isinstance(contact, Person):
        if contact.council_id != council.pk or contact.erased_at is not None:
            raise NotPossible(gettext("Choose one of the council's own people."), field="contact")
        given["contact_text"] = ""
    return given, key


def _responsible(council: Council, key: str, *, on: date) -> Responsible | None:
    if not key:
        return None
    chosen = everyone(council, on=on).by_key(key)
    if chosen is None:
        raise NotPossible(
            gettext("Choose one of the council's own bodies, participants or roles."), field="responsible"
        )
    # Held, so that it is not taken away before the action that points at it is there.
    if chosen.body is not None:
        Body.objects.select_for_update(of=("self",)).get(pk=chosen.body.pk)
    if chosen.participant is not None:
        Participant.objects.select_for_update(of=("self",)).get(pk=chosen.participant.pk)
    return chosen
