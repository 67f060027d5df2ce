"""Forms that write strategies, goals and paths. Every one works without a script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import indicators
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms import plan as forms
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.strategy.operations import moving, parts, placing, strategies
from veivalg.web.strategy.writing import PLACE, edits, form_page, key_for_new, moved, path_of, placed
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

_STRATEGY = ("name", "vision", "first_year", "last_year", "first_action_year", "last_action_year", "state")
_ABOUT_INDICATOR = ("indicator", "baseline", "baseline_year", "target", "target_year")


@takes_forms
@edits
def new_strategy(request: HttpRequest, council: Council) -> HttpResponse:
    """Begin a strategy (ny strategi)."""
    form = forms.StrategyForm(request.POST or None)
    if form.is_valid():
        try:
            made = strategies.make_strategy(
                actor=request.actor, council=council, values=form.cleaned_data, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The strategy is begun, as a draft. Now write the first goal."))
            return redirect("strategy:new_goal", council.slug, made.pk)
    return form_page(request, council, form, gettext("Begin a strategy"), None)


@takes_forms
@edits
def change_strategy(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change what is said about a strategy, and where it is on its way (endre strategien)."""
    strategy = _strategy(council, pk)
    initial = {name: getattr(strategy, name) for name in (*_STRATEGY, "version")}
    form = forms.ChangeStrategyForm(request.POST or None, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        values = {name: form.cleaned_data[name] for name in _STRATEGY}
        try:
            strategies.change_strategy(
                actor=request.actor, council=council, strategy_id=pk, version=version, values=values, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=strategy.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("The strategy has been changed."))
            return redirect(strategy)
    heading = gettext("Change %(name)s") % {"name": strategy.name}
    return form_page(request, council, form, heading, strategy)


@takes_forms
@edits
def new_goal(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Add a goal (nytt mål)."""
    strategy = _strategy(council, pk)
    form = forms.GoalForm(request.POST or None, indicators=indicators.choices(council, request.actor))
    key = key_for_new(request)
    if form.is_valid():
        try:
            made = parts.make_goal(
                actor=request.actor, council=council, strategy_id=pk, values=form.values, key=key, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The goal is there. What do you reach it through?"))
            return redirect("strategy:new_path", council.slug, made.pk)
    return form_page(request, council, form, gettext("Write a goal"), strategy, key=key)


@takes_forms
@edits
def change_goal(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a goal (endre målet)."""
    goal = _goal(council, pk)
    first = goal.indicators.first()
    initial = _about_goal(goal)
    known = indicators.choices(council, request.actor)
    if first and not any(first.indicator == key for _, pairs in known for key, _ in pairs):
        known.append((gettext("As the file had it"), [(first.indicator, first.indicator)]))
    form = forms.ChangeGoalForm(request.POST or None, indicators=known, initial=initial | {"version": goal.version})
    if form.is_valid():
        others = [
            {name: getattr(row, name) for name in _ABOUT_INDICATOR} for row in goal.indicators.all() if row != first
        ]
        values = form.values
        values["indicators"] += others
        try:
            parts.change_goal(
                actor=request.actor,
                council=council,
                goal_id=pk,
                version=form.cleaned_data["version"],
                values=values,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            back = goal.strategy.get_absolute_url()
            stored = _about_goal(error.current)  # type: ignore[arg-type]
            return conflict_page(request, form, error, back=back, council=council, stored=stored)
        else:
            messages.success(request, gettext("The goal has been changed."))
            return redirect(goal.strategy)
    return form_page(request, council, form, gettext("Change the goal"), goal.strategy)


@takes_forms
@edits
def remove_goal(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove a goal and all under it, after a question (fjern målet)."""
    goal = _goal(council, pk)
    return _removed(
        request,
        council,
        goal,
        goal.strategy,
        heading=gettext("Remove the goal “%(name)s”?") % {"name": goal},
        count=Action.objects.filter(path__goal=goal).count(),
        remove=lambda version: parts.remove_goal(
            actor=request.actor, council=council, goal_id=pk, version=version, now=timezone.now()
        ),
    )


@takes_forms
@edits
def new_path(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Add a path to a goal (dette oppnår vi gjennom)."""
    goal = _goal(council, pk)
    form = forms.PathForm(request.POST or None)
    key = key_for_new(request)
    if request.method == "POST" and form.is_valid():
        made = parts.make_path(
            actor=request.actor, council=council, goal_id=pk, key=key, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, gettext("Now write the first action, with one who answers for it."))
        return redirect("strategy:new_action", council.slug, made.pk)
    heading = gettext("A path to “%(goal)s”") % {"goal": goal}
    return form_page(request, council, form, heading, goal.strategy, key=key)


@takes_forms
@edits
def change_path(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a path (endre)."""
    path = path_of(council, pk)
    form = forms.ChangePathForm(request.POST or None, initial={"name": path.name, "version": path.version})
    if form.is_valid():
        try:
            parts.change_path(actor=request.actor, council=council, path_id=pk, now=timezone.now(), **form.cleaned_data)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=path.goal.strategy.get_absolute_url(), council=council)
        messages.success(request, gettext("The path has been changed."))
        return redirect(path.goal.strategy)
    return form_page(request, council, form, gettext("Change the path"), path.goal.strategy)


@takes_forms
@edits
def remove_path(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove a path and its actions, after a question (fjern)."""
    path = path_of(council, pk)
    return _removed(
        request,
        council,
        path,
        path.goal.strategy,
        heading=gettext("Remove the path “%(name)s”?") % {"name": path},
        count=path.actions.count(),
        remove=lambda version: parts.remove_path(
            actor=request.actor, council=council, path_id=pk, version=version, now=timezone.now()
        ),
    )


@takes_forms
@edits
def move_goal(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Move a goal up or down (flytt målet)."""
    goal = _goal(council, pk)
    if PLACE in request.POST:
        same = {"actor": request.actor, "council": council, "goal_id": pk, "now": timezone.now()}
        return placed(request, lambda version, beside, _to: placing.place_goal(version=version, beside=beside, **same))
    return _swapped(request, council, goal, goal.strategy, moving.move_goal, "goal_id")


@takes_forms
@edits
def move_path(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Move a path up or down (flytt)."""
    path = path_of(council, pk)
    if PLACE in request.POST:
        same = {"actor": request.actor, "council": council, "path_id": pk, "now": timezone.now()}
        return placed(
            request,
            lambda version, beside, to: placing.place_path(version=version, beside=beside, goal_id=to, **same),
        )
    return _swapped(request, council, path, path.goal.strategy, moving.move_path, "path_id")


def _about_goal(goal: Goal) -> dict[str, Any]:
    """What the form of a goal is filled in with."""
    first = goal.indicators.first()
    return {
        **{name: getattr(goal, name) for name in ("name", "picture", "sustainable_goals")},
        "focus_area": goal.focus_area.name if goal.focus_area else "",
        "fields_of_work": goal.fields,
        **{name: getattr(first, name) if first else None for name in _ABOUT_INDICATOR},
    }


def _removed(
    request: HttpRequest,
    council: Council,
    part: Goal | Path,
    strategy: Strategy,
    *,
    heading: str,
    count: int,
    remove: Callable[[int], None],
) -> HttpResponse:
    form = forms.RemoveForm(request.POST or None, initial={"version": part.version})
    if form.is_valid():
        try:
            remove(form.cleaned_data["version"])
        except ChangedMeanwhile:
            return look_again(request)
        messages.success(request, gettext("It has been removed. The actions that are left have new numbers."))
        return redirect(strategy)
    context = page_of(council, form=form, heading=heading, count=count, strategy=strategy)
    return render(request, "strategy/remove.html", context, status=status_of(form))


def _swapped(
    request: HttpRequest,
    council: Council,
    part: Goal | Path,
    strategy: Strategy,
    move: Callable[..., Any],
    name: str,
) -> HttpResponse:
    way = request.POST.get("way", "")
    if way not in list(moving.Way):
        return render(request, "strategy/move.html", page_of(council, part=part, strategy=strategy))
    return moved(
        request,
        part,
        lambda version: move(
            actor=request.actor,
            council=council,
            version=version,
            way=moving.Way(way),
            now=timezone.now(),
            **{name: part.pk},
        ),
        back=strategy,
    )


def _strategy(council: Council, pk: int) -> Strategy:
    strategy = get_object_or_404(Strategy, pk=pk, council=council)
    strategy.council = council
    return strategy


def _goal(council: Council, pk: int) -> Goal:
    goal = get_object_or_404(Goal.objects.select_related("strategy", "focus_area"), pk=pk, strategy__council=council)
    goal.strategy.council = council
    return goal
