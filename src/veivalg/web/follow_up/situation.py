"""How everything that is followed up stands on a day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from veivalg.web.councils.models import Participant
from veivalg.web.strategy import status
from veivalg.web.strategy.deadlines import deadline
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
    """Its deadline has passed, and nobody has said that it is done."""
    takes_part: frozenset[int]
    """Participants among its partners, by number."""

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

    def with_kind(self, kind: str) -> list[Followed]:
        return [row for row in self.rows if row.has(kind)]

    def where(self, wanted: Callable[[Followed], bool]) -> "Situation":
        """The same with fewer actions."""
        return Situation(self.on, [row for row in self.rows if wanted(row)], self.goals, self.is_begun)

    @property
    def counts(self) -> dict[str, int]:
        """How many are going how, in a fixed order, with those that none are."""
        return counted(self.rows)


@dataclass(frozen=True)
class Everything:
    """The actions that are followed up, with all that belongs to them at hand. How they stand is asked for a day."""

    actions: Sequence[Action]
    goals: Sequence[Goal]
    goal_of: Mapping[int, Goal]
    """By action."""
    takes_part: Mapping[int, frozenset[int]]
    """Participants among the partners, by action."""
    participants: Sequence[Participant]
    """Everyone who takes or has taken part, by name."""
    since: Mapping[int, date]
    """When each strategy was first adopted: before that nothing of it was followed up."""
    said_on: Callable[[date], Mapping[int, ActionUpdate]] = field(repr=False)
    """What was said last by a day, by action, in one query."""

    def at(self, on: date) -> Situation:
        """How it stands on a day: the actions of now, and what had been said by then."""
        said = self.said_on(on)
        rows = [
            self._row(action, said.get(action.pk), on)
            for action in self.actions
            if self.since[action.strategy_id] <= on
        ]
        return Situation(on, rows, self.goals, any(row.standing.said for row in rows))

    def _row(self, action: Action, said: ActionUpdate | None, on: date) -> Followed:
        standing, last = status.standing(action, said, on=on), deadline(action)
        return Followed(
            action=action,
            goal=self.goal_of[action.pk],
            standing=standing,
            deadline=last,
            is_overdue=last is not None and last < on and standing.code != ActionUpdate.Status.DONE,
            takes_part=self.takes_part.get(action.pk, frozenset()),
        )


def counted(rows: Iterable[Followed]) -> dict[str, int]:
    """How many are going how, in a fixed order, with those that none are."""
    found = Counter(row.standing.code for row in rows)
    return {code: found[code] for code in status.WHILE_FOLLOWED}
