"""Pages of bodies (organer)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils import body_files, body_page, body_seats
from veivalg.web.councils.asking import DAY, asked_day
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.forms.bodies import BodyForm, ChangeBodyForm, EndBodyForm
from veivalg.web.councils.models import Body, Council, Mandate, in_force
from veivalg.web.councils.operations import bodies as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui import downloads
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import holds, paged, plain, searched

_FIELDS = ("kind", "name", "purpose", "basis", "starts_on", "ends_on", "leader_rotates", "place_in_list")
_KINDS = ("csv", "xlsx")
SHOWN, EVERYONE = "vis", "alle"
"""Asks for the whole list on one page (`?vis=alle`), to print it."""


@public_in_council
def bodies(request: HttpRequest, council: Council) -> HttpResponse:
    """Every body of the council, with how many sit there today (organer)."""
    today = timezone.localdate()
    words = searched(request)
    now = in_force(today, "mandates__") & Q(mandates__position__in=Mandate.SEATED)
    rows = (
        Body.objects.filter(holds(words, "name", "purpose"), council=council)
        .annotate(
            member_count=Count("mandates__person", filter=now, distinct=True),
            participant_count=Count("mandates__participant", filter=now, distinct=True),
        )
        .order_by("place_in_list", "pk")
    )
    page = paged(request, rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)))
    # Addresses need the council's slug; every row has the same one.
    ended = list(rows.filter(ends_on__lt=today)[:100])
    for body in (*page.rows, *ended):
        body.council = council
    return render(
        request,
        "councils/bodies.html",
        {
            "council": council,
            "page": page,
            "ended": ended,
            "words": words,
            "may_edit": request.actor.may(Permission.COUNCILS_BODY_EDIT, council_id=council.pk),
        },
    )


@public_in_council
def body(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One body as of a day (organet per dato)."""
    row = body_of(council, pk)
    asked = asked_day(request)
    context = body_page.content(council, row, request.actor, asked.on)
    seats, words = context["seats"], searched(request)
    shows_all = request.GET.get(SHOWN) == EVERYONE
    per_page = max(1, len(seats)) if shows_all else body_seats.SEATS_PER_PAGE
    page = paged(request, body_seats.matching(seats, words), kept=(DAY, SHOWN), per_page=per_page)
    kept = {} if asked.is_today else {DAY: asked.on.isoformat()}
    return render(
        request,
        "councils/body.html",
        {
            **context,
            "asked": asked,
            "page": page,
            "words": words,
            "kept": kept,
            "must_search": len(seats) > body_seats.SEATS_PER_PAGE,
            "groups": body_seats.grouped(page.rows),
            "attendees": body_seats.attending(page.rows),
            "whole_list": "?" + urlencode(kept | {SHOWN: EVERYONE}),
        },
    )


@public_in_council
def members_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The members of a body as CSV or as a workbook; the same file for everyone."""
    row = body_of(council, pk)
    if kind not in _KINDS:
        raise Http404(gettext("The list can be had as csv and xlsx."))
    on = asked_day(request).on
    table = body_files.members_table(row, on)
    source = gettext("Registered by %(council)s") % {"council": council.name}
    if kind == "csv":
        content = downloads.csv_file(table, source=source)
    else:
        sheets = (gettext("Members"), gettext("About the list"))
        content = downloads.workbook(table, title=row.name, about=[source], sheets=sheets)
    return downloads.attachment(content, f"{council.slug}-organ-{row.pk}-{on.isoformat()}.{kind}")


@takes_forms
@needs(Permission.COUNCILS_BODY_EDIT)
def new_body(request: HttpRequest, council: Council) -> HttpResponse:
    """Make a body (nytt organ), with a name to begin with when the address brings one (`?navn=`)."""
    form = BodyForm(request.POST or None, initial={"name": plain(request.GET.get("navn", ""))})
    if form.is_valid():
        try:
            made = operations.make_body(
                actor=request.actor, council=council, values=form.cleaned_data, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The body has been made. Now register who sits in it."))
            return redirect(made)
    return render(request, "councils/body_form.html", {"council": council, "form": form}, status=status_of(form))


@takes_forms
@needs(Permission.COUNCILS_BODY_EDIT)
def change_body(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a body (endre organet)."""
    row = body_of(council, pk)
    initial = {field: getattr(row, field) for field in (*_FIELDS, "version")}
    form = ChangeBodyForm(request.POST or None, body=row, initial=initial)
    if form.is_valid():
        values = {field: form.cleaned_data[field] for field in _FIELDS if field in form.cleaned_data}
        version = form.cleaned_data["version"]
        try:
            operations.change_body(
                actor=request.actor, council=council, body_id=pk, version=version, values=values, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("The body has been changed."))
            return redirect(row)
    return render(
        request, "councils/body_form.html", {"council": council, "form": form, "body": row}, status=status_of(form)
    )


@takes_forms
@needs(Permission.COUNCILS_BODY_EDIT)
def end_body(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """End a body; asks first, and tells what ends with it (avslutt organet)."""
    row = body_of(council, pk)
    today = timezone.localdate()
    form = EndBodyForm(request.POST or None, initial={"ends_on": row.ends_on or today, "version": row.version})
    if form.is_valid():
        data = form.cleaned_data
        try:
            count = operations.end_body(actor=request.actor, council=council, body_id=pk, now=timezone.now(), **data)
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)
        else:
            ended = ngettext("%(count)s mandate ends with it.", "%(count)s mandates end with it.", count)
            messages.success(request, gettext("The body ends.") + " " + ended % {"count": count})
            return redirect(row)
    going_on = row.mandates.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).count()
    return render(
        request,
        "councils/body_end.html",
        {"council": council, "form": form, "body": row, "going_on": going_on},
        status=status_of(form),
    )


def body_of(council: Council, pk: int) -> Body:
    """The body, with the council already at hand. Raises Http404 for a body of another council."""
    row = get_object_or_404(Body, pk=pk, council=council)
    row.council = council
    return row
