"""Pages of what is missing, of adopting, and of what was adopted (mangler, vedta, utgaver)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.rules.mandates.findings import Severity
from veivalg.rules.plans import Plan, PlanFindingCode, check_plan, from_plain
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import editions as contents
from veivalg.web.strategy import files, indicators, queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms.adopting import AdoptForm
from veivalg.web.strategy.models import Strategy, StrategyEdition
from veivalg.web.strategy.operations.adopting import adopt_edition
from veivalg.web.ui.conflicts import look_again
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged

AGAINST, RESOLUTION = "mot", "vedtak"


@needs(Permission.STRATEGY_DRAFT_READ)
def completeness(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is missing before the strategy can be adopted, and what its readers will miss (mangler)."""
    strategy = _strategy(council, pk)
    plan = queries.plan_of(strategy)
    found = check_plan(plan)
    shown = contents.shown_findings(plan, found)
    stopping = [line for line, each in zip(shown, found, strict=True) if each.severity == Severity.REFUSED]
    unmatched = list(queries.actions_of(strategy).filter(queries.NO_RESPONSIBLE).exclude(responsible_text=""))
    ids = dict(strategy.actions.values_list("number", "pk"))
    numbers = [line.number for line in stopping if line.number is not None]
    heading = gettext("Nothing stands in the way of adopting it")
    if stopping or unmatched:
        count = len(stopping) + len(unmatched)
        heading = ngettext(
            "%(count)s thing is missing before it can be adopted",
            "%(count)s things are missing before it can be adopted",
            count,
        ) % {"count": count}
    return render(
        request,
        "strategy/completeness.html",
        page_of(
            council,
            strategy=strategy,
            heading=heading,
            page=paged(request, [(line, ids.get(line.number)) for line in stopping]),
            numbers=numbers,
            unmatched=unmatched[:100],
            unmatched_count=len(unmatched),
            noted=[
                (line, ids.get(line.number))
                for line, each in zip(shown, found, strict=True)
                if each.severity == Severity.NOTED
            ][:100],
            may_edit=request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk),
            may_adopt=request.actor.may(Permission.STRATEGY_EDITION_ADOPT, council_id=council.pk),
            is_complete=not stopping and not unmatched,
            lacks_actions=any(each.code == PlanFindingCode.NO_ACTIONS for each in found),
        ),
    )


@takes_forms
@needs(Permission.STRATEGY_EDITION_ADOPT)
def adopt(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register that the strategy was adopted (vedta)."""
    strategy = _strategy(council, pk)
    resolutions = (
        Resolution.objects.standing()
        .filter(council=council, kind=Resolution.Kind.PLAN_ADOPTION, adopted_editions=None)
        .select_related("body")
    )
    initial = {"read_at": strategy.changed_at.isoformat(), "resolution": id_of(request.GET.get(RESOLUTION, ""))}
    form = AdoptForm(request.POST or None, resolutions=resolutions, initial=initial)
    if form.is_valid():
        try:
            edition = adopt_edition(
                actor=request.actor,
                council=council,
                strategy_id=pk,
                read_at=form.cleaned_data["read_at"],
                resolution_id=form.cleaned_data["resolution"].pk,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("The edition is kept as it was adopted. It cannot be changed."))
            return redirect("strategy:edition", council.slug, edition.pk)
    return render(
        request,
        "strategy/adopt.html",
        page_of(council, form=form, strategy=strategy, has_resolutions=resolutions.exists()),
        status=status_of(form),
    )


@public_in_council
def editions(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Everything that was adopted of a strategy, newest first (utgaver)."""
    strategy = Strategy.objects.visible_to(request.actor, council).filter(pk=pk).first()
    if strategy is None:
        raise Http404(gettext("There is no such strategy here."))
    strategy.council = council
    page = paged(request, queries.editions(strategy))
    for edition in page.rows:
        edition.strategy = strategy
    return render(request, "strategy/editions.html", page_of(council, strategy=strategy, page=page))


@public_in_council
def edition(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """A strategy as it was adopted, at an address that stays (vedtatt utgave)."""
    found = _edition(council, pk)
    plan = _plan(found)
    goals = [goal for goal in plan.goals if goal.paths]
    return render(
        request,
        "strategy/edition.html",
        page_of(
            council,
            edition=found,
            strategy=found.strategy,
            plan=plan,
            page=paged(request, goals, per_page=5 if len(plan.actions) > 200 else 50),
            action_count=len(plan.actions),
            is_unspoilt=contents.is_unspoilt(found.content, found.checksum),
            kinds=files.KINDS,
            earlier=found.strategy.editions.filter(number__lt=found.number).defer("content").first(),
            later=found.strategy.editions.filter(number__gt=found.number).defer("content").last(),
        ),
    )


@public_in_council
def edition_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The edition as a file (last ned)."""
    found = _edition(council, pk)
    if kind not in files.TYPES:
        raise Http404(gettext("The plan can be had as docx, xlsx, csv and json."))
    content = files.written(_plan(found), kind, language=council.language)
    return files.response(content, kind, name=f"{council.slug}-plan-{found.strategy_id}-{found.number}")


@public_in_council
def edition_difference(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is different from another edition (`?mot=`), or from the one before (endringer)."""
    found = _edition(council, pk)
    others = found.strategy.editions.exclude(pk=found.pk)
    asked = request.GET.get(AGAINST, "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10
    other = others.filter(number=int(asked)).first() if is_number else others.filter(number__lt=found.number).first()
    lines = []
    if other is not None:
        names = indicators.official_names() | indicators.own_names(council, request.actor)
        first, last = sorted((other, found), key=lambda each: each.number)
        lines = contents.difference_in_words(_plan(first), _plan(last), names=names)
    return render(
        request,
        "strategy/difference.html",
        page_of(
            council,
            edition=found,
            other=other,
            page=paged(request, lines, kept=(AGAINST,)),
            others=others.defer("content"),
            strategy=found.strategy,
        ),
    )


def _strategy(council: Council, pk: int) -> Strategy:
    strategy = get_object_or_404(Strategy, pk=pk, council=council)
    strategy.council = council
    return strategy


def _edition(council: Council, pk: int) -> StrategyEdition:
    found = get_object_or_404(
        StrategyEdition.objects.select_related("strategy", "adopted_by__body"), pk=pk, strategy__council=council
    )
    found.strategy.council = council
    found.adopted_by.council = council
    return found


def _plan(edition: StrategyEdition) -> Plan:
    return from_plain(edition.content)
