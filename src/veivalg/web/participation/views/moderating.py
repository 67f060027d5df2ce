"""Pages of the secretariat's where submissions are read, let through or held back, registered and erased."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.attempts import attempt
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation import files, page, queries
from veivalg.web.participation.forms.sending import CHOSEN, PUBLISH, EraseForm, ModerationForm, RegisterForm
from veivalg.web.participation.models import Submission
from veivalg.web.participation.operations import exporting, moderating, sending
from veivalg.web.participation.sent_text import parts_of
from veivalg.web.participation.views.reading import PER_PAGE, about, found
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged

SHOW, WITHHELD = "vis", "tilbakeholdt"


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_MODERATE)
def unread(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What nobody has read yet, oldest first, to be let through or held back (les innspill)."""
    row = found(request, council, pk, is_published=True)
    if request.method == "POST":
        seen = [pair for pair in map(_seen, request.POST.getlist("valgt")[:200]) if pair]
        count = moderating.publish_read(
            actor=request.actor, council=council, round_id=row.pk, seen=seen, now=timezone.now()
        )
        told = ngettext("%(count)s submission is published.", "%(count)s submissions are published.", count)
        if count:
            messages.success(request, told % {"count": count})
        else:
            messages.warning(request, gettext("Nothing was published. Tick those you have read."))
        return redirect("participation:unread", council.slug, row.pk)
    is_withheld = request.GET.get(SHOW) == WITHHELD
    rows = queries.withheld(row) if is_withheld else queries.unread(row)
    shown = paged(request, rows, kept=(SHOW,), per_page=PER_PAGE)
    found_rows = page.shown(shown.rows, row, council, parts_of(page.plan_sent(row)), on=timezone.localdate())
    return render(
        request,
        "participation/unread.html",
        about(
            request,
            council,
            row=row,
            page=shown,
            heading=page.reading_heading(shown.total, is_withheld=is_withheld),
            found=found_rows,
            is_withheld=is_withheld,
        ),
    )


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_MODERATE)
def moderate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One submission: publish it, or withhold it with a reason (les ett innspill)."""
    submission = _submission(council, pk)
    row = submission.round
    initial = {
        "choice": CHOSEN.get(submission.state, ""),
        "reason": submission.reason,
        "note": submission.note,
        "version": submission.version,
    }
    form = ModerationForm(request.POST or None, initial=initial)
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
                note=given["note"],
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=request.path, council=council)
        else:
            told = gettext("It is published.") if given["choice"] == PUBLISH else gettext("It is not published.")
            messages.success(request, told)
            return redirect("participation:unread", council.slug, row.pk)
    shown = page.shown([submission], row, council, parts_of(page.plan_sent(row)), on=timezone.localdate())[0]
    context = about(request, council, row=row, shown=shown, form=form)
    return render(request, "participation/moderate.html", context, status=status_of(form))


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_MODERATE)
def erase(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Erase what is personal in a submission (slett persondata)."""
    submission = _submission(council, pk)
    form = EraseForm(request.POST or None, initial={"version": submission.version})
    act = partial(moderating.erase_personal, actor=request.actor, council=council, submission_id=pk, now=timezone.now())
    back = reverse("participation:moderate", args=[council.slug, pk])
    if done := attempt(request, form, act, told=gettext("It is erased."), then=back):
        return done
    heading = gettext("Erase what is personal in submission %(number)s?") % {"number": pk}
    lead = gettext(
        "Name and e-mail address go, and cannot be had back. That something was sent, and the answer, stays."
    )
    context = about(
        request, council, form=form, heading=heading, lead=lead, row=submission.round, has_strategy=True, is_danger=True
    )
    return render(request, "participation/form.html", context, status=status_of(form))


@takes_forms
@needs(Permission.PARTICIPATION_SUBMISSION_MODERATE)
def register(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register what came by letter or e-mail, or was said at a meeting (registrer innspill)."""
    row = found(request, council, pk, is_published=True)
    today = timezone.localdate()
    parts = [(part.key, part.name) for part in parts_of(page.plan_sent(row)).values()]
    form = RegisterForm(request.POST or None, council=council, parts=parts, on=today, initial={"received_on": today})
    if form.is_valid():
        try:
            made = sending.register_submission(
                actor=request.actor,
                council=council,
                round_id=row.pk,
                values=form.cleaned_data | {"language": council.language},
                on=today,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("It is registered. Say whether it is published."))
            return redirect("participation:moderate", council.slug, made.pk)
    heading = gettext("Register a submission that came in another way")
    lead = gettext("It is treated like all others: read, published or not, and answered.")
    context = about(request, council, form=form, heading=heading, lead=lead, row=row, has_strategy=True)
    return render(request, "participation/form.html", context, status=status_of(form))


@needs(Permission.PARTICIPATION_SUBMISSION_READ)
def everything_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """Every submission of a round, also those that are not published (last ned alt)."""
    row = found(request, council, pk, is_published=True)
    if kind not in files.KINDS:
        raise Http404(gettext("The submissions can be had as csv and xlsx."))
    name = f"{council.slug}-alle-innspill-{row.pk}.{kind}"
    if request.method == "HEAD":
        # Nothing is downloaded, so nothing is noted.
        return attachment("", name)
    rows = exporting.export_submissions(actor=request.actor, council=council, round_row=row, now=timezone.now())
    return attachment(files.everything(row, rows, parts_of(page.plan_sent(row)), kind), name)


def _submission(council: Council, pk: int) -> Submission:
    rows = Submission.objects.select_related(
        "round__strategy", "answer", "participant__municipality", "participant__county"
    )
    submission = get_object_or_404(rows, pk=pk, round__council=council)
    submission.round.council = council
    return submission


def _seen(text: str) -> tuple[int, int] | None:
    """Number and version of a submission as a box sends it: ``12-1``."""
    number, _, version = text.partition("-")
    pk, seen = id_of(number), id_of(version)
    return (pk, seen) if pk is not None and seen is not None else None
