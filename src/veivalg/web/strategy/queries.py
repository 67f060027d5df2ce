"""Reads of strategies and plans."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from veivalg.rules import plans as values
from veivalg.web.access.actor import Actor
from veivalg.web.councils.models import Council
from veivalg.web.strategy import rows
from veivalg.web.strategy.models import Action, ActionPlan, Goal, GoalIndicator, Path, Strategy, StrategyEdition
from veivalg.web.strategy.models.yearly import may_read_drafts

Row = TypeVar("Row", bound=models.Model)
_RESPONSIBLE = (
    *("responsible_body", "responsible_participant__municipality", "responsible_participant__county", "contact"),
)
_PREFERRED = (Strategy.State.ADOPTED, Strategy.State.CONSULTATION, Strategy.State.DRAFT, Strategy.State.ENDED)
PER_PAGE = 100
"""As many actions as a page shows, or one path."""
NO_RESPONSIBLE = Q(responsible_body=None, responsible_participant=None, responsible_role="")
NO_TIME = Q(first_year=None, last_year=None, due_on=None, rhythm_months=None)


def strategies(council: Council, actor: Actor, *, on: date) -> list[Strategy]:
    """A council's strategies that this person may read; the one that holds on a day first, then those that come.

    Adopted ones stand before drafts, and what is over stands last.
    """
    found = list(Strategy.objects.visible_to(actor, council))
    for strategy in found:
        strategy.council = council
    return sorted(
        found,
        key=lambda strategy: (_PREFERRED.index(Strategy.State(strategy.state)), *_nearness(strategy, on), -strategy.pk),
    )


def _nearness(strategy: Strategy, on: date) -> tuple[int, int]:
    """Those of this year first, then those that come, the nearest first, then those that were, the last first."""
    first, last = strategy.first_year or on.year, strategy.last_year or on.year
    if first > on.year:
        return 1, first - on.year
    return (2, on.year - last) if last < on.year else (0, 0)


def plan_of(strategy: Strategy, *, with_contacts: bool = False) -> values.Plan:
    """The whole plan as a value, in five queries."""
    goals = strategy.goals.select_related("focus_area")
    paths = _by(Path.objects.filter(goal__strategy=strategy), "goal_id")
    actions = _by(actions_of(strategy).order_by("place", "id"), "path_id")
    indicators = _by(GoalIndicator.objects.filter(goal__strategy=strategy), "goal_id")
    return values.Plan(
        name=strategy.name,
        vision=strategy.vision,
        period=strategy.period,
        action_period=strategy.action_period,
        focus_areas=tuple(values.FocusArea(name=a.name, about=a.about, id=a.key) for a in strategy.focus_areas.all()),
        goals=tuple(
            rows.goal_value(
                goal,
                tuple(rows.indicator_value(each) for each in indicators[goal.pk]),
                tuple(
                    values.Path(
                        id=path.key,
                        name=path.name,
                        actions=tuple(rows.action_value(a, with_contact=with_contacts) for a in actions[path.pk]),
                    )
                    for path in paths[goal.pk]
                ),
            )
            for goal in goals
        ),
    )


def actions_of(strategy: Strategy) -> "QuerySet[Action]":
    """Its actions, with whoever answers for them."""
    return Action.objects.filter(strategy=strategy).select_related(*_RESPONSIBLE)


def unmatched_actions(strategy: Strategy) -> "QuerySet[Action]":
    """Actions whose responsible is only a text, with what is needed to match it."""
    found = strategy.actions.filter(NO_RESPONSIBLE).exclude(responsible_text="")
    return found.only("strategy", "number", "text", "responsible_text", "partners", "version")


def action(council: Council, pk: int, actor: Actor) -> Action | None:
    """One action with all that stands around it; None when there is none that this person may read."""
    return (
        Action.objects.filter(strategy__in=Strategy.objects.visible_to(actor, council), pk=pk)
        .select_related("strategy__council", "path__goal__focus_area", *_RESPONSIBLE)
        .first()
    )


def latest_edition(strategy: Strategy) -> StrategyEdition | None:
    """What was last adopted."""
    return strategy.editions.defer("content").select_related("adopted_by__body").first()


@dataclass(frozen=True)
class Counts:
    """How much there is of what, in a strategy."""

    actions: int
    without_responsible: int
    without_time: int


def counts(strategy: Strategy) -> Counts:
    """In one query."""
    found = Action.objects.filter(strategy=strategy).aggregate(
        actions=Count("pk"),
        without_responsible=Count("pk", filter=NO_RESPONSIBLE),
        without_time=Count("pk", filter=NO_TIME),
    )
    return Counts(**found)


@dataclass
class ShownPath:
    """A path with those of its actions that are on the page."""

    path: Path
    actions: list[Action]
    is_continued: bool = False
    """It began on an earlier page."""


@dataclass
class ShownGoal:
    """A goal with those of its paths that are on the page."""

    goal: Goal
    number: int
    """Among the goals, from 1."""
    paths: list[ShownPath]


@dataclass(frozen=True)
class _Piece:
    """Some actions of one path, or a goal or path without any."""

    goal_id: int
    path_id: int | None
    first: int
    count: int


@dataclass(frozen=True)
class PlanPage:
    """One page of a plan: whole goals as far as they fit."""

    goals: list[ShownGoal]
    number: int
    count: int
    """How many pages there are."""
    actions: int
    """How many actions on all pages."""
    goal_count: int


def plan_page(strategy: Strategy, number: int, *, chosen: Q | None = None) -> PlanPage:
    """The page with that number (the nearest one when there is none), in four queries however long the plan is.

    `chosen` narrows the actions; goals and paths without any of them are then left out.
    """
    goals = {goal.pk: goal for goal in strategy.goals.select_related("focus_area").prefetch_related("indicators")}
    order = {pk: n for n, pk in enumerate(goals, start=1)}
    paths = {path.pk: path for path in Path.objects.filter(goal__strategy=strategy)}
    found = Action.objects.filter(chosen or Q(), strategy=strategy)
    per_path = {row["path"]: row["count"] for row in found.order_by().values("path").annotate(count=Count("pk"))}
    pieces = _pieces(goals.values(), paths.values(), per_path, narrowed=chosen is not None)
    pages = _packed(pieces)
    number = min(max(1, number), len(pages))
    shown = pages[number - 1]
    wanted = [piece.path_id for piece in shown if piece.count]
    with_people = found.filter(path__in=wanted).select_related(*_RESPONSIBLE).order_by("path", "place", "id")
    cut = next((piece for piece in shown if piece.path_id and piece.count < per_path.get(piece.path_id, 0)), None)
    if cut is not None and len(wanted) == 1:
        with_people = with_people[cut.first : cut.first + cut.count]
    by_path = _by(with_people, "path_id")
    result: list[ShownGoal] = []
    for piece in shown:
        if not result or result[-1].goal.pk != piece.goal_id:
            result.append(ShownGoal(goals[piece.goal_id], order[piece.goal_id], []))
        if piece.path_id is not None:
            path = ShownPath(paths[piece.path_id], by_path[piece.path_id], is_continued=piece.first > 0)
            result[-1].paths.append(path)
    return PlanPage(result, number, len(pages), sum(per_path.values()), len(goals))


def _pieces(goals: Iterable[Goal], paths: Iterable[Path], per_path: dict[int, int], *, narrowed: bool) -> list[_Piece]:
    under: dict[int, list[Path]] = defaultdict(list)
    for path in paths:
        under[path.goal_id].append(path)
    found = []
    for goal in goals:
        for path in under[goal.pk]:
            count = per_path.get(path.pk, 0)
            starts = range(0, count, PER_PAGE) if count else () if narrowed else (0,)
            found += [_Piece(goal.pk, path.pk, first, min(PER_PAGE, count - first)) for first in starts]
        if not under[goal.pk] and not narrowed:
            found.append(_Piece(goal.pk, None, 0, 0))
    return found


def _packed(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pages in order. A piece of a longer path stands alone, so that it can be cut out in one query."""
    pages: list[list[_Piece]] = [[]]
    total = 0
    longer = {piece.path_id for piece in pieces if piece.first > 0}
    for piece in pieces:
        is_alone = piece.path_id in longer
        is_after_alone = bool(pages[-1]) and pages[-1][-1].path_id in longer
        # Headings take room as well, so a goal or path without actions counts as one.
        size = max(1, piece.count)
        if pages[-1] and (is_alone or is_after_alone or total + size > PER_PAGE):
            pages.append([])
            total = 0
        pages[-1].append(piece)
        total += size
    return pages


