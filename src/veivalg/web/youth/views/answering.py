"""Pages of the secretariat's where the answers that are owed are written (slik ble innspillet brukt)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import VISITOR
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation.page import parts_by_goal
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.queries import strategies
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged
from veivalg.web.youth import page, queries
from veivalg.web.youth.forms.submissions import AnswerForm
from veivalg.web.youth.models import YouthAnswer, YouthSubmission
from veivalg.web.youth.operations import answering
from veivalg.web.youth.views.moderating import submission_of
from veivalg.web.youth.views.preparing import newest_resolutions
from veivalg.web.youth.views.reading import PER_PAGE, about


@needs(Permission.YOUTH_SUBMISSION_ANSWER)
def owed(request: HttpRequest, council: Council) -> HttpResponse:
    """What is owed an answer, the one that is due first on top, with the days that are left (svar som skyldes)."""
    today = timezone.localdate()
    shown = paged(request, queries.owed(council), per_page=PER_PAGE)
    rows = page.shown(shown.rows, council, request.actor, on=today)  # type: ignore[attr-defined]
    heading = ngettext("You owe the young %(count)s answer", "You owe the young %(count)s answers", shown.total)
    context = about(
        request,
        council,
        heading=heading % {"count": number(shown.total)} if shown.total else gettext("Everyone has been answered"),
        overdue=page.overdue_words(queries.counts_of(council, on=today)),
        page=shown,
        found=[(each, page.due_words(each.days_left)) for each in rows],
    )
    return render(request, "youth/owed.html", context)


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_ANSWER)
def answer(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say how a submission was used, or correct what was said (svar); `pk` is the submission's."""
    row = submission_of(council, pk)
    given: YouthAnswer | None = getattr(row, "answer", None)
    strategy = _strategy(council, row, given)
    initial = {"version": row.version, "resolution": row.matter.resolution if row.matter else None}
    if given is not None:
        initial |= {
            name: getattr(given, name)
            for name in ("outcome", "words", "changed_keys", "resolution", "changed_elsewhere")
        }
    form = AnswerForm(
        request.POST or None,
        parts=parts_by_goal(strategy) if strategy is not None else [],
        resolutions=newest_resolutions(council, given.resolution if given is not None else None),
        initial=initial,
    )
    if form.is_valid():
        try:
            answering.answer(
                actor=request.actor,
                council=council,
                submission_id=pk,
                strategy=strategy,
                on=timezone.localdate(),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return _conflict(request, council, form, error)
        else:
            told = gettext(
                "The young have got their answer, and everyone can read it when what they said is published."
            )
            messages.success(request, told if given is None else gettext("The answer is corrected."))
            return redirect("youth:owed", council.slug)
    context = about(
        request,
        council,
        one=page.shown([row], council, request.actor, on=timezone.localdate())[0],
        form=form,
        is_answered=given is not None,
        has_plan=strategy is not None,
    )
    return render(request, "youth/answer.html", context, status=status_of(form))


def _conflict(request: HttpRequest, council: Council, form: AnswerForm, error: ChangedMeanwhile) -> HttpResponse:
    """Someone else answered, or took it back, in the meantime: both answers side by side."""
    current: YouthSubmission = error.current  # type: ignore[assignment]
    now = YouthAnswer.objects.filter(submission=current).select_related("resolution").first()
    names = ("outcome", "words", "changed_keys", "resolution", "changed_elsewhere")
    stored = {name: getattr(now, name) if now is not None else None for name in names}
    return conflict_page(request, form, error, back=request.path, council=council, stored=stored)


def _strategy(council: Council, row: YouthSubmission, given: YouthAnswer | None) -> Strategy | None:
    """Whose parts the answer may point at: those that it points at already, those of the matter, or of the strategy
    that holds now."""
    chosen = given.strategy if given is not None and given.strategy is not None else None
    if chosen is None and row.matter is not None:
        chosen = row.matter.strategy
    if chosen is None:
        chosen = next(iter(strategies(council, VISITOR, on=timezone.localdate())), None)
    return chosen
