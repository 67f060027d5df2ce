"""Who takes part in a council, and what is said about it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.facts.starter import Certainty
from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.certainty import CERTAINTY_WORDS
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.mandate_facts import period_of
from veivalg.web.councils.membership.forms import ChangeParticipantForm, LeaveForm, ParticipantForm, SettingsForm
from veivalg.web.councils.models import Council, CountyAuthority, Municipality, Participant
from veivalg.web.councils.names import name_remark
from veivalg.web.councils.operations import council as council_operations
from veivalg.web.councils.operations import participants as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.language import use_council_language
from veivalg.web.ui.words import norwegian_order

EDIT = Permission.COUNCILS_PARTICIPANT_EDIT


@public_in_council
def participants(request: HttpRequest, council: Council) -> HttpResponse:
    """Who takes part today, who is to come, and who has left (deltakere)."""
    today = timezone.localdate()
    rows = sorted(
        Participant.objects.filter(council=council).with_places(),
        key=lambda row: (row.county_id is not None, norwegian_order(row.name), row.starts_on or date.min),
    )
    known = [row for row in rows if row.certainty == Certainty.CONFIRMED]
    now = [row for row in known if period_of(row).is_active(today)]
    groups = [
        (gettext("Take part today"), now),
        (gettext("To come"), [row for row in known if row.starts_on and row.starts_on > today]),
        (gettext("Have left"), [row for row in known if row.ends_on and row.ends_on < today]),
    ]
    heading = ngettext("%(number)s takes part in %(council)s", "%(number)s take part in %(council)s", len(now))
    return render(
        request,
        "councils/participants/list.html",
        {
            "council": council,
            "heading": heading % {"number": len(now), "council": council.short_name},
            "groups": [(name, found) for name, found in groups if found],
            "suggested": [
                (row, CERTAINTY_WORDS[Certainty(row.certainty)]) for row in rows if row.certainty != Certainty.CONFIRMED
            ],
            "may_edit": request.actor.may(EDIT, council_id=council.pk),
        },
    )


@takes_forms
@needs(EDIT)
def add(request: HttpRequest, council: Council) -> HttpResponse:
    """Register a participant."""
    form = ParticipantForm(
        request.POST or None,
        municipalities=list(_municipalities(council)),
        counties=list(CountyAuthority.objects.all()),
    )
    if form.is_valid():
        try:
            row = operations.add_participant(actor=request.actor, council=council, now=timezone.now(), **form.values)
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("%(name)s is registered.") % {"name": row.name})
            return redirect("councils:participants", council.slug)
    return render(
        request,
        "councils/participants/form.html",
        {"council": council, "form": form, "participant": None},
        status=status_of(form),
    )


@takes_forms
@needs(EDIT)
def change(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change the dates of a participant."""
    row = _participant(council, pk)
    initial = {name: getattr(row, name) for name in ChangeParticipantForm.base_fields}
    form = ChangeParticipantForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            operations.change_participant(
                actor=request.actor, participant=row, version=version, values=values, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=_list(council), council=council)
        else:
            messages.success(request, gettext("%(name)s is changed.") % {"name": row.name})
            return redirect("councils:participants", council.slug)
    return render(
        request,
        "councils/participants/form.html",
        {"council": council, "form": form, "participant": row},
        status=status_of(form),
    )


@takes_forms
@needs(EDIT)
def leave(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register the last day of a participant (uttreden)."""
    row = _participant(council, pk)
    form = LeaveForm(request.POST or None, initial={"ends_on": row.ends_on, "version": row.version})
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        try:
            operations.leave(
                actor=request.actor,
                participant=row,
                version=form.cleaned_data["version"],
                ends_on=ends_on,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=_list(council), council=council)
        else:
            mandates, _roles = operations.last_days_that_go_on(row, after=ends_on)
            if mandates:
                text = ngettext(
                    "%(count)s mandate of %(name)s goes on after that day. End it where it stands.",
                    "%(count)s mandates of %(name)s go on after that day. End them where they stand.",
                    mandates,
                )
                messages.warning(request, text % {"count": mandates, "name": row.name})
            messages.success(request, gettext("The last day of %(name)s is registered.") % {"name": row.name})
            return redirect("councils:participants", council.slug)
    mandates, roles = operations.last_days_that_go_on(row, after=timezone.localdate())
    return render(
        request,
        "councils/participants/leave.html",
        {"council": council, "form": form, "participant": row, "mandates": mandates, "roles": roles},
        status=status_of(form),
    )


@takes_forms
@needs(EDIT)
def remove(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Take away a participant that was registered by mistake; asks first."""
    row = _participant(council, pk)
    problem = ""
    if request.method == "POST":
        try:
            operations.remove(actor=request.actor, participant=row, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, gettext("%(name)s is removed from the list.") % {"name": row.name})
            return redirect("councils:participants", council.slug)
    context = {"participant": row, "problem": problem}
    return render(
        request, "councils/participants/remove.html", {"council": council, **context}, status=422 if problem else 200
    )


@takes_forms
@needs(Permission.COUNCILS_COUNCIL_EDIT)
def settings(request: HttpRequest, council: Council) -> HttpResponse:
    """What is said about the council (innstillinger)."""
    initial = {name: getattr(council, name) for name in SettingsForm.base_fields}
    if council.is_own_legal_person is not None:
        initial["is_own_legal_person"] = str(council.is_own_legal_person).lower()
    offices = _municipalities(council).filter(pk__in=_offices(council))
    form = SettingsForm(request.POST or None, initial=initial, offices=offices)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            row = council_operations.change_council(
                actor=request.actor, council=council, version=version, values=values, now=timezone.now()
            )
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=request.path, council=council)
        # The language may be what was changed, and the next page is in the new one.
        use_council_language(request, row.language)
        if remark := name_remark(row.name, on=timezone.localdate()):
            messages.warning(request, remark)
        messages.success(request, gettext("The settings are saved."))
        return redirect("councils:settings", council.slug)
    return render(
        request, "councils/participants/settings.html", {"council": council, "form": form}, status=status_of(form)
    )


def _participant(council: Council, pk: int) -> Participant:
    return get_object_or_404(Participant.objects.select_related("municipality", "county"), pk=pk, council=council)


def _municipalities(council: Council) -> Any:
    """The real ones; a council of invented ones chooses among those that are invented."""
    return Municipality.objects.filter(borrows_from__isnull=not council.is_demo)


def _offices(council: Council) -> list[int]:
    """Municipalities that may house the office: today's participants, and the one that does."""
    codes = [row.municipality_id for row in council.participants.all() if row.municipality_id]
    return [*codes, council.office_municipality_id] if council.office_municipality_id else codes


def _list(council: Council) -> str:
    return reverse("councils:participants", args=[council.slug])
