"""Forms that write actions. Every one works without a script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.asking import SHORT_LIST
from veivalg.web.councils.models import Council, Person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms import plan as forms
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.operations import actions, moving, placing
from veivalg.web.strategy.responsible import everyone, key_of
from veivalg.web.strategy.writing import PLACE, edits, form_page, key_for_new, moved, path_of, placed
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

_ACTION = (
    *("text", "partners", "kind", "first_year", "last_year", "due_on", "rhythm_months", "wanted_count", "counted_per"),
    *("contact", "cost_nok", "funding", "sustainable_goals", "county_plan", "municipal_plan", "version"),
)


@takes_forms
@edits
def new_action(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Add an action (nytt tiltak)."""
    path = path_of(council, pk)
    today = timezone.localdate()
    form = forms.ActionForm(request.POST or None, known=everyone(council, on=today), people=_people(council))
    key = key_for_new(request)
    if form.is_valid():
        try:
            made = actions.make_action(
                actor=request.actor,
                council=council,
                path_id=pk,
                values=form.values,
                key=key,
                on=today,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            made.strategy.council = council
            messages.success(request, gettext("Action %(number)s has been written.") % {"number": made.number})
            return redirect(made)
    return form_page(request, council, form, gettext("Write an action"), path.goal.strategy, about=path.name, key=key)


@takes_forms
@edits
def change_action(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change an action (endre tiltaket)."""
    action = _action(council, pk)
    today = timezone.localdate()
    initial = {name: getattr(action, name) for name in _ACTION}
    initial |= {"responsible": key_of(action), "fields_of_work": action.fields}
    known = everyone(council, on=today)
    form = forms.ChangeActionForm(
        request.POST or None,
        known=known,
        people=_people(council),
        unmatched=action.responsible_text,
        initial=initial,
    )
    if form.is_valid():
        try:
            actions.change_action(
                actor=request.actor,
                council=council,
                action_id=pk,
                version=form.cleaned_data["version"],
                values=form.values,
                on=today,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            stored = initial | {"responsible": key_of(error.current)}  # type: ignore[arg-type]
            stored |= {name: getattr(error.current, name) for name in _ACTION}
            back = action.get_absolute_url()
            return conflict_page(request, form, error, back=back, council=council, stored=stored)
        else:
            messages.success(request, gettext("The action has been changed."))
            return redirect(action)
    heading = gettext("Change action %(number)s") % {"number": action.number}
    return form_page(request, council, form, heading, action.strategy, back=action.get_absolute_url())


@takes_forms
@edits
def move_action(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Move an action up, down or to another path (flytt tiltaket)."""
    action = _action(council, pk)
    if PLACE in request.POST:
        same = {"actor": request.actor, "council": council, "action_id": pk, "now": timezone.now()}
        return placed(
            request,
            lambda version, beside, to: placing.place_action(version=version, beside=beside, path_id=to, **same),
        )
    paths = queries.reachable_paths(action.strategy)
    names = [(path.pk, f"{path.goal} – {path.name or gettext('right under the goal')}"[:160]) for path in paths]
    form = forms.MoveActionForm(
        request.POST or None, paths=names, initial={"path": action.path_id, "version": action.version}
    )
    way = request.POST.get("way", "")
    if way in list(moving.Way):
        return moved(
            request,
            action,
            lambda version: moving.move_action(
                actor=request.actor,
                council=council,
                action_id=pk,
                version=version,
                way=moving.Way(way),
                now=timezone.now(),
            ),
        )
    if form.is_valid():
        return moved(
            request,
            action,
            lambda version: moving.move_action_to_path(
                actor=request.actor,
                council=council,
                action_id=pk,
                version=version,
                path_id=int(form.cleaned_data["path"]),
                now=timezone.now(),
            ),
        )
    return render(
        request,
        "strategy/move.html",
        page_of(council, form=form, action=action, strategy=action.strategy),
        status=status_of(form),
    )


@takes_forms
@edits
def remove_action(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove an action, after a question (fjern tiltaket)."""
    action = _action(council, pk)
    form = forms.RemoveActionForm(request.POST or None, initial={"version": action.version})
    if form.is_valid():
        try:
            actions.remove_action(
                actor=request.actor, council=council, action_id=pk, now=timezone.now(), **form.cleaned_data
            )
        except ChangedMeanwhile:
            return look_again(request)
        messages.success(request, gettext("The action has been removed. Those after it have new numbers."))
        return redirect(action.strategy)
    heading = gettext("Remove action %(number)s?") % {"number": action.number}
    return render(
        request,
        "strategy/remove.html",
        page_of(
            council,
            form=form,
            heading=heading,
            about=action.text,
            strategy=action.strategy,
            back=action.get_absolute_url(),
        ),
        status=status_of(form),
    )


def _people(council: Council) -> Any:
    """People to choose a contact among; None when they are too many for a list."""
    people = Person.objects.filter(council=council, erased_at=None)
    return people if people.count() <= SHORT_LIST else None


def _action(council: Council, pk: int) -> Action:
    found = get_object_or_404(
        Action.objects.select_related(
            "strategy",
            "path",
            "responsible_body",
            "responsible_participant__municipality",
            "responsible_participant__county",
            "contact",
        ),
        pk=pk,
        strategy__council=council,
    )
    found.strategy.council = council
    return found
