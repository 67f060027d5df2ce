"""Actions that are followed up, made straight in the tables, and what has been said of them."""

from datetime import UTC, date, datetime, time, timedelta

from tests.people import TODAY, People
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from veivalg.web.strategy.models import Action, ActionUpdate

LONG_BEFORE = datetime(2020, 1, 1, 12, tzinfo=UTC)


class Following:
    """One adopted strategy with one goal and one path in the council Vestre."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.council = people.council
        self.address = f"/r/{self.council.slug}/oppfolging/"
        self._path = None

    @property
    def path(self):
        if self._path is None:
            strategy = a_strategy(self.council)
            type(strategy).objects.filter(pk=strategy.pk).update(made_at=LONG_BEFORE)
            self._path = a_path(a_goal(strategy))
        return self._path

    def action(self, text: str = "Bygge", *, said: str = "", days: int = 5, words: str = "", **more) -> Action:
        """An action, with what was said of it so many days ago."""
        number = Action.objects.count() + 1
        made = an_action(self.path, text, number=number, **more)
        if said:
            self.say(made, said, days=days, words=words)
        return made

    def say(self, action: Action, status: str, *, days: int = 0, on: date | None = None, words: str = "") -> None:
        day = on or TODAY - timedelta(days=days)
        ActionUpdate.objects.create(
            action=action,
            status=status,
            text=words,
            said_on=day,
            said_at=datetime.combine(day, time(12), tzinfo=UTC),
        )
