"""Pages of the secretariat's where what the young send is read, let through or held back, and erased."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.attempts import attempt
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation.forms.sending import CHOSEN, PUBLISH
from veivalg.web.participation.page import reading_heading
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged
from veivalg.web.youth import page, queries
from veivalg.web.youth.forms.submissions import EraseYouthForm, ModerateForm
from veivalg.web.youth.models import YouthSubmission
from veivalg.web.youth.operations import moderating
from veivalg.web.youth.views.reading import PER_PAGE, about

SHOW, WITHHELD = "vis", "tilbakeholdt"


@needs(Permission.YOUTH_SUBMISSION_MODERATE)
def unread(request: HttpRequest, council: Council) -> HttpResponse:
    """What nobody has read yet, oldest first, and what was not published (les innspill)."""
    is_withheld = request.GET.get(SHOW) == WITHHELD
    rows = queries.withheld(council) if is_withheld else queries.unread(council)
    shown = paged(request, rows, kept=(SHOW,), per_page=PER_PAGE)
    context = about(
        request,
        council,
        heading=reading_heading(shown.total, is_withheld=is_withheld),
        page=shown,
        found=page.shown(shown.rows, council, request.actor, on=timezone.localdate()),  # type: ignore[attr-defined]
        is_withheld=is_withheld,
    )
    return render(request, "youth/unread.html", context)


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_MODERATE)
def moderate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One submission: publish it, or withhold it with a reason (les ett innspill)."""
    row = submission_of(council, pk)
    initial = {"choice": CHOSEN.get(row.state, ""), "reason": row.reason, "version": row.version}
    form = ModerateForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            moderating.moderate(
                actor=request.actor,
                council=council,
                submission_id=pk,
                version=given["version"],
                is_published=given["choice"] == PUBLISH,
                reason=given["reason"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            current: YouthSubmission = error.current  # type: ignore[assignment]
            stored = {"choice": CHOSEN.get(current.state, "")}
            return conflict_page(request, form, error, back=request.path, council=council, stored=stored)
        else:
            is_published = given["choice"] == PUBLISH
            told = (
                gettext("It is published. Now it is owed an answer.")
                if is_published
                else gettext("It is not published. Whoever sent it is told why, and is still owed an answer.")
            )
            messages.success(request, told)
            return redirect("youth:unread", council.slug)
    shown = page.shown([row], council, request.actor, on=timezone.localdate())[0]
    context = about(request, council, one=shown, form=form)
    return render(request, "youth/moderate.html", context, status=status_of(form))


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_MODERATE)
def erase(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Erase what is personal in a submission (slett persondata)."""
    row = submission_of(council, pk)
    form = EraseYouthForm(request.POST or None, initial={"version": row.version})
    act = partial(moderating.erase_personal, actor=request.actor, council=council, submission_id=pk, now=timezone.now())
    back = reverse("youth:moderate", args=[council.slug, pk])
    if done := attempt(request, form, act, told=gettext("It is erased."), then=back):
        return done
    context = about(
        request,
        council,
        form=form,
        heading=gettext("Erase what is personal in submission %(number)s?") % {"number": pk},
        lead=gettext(
            "Who sent it is forgotten, and cannot be had back. That something was said, and the answer, stays."
        ),
        button=gettext("Erase"),
        is_danger=True,
    )
    return render(request, "youth/form.html", context, status=status_of(form))


def submission_of(council: Council, pk: int) -> YouthSubmission:
    """A submission of the council with its answer, for those who may read all of them. Raises Http404."""
    rows = YouthSubmission.objects.select_related(
        "matter__resolution", "matter__strategy", "account", "answer__resolution", "answer__strategy"
    )
    return get_object_or_404(rows.defer("matter__content"), pk=pk, council=council)
