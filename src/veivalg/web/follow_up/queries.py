"""Reads of what is followed up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils import timezone

from veivalg.web.access.actor import Actor
from veivalg.web.councils.models import Body, Council, Participant
from veivalg.web.councils.queries import sorted_participants
from veivalg.web.follow_up.situation import Everything
from veivalg.web.strategy import status
from veivalg.web.strategy.models import Action, Goal, Path, Strategy, StrategyEdition
from veivalg.web.strategy.responsible import Everyone, Responsible, matched


def followed_actions(council: Council, actor: Actor) -> Everything:
    """Every action that is followed up, with its goal and whoever answers for it, in six queries however many.

    The council must be fetched `with_members`: partners are those who take part today.
    """
    readable = Strategy.objects.visible_to(actor, council)
    strategies = {each.pk: each for each in readable.annotate(since=Min("editions__adopted_by__resolved_on"))}
    adopted = [each.pk for each in strategies.values() if each.state == Strategy.State.ADOPTED]
    chosen = Action.objects.filter(strategy__in=adopted)
    bodies = {body.pk: body for body in Body.objects.filter(council=council)}
    participants = sorted_participants(council)
    by_number = {participant.pk: participant for participant in participants}
    goals = list(Goal.objects.filter(strategy__in=strategies).order_by("strategy", "place", "id"))
    goal_by_number = {goal.pk: goal for goal in goals}
    paths = {path.pk: path for path in Path.objects.filter(goal__strategy__in=strategies)}
    actions = list(chosen.order_by("strategy", "number", "id"))
    for action in actions:
        action.strategy = strategies[action.strategy_id]
        action.strategy.council = council
        action.path = paths[action.path_id]
        # Put in place here, since a join would bring the same few rows with every action.
        action.responsible_body = bodies.get(action.responsible_body_id)
        action.responsible_participant = by_number.get(action.responsible_participant_id)
    return Everything(
        actions=[action for action in actions if not action.is_dropped],
        dropped=[action for action in actions if action.is_dropped],
        goals=[goal for goal in goals if goal.pk in {paths[action.path_id].goal_id for action in actions}],
        goal_of={action.pk: goal_by_number[paths[action.path_id].goal_id] for action in actions},
        takes_part=_taking_part(actions, shown_participants(council)),
        participants=participants,
        since={each.pk: each.since or timezone.localdate(each.made_at) for each in strategies.values()},
        said_on=lambda on: status.latest(chosen, on=on),
        adopted_on=_editions(adopted),
    )


def _editions(strategies: list[int]) -> Callable[[date], Mapping[int, frozenset[str]]]:
    """The keys of actions in the edition that held on a day, by strategy. One query, and one for each edition asked
    for."""
    days: list[tuple[int, int, date]] = []
    keys: dict[int, frozenset[str]] = {}

    def on_day(on: date) -> Mapping[int, frozenset[str]]:
        if not days:
            found = StrategyEdition.objects.filter(strategy__in=strategies).order_by("strategy", "number")
            days.extend(found.values_list("pk", "strategy", "adopted_by__resolved_on"))
        held = {strategy: pk for pk, strategy, day in days if day <= on}
        missing = set(held.values()) - set(keys)
        if missing:
            found = StrategyEdition.objects.filter(pk__in=missing).values_list("pk", "content")
            keys.update({pk: _action_keys(content) for pk, content in found})
        return {strategy: keys[pk] for strategy, pk in held.items()}

    return on_day


def _action_keys(content: Mapping[str, Any]) -> frozenset[str]:
    """Of a plan as an edition keeps it."""
    return frozenset(
        action["id"]
        for goal in content.get("goals", ())
        for path in goal.get("paths", ())
        for action in path.get("actions", ())
        if "id" in action
    )


def shown_participants(council: Council) -> list[Participant]:
    """Those that take part today, as far as it is confirmed, by name; the council must be fetched `with_members`."""
    return [*council.confirmed_members, *council.county_members]


def has_plan(council: Council, actor: Actor) -> bool:
    """Whether there is a strategy to read, followed up or not."""
    return Strategy.objects.visible_to(actor, council).exists()


def _taking_part(actions: Iterable[Action], participants: list[Participant]) -> dict[int, frozenset[int]]:
    """Which participants stand among the partners, by action. A name must be exactly one participant's."""
    names = {name for action in actions for name in action.partners if isinstance(name, str)}
    everyone = Everyone(
        tuple(Responsible(f"participant-{p.pk}", p.name, participant=p) for p in participants), frozenset()
    )
    found = {name: one.participant.pk for name, one in matched(names, everyone).items() if one.participant}
    return {
        action.pk: frozenset(found[name] for name in action.partners if isinstance(name, str) and name in found)
        for action in actions
        if action.partners
    }


def contacts(actions: Iterable[int]) -> dict[int, str]:
    """Whom to ask about an action, by action; only for those who may see people."""
    found = Action.objects.filter(pk__in=list(actions)).select_related("contact")
    return {action.pk: name for action in found if (name := str(action.contact or action.contact_text))}
