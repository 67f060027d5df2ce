"""What the page of a plan shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from veivalg.web.strategy import indicators, plan_words, queries, status
from veivalg.web.strategy.models import Action, ActionUpdate, Goal, GoalIndicator, Strategy
from veivalg.web.strategy.queries import PlanPage, ShownGoal, ShownPath
from veivalg.web.strategy.responsible import name_of
from veivalg.web.strategy.status import Standing, Standings
from veivalg.web.ui.paging import PAGE, plain

_KEPT = ("strategi", "ansvar", "vis", "q")


@dataclass(frozen=True)
class Line:
    """One action in the table."""

    action: Action
    url: str
    responsible: str
    is_matched: bool
    partners: str
    when: str
    note: str
    standing: Standing | None = None

    @property
    def lacks_time(self) -> bool:
        return not self.action.has_time


@dataclass(frozen=True)
class PathLines:
    """One path in the table."""

    shown: ShownPath
    lines: list[Line]

    @property
    def height(self) -> int:
        """Rows that the path's own cell reaches over."""
        return max(1, len(self.lines))


@dataclass(frozen=True)
class GoalTable:
    """One goal and its table."""

    shown: ShownGoal
    paths: list[PathLines]
    indicators: list[str]

    @property
    def goal(self) -> Goal:
        return self.shown.goal

    @property
    def is_empty(self) -> bool:
        return not any(path.lines for path in self.paths)


def content(
    request: HttpRequest,
    strategy: Strategy,
    shown: PlanPage,
    *,
    may_edit: bool,
    is_narrowed: bool,
    standings: Standings,
    on: date,
) -> dict[str, Any]:
    """The tables of a page, its heading and the way to the other pages."""
    found = queries.counts(strategy)
    heading = plan_words.heading(found, shown.goal_count)
    if standings.is_begun and not found.without_responsible:
        heading = plan_words.going(standings.counts)
    if not shown.goal_count:
        heading = gettext("The strategy has no goal yet")
    if is_narrowed:
        fits = ngettext("%(count)s action fits", "%(count)s actions fit", shown.actions)
        heading = fits % {"count": shown.actions} if shown.actions else gettext("No action fits")
    on_page = [action.pk for goal in shown.goals for path in goal.paths for action in path.actions]
    said = status.latest(Action.objects.filter(pk__in=on_page), on=on) if standings.is_begun else {}
    along = {name: plain(request.GET[name]) for name in _KEPT if request.GET.get(name)}
    names = indicators.official_names()
    if any(row.indicator not in names for goal in shown.goals for row in _indicators(goal.goal)):
        names |= indicators.own_names(strategy.council, request.actor)  # type: ignore[attr-defined]
    return {
        "strategy": strategy,
        "heading": heading,
        "counts": found,
        "tables": [_table(goal, names, said, on=on) for goal in shown.goals],
        "has_status": standings.is_begun,
        "how_many": [(status.Standing(code, None), count) for code, count in standings.counts.items()],
        "shown": shown,
        "previous_url": _address(along, shown.number - 1) if shown.number > 1 else "",
        "next_url": _address(along, shown.number + 1) if shown.number < shown.count else "",
        "may_edit": may_edit,
        # Beside what is left out nothing can be laid.
        "may_arrange": may_edit and not is_narrowed and strategy.state != Strategy.State.ENDED,
        "is_narrowed": is_narrowed,
        "query": urlencode({"strategi": strategy.pk}),
    }


def number_of(request: HttpRequest) -> int:
    """The page that the address asks for (`?side=`)."""
    asked = request.GET.get(PAGE, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1


def line_of(action: Action, standing: Standing | None = None) -> Line:
    """An action in words; whoever answers for it must be at hand."""
    return Line(
        action=action,
        url="",
        responsible=name_of(action),
        is_matched=action.has_responsible,
        partners=", ".join(action.partners),
        when=plan_words.when(action),
        note=plan_words.how_many(action),
        standing=standing,
    )


def indicator_line(row: GoalIndicator, names: dict[str, str]) -> str:
    """``Andel under 15 år: fra 16,2 (2024) til 17 (2033)``"""
    name = names.get(row.indicator, row.indicator)
    return plan_words.figure(name, (row.baseline, row.baseline_year), (row.target, row.target_year))


def _table(shown: ShownGoal, names: dict[str, str], said: Mapping[int, ActionUpdate], *, on: date) -> GoalTable:
    paths = [
        PathLines(path, [line_of(each, status.standing(each, said.get(each.pk), on=on)) for each in path.actions])
        for path in shown.paths
    ]
    return GoalTable(shown, paths, [indicator_line(row, names) for row in _indicators(shown.goal)])


def _indicators(goal: Goal) -> Sequence[GoalIndicator]:
    return list(goal.indicators.all())


def _address(along: dict[str, str], number: int) -> str:
    return "?" + urlencode(along | {PAGE: str(number)})
