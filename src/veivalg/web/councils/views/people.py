"""Pages of people (personer)."""

import json

from django.contrib import messages
from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.forms.people import ChangePersonForm, PersonForm, RemovePersonForm, SameNameForm
from veivalg.web.councils.mandate_facts import period_of
from veivalg.web.councils.models import Body, Council, Mandate, Person
from veivalg.web.councils.operations import people as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment, fetched_ahead, not_ahead
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import holds, paged, plain, searched

_FIELDS = operations.PERSONAL
TO_BODY = "til"
"""In the address of a new person: the body whose mandate they are registered for."""


@needs(Permission.COUNCILS_PERSON_READ, own_is_enough=True)
def people(request: HttpRequest, council: Council) -> HttpResponse:
    """Everyone registered in the council, or those of one's own participant (personer)."""
    words = searched(request)
    today = timezone.localdate()
    visible = Person.objects.visible_to(request.actor).filter(council=council)
    now = Mandate.objects.on(today).with_everything().order_by("body__place_in_list", "body_id", "pk")
    rows = visible.filter(holds(words, "name", "office", "party", "email")).prefetch_related(
        Prefetch("mandates", now, to_attr="mandates_now")
    )
    page = paged(request, rows.order_by(F("erased_at").asc(nulls_first=True), "sort_key", "pk"))
    for person in page.rows:
        person.council = council
    return render(
        request, "councils/people.html", {"council": council, "page": page, "words": words, **_may(request, council)}
    )


@needs(Permission.COUNCILS_PERSON_READ, own_is_enough=True)
def person(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One person: how to reach them, and every mandate they have had (personen)."""
    row = person_of(request, council, pk)
    today = timezone.localdate()
    mandates = list(
        Mandate.objects.with_everything()
        .filter(person=row)
        .select_related("replaced_by__person")
        .order_by("-starts_on", "-pk")
    )
    for mandate in mandates:
        mandate.body.council = council
    now = [mandate for mandate in mandates if period_of(mandate).is_active(today)]
    return render(
        request,
        "councils/person.html",
        {
            "council": council,
            "person": row,
            "now": now,
            "later": [mandate for mandate in mandates if mandate.starts_on > today],
            "before": [mandate for mandate in mandates if mandate.ends_on is not None and mandate.ends_on < today],
            **_may(request, council),
        },
    )


@takes_forms
@needs(Permission.COUNCILS_PERSON_EDIT)
def new_person(request: HttpRequest, council: Council) -> HttpResponse:
    """Register a person (ny person)."""
    same = _of_the_same_name(council, request.POST.get("name", ""))
    form = (SameNameForm if same else PersonForm)(request.POST or None)
    body = _body_to_return_to(request, council)
    if form.is_valid():
        values = {field: form.cleaned_data[field] for field in _FIELDS}
        try:
            made = operations.make_person(actor=request.actor, council=council, values=values, now=timezone.now())
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("%(name)s has been registered.") % {"name": made.name})
            if body is not None:
                return redirect(f"{body.get_absolute_url()}verv/nytt/?person={made.pk}")
            return redirect(made)
    context = {"council": council, "form": form, "body": body, "same": same}
    return render(request, "councils/person_form.html", context, status=status_of(form))


@takes_forms
@needs(Permission.COUNCILS_PERSON_EDIT)
def change_person(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a person (endre personen)."""
    row = person_of(request, council, pk)
    if row.erased_at is not None:
        raise Http404(gettext("The person has been erased, and cannot be changed any more."))
    form = ChangePersonForm(
        request.POST or None, initial={field: getattr(row, field) for field in (*_FIELDS, "version")}
    )
    if form.is_valid():
        values = {field: form.cleaned_data[field] for field in _FIELDS}
        version = form.cleaned_data["version"]
        try:
            operations.change_person(
                actor=request.actor, council=council, person_id=pk, version=version, values=values, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("The person has been changed."))
            return redirect(row)
    return render(
        request, "councils/person_form.html", {"council": council, "form": form, "person": row}, status=status_of(form)
    )


@takes_forms
@needs(Permission.COUNCILS_PERSON_ERASE)
def erase_person(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Erase what is stored about a person, or remove one who never had a mandate; asks first (slett)."""
    row = person_of(request, council, pk)
    mandates = list(row.mandates.with_everything())
    is_used = bool(mandates)
    today = timezone.localdate()
    in_the_way = [mandate for mandate in mandates if mandate.ends_on is None or mandate.ends_on >= today]
    form = RemovePersonForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        act = operations.erase_person if is_used else operations.remove_person
        version = form.cleaned_data["version"]
        try:
            act(actor=request.actor, council=council, person_id=pk, version=version, now=timezone.now())
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("What was stored about the person has been erased."))
            return redirect(row) if is_used else redirect("councils:people", council.slug)
    return render(
        request,
        "councils/person_erase.html",
        {"council": council, "form": form, "person": row, "is_used": is_used, "in_the_way": in_the_way},
        status=status_of(form),
    )


@needs(Permission.COUNCILS_PERSON_EXPORT)
def person_file(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Everything that is stored about a person, as JSON (innsyn). A link, as the file of everyone is."""
    if fetched_ahead(request):
        return not_ahead()
    row = person_of(request, council, pk)
    content = ""
    # Whoever only asks what the file is called downloads nothing, and nothing is noted.
    if request.method != "HEAD":
        stored = operations.export_person(actor=request.actor, council=council, person=row, now=timezone.now())
        content = json.dumps(stored, ensure_ascii=False, indent=2)
    return attachment(content, f"{council.slug}-person-{row.pk}.json")


def person_of(request: HttpRequest, council: Council, pk: int) -> Person:
    """The person, if the reader may see them. Raises Http404 otherwise, whether they exist or not."""
    row = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk, council=council)
    row.council = council
    return row


def _of_the_same_name(council: Council, typed: str) -> list[Person]:
    name = " ".join(plain(typed).split())
    found = list(Person.objects.filter(council=council, erased_at=None, name__iexact=name)[:5]) if name else []
    for row in found:
        row.council = council
    return found


def _body_to_return_to(request: HttpRequest, council: Council) -> Body | None:
    body = council.bodies.filter(pk=id_of(request.GET.get(TO_BODY, ""))).first()
    if body is not None:
        body.council = council
    return body


def _may(request: HttpRequest, council: Council) -> dict[str, bool]:
    may = request.actor.may
    return {
        "may_edit": may(Permission.COUNCILS_PERSON_EDIT, council_id=council.pk),
        "may_edit_mandates": may(Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk),
        "may_erase": may(Permission.COUNCILS_PERSON_ERASE, council_id=council.pk),
        "may_export": may(Permission.COUNCILS_PERSON_EXPORT, council_id=council.pk),
    }
