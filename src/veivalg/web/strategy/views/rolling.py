"""The page that asks what becomes of each action of the year before (rullering)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import status, yearly_queries
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms.yearly import AnswerForm
from veivalg.web.strategy.models import Action, ActionPlan, PlannedAction
from veivalg.web.strategy.operations.rolling import answer
from veivalg.web.strategy.responsible import name_of
from veivalg.web.strategy.status import Standing
from veivalg.web.strategy.views.yearly import STRATEGY, plan_of_year
from veivalg.web.strategy.writing import edits
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import PAGE, holds, paged, searched

PER_PAGE = 20
SHOW, UNDECIDED = "vis", "uavklart"
_RELATED = (
    *("action__path__goal", "earlier", "action__responsible_body"),
    *("action__responsible_participant__municipality", "action__responsible_participant__county"),
)


@dataclass(frozen=True)
class Question:
    """One action on the page."""

    row: PlannedAction
    form: AnswerForm
    responsible: str
    standing: Standing
    others: str = ""
    """What someone else answered while this was being filled in."""


@takes_forms
@edits
def roll(request: HttpRequest, council: Council, year: int) -> HttpResponse:
    """One question for each action of the year before; what is answered so far is stored (rullering)."""
    plan = plan_of_year(request, council, year)
    every = plan.planned.exclude(choice=PlannedAction.Choice.NEW).select_related(*_RELATED)
    if request.method == "POST":
        return _answered(request, council, plan, every)
    words, show = searched(request), request.GET.get(SHOW, "")
    found = every
    if words:
        found = found.filter(holds(words, "action__text", "action__path__goal__name"))
    if show == UNDECIDED:
        found = found.filter(choice="")
    page = paged(request, found.order_by("action__number", "pk"), kept=(STRATEGY, SHOW), per_page=PER_PAGE)
    questions = _questions(plan, page.rows, {})
    return _shown(request, council, plan, questions, page=page, words=words, show=show)


def _answered(request: HttpRequest, council: Council, plan: ActionPlan, every: Any) -> HttpResponse:
    today = timezone.localdate()
    asked = [pk for text in request.POST.getlist("row")[: PER_PAGE * 5] if (pk := id_of(text)) is not None]
    rows = list(every.filter(pk__in=asked).order_by("action__number", "pk"))
    sent = {row.pk: AnswerForm.of(row, request.POST) for row in rows}
    valid = {row.pk: sent[row.pk] for row in rows if sent[row.pk].is_valid()}
    answers = [valid[row.pk].answer(row) for row in rows if row.pk in valid and valid[row.pk].is_answered]
    try:
        result = answer(
            actor=request.actor, council=council, plan_id=plan.pk, answers=answers, on=today, now=timezone.now()
        )
    except NotPossible as error:
        messages.warning(request, str(error))
        return redirect(plan)
    for pk, error in result.refused.items():
        error.put_on(sent[pk])
    for action in result.still_done:
        messages.warning(
            request,
            gettext("Action %(number)s was said to be done, and still stands so. Say on its page how it is going.")
            % {"number": action.number},
        )
    asked_now = yearly_queries.answered(plan)
    wrong = {pk: form for pk, form in sent.items() if form.errors}
    if wrong or result.changed_meanwhile:
        messages.warning(request, _what_is_left(len(result.saved), len(wrong), len(result.changed_meanwhile)))
    elif result.saved:
        messages.success(
            request,
            gettext("Stored. %(decided)s of %(total)s actions are decided.")
            % {"decided": number(asked_now.decided), "total": number(asked_now.total)},
        )
    if not wrong and not result.changed_meanwhile:
        if not asked_now.undecided:
            return redirect(plan)
        return redirect(_onwards(request))
    others = {}
    for pk, row in result.changed_meanwhile.items():
        data = request.POST.copy()
        # Sent again it is a choice that has been seen, and then it is stored.
        data[f"r{pk}-version"] = str(row.version)
        data[f"r{pk}-was"] = row.choice
        wrong[pk] = AnswerForm.of(row, data)
        others[pk] = row.get_choice_display() + (f": {row.reason}" if row.reason else "")
    fresh = list(every.filter(pk__in=wrong).order_by("action__number", "pk"))
    questions = _questions(plan, fresh, wrong, others)
    status_code = 409 if others else status_of(*wrong.values())
    return _shown(request, council, plan, questions, page=None, words="", show="", status_code=status_code)


def _what_is_left(saved: int, wrong: int, changed: int) -> str:
    """How many answers were stored, and how many were not."""
    parts = []
    if saved:
        parts.append(ngettext("%(count)s is stored.", "%(count)s are stored.", saved) % {"count": saved})
    if wrong:
        lack = ngettext("%(count)s lacks something, see below.", "%(count)s lack something, see below.", wrong)
        parts.append(lack % {"count": wrong})
    if changed:
        others = ngettext(
            "%(count)s was answered by someone else in the meantime, see below.",
            "%(count)s were answered by someone else in the meantime, see below.",
            changed,
        )
        parts.append(others % {"count": changed})
    return " ".join(parts)


def _onwards(request: HttpRequest) -> str:
    """The page that the button leads to. Among the undecided, those that follow have come to this one."""
    along = request.GET.copy()
    following = id_of(request.POST.get("onwards", ""))
    if following and along.get(SHOW) != UNDECIDED:
        along[PAGE] = str(following)
    return f"{request.path}?{along.urlencode()}"


def _questions(
    plan: ActionPlan, rows: list[PlannedAction], sent: dict[int, AnswerForm], others: dict[int, str] | None = None
) -> list[Question]:
    today = timezone.localdate()
    said = status.latest(Action.objects.filter(pk__in=[row.action_id for row in rows]), on=today)
    return [
        Question(
            row=row,
            form=sent.get(row.pk) or AnswerForm.of(row),
            responsible=name_of(row.action),
            standing=status.standing(row.action, said.get(row.action_id), on=today),
            others=(others or {}).get(row.pk, ""),
        )
        for row in rows
    ]


def _shown(
    request: HttpRequest,
    council: Council,
    plan: ActionPlan,
    questions: list[Question],
    *,
    page: Any,
    words: str,
    show: str,
    status_code: int = 200,
) -> HttpResponse:
    return render(
        request,
        "strategy/yearly/roll.html",
        page_of(
            council,
            plan=plan,
            strategy=plan.strategy,
            questions=questions,
            asked=yearly_queries.answered(plan),
            page=page,
            words=words,
            show=show,
        ),
        status=status_code,
    )
