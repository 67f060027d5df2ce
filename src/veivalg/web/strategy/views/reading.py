"""Pages that show a plan (plan, tiltak)."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import beside, files, page, queries, status
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms.updating import UpdateForm
from veivalg.web.strategy.models import Action, Strategy
from veivalg.web.strategy.operations import updating
from veivalg.web.strategy.responsible import Responsible, everyone
from veivalg.web.ui.doors import takes_forms, to_sign_in
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import holds, searched

STRATEGY, RESPONSIBLE, SHOW = "strategi", "ansvar", "vis"
LACKING = "mangler"


@public_in_council
def plan(request: HttpRequest, council: Council) -> HttpResponse:
    """The plan as a table (planen), goal by goal."""
    may_edit = request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    today = timezone.localdate()
    found = queries.strategies(council, request.actor, on=today)
    strategy = _chosen(request, found)
    if strategy is None:
        return render(request, "strategy/empty.html", page_of(council, may_edit=may_edit))
    known = everyone(council, on=today)
    words, key, show = searched(request), request.GET.get(RESPONSIBLE, ""), request.GET.get(SHOW, "")
    standings = status.standings(strategy, on=today)
    chosen = _narrowed(words, known.by_key(key), show, standings)
    shown = queries.plan_page(strategy, page.number_of(request), chosen=chosen)
    context = page.content(
        request, strategy, shown, may_edit=may_edit, is_narrowed=chosen is not None, standings=standings, on=today
    )
    return render(
        request,
        "strategy/plan.html",
        page_of(
            council,
            **context,
            others=[other for other in found if other != strategy],
            known=known.groups(),
            words=words,
            key=key,
            show=show,
            kinds=files.KINDS,
            edition=queries.latest_edition(strategy),
            origins=beside.origins(strategy, request.actor),
        ),
    )


@public_in_council
def plan_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The whole plan as a file (last ned)."""
    strategy = _chosen(request, queries.strategies(council, request.actor, on=timezone.localdate()))
    if strategy is None or kind not in files.TYPES:
        raise Http404(gettext("The plan can be had as docx, xlsx, csv and json."))
    content = files.written(queries.plan_of(strategy), kind, language=council.language)
    return files.response(content, kind, name=f"{council.slug}-plan")


@takes_forms
@public_in_council
def action(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One action (tiltaket): why, by whom, how it is going; and those who may say how, say it here."""
    found = queries.action(council, pk, request.actor)
    if found is None:
        raise Http404(gettext("There is no such action here."))
    found.strategy.council = council
    today = timezone.localdate()
    may_update = not found.is_dropped and updating.may_update(request.actor, found, council_id=council.pk)
    form = UpdateForm(request.POST if request.method == "POST" else None, action=found)
    if request.method == "POST":
        if request.account is None:
            return to_sign_in(request)
        if form.is_valid():
            try:
                said = updating.update_action(
                    actor=request.actor,
                    council=council,
                    action_id=pk,
                    on=today,
                    now=timezone.now(),
                    **form.cleaned_data,
                )
            except NotPossible as error:
                messages.warning(request, str(error))
            else:
                messages.success(
                    request, gettext("Thank you. It stands as: %(status)s.") % {"status": said.get_status_display()}
                )
            return redirect(found)
    said_last = status.latest(Action.objects.filter(pk=found.pk), on=today).get(found.pk)
    may_edit = request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    may_see_people = request.actor.may(Permission.COUNCILS_PERSON_READ, council_id=council.pk)
    return render(
        request,
        "strategy/action.html",
        page_of(
            council,
            strategy=found.strategy,
            action=found,
            line=page.line_of(found),
            goal=found.path.goal,
            contact=(found.contact or found.contact_text) if may_see_people else "",
            may_edit=may_edit,
            may_update=may_update,
            may_remind=request.actor.may(Permission.REMINDERS_REMINDER_SEND, council_id=council.pk)
            and found.strategy.state == Strategy.State.ADOPTED
            and not found.is_dropped,
            form=form,
            answers=status.answers(found),
            standing=status.standing(found, said_last, on=today),
            earlier=list(found.updates.all()[:20]),
        ),
        status=status_of(form),
    )


def _chosen(request: HttpRequest, found: list[Strategy]) -> Strategy | None:
    """The one that the address asks for (`?strategi=`), else the first."""
    asked = request.GET.get(STRATEGY, "")
    if asked:
        strategy = next((strategy for strategy in found if str(strategy.pk) == asked), None)
        if strategy is None:
            raise Http404(gettext("There is no such strategy here."))
        return strategy
    return found[0] if found else None


def _narrowed(words: str, chosen: Responsible | None, show: str, standings: status.Standings) -> Q | None:
    narrowed = Q()
    if words:
        narrowed &= holds(words, "text", "responsible_text", "path__name")
    if chosen is not None:
        narrowed &= Q(**chosen.columns)
    if show == LACKING:
        narrowed &= queries.NO_RESPONSIBLE | queries.NO_TIME
    elif show in status.ORDER:
        narrowed &= Q(pk__in=standings.with_code(show))
    return narrowed if narrowed else None
