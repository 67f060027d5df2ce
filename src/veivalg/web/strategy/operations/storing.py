"""A plan as a value laid into the tables: what is known by its key is changed, the rest is made or removed."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext

from veivalg.rules import plans as values
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, FocusArea, Goal, GoalIndicator, Path, Strategy
from veivalg.web.strategy.operations.holding import LONGEST
from veivalg.web.strategy.queries import actions_of
from veivalg.web.strategy.responsible import NOBODY, Responsible, name_of
from veivalg.web.strategy.rows import action_columns

Row = TypeVar("Row", bound=models.Model)
Stored = Callable[[int, int], None]
"""Is told how many have been written, of how many."""
_MOST_DIGITS, _MOST_DECIMALS = 15, 6
_BATCH = 200
_TOLD_EACH = 1000
_LONGEST_AREA = 500


def store_plan(
    strategy: Strategy, plan: values.Plan, *, responsible: Mapping[str, Responsible], stored: Stored | None = None
) -> None:
    """Make the strategy's tables say what the plan says; the caller holds the strategy. About ten queries.

    An action whose responsible has the same name as before keeps who it is. `stored` is told how many of the new and
    changed actions are written, of how many, after each thousand. Raises NotPossible for a text or a figure that is
    too long.
    """
    refuse_too_long(plan)
    _store_strategy(strategy, plan)
    areas = _store_areas(strategy, plan.focus_areas)
    goals = _store(
        Goal,
        strategy.goals.all(),
        [
            (
                goal.id,
                {
                    "strategy": strategy,
                    "name": goal.name,
                    "picture": goal.picture,
                    "focus_area": areas.get(goal.focus_area),
                    "sustainable_goals": list(goal.sustainable_goals),
                    "fields": list(goal.fields),
                    "place": place,
                },
            )
            for place, goal in enumerate(plan.goals)
        ],
    )
    paths = _store(
        Path,
        Path.objects.filter(goal__strategy=strategy),
        [
            (path.id, {"goal": row, "name": path.name, "place": place})
            for row, goal in zip(goals.rows, plan.goals, strict=True)
            for place, path in enumerate(goal.paths)
        ],
    )
    old = {row.key: row for row in actions_of(strategy)}
    actions = _store(
        Action,
        list(old.values()),
        [
            (
                action.id,
                {
                    "strategy": strategy,
                    "path": row,
                    "place": place,
                    "number": action.number,
                    **action_columns(action),
                    **_who(action, old.get(action.id), responsible),
                },
            )
            for row, path in zip(paths.rows, plan.paths, strict=True)
            for place, action in enumerate(path.actions)
        ],
        stored=stored,
    )
    actions.remove_the_rest()
    paths.remove_the_rest()
    goals.remove_the_rest()
    _store_indicators(strategy, zip(goals.rows, plan.goals, strict=True))


def _who(action: values.Action, old: Action | None, responsible: Mapping[str, Responsible]) -> dict[str, Any]:
    """The columns of the responsible and the contact."""
    columns: dict[str, Any] = {}
    if action.contact and (old is None or old.contact is None):
        columns["contact_text"] = action.contact
    if old is not None and old.has_responsible and name_of(old) == action.responsible:
        return columns
    chosen = responsible.get(action.responsible)
    return columns | (chosen.columns if chosen else NOBODY) | {"responsible_text": action.responsible}


class _Stored:
    """The rows in the order they were asked for, and those that nobody asked for."""

    def __init__(self, rows: list[Any], rest: list[Any]) -> None:
        self.rows, self.rest = rows, rest

    def remove_the_rest(self) -> None:
        if self.rest:
            type(self.rest[0])._default_manager.filter(pk__in=[row.pk for row in self.rest]).delete()


def _store(
    model: type[Row],
    existing: Iterable[Row],
    wanted: list[tuple[str, dict[str, Any]]],
    *,
    stored: Stored | None = None,
) -> _Stored:
    known = {row.key: row for row in existing}  # type: ignore[attr-defined]
    rows, changed, new = [], [], []
    names: set[str] = set()
    for key, columns in wanted:
        row = known.pop(key, None) if key else None
        if row is None:
            row = model(**columns)
            new.append(row)
        else:
            differing = [name for name, value in columns.items() if getattr(row, name) != value]
            for name in differing:
                setattr(row, name, columns[name])
            if differing:
                row.version += 1  # type: ignore[attr-defined]
                changed.append(row)
                names |= {*differing, "version"}
        rows.append(row)
    total, done = len(new) + len(changed), 0
    fields = list(dict.fromkeys(model._meta.get_field(name).name for name in sorted(names)))
    for some, write in (
        (new, lambda part: model._default_manager.bulk_create(part, batch_size=_BATCH)),
        (changed, lambda part: model._default_manager.bulk_update(part, fields, batch_size=_BATCH)),
    ):
        for first in range(0, len(some), _TOLD_EACH):
            part = some[first : first + _TOLD_EACH]
            write(part)
            done += len(part)
            if stored is not None:
                stored(done, total)
    return _Stored(rows, list(known.values()))


def _store_strategy(strategy: Strategy, plan: values.Plan) -> None:
    columns = {
        "name": " ".join(plan.name.split())[:200] or strategy.name,
        "vision": plan.vision,
        "first_year": plan.period.first if plan.period else None,
        "last_year": plan.period.last if plan.period else None,
        "first_action_year": plan.action_period.first if plan.action_period else None,
        "last_action_year": plan.action_period.last if plan.action_period else None,
    }
    if any(getattr(strategy, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(strategy, name, value)
        strategy.version += 1
        strategy.save(update_fields=[*columns, "version"])


def _store_areas(strategy: Strategy, wanted: tuple[values.FocusArea, ...]) -> dict[str, FocusArea]:
    known = {area.name: area for area in strategy.focus_areas.all()}
    found = {}
    for place, area in enumerate(wanted):
        row = known.pop(area.name, None) or FocusArea(strategy=strategy, name=area.name)
        row.about, row.place = area.about, place
        row.save()
        found[area.name] = row
    strategy.focus_areas.filter(pk__in=[area.pk for area in known.values()]).delete()
    return found


def _store_indicators(strategy: Strategy, goals: Iterable[tuple[Goal, values.Goal]]) -> None:
    wanted = [
        GoalIndicator(
            goal=row,
            indicator=each.key,
            baseline=each.baseline,
            baseline_year=each.baseline_year,
            target=each.target,
            target_year=each.target_year,
            place=place,
        )
        for row, goal in goals
        for place, each in enumerate(goal.indicators)
    ]
    GoalIndicator.objects.filter(goal__strategy=strategy).delete()
    GoalIndicator.objects.bulk_create(wanted, batch_size=_BATCH)


def refuse_too_long(plan: values.Plan) -> None:
    texts = [plan.name, plan.vision]
    for goal in plan.goals:
        texts += [goal.name, goal.picture, *goal.fields, *(path.name for path in goal.paths)]
        for each in goal.indicators:
            if len(each.key) > 200:
                raise NotPossible(gettext("The name of an indicator is longer than 200 signs."))
            _refuse_long_figure(each.baseline)
            _refuse_long_figure(each.target)
    for area in plan.focus_areas:
        texts.append(area.about)
        if len(area.name) > _LONGEST_AREA:
            raise NotPossible(
                gettext("The name of a focus area is longer than %(limit)s signs.") % {"limit": _LONGEST_AREA}
            )
    for action in plan.actions:
        texts += [action.text, action.label, action.counted_per, action.responsible, action.contact, *action.partners]
        texts += [action.funding, action.county_plan, action.municipal_plan, *action.fields]
        texts += [part for remark in action.remarks for part in (remark.head, remark.text)]
    for text in texts:
        if len(text) > LONGEST:
            raise NotPossible(
                gettext("A text has %(found)s signs, and the limit is %(limit)s: “%(text)s…”. Shorten it.")
                % {"found": len(text), "limit": LONGEST, "text": text[:60]}
            )


def _refuse_long_figure(value: Decimal | None) -> None:
    if value is None:
        return
    shape = value.normalize().as_tuple()
    decimals = max(0, -int(shape.exponent))
    if len(shape.digits) + max(0, int(shape.exponent)) > _MOST_DIGITS or decimals > _MOST_DECIMALS:
        raise NotPossible(
            gettext("%(value)s has too many digits: 15 are kept, 6 of them after the comma.") % {"value": value}
        )
