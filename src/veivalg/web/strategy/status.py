"""How actions are going on a day: what was said last, and when that is too old to count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from veivalg.web.strategy.deadlines import deadline, first_day
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy

STALE = "stale"
"""Nobody has said anything for as long as an answer counts, or ever."""
FRESH_DAYS = 90
_DAYS_IN_A_MONTH = 30.4375
DROPPED = "dropped"
"""An adopted action plan says that it is not done any more."""
NOT_BEGUN = "not_begun"
"""Its first year has not begun, and nobody has said anything yet: nothing is expected of it."""
WHILE_FOLLOWED = (*(status.value for status in ActionUpdate.Status), STALE, NOT_BEGUN)
"""How an action can be going that is not dropped."""
ORDER = (*WHILE_FOLLOWED, DROPPED)


@dataclass(frozen=True)
class Standing:
    """How one action is going."""

    code: str
    """One of the four answers, `STALE`, `NOT_BEGUN` or `DROPPED`."""
    said: ActionUpdate | None
    """What was said last, however old."""
    comes_again: bool = False
    """Whether what is done is done for this time only."""

    @property
    def words(self) -> str:
        if self.code == ActionUpdate.Status.DONE and self.comes_again:
            return gettext("Done this time")
        if self.code == DROPPED:
            return gettext("Dropped")
        if self.code == NOT_BEGUN:
            return gettext("Not begun")
        return gettext("Not updated") if self.code == STALE else str(ActionUpdate.Status(self.code).label)


def fresh_days(action: Action) -> int:
    """For how many days an answer counts: 90, or from one time to the next of what is done again and again."""
    if action.kind == Action.Kind.RECURRING and action.rhythm_months:
        return round(action.rhythm_months * _DAYS_IN_A_MONTH)
    return FRESH_DAYS


def standing(action: Action, said: ActionUpdate | None, *, on: date) -> Standing:
    """How an action is going on a day. What is done for good stays done, and what was dropped stays dropped."""
    if action.dropped_on is not None and action.dropped_on <= on:
        return Standing(DROPPED, said)
    if said is None:
        return Standing(NOT_BEGUN if is_to_come(action, on=on) else STALE, None)
    for_good = is_done_for_good(action, said, on=on)
    if for_good or on - said.said_on <= timedelta(days=fresh_days(action)):
        return Standing(said.status, said, comes_again=not for_good)
    return Standing(STALE, said)


def answers(action: Action) -> list[tuple[str, str]]:
    """The four answers about an action, each with its words."""
    again = {ActionUpdate.Status.DONE.value: gettext("Done this time")} if action.kind == Action.Kind.RECURRING else {}
    return [(code, again.get(code, str(words))) for code, words in ActionUpdate.Status.choices]


def is_done_for_good(action: Action, said: ActionUpdate | None, *, on: date) -> bool:
    """Whether nothing remains. What is done again and again is done for one time only, for as long as it goes on.

    >>> monthly, said = Action(kind="recurring", rhythm_months=1, last_year=2026), ActionUpdate(status="done")
    >>> is_done_for_good(monthly, said, on=date(2026, 5, 1)), is_done_for_good(monthly, said, on=date(2027, 1, 1))
    (False, True)
    """
    if said is None or said.status != ActionUpdate.Status.DONE:
        return False
    if action.kind != Action.Kind.RECURRING or said.for_good:
        return True
    ends = deadline(action)
    return ends is not None and ends < on


def is_to_come(action: Action, *, on: date) -> bool:
    """Whether its first year is still ahead, and so is its deadline: nobody should have said anything about it yet.

    >>> is_to_come(Action(first_year=2027), on=date(2026, 12, 31))
    True
    """
    begins, ends = first_day(action), deadline(action)
    return begins is not None and begins > on and (ends is None or ends >= on)


def latest(actions: "QuerySet[Action]", *, on: date) -> Mapping[int, ActionUpdate]:
    """What was said last until and with a day, by action, in one query however much was said."""
    said = ActionUpdate.objects.filter(action=OuterRef("pk"), said_on__lte=on).order_by("-said_at", "-id")
    last = actions.order_by().annotate(last=Subquery(said.values("pk")[:1])).values("last")
    return {update.action_id: update for update in ActionUpdate.objects.filter(pk__in=last)}


NEEDED = ("pk", "kind", "rhythm_months", "number", "dropped_on", "first_year", "last_year", "due_on")
"""The fields of an action that it takes to know how it is going."""


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
    codes = {action.pk: standing(action, said.get(action.pk), on=on).code for action in actions.only(*NEEDED)}
    return Standings(codes, bool(said))
