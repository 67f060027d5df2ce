"""Pages where the secretariat writes own indicators and their values."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.councils.refusals import Fault, NotPossible
from veivalg.web.files.limits import LIMITS
from veivalg.web.knowledge.models import OwnIndicator
from veivalg.web.knowledge.own import indicator_operations as operations
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.confirming import confirmed
from veivalg.web.knowledge.own.forms import (
    MOST_YEARS,
    ChangeIndicatorForm,
    GridForm,
    NewIndicatorForm,
    TableForm,
)
from veivalg.web.knowledge.own.preview import preview
from veivalg.web.knowledge.own.reading import (
    FIRST_YEAR,
    Places,
    Reading,
    as_text,
    faults_in,
    read_file,
    read_text,
)
from veivalg.web.knowledge.own.reads import indicator_of
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.tables import html

_DIGITS, _YEAR = re.compile(r"\d{1,9}", re.ASCII), re.compile(r"\d{4}", re.ASCII)
_FIELDS = tuple(operations.IndicatorDetails.__dataclass_fields__)


@takes_forms
@needs(Permission.KNOWLEDGE_INDICATOR_EDIT)
def make(request: HttpRequest, council: Council) -> HttpResponse:
    """A new own indicator (ny egen indikator)."""
    form = NewIndicatorForm(request.POST or None)
    if form.is_valid():
        try:
            row = operations.make_indicator(
                actor=request.actor,
                council=council,
                slug=form.cleaned_data["slug"],
                details=form.details(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            return redirect("knowledge:own_values", council.slug, row.slug)
    title = gettext("A figure of the council's own")
    back = reverse("knowledge:own_indicators", args=[council.slug])
    context = {"council": council, "form": form, "heading": title, "back": back}
    return render(request, "knowledge/own/form.html", context, status=status_of(form))


@takes_forms
@needs(Permission.KNOWLEDGE_INDICATOR_EDIT)
def change(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Change what is said about an own indicator (endre)."""
    row = indicator_of(request, council, word)
    initial = {name: getattr(row, name) for name in _FIELDS} | {"version": row.version}
    form = ChangeIndicatorForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.change_indicator(
                actor=request.actor,
                indicator=row,
                version=form.cleaned_data["version"],
                details=form.details(),
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)
        else:
            return redirect(row)
    title = gettext("Change “%(name)s”") % {"name": row.name}
    context = {"council": council, "form": form, "heading": title, "back": row.get_absolute_url()}
    return render(request, "knowledge/own/form.html", context, status=status_of(form))


@takes_forms
@needs(Permission.KNOWLEDGE_EDITION_PUBLISH)
def publish(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Publish an own indicator (publiser)."""
    row = indicator_of(request, council, word)
    return confirmed(
        request,
        council,
        operations.publish_indicator,
        indicator=row,
        heading=gettext("Publish “%(name)s”?") % {"name": row.name},
        about=gettext(
            "Everyone can then see it on the council's pages, with its source and marked as the council's own figure."
        ),
        button=gettext("Publish"),
    )


@takes_forms
@needs(Permission.KNOWLEDGE_INDICATOR_EDIT)
def archive(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Put an own indicator away (arkiver)."""
    row = indicator_of(request, council, word)
    return confirmed(
        request,
        council,
        operations.archive_indicator,
        indicator=row,
        heading=gettext("Archive “%(name)s”?") % {"name": row.name},
        about=gettext(
            "It is then left out of the council's pages and takes no new values. "
            "Published editions that count it still do."
        ),
        button=gettext("Archive"),
    )


@takes_forms
@needs(Permission.KNOWLEDGE_INDICATOR_EDIT)
def values(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """Give values (verdier): as a form, pasted or as a file; shown before they are stored."""
    row = indicator_of(request, council, word)
    members = {m.code: m.name for m in queries.municipalities(council)}
    grid = GridForm(members, _years(request), queries.values_of(row))
    table = TableForm(initial={"version": row.version})
    reading: Reading | None = None
    if request.method == "POST":
        table = TableForm(request.POST, request.FILES)
        if request.POST.get("way") == "grid":
            grid.typed = {key: value for key, value in request.POST.items() if key.startswith("v-")}
            cells = grid.cells()
            faults = grid.faults or faults_in(cells, places=_places(members), this_year=_this_year())
            reading = Reading(tuple(cells), tuple(faults))
            table = TableForm(initial={"version": row.version})
        elif table.is_valid():
            reading = _read(table, members)
        if reading is not None and not reading.faults:
            return _preview_or_store(request, council, row, reading, members)
    context = {
        "council": council,
        "indicator": row,
        "grid": grid,
        "table_form": table,
        "faults": reading.faults if reading else (),
        "version": row.version,
        "first_year": grid.years[0],
        "last_year": grid.years[-1],
    }
    return render(request, "knowledge/own/values.html", context, status=422 if reading else status_of(table))


def _preview_or_store(
    request: HttpRequest, council: Council, row: OwnIndicator, reading: Reading, members: dict[str, str]
) -> HttpResponse:
    """What would change, and a button; or the change itself when that button was pressed."""
    cells = reading.cells
    sent = request.POST.get("version", "")
    version = int(sent) if _DIGITS.fullmatch(sent) else 0
    if request.POST.get("way") == "store":
        try:
            operations.set_values(
                actor=request.actor,
                indicator=row,
                version=version,
                cells=cells,
                now=timezone.now(),
                on=timezone.localdate(),
            )
        except ChangedMeanwhile:
            # What was typed is kept, and shown against the values as they are now.
            context = {"was_changed": True}
        except NotPossible as error:
            context = {"faults": error.faults}
        else:
            return redirect(row)
    elif version != row.version:
        context = {"was_changed": True}
    else:
        context = {}
    shown = preview(row, cells, members)
    context |= {
        "council": council,
        "indicator": row,
        "preview": shown,
        "table_html": html(shown.table),
        "as_text": as_text(cells),
        "notes": reading.notes,
        # The newest version: whoever presses the button has seen the comparison with it.
        "version": row.version,
    }
    status = 409 if "was_changed" in context else 422 if "faults" in context else 200
    return render(request, "knowledge/own/preview.html", context, status=status)


def _read(form: TableForm, members: dict[str, str]) -> Reading:
    """The table that was pasted, or the file."""
    file = form.cleaned_data.get("file")
    if file is None:
        return read_text(form.cleaned_data["table"], places=_places(members), this_year=_this_year())
    if file.size > LIMITS.upload_bytes:
        return Reading(
            faults=(Fault("", gettext("The table is too large. Divide it, and give some years at a time.")),)
        )
    return read_file(file.read(), file.name, places=_places(members), this_year=_this_year())


def _places(members: dict[str, str]) -> Places:
    others = Municipality.objects.exclude(code__in=members).values_list("code", "name")
    return Places(members, dict(others))


def _this_year() -> int:
    return timezone.localdate().year


def _years(request: HttpRequest) -> range:
    """The years of the form: those asked for, else the last six."""
    this_year = _this_year()
    asked = request.GET.get("fra", "")
    first = int(asked) if _YEAR.fullmatch(asked) else this_year - 5
    first = min(max(first, FIRST_YEAR), this_year)
    asked = request.GET.get("til", "")
    last = int(asked) if _YEAR.fullmatch(asked) else this_year
    last = min(max(last, first), this_year, first + MOST_YEARS - 1)
    return range(first, last + 1)
