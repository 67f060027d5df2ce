"""What the page of a year's action plan shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from veivalg.rules import plans as values
from veivalg.web.councils.models import Council
from veivalg.web.strategy import indicators, page, plan_words, status
from veivalg.web.strategy.models import Action, ActionPlan, GoalIndicator, PlannedAction
from veivalg.web.strategy.status import Standing
from veivalg.web.strategy.yearly_content import Row, YearPlan, rows_of
from veivalg.web.strategy.yearly_queries import Answered
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import Page, paged, searched

PER_PAGE = 100
SHOW, STRATEGY = "vis", "strategi"


@dataclass(frozen=True)
class Line:
    """One action in the table."""

    row: Row
    action: Action | None
    """As it is in the strategy now; None when it has been taken out of it."""
    standing: Standing | None
    planned: PlannedAction | None
    """While the plan is worked on."""

    @property
    def value(self) -> values.Action:
        return self.row.action

    @property
    def when(self) -> str:
        return plan_words.when(self.row.action)  # type: ignore[arg-type]

    @property
    def is_grey(self) -> bool:
        return self.standing is not None and self.standing.code in (status.STALE, status.DROPPED)


@dataclass(frozen=True)
class GoalTable:
    """One goal and its actions on the page."""

    goal: values.Goal
    lines: list[Line]
    indicators: list[str]


@dataclass(frozen=True)
class Going:
    """How the actions of a strategy are going on a day."""

    actions: Mapping[str, Action]
    """By key: those that still are in the strategy's text."""
    how: Mapping[str, Standing]
    """By key."""
    is_begun: bool
    """Whether anything has been said of any of them."""

    @property
    def codes(self) -> dict[str, str]:
        """For files."""
        return {key: standing.code for key, standing in self.how.items()}

    def of(self, found: YearPlan) -> dict[str, int]:
        """How many of the year's actions are going how, in a fixed order."""
        counted = Counter(self.how[action.id].code for action in found.plan.actions if action.id in self.how)
        return {code: counted[code] for code in status.ORDER if counted[code]}


def going(plan: ActionPlan, *, on: date) -> Going:
    """In two queries."""
    of_strategy = Action.objects.filter(strategy=plan.strategy)
    said = status.latest(of_strategy, on=on)
    fields = (*status.NEEDED, "key", "dropped_reason", "strategy")
    actions = {action.key: action for action in of_strategy.only(*fields)}
    how = {key: status.standing(action, said.get(action.pk), on=on) for key, action in actions.items()}
    return Going(actions, how, bool(said))


def content(
    request: HttpRequest, council: Council, plan: ActionPlan, found: YearPlan, *, asked: Answered | None, on: date
) -> dict[str, Any]:
    """The tables of a page, and the heading. `asked` is how far the plan that is worked on has come; None for what was
    adopted."""
    is_live = asked is not None
    how = going(plan, on=on)
    counts = how.of(found)
    words, show = searched(request), request.GET.get(SHOW, "")
    every = rows_of(found)
    rows = [row for row in every if _fits(row, words)]
    if show in counts:
        rows = [row for row in rows if row.action.id in how.how and how.how[row.action.id].code == show]
    shown = paged(request, rows, kept=(SHOW, STRATEGY), per_page=PER_PAGE)
    return {
        "plan": plan,
        "strategy": plan.strategy,
        "heading": _heading(plan, len(every), counts, asked, is_begun=how.is_begun),
        "tables": _tables(request, council, plan, shown, how, is_live=is_live),
        "page": shown,
        "words": words,
        "show": show,
        "is_narrowed": bool(words or show in counts),
        "has_status": how.is_begun and not (is_live and plan.year > on.year),
        "how_many": [(Standing(code, None), count) for code, count in counts.items()],
        "ended": found.ended,
        "count": len(every),
        "is_live": is_live,
    }


def _heading(plan: ActionPlan, count: int, counts: Mapping[str, int], asked: Answered | None, *, is_begun: bool) -> str:
    if asked is not None and asked.undecided:
        return gettext("%(decided)s of %(total)s actions are decided for %(year)s") % {
            "decided": number(asked.decided),
            "total": number(asked.total),
            "year": plan.year,
        }
    if asked is None and is_begun and count:
        return plan_words.going(counts)
    if not count:
        return gettext("No action is chosen for %(year)s yet") % {"year": plan.year}
    return ngettext("%(count)s action in %(year)s", "%(count)s actions in %(year)s", count) % {
        "count": number(count),
        "year": plan.year,
    }


def _fits(row: Row, words: str) -> bool:
    about = " ".join(
        (row.action.text, row.text, row.action.responsible, *row.action.partners, row.goal.name)
    ).casefold()
    return all(word in about for word in words.casefold().split())


def _tables(
    request: HttpRequest, council: Council, plan: ActionPlan, shown: Page, how: Going, *, is_live: bool
) -> list[GoalTable]:
    planned = {}
    if is_live:
        of_page = [action.pk for row in shown.rows if (action := how.actions.get(row.action.id)) is not None]
        planned = {row.action_id: row for row in PlannedAction.objects.filter(plan=plan, action__in=of_page)}
    names = indicators.official_names()
    every = [each for row in shown.rows for each in row.goal.indicators]
    if any(each.key not in names for each in every):
        names |= indicators.own_names(council, request.actor)  # type: ignore[attr-defined]
    tables = []
    for goal, rows in groupby(shown.rows, key=lambda row: row.goal):
        lines = []
        for row in rows:
            action = how.actions.get(row.action.id)
            standing = how.how.get(row.action.id)
            lines.append(Line(row, action, standing, planned.get(action.pk) if action else None))
        tables.append(GoalTable(goal, lines, indicator_lines(goal.indicators, names)))
    return tables


def indicator_lines(found: Sequence[values.GoalIndicator], names: dict[str, str]) -> list[str]:
    """``Andel under 15 år: fra 16,2 (2024) til 17 (2033)`` for each."""
    about = ("baseline", "baseline_year", "target", "target_year")
    return [
        page.indicator_line(GoalIndicator(indicator=e.key, **{name: getattr(e, name) for name in about}), names)
        for e in found
    ]
