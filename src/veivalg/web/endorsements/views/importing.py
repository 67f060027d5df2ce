"""A list of answers from a spreadsheet: read, looked over, and then written."""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.endorsements import import_list
from veivalg.web.endorsements.forms import ConfirmImportForm, ImportForm
from veivalg.web.endorsements.models import EndorsementRound
from veivalg.web.endorsements.operations.importing import import_answers
from veivalg.web.endorsements.views.reading import round_or_404
from veivalg.web.files.limits import LIMITS
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import SheetRefused
from veivalg.web.ui.doors import gone_is_not_found, takes_forms
from veivalg.web.ui.forms import status_of

EDIT = Permission.ENDORSEMENTS_ROUND_EDIT


@takes_forms
@needs(EDIT)
def read(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Choose a file, and look over what it says (importer svar)."""
    found = round_or_404(council, pk)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than may be read, so that a larger file is refused without being read.
            book = read_sheets(file.read(LIMITS.upload_bytes + 1), str(file.name or ""))
            texts = import_list.texts_of(next(sheet.rows for sheet in book.sheets if sheet.rows))
            rows = _rows(found, texts)
        except SheetRefused as error:
            form.add_error("file", str(error))
        except import_list.NoHead:
            form.add_error("file", _no_head())
        else:
            context = {"rows": rows, "sent": json.dumps(texts, ensure_ascii=False)}
            context["count"] = sum(not row.problem for row in rows)
            return render(request, "endorsements/import_look.html", _about(council, found, **context))
    return render(request, "endorsements/import.html", _about(council, found, form=form), status=status_of(form))


@takes_forms
@needs(EDIT)
@gone_is_not_found
def confirm(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Write the lines that were looked over."""
    found = round_or_404(council, pk)
    form = ConfirmImportForm(request.POST or None)
    texts = _sent(form.cleaned_data["rows"]) if form.is_valid() else None
    if texts is None:
        if request.method == "POST":
            messages.warning(request, gettext("The list came back broken. Choose the file again."))
        return redirect("endorsements:import", council.slug, found.resolution_id)
    try:
        rows = import_answers(
            actor=request.actor,
            council=council,
            round_id=found.pk,
            texts=texts,
            on=timezone.localdate(),
            now=timezone.now(),
        )
    except import_list.NoHead:
        messages.warning(request, _no_head())
        return redirect("endorsements:import", council.slug, found.resolution_id)
    count = sum(not row.problem for row in rows)
    text = ngettext("%(count)s answer has been imported.", "%(count)s answers have been imported.", count)
    messages.success(request, text % {"count": count})
    return redirect(found)


def _rows(found: EndorsementRound, texts: Sequence[Sequence[str]]) -> list[import_list.Row]:
    rows = found.endorsements.with_everything()
    return import_list.read(texts, rows, on=timezone.localdate(), title=found.resolution.title)


def _sent(text: str) -> list[list[str]] | None:
    """The lines as they were sent back; None when they are not lines of texts."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list) or len(rows) > import_list.MOST_ROWS + 20:
        return None
    if not all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in rows):
        return None
    # Halves of surrogate pairs can be written in JSON, and stored nowhere.
    return [[cell.encode("utf-8", "ignore").decode().replace("\x00", "")[:6000] for cell in row] for row in rows]


def _no_head() -> str:
    return gettext(
        "The first lines name no municipality and result. Give the columns the heads “Kommune” and “Resultat”."
    )


def _about(council: Council, found: EndorsementRound, **more: object) -> dict[str, object]:
    return {"council": council, "round": found, "resolution": found.resolution, **more}
