"""The cost key: what each municipality pays of a budget (kostnader). Everything stands in the address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.agreements import costs as sharing
from veivalg.web.agreements.context import day_of, page_of
from veivalg.web.agreements.forms.costs import CostForm
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.numbers import number


@public_in_council
def costs(request: HttpRequest, council: Council) -> HttpResponse:
    """Each municipality's part of a budget, and how it was made (kostnader)."""
    form, table, problem, on = _answer(request, council)
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
            is_example=not request.GET.get("budsjett"),
            counties=council.county_members,
            on=on,
            query=_query(request).urlencode(),
        ),
    )


@public_in_council
def costs_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same table as a file."""
    if kind not in sharing.KINDS:
        raise Http404(gettext("The table can be had as csv and xlsx."))
    _, table, problem, _ = _answer(request, council)
    if table is None:
        raise Http404(problem or gettext("Write a budget and a year first."))
    return attachment(sharing.as_file(council, table, kind), f"kostnader-{council.slug}.{kind}")


def _answer(request: HttpRequest, council: Council) -> tuple[CostForm, sharing.Shared | None, str, Any]:
    on, _ = day_of(request, timezone.localdate())
    participants = sharing.municipalities(council, on=on)
    years = sharing.years()
    form = CostForm(_asked(request, years[0]), years=years, participants=participants)
    if not form.is_valid():
        return form, None, "", on
    try:
        return form, sharing.shared(participants, form.asked), "", on
    except sharing.CannotShare as error:
        return form, None, str(error), on


def _asked(request: HttpRequest, year: int) -> QueryDict:
    """What the address asks for, with an example where it asks for nothing."""
    asked = request.GET.copy()
    for name, value in (("budsjett", sharing.EXAMPLE_NOK), ("fast", sharing.EXAMPLE_PERCENT), ("aar", year)):
        asked.setdefault(name, str(value))
    return asked


def _query(request: HttpRequest) -> QueryDict:
    """The address of what is shown, without the language."""
    asked = request.GET.copy()
    asked.pop("sprak", None)
    return asked
