"""Strategies: begun, and changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.operations.holding import check_years, lines, one_line


@transaction.atomic
def make_strategy(*, actor: Actor, council: Council, values: Mapping[str, Any], now: datetime) -> Strategy:
    """Begin a strategy, as a draft.

    Raises access.doors.Refused, and NotPossible when the years are in disorder, or when an empty draft has the same
    name: a button that is pressed twice makes one.
    """
    # Held, so that two presses at the same moment see each other; before the roles, as everywhere: in the other order
    # two writers can wait for each other for ever.
    hold_council(council)
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    given = _checked(values)
    same = Strategy.objects.filter(council=council, name=given.get("name"), state=Strategy.State.DRAFT, goals=None)
    if same.exists():
        raise NotPossible(
            gettext("An empty draft has that name already. Go on with it, or choose another name."), field="name"
        )
    strategy = Strategy.objects.create(council=council, made_at=now, changed_at=now, **given)
    record(actor, Verb.STRATEGY_MADE, subject=strategy, council_id=council.pk, changes=as_noted(given), at=now)
    return strategy


@transaction.atomic
def change_strategy(
    *, actor: Actor, council: Council, strategy_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> Strategy:
    """Change what is said about a strategy as a whole, and where it is on its way.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible when the years are in disorder, when a
    strategy that was never adopted is called adopted, or when one that was is made a draft again.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy = hold(Strategy.objects.filter(council=council), pk=strategy_id, version=version)
    strategy.council = council
    given = _checked(values)
    _check_state(strategy, given.get("state", strategy.state))
    changes = apply(strategy, given)
    if changes:
        if changes.keys() - {"state"}:
            strategy.changed_at = now
            strategy.save(update_fields=["changed_at"])
        record(actor, Verb.STRATEGY_CHANGED, subject=strategy, council_id=council.pk, changes=changes, at=now)
    return strategy


@transaction.atomic
def send_on_consultation(*, actor: Actor, council: Council, strategy_id: int, now: datetime) -> Strategy:
    """Let everyone read a draft. One that everyone may read already stays in its state: in an adopted one it is the
    text towards the next edition that is sent out.

    Raises access.doors.Refused, Strategy.DoesNotExist, and NotPossible for one that has ended.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id, council=council)
    strategy.council = council
    if strategy.state == Strategy.State.ENDED:
        raise NotPossible(gettext("The strategy has ended. Open it again before you send it out."), field="strategy")
    if strategy.is_draft:
        changes = apply(strategy, {"state": Strategy.State.CONSULTATION})
        record(actor, Verb.STRATEGY_CHANGED, subject=strategy, council_id=council.pk, changes=changes, at=now)
    return strategy


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    given = one_line(values, "name")
    if "vision" in given:
        given["vision"] = lines(given["vision"])
    for prefix in ("", "action_"):
        first, last = f"first_{prefix}year", f"last_{prefix}year"
        if (given.get(first) is None) != (given.get(last) is None):
            raise NotPossible(gettext("Give both years, or neither."), field=last)
        check_years(given.get(first), given.get(last), field=last)
    return given


def _check_state(strategy: Strategy, state: str) -> None:
    if state == strategy.state:
        return
    is_adopted = strategy.editions.exists()
    if state == Strategy.State.ADOPTED and not is_adopted:
        raise NotPossible(
            gettext("Nothing has been adopted yet. Register the resolution on the page for adopting it."), field="state"
        )
    if state == Strategy.State.DRAFT and is_adopted:
        raise NotPossible(
            gettext("It has been adopted, and everyone may read it. It cannot become a draft again."), field="state"
        )
