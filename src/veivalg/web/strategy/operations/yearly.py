"""Action plans: made for a year, filled with actions of the strategy, changed, and opened again after adoption."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.rules.plans import MOST_NOK
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile, apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, ActionPlan, PlannedAction, Strategy
from veivalg.web.strategy.operations.holding import LONGEST, lines
from veivalg.web.strategy.status import is_done_for_good, latest

Choice = PlannedAction.Choice
FIRST_YEAR, LAST_YEAR = 1990, 2150


def held_plan(council: Council, plan_id: int, *, now: datetime | None = None) -> ActionPlan:
    """A plan that is worked on, held until the transaction ends; the strategy first, as all who write plans do.

    With `now` it is noted as changed. Raises ActionPlan.DoesNotExist, and NotPossible for one that is adopted.
    """
    strategy_id = ActionPlan.objects.values_list("strategy_id", flat=True).get(pk=plan_id, strategy__council=council)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id)
    strategy.council = council
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    plan.strategy = strategy
    if not plan.is_draft:
        raise NotPossible(gettext("The action plan is adopted. Open it again before you change it."))
    if now is not None:
        plan.changed_at = now
        plan.save(update_fields=["changed_at"])
    return plan


@transaction.atomic
def make_action_plan(*, actor: Actor, council: Council, strategy_id: int, year: int, now: datetime) -> ActionPlan:
    """Begin the plan of a year: with every action of the last adopted plan to be answered for, or, the first time,
    with those actions of the strategy whose years include it.

    Raises access.doors.Refused, Strategy.DoesNotExist, and NotPossible when there is one already, when the year cannot
    be used, when the strategy has ended, or when the plan before is being corrected.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id, council=council)
    strategy.council = council
    if strategy.state == Strategy.State.ENDED:
        raise NotPossible(gettext("The strategy has ended. Open it again before you change what is in it."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotPossible(
            gettext("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="year",
        )
    if strategy.action_plans.filter(year=year).exists():
        raise NotPossible(gettext("There is an action plan for %(year)s already.") % {"year": year}, field="year")
    earlier = strategy.action_plans.filter(year__lt=year, editions__isnull=False).distinct().first()
    if earlier is not None and earlier.is_draft:
        raise NotPossible(
            gettext("The action plan for %(year)s is being corrected. Adopt it first.") % {"year": earlier.year},
            field="year",
        )
    plan = ActionPlan.objects.create(strategy=strategy, year=year, earlier=earlier, made_at=now, changed_at=now)
    planned = _rolled(plan, earlier) if earlier else _chosen_by_year(plan)
    PlannedAction.objects.bulk_create(planned, batch_size=500)
    record(
        actor,
        Verb.ACTION_PLAN_MADE,
        subject=plan,
        under=strategy,
        council_id=council.pk,
        changes={"year": [None, year], "actions": [None, len(planned)]}
        | ({"earlier": [None, str(earlier)]} if earlier else {}),
        at=now,
    )
    return plan


def first_values(plan: ActionPlan, before: PlannedAction) -> dict[str, Any]:
    """What goes along from the year before. A deadline in a year that is over says nothing about the next."""
    return {
        "text": before.text,
        "cost_nok": before.cost_nok,
        "due_on": before.due_on if before.due_on and before.due_on.year >= plan.year else None,
    }


def _rolled(plan: ActionPlan, earlier: ActionPlan) -> list[PlannedAction]:
    before = earlier.planned.filter(choice__in=PlannedAction.STAYS, action__dropped_on=None)
    return [
        PlannedAction(
            plan=plan,
            action_id=row.action_id,
            earlier=row,
            **first_values(plan, row),
        )
        for row in before
    ]


def _chosen_by_year(plan: ActionPlan) -> list[PlannedAction]:
    fitting = Action.objects.filter(years_include(plan.year), strategy=plan.strategy, dropped_on=None)
    day = timezone.localdate(plan.made_at)
    said = latest(fitting, on=day)
    return [
        PlannedAction(plan=plan, action=action, choice=Choice.NEW)
        for action in fitting
        if not is_done_for_good(action, said.get(action.pk), on=day)
    ]


def years_include(year: int) -> Q:
    """Actions that say they are for a year: by their years, by a deadline in it, or done again and again."""
    begun = Q(first_year__isnull=True) | Q(first_year__lte=year)
    going_on = Q(last_year__isnull=True) | Q(last_year__gte=year)
    by_years = begun & going_on & (Q(first_year__isnull=False) | Q(last_year__isnull=False))
    ongoing = Q(rhythm_months__isnull=False, first_year=None, last_year=None, due_on=None)
    return (by_years & (Q(due_on=None) | Q(due_on__year__gte=year))) | Q(due_on__year=year) | ongoing


@transaction.atomic
def choose_actions(
    *,
    actor: Actor,
    council: Council,
    plan_id: int,
    added: Iterable[int],
    removed: Mapping[int, int],
    now: datetime,
) -> list[PlannedAction]:
    """Take actions of the strategy into a year's plan, and out of it again: `removed` are planned actions with the
    version that was read. Those that someone else has changed since stay, and are returned.

    Raises access.doors.Refused, ActionPlan.DoesNotExist, and NotPossible when the plan is adopted.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    plan = held_plan(council, plan_id)
    wanted = Action.objects.filter(pk__in=set(added), strategy=plan.strategy).exclude(planned__plan=plan)
    new = [PlannedAction(plan=plan, action=action, choice=Choice.NEW) for action in wanted]
    PlannedAction.objects.bulk_create(new, batch_size=500)
    # What came from the year before is answered for, and cannot just be taken away.
    out = list(plan.planned.filter(pk__in=removed.keys(), choice=Choice.NEW).select_related("action"))
    kept = [row for row in out if row.version != removed[row.pk]]
    gone = [row for row in out if row.version == removed[row.pk]]
    PlannedAction.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if new or gone:
        plan.changed_at = now
        plan.save(update_fields=["changed_at"])
        record(
            actor,
            Verb.ACTION_PLAN_CHOSEN,
            subject=plan,
            council_id=council.pk,
            changes={
                **({"added_actions": [None, _numbers(new)]} if new else {}),
                **({"removed_actions": [_numbers(gone), None]} if gone else {}),
            },
            at=now,
        )
    return kept


def _numbers(rows: Iterable[PlannedAction]) -> str:
    return ", ".join(str(row.action.number) for row in rows)


@transaction.atomic
def change_planned(
    *, actor: Actor, council: Council, planned_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> PlannedAction:
    """Change what a year's plan says of an action: this year's task, deadline and cost.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, PlannedAction.DoesNotExist, and NotPossible when the
    plan is adopted or the deadline lies in another year.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    plan_id = PlannedAction.objects.values_list("plan_id", flat=True).get(pk=planned_id)
    plan = held_plan(council, plan_id, now=now)
    row = hold(plan.planned.select_related("action"), pk=planned_id, version=version)
    given = checked_values(plan, values)
    is_other = any(getattr(row, name) != value for name, value in given.items())
    if is_other and row.choice in ("", Choice.CONTINUE):
        given["choice"] = Choice.CHANGE
    changes = apply(row, given)
    if changes:
        record(
            actor,
            Verb.PLANNED_ACTION_CHANGED,
            subject=row,
            under=plan,
            council_id=council.pk,
            changes=changes,
            at=now,
        )
    return row


def checked_values(plan: ActionPlan, values: Mapping[str, Any]) -> dict[str, Any]:
    """This year's task, deadline and cost as they are stored. Raises NotPossible."""
    given = {name: values[name] for name in ("text", "due_on", "cost_nok") if name in values}
    if "text" in given:
        given["text"] = lines(given["text"])
        if len(given["text"]) > LONGEST:
            raise NotPossible(gettext("Shorten it."), field="text")
    due_on, cost = given.get("due_on"), given.get("cost_nok")
    if due_on is not None and due_on.year != plan.year:
        raise NotPossible(gettext("The deadline lies outside %(year)s.") % {"year": plan.year}, field="due_on")
    if cost is not None and not 0 <= cost <= MOST_NOK:
        raise NotPossible(gettext("A cost is a whole number of kroner from 0 to 1 000 000 000 000."), field="cost_nok")
    return given


@transaction.atomic
def open_action_plan(*, actor: Actor, council: Council, plan_id: int, version: int, now: datetime) -> ActionPlan:
    """Let an adopted plan be worked on again, towards a new edition; what was adopted is shown until then.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, ActionPlan.DoesNotExist, and NotPossible when the year
    after has been rolled forward from it.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy_id = ActionPlan.objects.values_list("strategy_id", flat=True).get(pk=plan_id, strategy__council=council)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id)
    strategy.council = council
    plan = hold(ActionPlan.objects.all(), pk=plan_id, version=version)
    plan.strategy = strategy
    if plan.is_draft:
        raise ChangedMeanwhile(plan)
    later = plan.later.first()
    if later is not None:
        raise NotPossible(
            gettext("The action plan for %(year)s has been rolled forward from it. Correct that one instead.")
            % {"year": later.year}
        )
    changes = apply(plan, {"state": ActionPlan.State.DRAFT})
    record(actor, Verb.ACTION_PLAN_OPENED, subject=plan, under=strategy, council_id=council.pk, changes=changes, at=now)
    return plan


@transaction.atomic
def remove_action_plan(*, actor: Actor, council: Council, plan_id: int, version: int, now: datetime) -> None:
    """Throw away a plan that was begun by mistake and never adopted.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, ActionPlan.DoesNotExist, and NotPossible when something
    of it was adopted.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy_id = ActionPlan.objects.values_list("strategy_id", flat=True).get(pk=plan_id, strategy__council=council)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id)
    strategy.council = council
    plan = hold(ActionPlan.objects.all(), pk=plan_id, version=version)
    plan.strategy = strategy
    if plan.editions.exists():
        raise NotPossible(gettext("It has been adopted, and stays."))
    record(
        actor,
        Verb.ACTION_PLAN_REMOVED,
        subject=plan,
        under=strategy,
        council_id=council.pk,
        changes={"year": [plan.year, None], "actions": [plan.planned.count(), None]},
        at=now,
    )
    plan.delete()
