"""Rolling an action plan forward: what becomes of each action of the year before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import put
from veivalg.web.audit.operations import Noted, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, ActionPlan, ActionUpdate, PlannedAction
from veivalg.web.strategy.operations.holding import lines
from veivalg.web.strategy.operations.updating import write_update
from veivalg.web.strategy.operations.yearly import checked_values, first_values, held_plan
from veivalg.web.strategy.status import is_done_for_good, latest

Choice = PlannedAction.Choice
FIELDS = ("choice", "reason", "text", "due_on", "cost_nok")
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What someone answers for one planned action."""

    planned_id: int
    version: int
    """As it was read."""
    choice: str
    reason: str = ""
    text: str = ""
    due_on: date | None = None
    cost_nok: int | None = None


@dataclass
class Rolled:
    """What came of some answers. Each stands alone: one that is refused stops no other."""

    saved: list[PlannedAction] = field(default_factory=list)
    refused: dict[int, NotPossible] = field(default_factory=dict)
    """By planned action; nothing of these was written."""
    changed_meanwhile: dict[int, PlannedAction] = field(default_factory=dict)
    """Others answered differently after these were read; as they are now. Nothing of these was written."""
    still_done: list[Action] = field(default_factory=list)
    """Not called done any more here, but what was said about them stands."""


@transaction.atomic
def answer(
    *, actor: Actor, council: Council, plan_id: int, answers: Sequence[Answer], on: date, now: datetime
) -> Rolled:
    """Store what was answered so far; `on` is today in Norway. What is called done is said to be done at once, unless
    it is so already; what is dropped stays in the strategy, and is dropped when the plan is adopted.

    Raises access.doors.Refused, ActionPlan.DoesNotExist, and NotPossible when the plan is adopted.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    plan = held_plan(council, plan_id)
    rows = {
        row.pk: row
        for row in plan.planned.select_related("action", "earlier").filter(pk__in=[each.planned_id for each in answers])
    }
    result = Rolled()
    noted: list[Noted] = []
    undone: list[Action] = []
    for each in answers:
        row = rows.get(each.planned_id)
        if row is None or not row.is_rolled:
            continue
        before = row.choice
        try:
            given = _checked(plan, row, each)
        except NotPossible as error:
            result.refused[row.pk] = error
            continue
        if all(getattr(row, name) == value for name, value in given.items()):
            continue
        if row.version != each.version:
            result.changed_meanwhile[row.pk] = row
            continue
        changes = put(row, given)
        noted.append(Noted(Verb.PLANNED_ACTION_ANSWERED, row, changes, plan))
        result.saved.append(row)
        if before == Choice.DONE != row.choice:
            undone.append(row.action)
    if result.saved:
        PlannedAction.objects.bulk_update(result.saved, [*FIELDS, "version"], batch_size=200)
        plan.changed_at = now
        plan.save(update_fields=["changed_at"])
        record_many(actor, noted, at=now, council_id=council.pk)
        _say_done(actor, council, [row.action for row in result.saved if row.choice == Choice.DONE], on=on, now=now)
        result.still_done = [action for action in undone if action.pk in _done(undone, on=on)]
    return result


def _checked(plan: ActionPlan, row: PlannedAction, given: Answer) -> dict[str, Any]:
    if given.choice not in (Choice.CONTINUE, Choice.CHANGE, Choice.DONE, Choice.DROP, ""):
        raise NotPossible(gettext("Choose one of the four answers."), field="choice")
    values: dict[str, Any] = {"choice": given.choice, "reason": ""}
    if given.choice == Choice.DROP:
        values["reason"] = " ".join(lines(given.reason).split())
        if not values["reason"]:
            raise NotPossible(gettext("Say why it is dropped. Everyone can read it."), field="reason")
        if len(values["reason"]) > LONGEST_REASON:
            raise NotPossible(
                gettext("The reason is longer than %(limit)s signs. Shorten it.") % {"limit": LONGEST_REASON},
                field="reason",
            )
    if given.choice == Choice.CHANGE:
        values |= checked_values(plan, {"text": given.text, "due_on": given.due_on, "cost_nok": given.cost_nok})
        before = row.earlier
        if before is not None and first_values(plan, before).items() <= values.items():
            raise NotPossible(gettext("Write what changes: the task, the deadline or the cost."), field="text")
    elif row.choice == Choice.CHANGE and row.earlier is not None:
        # What was written goes with the answer; the trail has it.
        values |= first_values(plan, row.earlier)
    return values


def _say_done(actor: Actor, council: Council, actions: list[Action], *, on: date, now: datetime) -> None:
    # One that an earlier edition dropped as well, which is why this is not `update_action`.
    left = {action.pk for action in actions} - _done(actions, on=on)
    held = Action.objects.select_for_update(of=("self",)).select_related("strategy")
    for action in held.filter(pk__in=left).order_by("number", "pk"):
        write_update(
            actor=actor,
            council=council,
            action=action,
            status=ActionUpdate.Status.DONE,
            text="",
            done_count=None,
            for_good=True,
            account_id=actor.account_id,
            verb=Verb.ACTION_UPDATED,
            on=on,
            now=now,
        )


def _done(actions: list[Action], *, on: date) -> set[int]:
    if not actions:
        return set()
    said = latest(Action.objects.filter(pk__in=[action.pk for action in actions]), on=on)
    return {action.pk for action in actions if is_done_for_good(action, said.get(action.pk), on=on)}
