"""Pages of mandates (verv)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.rules.mandates import Position, Right, usual_rights
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.asking import choice_of_person
from veivalg.web.councils.doors import needs
from veivalg.web.councils.findings import eligibility_notes, rights_notes
from veivalg.web.councils.forms.mandates import (
    ChangeMandateForm,
    EndMandateForm,
    NewMandateForm,
    RemoveMandateForm,
    ReplaceMandateForm,
)
from veivalg.web.councils.mandate_facts import kind_of, rights_of
from veivalg.web.councils.models import Body, Council, Mandate
from veivalg.web.councils.operations import mandates as operations
from veivalg.web.councils.queries import sorted_participants
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.views.bodies import body_of
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

LIKE = "som"
"""In the address of a new mandate: the one it begins as a copy of."""
_FIELDS = ("participant_id", "position", "substitute_order", "starts_on", "ends_on", "basis", "side", "version")


@takes_forms
@needs(Permission.COUNCILS_MANDATE_EDIT)
def new_mandate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register that someone sits in a body (nytt verv). Where there are many people, they are searched for first."""
    body = body_of(council, pk)
    choice = choice_of_person(request, council)
    if choice.must_search:
        return render(
            request,
            "councils/person_search.html",
            {"council": council, "body": body, "choice": choice},
        )
    form = NewMandateForm(
        request.POST or None,
        people=choice.people,
        participants=sorted_participants(council),
        initial={
            "person": choice.chosen.pk if choice.chosen else None,
            "position": Position.MEMBER.value,
            **_as_the_last_one(request, body),
        },
    )
    if form.is_valid():
        try:
            made = operations.make_mandate(
                actor=request.actor,
                council=council,
                body=body,
                person=form.cleaned_data["person"],
                values=form.values(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The mandate has been registered."))
            _tell(request, made)
            if "again" in request.POST:
                return redirect(f"{request.path}?{LIKE}={made.pk}")
            return redirect(body)
    return render(
        request, "councils/mandate_form.html", {"council": council, "body": body, "form": form}, status=status_of(form)
    )


@takes_forms
@needs(Permission.COUNCILS_MANDATE_EDIT)
def mandate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One mandate: what is registered, and correcting it (vervet)."""
    row = mandate_of(council, pk)
    form = ChangeMandateForm(request.POST or None, participants=sorted_participants(council), initial=initial_of(row))
    if form.is_valid():
        try:
            operations.change_mandate(
                actor=request.actor,
                council=council,
                mandate_id=pk,
                version=form.cleaned_data["version"],
                values=form.values(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            current = error.current
            stored = initial_of(current) | {"participant": current.participant}
            return conflict_page(request, form, error, back=row.body.get_absolute_url(), council=council, stored=stored)
        else:
            messages.success(request, gettext("The mandate has been changed."))
            _tell(request, mandate_of(council, pk))
            return redirect(row.body)
    today = timezone.localdate()
    return render(
        request,
        "councils/mandate.html",
        {
            "council": council,
            "mandate": row,
            "form": form,
            "notes": [*rights_notes(row, on=max(today, row.starts_on)), *eligibility_notes(row)],
            "may_remove": operations.was_made_on(row, today),
            "is_over": row.ends_on is not None and row.ends_on < today,
        },
        status=status_of(form),
    )


@takes_forms
@needs(Permission.COUNCILS_MANDATE_EDIT)
def end_mandate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Let a mandate end (avslutt vervet)."""
    row = mandate_of(council, pk)
    initial = {"ends_on": row.ends_on or timezone.localdate(), "version": row.version}
    form = EndMandateForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.end_mandate(
                actor=request.actor, council=council, mandate_id=pk, now=timezone.now(), **form.cleaned_data
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.body.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("The mandate ends."))
            return redirect(row.body)
    return render(
        request, "councils/mandate_end.html", {"council": council, "mandate": row, "form": form}, status=status_of(form)
    )


@takes_forms
@needs(Permission.COUNCILS_MANDATE_EDIT)
def replace_mandate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Let someone else take over (erstatt)."""
    row = mandate_of(council, pk)
    choice = choice_of_person(request, council)
    if choice.must_search:
        return render(
            request,
            "councils/person_search.html",
            {"council": council, "body": row.body, "mandate": row, "choice": choice},
        )
    form = ReplaceMandateForm(
        request.POST or None,
        people=choice.people.exclude(pk=row.person_id),
        initial={
            "person": choice.chosen.pk if choice.chosen else None,
            "from_on": timezone.localdate(),
            "version": row.version,
        },
    )
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            made = operations.replace_mandate(
                actor=request.actor, council=council, mandate_id=pk, now=timezone.now(), **data
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            stored = {"person": error.current.person, "from_on": None, "basis": error.current.basis}
            return conflict_page(request, form, error, back=row.body.get_absolute_url(), council=council, stored=stored)
        else:
            messages.success(
                request,
                gettext("%(new)s takes over from %(old)s.") % {"new": made.person, "old": row.person},
            )
            _tell(request, made)
            return redirect(row.body)
    return render(
        request,
        "councils/mandate_replace.html",
        {"council": council, "mandate": row, "form": form},
        status=status_of(form),
    )


@takes_forms
@needs(Permission.COUNCILS_MANDATE_EDIT)
def remove_mandate(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove a mandate that was a mistake, on the day it was registered; asks first (fjern)."""
    row = mandate_of(council, pk)
    form = RemoveMandateForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            operations.remove_mandate(
                actor=request.actor, council=council, mandate_id=pk, version=version, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("The mandate has been removed."))
            return redirect(row.body)
    may_remove = operations.was_made_on(row, timezone.localdate())
    return render(
        request,
        "councils/mandate_remove.html",
        {"council": council, "mandate": row, "form": form, "may_remove": may_remove},
        status=status_of(form),
    )


def mandate_of(council: Council, pk: int) -> Mandate:
    """The mandate with everything about it. Raises Http404 for one of another council."""
    rows = Mandate.objects.with_everything().select_related("replaced_by__person")
    row = get_object_or_404(rows, pk=pk, body__council=council)
    row.body.council = row.person.council = council
    return row


def _as_the_last_one(request: HttpRequest, body: Body) -> dict[str, Any]:
    """Days, position and resolution of the mandate that was registered just before, when many come after each other."""
    row = body.mandates.filter(pk=id_of(request.GET.get(LIKE, ""))).first()
    return {field: getattr(row, field) for field in ("position", "starts_on", "ends_on", "basis")} if row else {}


def initial_of(row: Mandate) -> dict[str, Any]:
    """What the form for correcting begins with."""
    held = rights_of(row)
    initial = {field: getattr(row, field) for field in _FIELDS}
    initial["participant"] = initial.pop("participant_id")
    initial["has_usual_rights"] = held == usual_rights(kind_of(row.body), Position(row.position))
    initial["rights"] = [right.value for right in Right if right in held]
    return initial


def _tell(request: HttpRequest, row: Mandate) -> None:
    """What the act says to what was registered; it stands all the same."""
    for note in [*rights_notes(row, on=row.starts_on), *eligibility_notes(row)]:
        messages.info(request, gettext("To be noted: %(note)s") % {"note": note})
