"""The page where actions of the strategy are chosen for a year (velg tiltak)."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import page, queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.models import ActionPlan, PlannedAction
from veivalg.web.strategy.operations import yearly
from veivalg.web.strategy.views.yearly import plan_of_year
from veivalg.web.strategy.writing import edits
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import PAGE, holds, searched

SHOW = "vis"
CHOSEN, FITTING = "valgt", "aar"
INSIDE = ("", *PlannedAction.STAYS)
_MOST = 1000
"""Far more than a page holds."""
_LARGEST_VERSION = 2**31 - 1


@takes_forms
@edits
def choose_actions(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """Choose actions of the strategy for the year, a page at a time; each page is stored by itself (velg tiltak)."""
    plan = plan_of_year(request, council, year)
    if request.method == "POST":
        return _stored(request, council, plan)
    words, show = searched(request), request.GET.get(SHOW, "")
    narrowed = _narrowed(plan, words, show)
    shown = queries.plan_page(plan.strategy, page.number_of(request), chosen=narrowed)
    planned = {row.action_id: row for row in plan.planned.all()}
    tables = [
        (goal, [(action, planned.get(action.pk)) for path in goal.paths for action in path.actions])
        for goal in shown.goals
    ]
    return render(
        request,
        "strategy/yearly/choose.html",
        page_of(
            council,
            plan=plan,
            strategy=plan.strategy,
            shown=shown,
            tables=tables,
            chosen_count=sum(row.choice in INSIDE for row in planned.values()),
            words=words,
            show=show,
            is_narrowed=narrowed is not None,
            previous=shown.number - 1,
            next=shown.number + 1 if shown.number < shown.count else 0,
        ),
    )


def _narrowed(plan: ActionPlan, words: str, show: str) -> Q | None:
    narrowed = holds(words, "text", "path__name", "path__goal__name") if words else Q()
    if show == CHOSEN:
        narrowed &= Q(planned__plan=plan)
    elif show == FITTING:
        narrowed &= yearly.years_include(plan.year)
    return narrowed or None


def _stored(request: HttpRequest, council: Council, plan: ActionPlan) -> HttpResponse:
    """Store what this reader has changed since the page was read, so that two who choose do not undo each other."""
    shown, ticked = _numbers(request, "shown"), _numbers(request, "action")
    before = _before(request)
    try:
        kept = yearly.choose_actions(
            actor=request.actor,
            council=council,
            plan_id=plan.pk,
            added=(ticked & shown) - before.keys(),
            removed=dict(before[pk] for pk in (shown & before.keys()) - ticked),
            now=timezone.now(),
        )
    except NotPossible as error:
        messages.warning(request, str(error))
        return redirect(plan)
    for row in kept:
        messages.warning(
            request,
            gettext("Someone has written about action %(number)s in the meantime, so it is still chosen. Look again.")
            % {"number": row.action.number},
        )
    total = plan.planned.filter(choice__in=INSIDE).count()
    told = ngettext(
        "Stored. %(count)s action is in the plan for %(year)s.",
        "Stored. %(count)s actions are in the plan for %(year)s.",
        total,
    )
    messages.success(request, told % {"count": number(total), "year": plan.year})
    if "done" in request.POST:
        return redirect(plan)
    along = request.GET.copy()
    if following := id_of(request.POST.get("next", "")):
        along[PAGE] = str(following)
    return redirect(f"{request.path}?{along.urlencode()}" if along else request.path)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {pk for text in request.POST.getlist(name)[:_MOST] if (pk := id_of(text)) is not None}


def _before(request: HttpRequest) -> dict[int, tuple[int, int]]:
    """By action: the planned action that was there when the page was read, and its version."""
    found = {}
    for text in request.POST.getlist("was")[:_MOST]:
        numbers = [number for part in text.split("-") if (number := id_of(part)) is not None]
        if len(numbers) == 3:
            found[numbers[0]] = (numbers[1], min(numbers[2], _LARGEST_VERSION))
    return found
