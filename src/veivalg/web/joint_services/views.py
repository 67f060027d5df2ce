"""Pages of joint services (felles tjenester)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.joint_services import files, operations, queries
from veivalg.web.joint_services.forms import ChangeServiceForm, PartsForm, RemoveServiceForm, ServiceForm
from veivalg.web.joint_services.models import JointService
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged, searched
from veivalg.web.ui.words import norwegian_order

PARTICIPANT = "deltaker"
_PLAIN = ("name", "about", "form", "others", "run_by", "yearly_cost_nok", "cost_year", "contact", "link", "version")


@public_in_council
def services(request: HttpRequest, council: Council) -> HttpResponse:
    """What the municipalities run together, by name; searched, and by participant."""
    words, chosen = searched(request), id_of(request.GET.get(PARTICIPANT, ""))
    page = paged(request, queries.services(council, words=words, participant_id=chosen), kept=(PARTICIPANT,))
    is_narrowed = bool(words or chosen)
    heading = ngettext(
        "The municipalities run %(count)s service together",
        "The municipalities run %(count)s services together",
        page.total,
    )
    if is_narrowed:
        heading = ngettext("%(count)s service fits", "%(count)s services fit", page.total)
    if not page.total:
        heading = gettext("No service fits") if is_narrowed else gettext("No joint services are registered yet")
    participants = sorted(
        ((each.pk, each.name) for each in Participant.objects.with_places().filter(council=council)),
        key=lambda row: norwegian_order(row[1]),
    )
    return render(
        request,
        "joint_services/services.html",
        {
            "council": council,
            "page": page,
            "forms": queries.form_notes(page.rows),
            "heading": heading % {"count": page.total} if page.total else heading,
            "words": words,
            "is_narrowed": is_narrowed,
            "chosen": chosen,
            "participants": participants,
            "may_edit": request.actor.may(Permission.JOINT_SERVICES_SERVICE_EDIT, council_id=council.pk),
            "query": request.GET.urlencode(),
        },
    )


@public_in_council
def services_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file, whole."""
    if kind not in files.KINDS:
        raise Http404(gettext("The services can be had as csv and xlsx."))
    found = queries.services(council, words=searched(request), participant_id=id_of(request.GET.get(PARTICIPANT, "")))
    return attachment(files.of(council, found, kind), f"tjenester-{council.slug}.{kind}")


@takes_forms
@needs(Permission.JOINT_SERVICES_SERVICE_EDIT)
def register(request: HttpRequest, council: Council) -> HttpResponse:
    """Register a service (registrer en tjeneste)."""
    today = timezone.localdate()
    form = ServiceForm(request.POST or None, council=council, on=today)
    if form.is_valid():
        try:
            operations.register_service(
                actor=request.actor, council=council, values=form.values, on=today, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The service has been registered."))
            return redirect("joint_services:services", council.slug)
    return _form_page(request, council, form, gettext("Register a joint service"))


@takes_forms
@needs(Permission.JOINT_SERVICES_SERVICE_EDIT)
def change(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a service (endre tjenesten)."""
    service = _service(council, pk)
    today = timezone.localdate()
    form = ChangeServiceForm(
        request.POST or None, council=council, on=today, service=service, initial=_initial(service)
    )
    if form.is_valid():
        try:
            operations.change_service(
                actor=request.actor,
                council=council,
                service_id=pk,
                version=form.cleaned_data["version"],
                values=form.values,
                on=today,
                now=timezone.now(),
            )
        except JointService.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            back = service.get_absolute_url()
            stored = _initial(_service(council, pk))
            return conflict_page(request, form, error, back=back, council=council, stored=stored)
        else:
            messages.success(request, gettext("The service has been changed."))
            return redirect(service)
    return _form_page(request, council, form, gettext("Change “%(name)s”") % {"name": service.name})


@takes_forms
@needs(Permission.JOINT_SERVICES_SERVICE_EDIT)
def parts(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Write what each of those who take part pays of a service (kommunenes deler)."""
    service = _service(council, pk)
    found = sorted(service.participants.with_places(), key=lambda row: norwegian_order(row.name))
    known = list(service.parts.all())
    initial: dict[str, Any] = {f"part-{row.participant_id}": row.amount_nok for row in known}
    initial |= {"version": service.version, "year": known[0].year if known else service.cost_year}
    initial["source"] = known[0].source if known else ""
    form = PartsForm(request.POST or None, participants=found, initial=initial)
    if form.is_valid():
        try:
            operations.set_parts(
                actor=request.actor,
                council=council,
                service_id=pk,
                version=form.cleaned_data["version"],
                amounts=form.amounts,
                year=form.cleaned_data["year"],
                source=form.cleaned_data["source"],
                now=timezone.now(),
            )
        except JointService.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("What each of them pays is written down."))
            return redirect(service)
    heading = gettext("Who pays how much of “%(name)s”?") % {"name": service.name}
    lead = gettext("Leave the line empty where you do not know. Nothing is shared out by itself.")
    return _form_page(request, council, form, heading, lead=lead)


@takes_forms
@needs(Permission.JOINT_SERVICES_SERVICE_EDIT)
def remove(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove a service from the overview, after a question (fjern tjenesten)."""
    service = _service(council, pk)
    form = RemoveServiceForm(request.POST or None, initial={"version": service.version})
    if form.is_valid():
        try:
            operations.remove_service(
                actor=request.actor, council=council, service_id=pk, now=timezone.now(), **form.cleaned_data
            )
        except JointService.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except ChangedMeanwhile:
            return look_again(request)
        messages.success(request, gettext("“%(name)s” has been removed from the overview.") % {"name": service.name})
        return redirect("joint_services:services", council.slug)
    context = {"council": council, "service": service, "form": form}
    return render(request, "joint_services/remove.html", context, status=status_of(form))


def _service(council: Council, pk: int) -> JointService:
    return get_object_or_404(JointService.objects.with_everyone(), pk=pk, council=council)


def _initial(service: JointService) -> dict[str, Any]:
    return {
        **{name: getattr(service, name) for name in _PLAIN},
        "participants": [str(each.pk) for each in service.participants.all()],
        "host": str(service.host_id or ""),
    }


def _form_page(request: HttpRequest, council: Council, form: Any, heading: str, *, lead: str = "") -> HttpResponse:
    context = {"council": council, "form": form, "heading": heading, "lead": lead}
    return render(request, "joint_services/form.html", context, status=status_of(form))
