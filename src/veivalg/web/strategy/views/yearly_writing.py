"""Pages that write action plans. Every one works without a script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import queries, yearly_queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.editions import shown_findings
from veivalg.web.strategy.forms import yearly as forms
from veivalg.web.strategy.models import ActionPlan, PlannedAction, Strategy
from veivalg.web.strategy.operations import yearly
from veivalg.web.strategy.operations.adopting_yearly import adopt_action_plan
from veivalg.web.strategy.views.adopting import RESOLUTION
from veivalg.web.strategy.views.yearly import STRATEGY, plan_of_year
from veivalg.web.strategy.writing import edits
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of


@takes_forms
@edits
def new_action_plan(request: HttpRequest, council: Council) -> HttpResponse:
    """Begin the plan of a year (ny handlingsplan)."""
    today = timezone.localdate()
    known = queries.strategies(council, request.actor, on=today)
    found = [each for each in known if each.state != Strategy.State.ENDED]
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else yearly_queries.next_year(today)
    initial = {"year": year, "strategy": request.GET.get(STRATEGY) or (str(found[0].pk) if found else "")}
    form = forms.NewActionPlanForm(
        request.POST if request.method == "POST" else None,
        strategies=[(str(each.pk), each.name) for each in found],
        initial=initial,
    )
    if form.is_valid():
        try:
            plan = yearly.make_action_plan(
                actor=request.actor,
                council=council,
                strategy_id=int(form.cleaned_data["strategy"]),
                year=form.cleaned_data["year"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            return redirect(_address("roll" if plan.earlier_id else "choose", plan))
    return render(
        request,
        "strategy/yearly/new.html",
        page_of(council, form=form, has_strategy=bool(found)),
        status=status_of(form),
    )


@takes_forms
@edits
def change_planned(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What a year's plan says of an action (endre tiltaket i år)."""
    row = get_object_or_404(
        PlannedAction.objects.select_related("action", "plan__strategy"), pk=pk, plan__strategy__council=council
    )
    plan = row.plan
    plan.strategy.council = council
    initial = {name: getattr(row, name) for name in ("text", "due_on", "cost_nok", "version")}
    form = forms.PlannedForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            yearly.change_planned(
                actor=request.actor,
                council=council,
                planned_id=pk,
                version=version,
                values=values,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=plan.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("It has been changed."))
            return redirect(plan)
    return render(
        request,
        "strategy/yearly/form.html",
        page_of(
            council,
            form=form,
            plan=plan,
            strategy=plan.strategy,
            action=row.action,
            heading=gettext("Action %(number)s in %(year)s") % {"number": row.action.number, "year": plan.year},
            about=row.action.text,
            button=gettext("Save"),
        ),
        status=status_of(form),
    )


@takes_forms
@needs(Permission.STRATEGY_EDITION_ADOPT)
def adopt_year(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """What stands in the way, and when nothing does: which resolution adopted it (vedta handlingsplanen)."""
    plan = plan_of_year(request, council, year)
    found = yearly_queries.content_of(plan)
    lacking = yearly_queries.lacking(plan, found)
    resolutions = (
        Resolution.objects.standing()
        .filter(council=council, kind=Resolution.Kind.PLAN_ADOPTION, adopted_action_plans=None)
        .select_related("body")
    )
    initial = {"read": yearly_queries.text_mark(found), "resolution": id_of(request.GET.get(RESOLUTION, ""))}
    form = forms.AdoptActionPlanForm(request.POST or None, resolutions=resolutions, initial=initial)
    if form.is_valid():
        try:
            edition = adopt_action_plan(
                actor=request.actor,
                council=council,
                plan_id=plan.pk,
                read=form.cleaned_data["read"],
                resolution_id=form.cleaned_data["resolution"].pk,
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            messages.warning(
                request, gettext("Someone changed it while you were reading. Nothing has been done. Look again first.")
            )
            return redirect(plan)
        else:
            messages.success(request, gettext("The edition is kept as it was adopted. It cannot be changed."))
            return redirect("strategy:action_plan_edition", council.slug, edition.pk)
    ids = dict(plan.planned.values_list("action__number", "pk"))
    return render(
        request,
        "strategy/yearly/adopt.html",
        page_of(
            council,
            plan=plan,
            strategy=plan.strategy,
            form=form,
            lacking=lacking,
            unmatched=lacking.without_responsible[:100],
            findings=[(line, ids.get(line.number)) for line in shown_findings(found.plan, lacking.findings)[:100]],
            count=len(found.plan.actions),
            ended=found.ended,
            has_resolutions=resolutions.exists(),
        ),
        status=status_of(form),
    )


@takes_forms
@edits
def open_year(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """Correct an adopted plan towards a new edition (rett)."""
    plan = plan_of_year(request, council, year)
    return _asked(
        request,
        council,
        plan,
        lambda version: yearly.open_action_plan(
            actor=request.actor, council=council, plan_id=plan.pk, version=version, now=timezone.now()
        ),
        heading=gettext("Correct the action plan for %(year)s?") % {"year": plan.year},
        about=gettext(
            "What was adopted stays, and everyone reads it until a new resolution has adopted what you change."
        ),
        button=gettext("Open it again"),
    )


@takes_forms
@edits
def remove_year(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """Throw away a plan that was begun by mistake (kast utkastet)."""
    plan = plan_of_year(request, council, year)
    return _asked(
        request,
        council,
        plan,
        lambda version: yearly.remove_action_plan(
            actor=request.actor, council=council, plan_id=plan.pk, version=version, now=timezone.now()
        ),
        heading=gettext("Throw away the draft for %(year)s?") % {"year": plan.year},
        about=gettext("The actions stay in the strategy. What was answered for this year is gone."),
        button=gettext("Throw it away"),
        back=reverse("strategy:action_plans", args=[council.slug]),
    )


def _asked(
    request: HttpRequest,
    council: Council,
    plan: ActionPlan,
    do: Any,
    *,
    heading: str,
    about: str,
    button: str,
    back: str = "",
) -> HttpResponse:
    """A question with one button."""
    form = forms.SureForm(request.POST or None, initial={"version": plan.version})
    if form.is_valid():
        try:
            do(form.cleaned_data["version"])
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            return redirect(back or plan)
    return render(
        request,
        "strategy/yearly/form.html",
        page_of(council, form=form, plan=plan, strategy=plan.strategy, heading=heading, about=about, button=button),
        status=status_of(form),
    )


def _address(page: str, plan: ActionPlan) -> str:
    names = {"roll": "strategy:roll", "choose": "strategy:choose_actions"}
    url = reverse(names[page], args=[plan.strategy.council.slug, plan.year])
    return f"{url}?{STRATEGY}={plan.strategy_id}"
