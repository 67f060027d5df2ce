"""Pages of resolutions (vedtak)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.browser import own_path
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import beside, files, operations, queries
from veivalg.web.meetings.forms import CorrectionForm, ResolutionForm
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import AlreadyCorrected
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged, plain, searched

BODY, YEAR = "organ", "aar"
KIND, BACK, MADE = "slag", "tilbake", "vedtak"
STEP, REGISTER, CHANGE = "step", "register", "change"


@public_in_council
def resolutions(request: HttpRequest, council: Council) -> HttpResponse:
    """What the council's bodies have resolved, newest first; searched, and by body and year."""
    words, body_id, year = searched(request), _number(request, BODY), _number(request, YEAR)
    page = paged(
        request,
        queries.standing_resolutions(council, words=words, body_id=body_id, year=year),
        kept=(BODY, YEAR),
    )
    is_narrowed = bool(words or body_id or year)
    heading = ngettext("%(count)s resolution is registered", "%(count)s resolutions are registered", page.total)
    if is_narrowed:
        heading = ngettext("%(count)s resolution fits", "%(count)s resolutions fit", page.total)
    if not page.total:
        heading = gettext("No resolution fits") if is_narrowed else gettext("No resolutions are registered yet")
    return render(
        request,
        "meetings/resolutions.html",
        {
            **_about(request, council),
            "page": page,
            "heading": heading % {"count": page.total} if page.total else heading,
            "words": words,
            "is_narrowed": is_narrowed,
            "body_id": body_id,
            "year": year,
            "bodies": [(body.pk, body.name) for body in council.bodies.all()],
            "years": queries.resolution_years(council),
            "query": request.GET.urlencode(),
        },
    )


@public_in_council
def resolutions_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file, whole."""
    if kind not in files.KINDS:
        raise Http404(gettext("The resolutions can be had as csv and xlsx."))
    rows = queries.standing_resolutions(
        council, words=searched(request), body_id=_number(request, BODY), year=_number(request, YEAR)
    )
    return attachment(files.of(council, rows, kind), f"vedtak-{council.slug}.{kind}")


@public_in_council
def resolution(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One resolution, at an address that stays, with what it corrects and what corrects it."""
    found = get_object_or_404(
        Resolution.objects.select_related("body", "corrects", "correction"), pk=pk, council=council
    )
    correction = getattr(found, "correction", None)
    today = timezone.localdate()
    return render(
        request,
        "meetings/resolution.html",
        {
            **_about(request, council),
            "resolution": found,
            "correction": correction,
            "is_review_over": found.review_until < today,
            "panels": beside.panels(found, request.actor, on=today),
        },
    )


@takes_forms
@needs(Permission.MEETINGS_RESOLUTION_REGISTER)
def register(request: HttpRequest, council: Council) -> HttpResponse:
    """Register a resolution (registrer vedtak): written, read once more as it will stand, and then registered.

    `?slag=` chooses what it is about, and `?tilbake=` is the page that waits for it and is told which one it became:
    only a page of the same council.
    """
    initial = {"body": _number(request, BODY), "kind": plain(request.GET.get(KIND, ""))}
    back = _way_back(request, council)
    form = ResolutionForm(request.POST or None, council=council, initial=initial)
    step = request.POST.get(STEP, "")
    if step != CHANGE and form.is_valid():
        act = operations.register_resolution if step == REGISTER else operations.look_over
        try:
            made = act(
                actor=request.actor,
                council=council,
                content=form.content,
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            if step != REGISTER:
                sent = [(name, request.POST.get(name, "")) for name in form.fields]
                context = {**_about(request, council), "resolution": made, "sent": sent}
                return render(request, "meetings/look_over.html", context, status=status_of(form))
            messages.success(request, gettext("The resolution is registered. It cannot be changed, only corrected."))
            if back:
                return redirect(f"{back}{'&' if '?' in back else '?'}{urlencode({MADE: made.pk})}")
            return redirect(made)
    return render(
        request,
        "meetings/register.html",
        {**_about(request, council), "form": form, "has_bodies": council.bodies.exists(), "back": back},
        status=status_of(form),
    )


@takes_forms
@needs(Permission.MEETINGS_RESOLUTION_REGISTER)
def correct(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Correct a resolution by a new one (rett vedtak). One that has been corrected already leads to the latest."""
    old = get_object_or_404(Resolution.objects.select_related("body"), pk=pk, council=council)
    names = ("body", "resolved_on", "case_number", "kind", "title", "text", "link")
    form = CorrectionForm(request.POST or None, council=council, initial={name: getattr(old, name) for name in names})
    if form.is_valid():
        try:
            made = operations.correct_resolution(
                actor=request.actor,
                council=council,
                resolution_id=old.pk,
                content=form.content,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except AlreadyCorrected as error:
            messages.warning(request, str(error))
            return redirect(error.latest)
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The correction is registered. The old text points here."))
            return redirect(made)
    elif request.method == "GET" and hasattr(old, "correction"):
        messages.warning(request, str(AlreadyCorrected(old.correction)))
        return redirect(old.correction)
    return render(
        request,
        "meetings/correct.html",
        {**_about(request, council), "form": form, "resolution": old},
        status=status_of(form),
    )


def _way_back(request: HttpRequest, council: Council) -> str:
    """The page that waits for the resolution, when it is one of this council's own; else nothing."""
    back = own_path(request, request.GET.get(BACK, ""))
    # With no dots that lead out of the council again.
    steps = back.partition("?")[0].split("/")
    return back if back.startswith(council.get_absolute_url()) and not {".", ".."} & set(steps) else ""


def _about(request: HttpRequest, council: Council) -> dict[str, object]:
    """What every page of resolutions tells its template."""
    may = request.actor.may(Permission.MEETINGS_RESOLUTION_REGISTER, council_id=council.pk)
    return {"council": council, "may_register": may}


def _number(request: HttpRequest, name: str) -> int | None:
    """A number in the address; None when it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
