"""How actions are going on a day: what was said last, and when that is too old to count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from veivalg.web.strategy.models import Action, ActionUpdate, Strategy

STALE = "stale"
"""Nobody has said anything for as long as an answer counts, or ever."""
FRESH_DAYS = 90
_DAYS_IN_A_MONTH = 30.4375
DROPPED = "dropped"
"""An adopted action plan says that it is not done any more."""
WHILE_FOLLOWED = (*(status.value for status in ActionUpdate.Status), STALE)
"""How an action can be going that is not dropped."""
ORDER = (*WHILE_FOLLOWED, DROPPED)


@dataclass(frozen=True)
class Standing:
    """How one action is going."""

    code: str
    """One of the four answers, `STALE` or `DROPPED`."""
    said: ActionUpdate | None
    """What was said last, however old."""

    @property
    def words(self) -> str:
        if self.code == DROPPED:
            return gettext("Dropped")
        return gettext("Not updated") if self.code == STALE else str(ActionUpdate.Status(self.code).label)


def fresh_days(action: Action) -> int:
    """For how many days an answer counts: 90, or from one time to the next of what is done again and again."""
    if action.kind == Action.Kind.RECURRING and action.rhythm_months:
        return round(action.rhythm_months * _DAYS_IN_A_MONTH)
    return FRESH_DAYS


def standing(action: Action, said: ActionUpdate | None, *, on: date) -> Standing:
    """How an action is going on a day. What is done stays done, and what is dropped is not asked about."""
    if action.dropped_on is not None:
        return Standing(DROPPED, said)
    if said is None:
        return Standing(STALE, None)
    if said.status == ActionUpdate.Status.DONE or on - said.said_on <= timedelta(days=fresh_days(action)):
        return Standing(said.status, said)
    return Standing(STALE, said)


def latest(actions: "QuerySet[Action]", *, on: date) -> Mapping[int, ActionUpdate]:
    """What was said last until and with a day, by action, in one query however much was said."""
    said = ActionUpdate.objects.filter(action=OuterRef("pk"), said_on__lte=on).order_by("-said_at", "-id")
    last = actions.order_by().annotate(last=Subquery(said.values("pk")[:1])).values("last")
    return {update.action_id: update for update in ActionUpdate.objects.filter(pk__in=last)}


@dataclass(frozen=True)
class Standings:
    """How all the actions of a strategy are going."""

    codes: Mapping[int, str]
    """By action."""
    is_begun: bool
    """Whether anything has been said of any of them."""

    def with_code(self, code: str) -> list[int]:
        """The actions that are going so."""
        return [pk for pk, each in self.codes.items() if each == code]

    @property
    def counts(self) -> dict[str, int]:
        """How many are going how, in a fixed order; those that none are, are left out."""
        found = Counter(self.codes.values())
        return {code: found[code] for code in ORDER if found[code]}


def standings(strategy: Strategy, *, on: date) -> Standings:
    """How every action of a strategy is going on a day, in two queries."""
    actions = Action.objects.filter(strategy=strategy)
    said = latest(actions, on=on)
    codes = {
        action.pk: standing(action, said.get(action.pk), on=on).code
        for action in actions.only("pk", "kind", "rhythm_months", "number", "dropped_on")
    }
    return Standings(codes, bool(said))
