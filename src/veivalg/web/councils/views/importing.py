"""Pages of importing and downloading people and mandates (importer, eksport)."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.forms.importing import UploadForm
from veivalg.web.councils.importing import draft as drafts
from veivalg.web.councils.importing import export, page
from veivalg.web.councils.importing.choices import Choices
from veivalg.web.councils.importing.plan import plan_of
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Council, ImportDraft
from veivalg.web.councils.operations import importing as operations
from veivalg.web.councils.operations.exporting import export_people
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import SheetRefused
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.downloads import attachment, fetched_ahead, not_ahead
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged

SHOW = "vis"


@takes_forms
@needs(Permission.COUNCILS_PERSON_EDIT)
def new_import(request: HttpRequest, council: Council) -> HttpResponse:
    """Choose a spreadsheet (importer personer)."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        name = str(file.name or "")
        try:
            # One byte more than may be read, so that a larger file is refused without being read.
            book = read_sheets(file.read(drafts.LIMITS.upload_bytes + 1), name, limits=drafts.LIMITS)
            data = drafts.as_json(book, name)
        except (SheetRefused, drafts.TooManyRows) as refusal:
            form.add_error("file", str(refusal))
        else:
            draft = operations.start_import(actor=request.actor, council=council, data=data, now=timezone.now())
            return redirect("councils:import", council.slug, draft.pk)
    return render(request, "councils/import_new.html", {"council": council, "form": form}, status=status_of(form))


@needs(Permission.COUNCILS_PERSON_EDIT)
def import_template(request: HttpRequest, council: Council) -> HttpResponse:
    """An empty spreadsheet with the right heads (mal)."""
    sheet, told = export.template(stored_in(council))
    title = gettext("People and mandates of %(council)s") % {"council": council.short_name}
    return attachment(write_workbook([sheet], title=title, about=told), f"{council.slug}-mal.xlsx")


@takes_forms
@needs(Permission.COUNCILS_PERSON_EDIT)
def one_import(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What will happen, and the questions about it; then the import itself (forhåndsvisning)."""
    now = timezone.now()
    try:
        if request.method == "POST":
            return _answered(request, council, pk)
        draft = operations.draft_of(actor=request.actor, council=council, draft_id=pk, now=now)
    except operations.DraftGone:
        newer = operations.newer_draft(actor=request.actor, council=council, draft_id=pk, now=now)
        if newer is not None:
            told = gettext("A newer file took the place of the one you looked at: “%(file)s”. This is what it holds.")
            messages.warning(request, told % {"file": newer.data.get("file", "")})
            return redirect("councils:import", council.slug, newer.pk)
        raise Http404(
            gettext("There is no such import. A preview is kept for an hour; choose the spreadsheet again.")
        ) from None
    if draft.finished_at is not None:
        return render(request, "councils/import_done.html", {"council": council, "outcome": draft.outcome})
    return _preview(request, council, draft)


def _answered(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    now, asked = timezone.now(), request.POST.get("do", "")
    if asked == "cancel":
        operations.cancel_import(actor=request.actor, council=council, draft_id=pk, now=now)
        messages.success(request, gettext("The import was cancelled, and what was read has been forgotten."))
        return redirect("councils:people", council.slug)
    if asked != "import":
        operations.choose(actor=request.actor, council=council, draft_id=pk, form=request.POST.dict(), now=now)
        return redirect(request.get_full_path())
    try:
        operations.import_people(
            actor=request.actor,
            council=council,
            draft_id=pk,
            fingerprint=request.POST.get("fingerprint", ""),
            leaves_out=bool(request.POST.get("leaves_out")),
            now=now,
        )
    except NotPossible as error:
        messages.warning(request, str(error))
    except operations.PlanChanged:
        messages.warning(
            request,
            gettext("Something has changed since the preview was shown. Nothing was imported. Look through it again."),
        )
    return redirect("councils:import", council.slug, pk)


def _preview(request: HttpRequest, council: Council, draft: ImportDraft) -> HttpResponse:
    stored = stored_in(council)
    plan = plan_of(draft.data, draft.answers, stored, now=timezone.now())
    choices = Choices.of(draft.answers)
    which = request.GET.get(SHOW, "")
    rows = paged(request, page.shown_rows(plan, which), kept=(SHOW,))
    counts = plan.counts
    context = {
        "council": council,
        "draft": draft,
        "plan": plan,
        "heading": page.heading(plan),
        "told": page.counts_told(plan),
        "page": rows,
        "rows": page.views_of(rows.rows, choices),
        "questions": page.questions(plan, stored),
        "days": page.days(plan, choices),
        "sheets": page.sheet_forms(plan, stored, choices),
        "has_several": sum(layout.is_read for layout in plan.layouts) > 1,
        "which": which if which in page.SHOWN else "",
        "filters": [
            (word, page.status_word(status), counts[status]) for word, status in page.SHOWN.items() if counts[status]
        ],
        "notes": drafts.notes_of(draft.data),
        "left_notes": draft.data["left_notes"],
    }
    return render(request, "councils/import.html", context)


@needs(Permission.COUNCILS_PERSON_EXPORT)
def people_export(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """Everyone and every mandate as a file that can be imported again (eksport).

    A link and not a form, although the trail notes it: nothing that anyone owns changes, and the address can be kept.
    So it must not be fetched ahead, nor kept by a browser.
    """
    if fetched_ahead(request):
        return not_ahead()
    if kind not in ("xlsx", "csv"):
        raise Http404(gettext("The file is available as .xlsx and .csv."))
    if request.method == "HEAD":
        # Nothing is downloaded, so nothing is noted.
        return attachment("", f"{council.slug}-personer.{kind}")
    now = timezone.now()
    rows = export_people(actor=request.actor, council=council, now=now)
    name = f"{council.slug}-personer.{kind}"
    if kind == "csv":
        return attachment(write_csv(rows), name)
    title = gettext("People and mandates of %(council)s") % {"council": council.short_name}
    about = [
        gettext("Downloaded on %(day)s.") % {"day": timezone.localdate(now).isoformat()},
        gettext("It holds personal data: keep it no longer than you need it."),
        gettext(
            "Change cells and import the file again; the IDs say which row is about whom. A blank cell changes nothing."
        ),
        gettext("People who have been erased are not in it."),
    ]
    return attachment(write_workbook([TableSheet(gettext("People"), rows)], title=title, about=about), name)
