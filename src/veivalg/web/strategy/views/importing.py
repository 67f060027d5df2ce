"""Pages of importing a plan: choose a file, look it through, store it (importer)."""

from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.rules.plans import Action, Plan, from_plain
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.plans.reading import read_plan, refuse_large
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.strategy import draft_page, queries
from veivalg.web.strategy.apart import with_names_apart
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.forms.importing import DraftActionForm, UploadForm
from veivalg.web.strategy.models import PlanDraft, Strategy
from veivalg.web.strategy.operations import importing as operations
from veivalg.web.strategy.responsible import everyone
from veivalg.web.strategy.writing import edits
from veivalg.web.ui.conflicts import look_again
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged

_ACTION = (
    *("text", "responsible", "partners", "kind", "first_year", "last_year", "due_on", "rhythm_months"),
    *("wanted_count", "counted_per"),
)


@takes_forms
@edits
def new_import(request: HttpRequest, council: Council) -> HttpResponse:
    """Choose a file with a plan (importer plan)."""
    known = queries.strategies(council, request.actor, on=timezone.localdate())
    strategies = [s for s in known if s.state != Strategy.State.ENDED]
    form = UploadForm(strategies=strategies)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, strategies=strategies)
    if form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        name = str(file.name or "")
        try:
            refuse_large(file.size or 0)
            found = with_names_apart(read_plan(file.read(), name), everyone(council, on=timezone.localdate()))
        except PlanRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            asked = form.cleaned_data.get("strategy", "")
            draft = operations.start_import(
                actor=request.actor,
                council=council,
                strategy=next((s for s in strategies if str(s.pk) == asked), None),
                plan=found.plan,
                holds=found.holds,
                notes=draft_page.notes_of(found),
                file_name=name,
                now=timezone.now(),
            )
            return redirect("strategy:draft", council.slug, draft.pk)
    begun = PlanDraft.objects.filter(council=council, made_at__gte=timezone.now() - operations.DRAFT_HOLDS)
    page = paged(request, begun.select_related("strategy").defer("content", "notes", "answers"))
    return render(request, "strategy/import_new.html", page_of(council, form=form, page=page), status=status_of(form))


@takes_forms
@edits
def draft(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What was read, every guess, and the questions about it; then storing it (forhåndsvisning)."""
    row = _draft(council, pk)
    if request.method == "POST":
        return _answered(request, council, row)
    return render(request, "strategy/draft.html", page_of(council, **draft_page.content(request, council, row)))


@takes_forms
@edits
def draft_action(request: HttpRequest, council: Council, pk: int, number: int) -> HttpResponse:
    """Correct what was read of one action (rett)."""
    row = _draft(council, pk)
    plan = from_plain(row.content)
    action = next((action for action in plan.actions if action.number == number), None)
    if action is None:
        raise Http404(gettext("There is no action with that number in the file."))
    initial = {name: getattr(action, name) for name in _ACTION} | {"version": row.version}
    form = DraftActionForm(request.POST or None, initial=initial)
    if form.is_valid():
        corrected = _with_action(plan, replace(action, **form.values))
        try:
            operations.correct_draft(
                actor=request.actor,
                council=council,
                draft_id=pk,
                version=form.cleaned_data["version"],
                plan=corrected,
                answers=row.answers,
            )
        except ChangedMeanwhile:
            return look_again(request)
        messages.success(request, gettext("Action %(number)s has been corrected.") % {"number": number})
        return redirect(row)
    notes = [note for note in row.notes if note["number"] == number]
    return render(
        request,
        "strategy/draft_action.html",
        page_of(council, form=form, draft=row, action=action, notes=notes),
        status=status_of(form),
    )


def _answered(request: HttpRequest, council: Council, row: PlanDraft) -> HttpResponse:
    asked = request.POST.get("do", "")
    if asked == "cancel":
        operations.cancel_import(actor=request.actor, council=council, draft_id=row.pk)
        messages.success(request, gettext("Nothing was stored, and what was read has been forgotten."))
        is_in_list = request.POST.get("from") == "list"
        return redirect("strategy:new_import" if is_in_list else "strategy:plan", council.slug)
    version = request.POST.get("version", "")
    try:
        plan, answers = draft_page.answered(request.POST, row)
        changed = operations.correct_draft(
            actor=request.actor,
            council=council,
            draft_id=row.pk,
            version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0,
            plan=plan,
            answers=answers,
        )
        if asked != "import":
            messages.success(
                request,
                gettext("Your answers are kept for a week. You find them under Import. Nothing is in the plan yet."),
            )
            return redirect(row)
        strategy, outcome = operations.confirm_import(
            actor=request.actor,
            council=council,
            draft_id=row.pk,
            version=changed.version,
            on=timezone.localdate(),
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        return look_again(request)
    except NotPossible as error:
        messages.warning(request, str(error))
        return redirect(row)
    messages.success(request, draft_page.receipt(outcome, removes_missing=bool(answers.get("removes_missing"))))
    return redirect(strategy)


def _draft(council: Council, pk: int) -> PlanDraft:
    row = get_object_or_404(PlanDraft.objects.select_related("strategy"), pk=pk, council=council)
    row.council = council
    if row.strategy is not None:
        row.strategy.council = council
    return row


def _with_action(plan: Plan, action: Action) -> Plan:
    goals = tuple(
        replace(
            goal,
            paths=tuple(
                replace(path, actions=tuple(action if a.number == action.number else a for a in path.actions))
                for path in goal.paths
            ),
        )
        for goal in plan.goals
    )
    return replace(plan, goals=goals)
