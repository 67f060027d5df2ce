"""How actions are going on a day: what was said last, and when that is too old to count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from veivalg.web.strategy.models import Action, ActionUpdate

STALE = "stale"
"""Nobody has said anything for as long as an answer counts, or ever."""
FRESH_DAYS = 90
_DAYS_IN_A_MONTH = 30.4375
ORDER = (*(status.value for status in ActionUpdate.Status), STALE)


@dataclass(frozen=True)
class Standing:
    """How one action is going."""

    code: str
    """One of the four answers, or `STALE`."""
    said: ActionUpdate | None
    """What was said last, however old."""

    @property
    def words(self) -> str:
        return gettext("Not updated") if self.code == STALE else str(ActionUpdate.Status(self.code).label)


def fresh_days(action: Action) -> int:
    """For how many days an answer counts: 90, or from one time to the next of what is done again and again."""
    if action.kind == Action.Kind.RECURRING and action.rhythm_months:
        return round(action.rhythm_months * _DAYS_IN_A_MONTH)
    return FRESH_DAYS


def standing(action: Action, said: ActionUpdate | None, *, on: date) -> Standing:
    """How an action is going on a day. What is done stays done."""
    if said is None:
        return Standing(STALE, None)
    if said.status == ActionUpdate.Status.DONE or on - said.said_on <= timedelta(days=fresh_days(action)):
        return Standing(said.status, said)
    return Standing(STALE, said)


def latest(actions: Iterable[Action], *, on: date) -> Mapping[int, ActionUpdate]:
    """What was said last until and with a day, by action, in one query."""
    found: dict[int, ActionUpdate] = {}
    ids = [action.pk for action in actions]
    for update in ActionUpdate.objects.filter(action__in=ids, said_on__lte=on).order_by("said_at", "id"):
        found[update.action_id] = update
    return found
