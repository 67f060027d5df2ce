"""The cost key: what each municipality pays of a budget (kostnader). Everything stands in the address."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import costs as sharing
from veivalg.web.agreements.context import day_of, page_of
from veivalg.web.agreements.forms.costs import BudgetForm, CostForm
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.agreements.operations.budget import set_budget
from veivalg.web.agreements.writing import form_page
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.numbers import number

FIRST_YEAR, LAST_YEAR = 1990, 2150
KEPT_SHOWN = 5
"""Budgets that the page shows, the newest first."""


@public_in_council
def costs(request: HttpRequest, council: Council) -> HttpResponse:
    """Each municipality's part of a budget, and how it was made (kostnader)."""
    standing = _standing(request, council)
    form, table, problem, on = _answer(request, council, standing)
    heading = gettext("The cost is not shared yet")
    if table is not None:
        heading = gettext("%(total)s kroner, shared by %(count)s municipalities") % {
            "total": number(table.total),
            "count": len(table.payers),
        }
    return render(
        request,
        "agreements/costs.html",
        page_of(
            request,
            council,
            heading=heading,
            form=form,
            table=table,
            problem=problem,
            rounding=sharing.rounding(),
            is_example=standing is None and not request.GET.get("budsjett"),
            standing=standing,
            counties=council.county_members,
            on=on,
            kept=list(CouncilBudget.objects.filter(council=council)[:KEPT_SHOWN]),
            query=_query(request, standing).urlencode(),
        ),
    )


@public_in_council
def costs_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same table as a file."""
    if kind not in sharing.KINDS:
        raise Http404(gettext("The table can be had as csv and xlsx."))
    _, table, problem, _ = _answer(request, council, _standing(request, council))
    if table is None:
        raise Http404(problem or gettext("Write a budget and a year first."))
    return attachment(sharing.as_file(council, table, kind), f"kostnader-{council.slug}.{kind}")


@takes_forms
@needs(Permission.AGREEMENTS_AGREEMENT_EDIT)
def budget(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """Write down what the participants pay together in a year (rådets budsjett). The address may fill it in."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(gettext("There is no such year here."))
    found = CouncilBudget.objects.filter(council=council, year=year).first()
    names = {"budget_nok": "budsjett", "flat_percent": "fast", "others_nok": "andre", "inhabitants_year": "aar"}
    initial: dict[str, Any] = {name: request.GET.get(short, "") for name, short in names.items()}
    if found is not None:
        initial = {name: initial[name] or getattr(found, name) for name in names} | {"version": found.version}
    form = BudgetForm(request.POST or None, initial=initial, years=sharing.years())
    back = reverse("agreements:costs", args=[council.slug])
    if form.is_valid():
        try:
            set_budget(
                actor=request.actor,
                council=council,
                year=year,
                values=form.values,
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=back, council=council)
        else:
            text = gettext("The budget of %(year)s is saved. Each municipality's own page shows its part.")
            messages.success(request, text % {"year": year})
            return redirect(back)
    heading = gettext("The council's budget of %(year)s") % {"year": year}
    about = gettext("It is shown to everyone, and each municipality's part is worked out from it.")
    return form_page(request, council, form, heading, about=about, back=back)


def _standing(request: HttpRequest, council: Council) -> CouncilBudget | None:
    """The budget that the page opens on: what the council has written down, unless the address asks for something."""
    if set(request.GET) - {"sprak"}:
        return None
    return sharing.budget_on(council, timezone.localdate())


def _answer(
    request: HttpRequest, council: Council, standing: CouncilBudget | None
) -> tuple[CostForm, sharing.Shared | None, str, Any]:
    on, _ = day_of(request, timezone.localdate())
    if standing is not None:
        on = date(standing.year, 1, 1)
    participants = sharing.municipalities(council, on=on)
    years = sharing.years()
    form = CostForm(_asked(request, years[0], standing), years=years, participants=participants)
    if not form.is_valid():
        return form, None, "", on
    try:
        return form, sharing.shared(participants, form.asked), "", on
    except sharing.CannotShare as error:
        return form, None, str(error), on


def _asked(request: HttpRequest, year: int, standing: CouncilBudget | None) -> QueryDict:
    """What the address asks for; where it asks for nothing, the council's own budget, or an example."""
    asked = request.GET.copy()
    if standing is not None:
        asked.update(_address_of(standing))
    for name, value in (("budsjett", sharing.EXAMPLE_NOK), ("fast", sharing.EXAMPLE_PERCENT), ("aar", year)):
        asked.setdefault(name, str(value))
    return asked


def _address_of(budget: CouncilBudget) -> dict[str, str]:
    """What an address says to show a budget that is written down."""
    return {
        "budsjett": str(budget.budget_nok),
        "fast": str(budget.flat_percent),
        "aar": str(budget.inhabitants_year),
        "andre": str(budget.others_nok),
        "dato": f"{budget.year}-01-01",
    }


def _query(request: HttpRequest, standing: CouncilBudget | None) -> QueryDict:
    """The address of what is shown, without the language."""
    asked = request.GET.copy()
    asked.pop("sprak", None)
    if standing is not None:
        asked.update(_address_of(standing))
    return asked
