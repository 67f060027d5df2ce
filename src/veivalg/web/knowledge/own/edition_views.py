"""Pages where the secretariat writes and publishes own editions of the index."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.knowledge import asking
from veivalg.web.knowledge.own import edition_operations as operations
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.confirming import confirmed
from veivalg.web.knowledge.own.forms import EditionForm, LimitsForm, NewEditionForm
from veivalg.web.knowledge.own.reads import edition_of
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_EDIT)
def make(request: HttpRequest, council: Council) -> HttpResponse:
    """A new own edition (ny egen utgave), begun from one that exists."""
    initial = {"slug": str(timezone.localdate().year), "based_on": request.GET.get("fra", "")[:110]}
    form = NewEditionForm(request.POST or None, editions=asking.editions(council), initial=initial)
    if form.is_valid():
        try:
            row = operations.make_edition(actor=request.actor, council=council, now=timezone.now(), **form.cleaned_data)
        except NotPossible as error:
            error.put_on(form)
        else:
            return redirect("knowledge:change_own_edition", council.slug, row.slug)
    title = gettext("An edition of the council's own")
    back = reverse("knowledge:own_editions", args=[council.slug])
    context = {"council": council, "form": form, "heading": title, "back": back}
    return render(request, "knowledge/own/form.html", context, status=status_of(form))


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_EDIT)
def change(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Change a draft: name, reason and limits."""
    row = edition_of(request, council, word)
    if not row.is_draft:
        return redirect(row)
    initial = {"name": row.name, "reason": row.reason, "version": row.version}
    form = EditionForm(request.POST or None, initial=initial)
    own = list(queries.countable_indicators(council))
    limits = LimitsForm(own, operations.limits_of_own(row), typed=request.POST.dict() if request.POST else None)
    wanted = limits.limits() if request.POST else []
    if form.is_valid() and not limits.faults:
        try:
            operations.change_edition(
                actor=request.actor,
                edition=row,
                version=form.cleaned_data["version"],
                name=form.cleaned_data["name"],
                reason=form.cleaned_data["reason"],
                limits=wanted,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
            limits.faults = list(error.faults)
        except ChangedMeanwhile as error:
            back = row.get_absolute_url()
            return conflict_page(request, form, error, back=back, council=council, more=limits.beside_stored())
        else:
            return redirect(row)
    is_wrong = bool(form.errors or limits.faults)
    context = {"council": council, "edition": row, "form": form, "limits": limits, "is_wrong": is_wrong}
    return render(request, "knowledge/own/edition_form.html", context, status=422 if is_wrong else 200)


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_PUBLISH)
def publish(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Publish an own edition (publiser); it is never changed afterwards."""
    row = edition_of(request, council, word)
    return confirmed(
        request,
        council,
        operations.publish_edition,
        edition=row,
        first=queries.unpublished_in(row),
        heading=gettext("Publish “%(name)s”?") % {"name": row.name},
        about=gettext(
            "Everyone can then choose it on the council's pages. "
            "It cannot be changed afterwards; a change is a new edition."
        ),
        button=gettext("Publish"),
    )
