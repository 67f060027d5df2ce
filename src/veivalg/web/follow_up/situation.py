"""How everything that is followed up stands on a day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from veivalg.web.councils.models import Participant
from veivalg.web.strategy import status
from veivalg.web.strategy.deadlines import deadline, overdue_after
from veivalg.web.strategy.models import Action, ActionUpdate, Goal
from veivalg.web.strategy.responsible import key_of, name_of
from veivalg.web.strategy.status import STALE, Standing

OVERDUE, UNOWNED = "over_frist", "uten_ansvar"
NEEDS_SOMETHING = (ActionUpdate.Status.NEEDS_HELP.value, ActionUpdate.Status.DELAYED.value, OVERDUE, UNOWNED, STALE)
"""What is shown first, in this order."""


@dataclass(frozen=True)
class Followed:
    """One action that is followed up, on a day."""

    action: Action
    goal: Goal
    standing: Standing
    deadline: date | None
    is_overdue: bool
    """Its deadline has passed, and nobody has said that it is done. Never what is done again and again."""
    takes_part: frozenset[int]
    """Participants among its partners, by number."""
    strategy: str = ""
    """Which strategy it is of; empty when the council follows up one only."""

    @property
    def responsible(self) -> str:
        return name_of(self.action)

    @property
    def responsible_key(self) -> str:
        """Empty when nobody answers for it, or only a name that is nobody's here."""
        return key_of(self.action)

    @property
    def is_done(self) -> bool:
        return self.standing.code == ActionUpdate.Status.DONE

    @property
    def repeats(self) -> bool:
        """Whether it is done again and again, so many months apart. Which days, nobody has said."""
        return bool(self.action.rhythm_months)

    def concerns(self, participant_id: int) -> bool:
        """Whether a participant answers for it or takes part in it."""
        return self.action.responsible_participant_id == participant_id or participant_id in self.takes_part

    def has(self, kind: str) -> bool:
        """Whether it is going so, or is overdue or without a responsible."""
        if kind == OVERDUE:
            return self.is_overdue
        if kind == UNOWNED:
            return not self.action.has_responsible
        return self.standing.code == kind


@dataclass(frozen=True)
class Situation:
    """All that is followed up in a council, on a day."""

    on: date
    rows: Sequence[Followed]
    goals: Sequence[Goal] = ()
    is_begun: bool = field(default=True)
    """Whether anything has been said of any of it by then."""
    gone: int = 0
    """Actions adopted by then that have been taken out of the plan since; what was said of them is gone too."""

    @property
    def total(self) -> int:
        """All that were followed up, with those that are gone."""
        return len(self.rows) + self.gone

    def with_kind(self, kind: str) -> list[Followed]:
        return [row for row in self.rows if row.has(kind)]

    def where(self, wanted: Callable[[Followed], bool]) -> "Situation":
        """The same with fewer actions."""
        return replace(self, rows=[row for row in self.rows if wanted(row)], gone=0)

    @property
    def counts(self) -> dict[str, int]:
        """How many are going how, in a fixed order, with those that none are."""
        return counted(self.rows)


@dataclass(frozen=True)
class Everything:
    """The actions that are followed up, with all that belongs to them at hand. How they stand is asked for a day."""

    actions: Sequence[Action]
    dropped: Sequence[Action]
    """Those that have been dropped: they count on the days before."""
    goals: Sequence[Goal]
    goal_of: Mapping[int, Goal]
    """By action."""
    takes_part: Mapping[int, frozenset[int]]
    """Participants among the partners, by action."""
    participants: Sequence[Participant]
    """Everyone who takes or has taken part, by name."""
    since: Mapping[int, date]
    """When each strategy that one may read was first adopted: before that nothing of it was followed up."""
    said_on: Callable[[date], Mapping[int, ActionUpdate]] = field(repr=False)
    """What was said last by a day, by action, in one query."""
    adopted_on: Callable[[date], Mapping[int, frozenset[str]]] = field(repr=False)
    """Keys of the actions in the edition that held on a day, by strategy; without those that had none."""

    @cached_property
    def has_several(self) -> bool:
        """Whether the actions are of several strategies, which then must be told apart."""
        return len({action.strategy_id for action in (*self.actions, *self.dropped)}) > 1

    @property
    def has_plan(self) -> bool:
        """Whether there is a strategy that this reader may see, adopted or not."""
        return bool(self.since)

    def at(self, on: date) -> Situation:
        """How it stands on a day: the actions of now, and what had been said by then."""
        return self._situation(on, [action for action in self.actions if self.since[action.strategy_id] <= on])

    def as_it_was(self, on: date) -> Situation:
        """How it stood on a day that has been, of the actions in the edition that held then, so that it stands still.

        What was dropped later is there. What has been taken out of the plan is a number only. A strategy without an
        edition has the actions of now.
        """
        adopted = self.adopted_on(on)
        found = [
            action
            for action in (*self.actions, *self.dropped)
            if self.since[action.strategy_id] <= on
            and (action.dropped_on is None or action.dropped_on > on)
            and action.key in adopted.get(action.strategy_id, (action.key,))
        ]
        found.sort(key=lambda action: (action.strategy_id, action.number, action.pk))
        there = {action.key for action in (*self.actions, *self.dropped)}
        return self._situation(on, found, gone=sum(len(keys - there) for keys in adopted.values()))

    def _situation(self, on: date, actions: Sequence[Action], *, gone: int = 0) -> Situation:
        said = self.said_on(on)
        rows = [self._row(action, said.get(action.pk), on) for action in actions]
        return Situation(on, rows, self.goals, any(row.standing.said for row in rows), gone)

    def _row(self, action: Action, said: ActionUpdate | None, on: date) -> Followed:
        standing, due = status.standing(action, said, on=on), overdue_after(action)
        return Followed(
            action=action,
            goal=self.goal_of[action.pk],
            standing=standing,
            deadline=deadline(action),
            is_overdue=due is not None and due < on and standing.code != ActionUpdate.Status.DONE,
            takes_part=self.takes_part.get(action.pk, frozenset()),
            strategy=action.strategy.name if self.has_several else "",
        )


def counted(rows: Iterable[Followed]) -> dict[str, int]:
    """How many are going how, in a fixed order, with those that none are."""
    found = Counter(row.standing.code for row in rows)
    return {code: found[code] for code in status.WHILE_FOLLOWED}
