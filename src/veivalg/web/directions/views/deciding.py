"""What the secretariat does when the rounds have closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import advice, page
from veivalg.web.directions.forms import GateForm, OutcomeForm, StrategyForm, TieForm
from veivalg.web.directions.operations import deciding
from veivalg.web.directions.views.reading import visible
from veivalg.web.strategy.models import Strategy
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

EDIT, REGISTER = Permission.DIRECTIONS_CHOICE_EDIT, Permission.DIRECTIONS_OUTCOME_REGISTER


@takes_forms
@needs(EDIT)
def gate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Go on against the advice, with a reason (port)."""
    found = visible(request, council, pk)
    form = GateForm(request.POST or None)
    if form.is_valid():
        try:
            deciding.pass_gate(
                actor=request.actor,
                council=council,
                choice_id=pk,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("You can go on. The reason stands beside the advice."))
            return redirect(found)
    ratings = page.ratings_of(found)
    context = {
        "council": council,
        "choice": found,
        "form": form,
        "gate": page.gate_of(found, ratings[-1]) if ratings else None,
    }
    return render(request, "directions/gate.html", context, status=status_of(form))


@takes_forms
@needs(REGISTER)
def decide(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Tie the choice to the resolution that chose (vedtak). `?vedtak=` is one that has just been registered."""
    found = visible(request, council, pk)
    outcome = getattr(found, "outcome", None)
    initial = {"resolution": str(outcome.resolution_id), "chosen": outcome.chosen} if outcome else {}
    if made := id_of(request.GET.get("vedtak", "")):
        initial["resolution"] = str(made)
    rating = advice.last_rating(found)
    closed_on = advice.closed_on(rating) if rating is not None else None
    form = OutcomeForm(request.POST or None, choice=found, closed_on=closed_on, initial=initial)
    if form.is_valid():
        try:
            deciding.register_outcome(
                actor=request.actor,
                council=council,
                choice_id=pk,
                resolution_id=int(form.cleaned_data["resolution"]),
                chosen=form.cleaned_data["chosen"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The resolution is tied to the choice."))
            return redirect(found)
    context = {"council": council, "choice": found, "form": form, "closed_on": closed_on}
    return render(request, "directions/decide.html", context, status=status_of(form))


@takes_forms
@needs(REGISTER)
def begin_strategy(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """A draft of a strategy from what was chosen, after a question (strategi)."""
    found, problem = visible(request, council, pk), ""
    if request.method == "POST":
        try:
            strategy = deciding.begin_strategy(actor=request.actor, council=council, choice_id=pk, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, gettext("The draft has a focus area and a goal for each. Write on."))
            return redirect(strategy)
    outcome = getattr(found, "outcome", None)
    names = [found.option(key)["name"] for key in outcome.chosen] if outcome else []
    context: dict[str, Any] = {
        "council": council,
        "choice": found,
        "names": names,
        "outcome": outcome,
        "problem": problem,
    }
    context["has_strategies"] = council.strategies.exists()
    return render(request, "directions/begin_strategy.html", context, status=422 if problem else 200)


@takes_forms
@needs(REGISTER)
def tie_strategy(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say that a strategy that is there already grew from the choice, and which of its goals did (knytt)."""
    found = visible(request, council, pk)
    outcome = getattr(found, "outcome", None)
    chosen = outcome.chosen if outcome is not None else []
    strategy = _strategy_of(council, request.POST.get("strategy") or request.GET.get("strategi", ""))
    form: StrategyForm
    if strategy is None:
        form = StrategyForm(request.POST or None, council=council)
    else:
        where = {"choice": found, "chosen": chosen, "strategy": strategy}
        form = TieForm(request.POST or None, initial={"strategy": str(strategy.pk)}, **where)
    if isinstance(form, TieForm) and form.is_valid():
        try:
            deciding.tie_strategy(
                actor=request.actor,
                council=council,
                choice_id=pk,
                strategy_id=int(form.cleaned_data["strategy"]),
                goal_keys=form.goal_keys,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The strategy is tied to the choice."))
            return redirect(found)
    strategies = [(str(row.pk), str(row)) for row in council.strategies.all()]
    context = {"council": council, "choice": found, "form": form, "strategy": strategy, "strategies": strategies}
    return render(request, "directions/tie_strategy.html", context, status=status_of(form))


def _strategy_of(council: Council, number: str) -> Strategy | None:
    """The council's strategy of that number, or its only one; None when there are several and none is chosen."""
    rows = list(council.strategies.all())
    if not number and len(rows) == 1:
        return rows[0]
    return next((row for row in rows if str(row.pk) == number), None)
