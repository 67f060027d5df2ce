"""Pages of the secretariat's where the answers that are owed are written (svar på innspill)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation import page, queries
from veivalg.web.participation.forms.rounds import AnswerForm
from veivalg.web.participation.models import SubmissionAnswer
from veivalg.web.participation.operations import answering
from veivalg.web.participation.sent_text import parts_of
from veivalg.web.participation.views.reading import ABOUT, PER_PAGE, about, found, keys_asked
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged, plain, searched


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_ANSWER)
def answers(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is owed an answer, oldest first; one answer for several when they say the same (svar)."""
    row = found(request, council, pk, is_published=True)
    today = timezone.localdate()
    form = AnswerForm(request.POST or None, parts=page.parts_by_goal(row.strategy))
    chosen = {id_of(text) for text in request.POST.getlist("valgt")[:200]} - {None}
    if form.is_valid():
        try:
            count = answering.answer_submissions(
                actor=request.actor,
                council=council,
                round_id=row.pk,
                submission_ids=[pk for pk in chosen if pk is not None],
                on=today,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            told = ngettext(
                "%(count)s submission has got its answer.", "%(count)s submissions have got their answer.", count
            )
            messages.success(request, told % {"count": count})
            return redirect(request.get_full_path())
    plan = page.plan_sent(row)
    words, asked = searched(request), plain(request.GET.get(ABOUT, ""))
    shown = paged(
        request, queries.unanswered(row, words=words, keys=keys_asked(plan, asked)), kept=(ABOUT,), per_page=PER_PAGE
    )
    line = page.round_lines([row], council, on=today)[0]
    heading = ngettext(
        "%(count)s submission waits for an answer", "%(count)s submissions wait for an answer", shown.total
    )
    if words or asked:
        heading = ngettext("%(count)s submission fits", "%(count)s submissions fit", shown.total)
    return render(
        request,
        "participation/answers.html",
        about(
            request,
            council,
            row=row,
            line=line,
            overdue=page.overdue_words(line),
            heading=heading % {"count": number(shown.total)}
            if shown.total or words or asked
            else gettext("Nothing waits for an answer here"),
            page=shown,
            found=page.shown(shown.rows, row, council, parts_of(plan), on=timezone.localdate()),
            chosen=chosen,
            form=form,
            words=words,
            asked=asked,
            goals=page.goal_choices(plan),
            is_narrowed=bool(words or asked),
        ),
        status=status_of(form),
    )


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_ANSWER)
def change_answer(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Write an answer anew (endre svar); `pk` is the submission's."""
    rows = SubmissionAnswer.objects.select_related(
        "submission__round__strategy", "submission__participant__municipality", "submission__participant__county"
    )
    answer = get_object_or_404(rows, submission=pk, submission__round__council=council)
    row = answer.submission.round
    row.council = council
    names = ("outcome", "words", "changed_keys", "version")
    form = AnswerForm(
        request.POST or None,
        parts=page.parts_by_goal(row.strategy),
        has_version=True,
        initial={name: getattr(answer, name) for name in names},
    )
    if form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        try:
            answering.change_answer(actor=request.actor, council=council, submission_id=pk, now=timezone.now(), **given)
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=request.path, council=council)
        else:
            messages.success(request, gettext("The answer is changed. No new mail is sent."))
            return redirect("participation:submissions", council.slug, row.pk)
    heading = gettext("Change the answer to submission %(number)s") % {"number": pk}
    shown = page.shown([answer.submission], row, council, parts_of(page.plan_sent(row)), on=timezone.localdate())[0]
    context = about(request, council, form=form, heading=heading, lead="", row=row, shown=shown, has_strategy=True)
    return render(request, "participation/form.html", context, status=status_of(form))
