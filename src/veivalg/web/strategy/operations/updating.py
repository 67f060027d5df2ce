"""Saying how an action is going."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy
from veivalg.web.strategy.operations.holding import lines


@transaction.atomic
def update_action(
    *,
    actor: Actor,
    council: Council,
    action_id: int,
    status: str,
    text: str = "",
    done_count: int | None = None,
    on: date,
    now: datetime,
) -> ActionUpdate:
    """Say how an action is going; `on` is today in Norway. A municipal contact says it of their own participant's.

    What was said before stays, and so does the text of the plan. Raises access.doors.Refused, Action.DoesNotExist, and
    NotPossible for a strategy that has ended, an action that is dropped, or one that is not counted.
    """
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("strategy")
        .get(pk=action_id, strategy__council=council)
    )
    require(
        actor,
        Permission.STRATEGY_ACTION_UPDATE,
        council_id=council.pk,
        participant_id=action.responsible_participant_id,
    )
    if action.is_dropped:
        raise NotPossible(gettext("The action has been dropped, so nobody asks about it any more."))
    return write_update(
        actor=actor,
        council=council,
        action=action,
        status=status,
        text=text,
        done_count=done_count,
        account_id=actor.account_id,
        verb=Verb.ACTION_UPDATED,
        on=on,
        now=now,
    )


@transaction.atomic
def write_update(
    *,
    actor: Actor,
    council: Council,
    action: Action,
    status: str,
    text: str,
    done_count: int | None,
    for_good: bool = False,
    account_id: int | None,
    verb: Verb,
    on: date,
    now: datetime,
) -> ActionUpdate:
    """The same for operations that have let the actor through a door of their own, and hold the action.

    Raises NotPossible for a strategy that has ended or an action that is not counted.
    """
    if action.strategy.state == Strategy.State.ENDED:
        raise NotPossible(gettext("The strategy has ended, so nothing more is said about how it is going."))
    if done_count is not None and action.kind != Action.Kind.COUNTABLE:
        raise NotPossible(gettext("The action is not one that is counted."), field="done_count")
    said = ActionUpdate.objects.create(
        action=action,
        status=ActionUpdate.Status(status),
        text=" ".join(lines(text).split())[:300],
        done_count=done_count,
        for_good=for_good,
        account_id=account_id,
        said_on=on,
        said_at=now,
    )
    record(
        actor,
        verb,
        subject=action,
        under=action.strategy,
        council_id=council.pk,
        changes={"status": [None, said.status], **({"done_count": [None, done_count]} if done_count else {})},
        at=now,
    )
    return said


@transaction.atomic
def take_back(*, actor: Actor, council: Council, action: Action, said: ActionUpdate, now: datetime) -> None:
    """Remove what was just said; the trail keeps both that it was said and that it was taken back.

    For operations that have let the actor through a door of their own.
    """
    changes = {"status": [said.status, None]}
    record(
        actor,
        Verb.ACTION_UPDATE_TAKEN_BACK,
        subject=action,
        under=action.strategy,
        council_id=council.pk,
        changes=changes,
        at=now,
    )
    said.delete()


def may_update(actor: Actor, action: Action, *, council_id: int) -> bool:
    """Whether someone may say how an action is going."""
    return actor.may(
        Permission.STRATEGY_ACTION_UPDATE, council_id=council_id, participant_id=action.responsible_participant_id
    )
