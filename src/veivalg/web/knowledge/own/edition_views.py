"""Pages where the secretariat writes and publishes own editions of the index."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.knowledge import asking
from veivalg.web.knowledge.own import edition_operations as operations
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.answers import Difference, add_faults, differences, renew, status_of
from veivalg.web.knowledge.own.faults import OwnRefused
from veivalg.web.knowledge.own.forms import ConfirmForm, EditionForm, LimitsForm, NewEditionForm
from veivalg.web.knowledge.own.reads import edition_of
from veivalg.web.ui.doors import takes_forms


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_EDIT)
def make(request: HttpRequest, council: Council) -> HttpResponse:
    """A new own edition (ny egen utgave), begun from one that exists."""
    initial = {"slug": str(timezone.localdate().year), "based_on": request.GET.get("fra", "")[:110]}
    form = NewEditionForm(request.POST or None, editions=asking.editions(council), initial=initial)
    if form.is_valid():
        try:
            row = operations.make_edition(actor=request.actor, council=council, now=timezone.now(), **form.cleaned_data)
        except OwnRefused as error:
            add_faults(form, error)
        else:
            return redirect("knowledge:own_edition_change", council.slug, row.slug)
    title = gettext("An edition of the council's own")
    context = {"council": council, "invented": council.is_demo, "form": form, "heading": title}
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
    meanwhile: list[Difference] | None = None
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
        except OwnRefused as error:
            add_faults(form, error)
            limits.faults = list(error.faults)
        except ChangedMeanwhile as error:
            meanwhile = differences(form, error) + limits.differences()
            renew(form, error)
        else:
            return redirect(row)
    context = {
        "council": council,
        "invented": council.is_demo,
        "edition": row,
        "form": form,
        "limits": limits,
        "meanwhile": meanwhile,
    }
    is_wrong = bool(form.errors or limits.faults)
    status = 409 if meanwhile is not None else 422 if is_wrong else 200
    return render(request, "knowledge/own/edition_form.html", context | {"is_wrong": is_wrong}, status=status)


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_PUBLISH)
def publish(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Publish an own edition (publiser); it is never changed afterwards."""
    row = edition_of(request, council, word)
    form = ConfirmForm(request.POST or None, initial={"version": row.version})
    meanwhile = None
    if form.is_valid():
        try:
            operations.publish_edition(
                actor=request.actor, edition=row, version=form.cleaned_data["version"], now=timezone.now()
            )
        except OwnRefused as error:
            add_faults(form, error)
        except ChangedMeanwhile as error:
            meanwhile = differences(form, error)
            renew(form, error)
        else:
            return redirect(row)
    context = {
        "council": council,
        "invented": council.is_demo,
        "form": form,
        "heading": gettext("Publish “%(name)s”?") % {"name": row.name},
        "about": gettext(
            "Everyone can then choose it on the council's pages. "
            "It cannot be changed afterwards; a change is a new edition."
        ),
        "button": gettext("Publish"),
        "back": row,
        "meanwhile": meanwhile,
    }
    return render(request, "knowledge/own/confirm.html", context, status=status_of(form, meanwhile))
