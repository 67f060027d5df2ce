"""All rounds of a council in one list; one is given more time or less, and a draft is given up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import beside
from veivalg.web.survey.forms.managing import DeadlineForm
from veivalg.web.survey.operations import closing, managing
from veivalg.web.survey.queries import Stage, listed_rounds
from veivalg.web.survey.views.running import about, round_of
from veivalg.web.ui.dates import moment
from veivalg.web.ui.doors import gone_is_not_found, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged, searched

EDIT, RUN = Permission.SURVEY_ROUND_EDIT, Permission.SURVEY_ROUND_RUN
STAGE = "tilstand"
STAGES = {"forberedes": Stage.PREPARED, "apne": Stage.OPEN, "lukket": Stage.CLOSED}
"""What each stage is called in addresses."""


@needs(EDIT)
def rounds(request: HttpRequest, council: Council) -> HttpResponse:
    """Every round of the council, whichever room it belongs to, the newest first (alle runder)."""
    now = timezone.now()
    closing.close_due(now=now, council=council)
    said, word = searched(request), request.GET.get(STAGE, "")
    page = paged(request, listed_rounds(council, words=said, stage=STAGES.get(word)), kept=(STAGE,))
    for row in page.rows:
        row.council = council
    found = beside.places(page.rows)
    rows = [
        {
            "round": row,
            "place": found.get(row.pk),
            "is_ahead": now < row.opens_at,
            # A draft whose last moment has passed can only be given a new one, or be removed.
            "is_late": row.opened_at is None and row.closes_at <= now,
        }
        for row in page.rows
    ]
    words = ngettext("%(count)s round", "%(count)s rounds", page.total) % {"count": page.total}
    return render(
        request,
        "survey/rounds.html",
        {
            "council": council,
            "page": page,
            "rows": rows,
            "heading": words if page.total else gettext("No rounds here"),
            "words": said,
            "stage": word if word in STAGES else "",
            "stages": [
                ("", gettext("All")),
                ("forberedes", gettext("In preparation")),
                ("apne", gettext("Open")),
                ("lukket", gettext("Closed")),
            ],
        },
    )


@takes_forms
@needs(RUN)
@gone_is_not_found
def deadline(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Give people more time to answer, or less, with a reason (frist)."""
    found = round_of(council, pk)
    form = DeadlineForm.of(found, request.POST or None)
    status = 0
    if form.is_valid():
        try:
            moved = managing.move_deadline(
                actor=request.actor,
                council=council,
                round_id=pk,
                closes_at=form.cleaned_data["moment"],
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                now=timezone.now(),
            )
        except ChangedMeanwhile:
            found = round_of(council, pk)
            words = gettext("Someone else has moved it to %(moment)s. Look again, and save if you still want to.")
            form = DeadlineForm({**request.POST.dict(), "seen": found.closes_at.isoformat()})
            form.add_error(None, words % {"moment": moment(found.closes_at)})
            status = 409
        except NotPossible as error:
            error.put_on(form)
        else:
            text = gettext("One can answer until %(moment)s.") % {"moment": moment(moved.closes_at)}
            if moved.opened_at is not None and moved.issued_count:
                text = f"{text} " + gettext(
                    "Those who have had a mail get a new one about it. Slips that are out say the former time: tell "
                    "those who have one."
                )
            messages.success(request, text)
            return redirect("survey:round", council.slug, pk)
    context = {**about(found), "form": form, "can_move": not found.is_closed}
    return render(request, "survey/deadline.html", context, status=status or status_of(form))


@takes_forms
@needs(EDIT)
@gone_is_not_found
def remove(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Give up a draft; asks first (fjern)."""
    found, problem = round_of(council, pk), ""
    if request.method == "POST":
        try:
            title = managing.remove_draft(actor=request.actor, council=council, round_id=pk, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            text = gettext("“%(title)s” has been removed. Nobody had answered it.")
            messages.success(request, text % {"title": title})
            return redirect("survey:rounds", council.slug)
    elif found.opened_at is not None:
        problem = gettext("The round has been opened, so it stays. Close it if nobody should answer any more.")
    context = {**about(found), "problem": problem}
    return render(request, "survey/remove.html", context, status=422 if request.method == "POST" else 200)
