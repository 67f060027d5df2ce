"""Pages that show action plans (handlingsplan): the years, one year, what was adopted, and what is new."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.strategy import files, indicators, queries, yearly_content, yearly_files, yearly_page, yearly_queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.editions import is_unspoilt
from veivalg.web.strategy.models import ActionPlan, ActionPlanEdition
from veivalg.web.strategy.models.yearly import may_read_drafts
from veivalg.web.strategy.yearly_queries import next_year
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.paging import paged

STRATEGY, AGAINST = "strategi", "mot"


@public_in_council
def action_plans(request: HttpRequest, council: Council) -> HttpResponse:
    """The plan of this year, and the way to those of other years (handlingsplanene); of one strategy (`?strategi=`)."""
    plans = yearly_queries.action_plans(council, request.actor)
    today = timezone.localdate()
    asked = _strategy_asked_for(request)
    current = yearly_queries.plan_of_now(plans, council, request.actor, asked, on=today)
    if current is None:
        may_edit = request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
        strategies = queries.strategies(council, request.actor, on=today)
        strategy = next((each for each in strategies if each.pk == asked), None)
        if asked is not None and strategy is None:
            raise Http404(gettext("There is no such strategy here."))
        context = page_of(council, may_edit=may_edit, has_strategy=bool(strategies), year=next_year(today))
        context |= {"strategy": strategy, "others": plans}
        return render(request, "strategy/yearly/empty.html", context)
    return _year(request, council, current, plans)


@public_in_council
def action_plan(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """The action plan of one year (handlingsplanen)."""
    plans = yearly_queries.action_plans(council, request.actor)
    return _year(request, council, _asked_for(request, council, plans, year), plans)


def _year(request: HttpRequest, council: Council, plan: ActionPlan, plans: list[ActionPlan]) -> HttpResponse:
    today = timezone.localdate()
    edition = yearly_queries.latest_edition(plan)
    is_live = plan.is_draft and may_read_drafts(request.actor, council)
    if edition is None or is_live:
        found = yearly_queries.content_of(plan)
    else:
        found = yearly_queries.content_of_edition(edition)
    asked = yearly_queries.answered(plan) if is_live else None
    may_edit = request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    following = next_year(today)
    years = {each.year for each in plans if each.strategy_id == plan.strategy_id}
    return render(
        request,
        "strategy/yearly/year.html",
        page_of(
            council,
            **yearly_page.content(request, council, plan, found, asked=asked, on=today),
            edition=edition,
            kinds=files.KINDS,
            query=f"?{STRATEGY}={plan.strategy_id}",
            others=[each for each in plans if each.pk != plan.pk],
            asked=asked,
            may_edit=may_edit,
            may_adopt=request.actor.may(Permission.STRATEGY_EDITION_ADOPT, council_id=council.pk),
            worked_on=next(
                (e for e in plans if e.is_draft and e.year > plan.year and e.strategy_id == plan.strategy_id), None
            ),
            following=following if following not in years else None,
        ),
    )


@public_in_council
def action_plan_file(request: HttpRequest, council: Council, year: int, kind: str) -> HttpResponse:
    """The plan of a year as a file, with how each action is going (last ned)."""
    plan = plan_of_year(request, council, year)
    _known(kind)
    edition = yearly_queries.latest_edition(plan)
    is_live = plan.is_draft and may_read_drafts(request.actor, council)
    found = (
        yearly_queries.content_of(plan) if edition is None or is_live else yearly_queries.content_of_edition(edition)
    )
    how = yearly_page.going(plan, on=timezone.localdate())
    content = yearly_files.written(
        found, kind, language=council.language, names=_names(request, council), standings=how.codes
    )
    return files.response(content, kind, name=f"{council.slug}-handlingsplan-{plan.year}")


@public_in_council
def action_plan_edition(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """A year's action plan as it was adopted, at an address that stays (vedtatt handlingsplan)."""
    edition = _edition(request, council, pk)
    found = yearly_queries.content_of_edition(edition)
    rows = paged(request, yearly_content.rows_of(found), per_page=yearly_page.PER_PAGE)
    others = ActionPlanEdition.objects.filter(plan=edition.plan).defer("content")
    return render(
        request,
        "strategy/yearly/edition.html",
        page_of(
            council,
            edition=edition,
            plan=edition.plan,
            strategy=edition.plan.strategy,
            year=found,
            page=rows,
            count=len(found.plan.actions),
            kinds=files.KINDS,
            is_unspoilt=is_unspoilt(edition.content, edition.checksum),
            later=others.filter(number__gt=edition.number).last(),
            earlier=yearly_queries.editions_until(council, edition).defer("content").first(),
        ),
    )


@public_in_council
def action_plan_edition_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The adopted plan as a file (last ned)."""
    edition = _edition(request, council, pk)
    _known(kind)
    found = yearly_queries.content_of_edition(edition)
    content = yearly_files.written(found, kind, language=council.language, names=_names(request, council))
    name = f"{council.slug}-handlingsplan-{edition.plan.year}-{edition.number}"
    return files.response(content, kind, name=name)


@public_in_council
def action_plan_difference(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is different from an earlier edition, of the same year or of one before (`?mot=`)."""
    edition = _edition(request, council, pk)
    others = list(yearly_queries.editions_until(council, edition).defer("content"))
    asked = id_of(request.GET.get(AGAINST, ""))
    other = next((each for each in others if each.pk == asked), others[0] if others else None)
    lines = []
    if other is not None:
        lines = yearly_content.difference(
            yearly_queries.content_of_edition(ActionPlanEdition.objects.get(pk=other.pk)),
            yearly_queries.content_of_edition(edition),
            names=_names(request, council),
        )
    return render(
        request,
        "strategy/yearly/difference.html",
        page_of(
            council,
            edition=edition,
            plan=edition.plan,
            strategy=edition.plan.strategy,
            other=other,
            others=others,
            page=paged(request, lines, kept=(AGAINST,)),
        ),
    )


def plan_of_year(request: HttpRequest, council: Council, year: int) -> ActionPlan:
    """The plan that the address asks for. Raises Http404 for one that this person may not read."""
    return _asked_for(request, council, yearly_queries.action_plans(council, request.actor), year)


def _asked_for(request: HttpRequest, council: Council, plans: list[ActionPlan], year: int) -> ActionPlan:
    asked = _strategy_asked_for(request)
    plan = yearly_queries.plan_among(plans, council, request.actor, year, asked, on=timezone.localdate())
    if plan is None:
        raise Http404(gettext("There is no action plan for that year here."))
    return plan


def _strategy_asked_for(request: HttpRequest) -> int | None:
    """The number in the address (`?strategi=`); None when there is none. Raises Http404 for one that is no number."""
    asked = request.GET.get(STRATEGY, "")
    strategy_id = id_of(asked) if asked else None
    if asked and strategy_id is None:
        raise Http404(gettext("There is no such strategy here."))
    return strategy_id


def _edition(request: HttpRequest, council: Council, pk: int) -> ActionPlanEdition:
    found = get_object_or_404(
        ActionPlanEdition.objects.select_related("plan__strategy", "adopted_by__body"),
        pk=pk,
        plan__in=ActionPlan.objects.visible_to(request.actor, council),
    )
    found.plan.strategy.council = council
    found.adopted_by.council = council
    return found


def _known(kind: str) -> None:
    if kind not in files.TYPES:
        raise Http404(gettext("The plan can be had as docx, xlsx, csv and json."))


def _names(request: HttpRequest, council: Council) -> dict[str, str]:
    return indicators.official_names() | indicators.own_names(council, request.actor)