def _by(found: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in found:
        grouped[getattr(row, name)].append(row)
    return grouped


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history that are about strategies and action plans which this person may not read, those that were
    thrown away before anyone adopted them among them."""
    if may_read_drafts(actor, council):
        return Q(pk__in=[])
    readable = Strategy.objects.visible_to(actor, council).values_list("pk", flat=True)
    hidden = [
        str(pk) for pk in Strategy.objects.filter(council=council).exclude(pk__in=readable).values_list("pk", flat=True)
    ]
    readable_plans = ActionPlan.objects.filter(strategy__council=council).exclude(state=ActionPlan.State.DRAFT)
    ids = [str(pk) for pk in readable_plans.values_list("pk", flat=True)]
    label = ActionPlan._meta.label_lower
    plans = Q(subject_type=label) & ~Q(subject_id__in=ids) | Q(under_type=label) & ~Q(under_id__in=ids)
    return _about(Strategy, hidden) | plans


def _about(model: type[models.Model], ids: list[str]) -> Q:
    label = model._meta.label_lower
    return Q(subject_type=label, subject_id__in=ids) | Q(under_type=label, under_id__in=ids)


def reachable_paths(strategy: Strategy) -> list[Path]:
    """Every path of a strategy in order, with its goal: where an action can be moved."""
    return list(Path.objects.filter(goal__strategy=strategy).select_related("goal").order_by("goal__place", "place"))


def editions(strategy: Strategy) -> "QuerySet[StrategyEdition]":
    """Everything that was adopted, newest first, without the contents."""
    return strategy.editions.defer("content").select_related("adopted_by__body").annotate(by=F("adopted_by__title"))
