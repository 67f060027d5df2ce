"""Forms that write the text and the shares. Every one works without a script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.context import day_of, page_of
from veivalg.web.agreements.forms import text as forms
from veivalg.web.agreements.models import AgreementClause, CooperationAgreement
from veivalg.web.agreements.operations import shares as share_operations
from veivalg.web.agreements.operations import text as operations
from veivalg.web.agreements.writing import behind, form_page, said_no
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

_edits = behind(Permission.AGREEMENTS_AGREEMENT_EDIT)
_CLAUSE = ("heading", "text", "fixes")
NEXT = "next"
"""The button that saves and opens the clause after. Two who write at once keep it: a conflict's page sends it again."""


@takes_forms
@_edits
def begin(request: HttpRequest, council: Council) -> HttpResponse:
    """Begin the agreement from the template (begynn)."""
    if request.method == "POST":
        try:
            operations.begin_agreement(actor=request.actor, council=council, now=timezone.now())
        except NotPossible as error:
            said_no(request, council, error)
        else:
            messages.success(
                request, gettext("The agreement is begun with the template's headings. Now write the clauses.")
            )
        return redirect("agreements:agreement", council.slug)
    return render(request, "agreements/begin.html", page_of(request, council))


@takes_forms
@_edits
def rules(request: HttpRequest, council: Council) -> HttpResponse:
    """Change the notice and how the agreement itself is changed (regler)."""
    row = _agreement(council)
    majority = f"{row.majority_part}/{row.majority_whole}" if row.majority_part else ""
    initial = {
        "leaving_months": row.leaving_months,
        "majority": majority,
        "always_every_participant": row.always_every_participant,
        "version": row.version,
    }
    form = forms.RulesForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.change_rules(
                actor=request.actor,
                council=council,
                version=form.cleaned_data["version"],
                values=form.values,
                now=timezone.now(),
            )
        except NotPossible as error:
            said_no(request, council, error, form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("It has been changed."))
            return redirect("agreements:draft", council.slug)
    return form_page(request, council, form, gettext("Notice and rules for change"), back=_back(council))


@takes_forms
@_edits
def write_shares(request: HttpRequest, council: Council) -> HttpResponse:
    """Write seats and shares (skriv andeler)."""
    row = _agreement(council)
    today = timezone.localdate()
    content = queries.content_of(row)
    named = {each.participant for each in content.shares}
    on, _is_day = day_of(request, today)
    on = min(on, today)
    participants = [
        each
        for each in queries.members(council)
        if each.pk in named or queries.takes_part(each, on) or (on == today and queries.will_take_part(each, on))
    ]
    form = forms.SharesForm(
        request.POST or None, participants=participants, initial=forms.initial_shares(content, row.version)
    )
    if form.is_valid():
        try:
            share_operations.set_shares(
                actor=request.actor,
                council=council,
                version=form.cleaned_data["version"],
                seats=form.seats,
                ownership=form.ownership,
                liability=form.liability,
                on=on,
                now=timezone.now(),
            )
        except NotPossible as error:
            said_no(request, council, error, form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("The shares are written, and sum to the whole."))
            return redirect("agreements:draft", council.slug)
    return render(
        request, "agreements/write_shares.html", page_of(request, council, form=form, on=on), status=status_of(form)
    )


@takes_forms
@_edits
def new_clause(request: HttpRequest, council: Council) -> HttpResponse:
    """Write a clause (nytt punkt)."""
    _agreement(council)
    form = forms.ClauseForm(request.POST or None, on=timezone.localdate())
    if form.is_valid():
        try:
            operations.write_clause(actor=request.actor, council=council, values=form.cleaned_data, now=timezone.now())
        except NotPossible as error:
            said_no(request, council, error, form)
        else:
            messages.success(request, gettext("The clause stands last. You can move it."))
            return redirect("agreements:draft", council.slug)
    return form_page(request, council, form, gettext("Write a clause"), back=_back(council))


@takes_forms
@_edits
def change_clause(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a clause (endre punktet)."""
    clause = _clause(council, pk)
    form = forms.ChangeClauseForm(request.POST or None, on=timezone.localdate(), initial=forms.about_clause(clause))
    if form.is_valid():
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in _CLAUSE}
        try:
            operations.change_clause(
                actor=request.actor,
                council=council,
                clause_id=pk,
                version=form.cleaned_data["version"],
                values=values,
                now=timezone.now(),
            )
        except NotPossible as error:
            said_no(request, council, error, form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=_back(council), council=council)
        else:
            messages.success(request, gettext("The clause has been changed."))
            following = queries.clause_after(clause) if NEXT in request.POST else None
            if following is not None:
                return redirect("agreements:change_clause", council.slug, following.pk)
            return redirect(f"{_back(council)}#{clause.key}")
    heading = gettext("Change “%(name)s”") % {"name": clause.heading}
    place, count = queries.place_of(clause)
    return form_page(
        request,
        council,
        form,
        heading,
        about=gettext("Clause %(place)s of %(count)s.") % {"place": place, "count": count},
        back=f"{_back(council)}#{clause.key}",
        and_next=gettext("Save and go to the next clause") if place < count else "",
    )


@takes_forms
@_edits
def move_clause(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Move a clause one place (flytt)."""
    clause = _clause(council, pk)
    way = request.POST.get("way", "")
    if request.method != "POST" or way not in list(operations.Way):
        context = page_of(request, council, clause=clause, back=_back(council))
        return render(request, "agreements/move.html", context, status=422 if request.method == "POST" else 200)
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    try:
        operations.move_clause(
            actor=request.actor,
            council=council,
            clause_id=pk,
            version=version,
            way=operations.Way(way),
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        messages.warning(request, gettext("Someone changed it while you were reading. Nothing was moved. Look again."))
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("The clause has been moved, and the clauses have new numbers."))
    return redirect(f"{_back(council)}#{clause.key}")


@takes_forms
@_edits
def remove_clause(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Remove a clause, after a question (fjern)."""
    clause = _clause(council, pk)
    form = forms.VersionForm(request.POST or None, initial={"version": clause.version})
    if form.is_valid():
        try:
            operations.remove_clause(
                actor=request.actor, council=council, clause_id=pk, now=timezone.now(), **form.cleaned_data
            )
        except ChangedMeanwhile:
            return look_again(request)
        messages.success(request, gettext("The clause has been removed. The editions that have been in force have it."))
        return redirect("agreements:draft", council.slug)
    return form_page(
        request,
        council,
        form,
        gettext("Remove the clause “%(name)s”?") % {"name": clause.heading},
        about=gettext("It stays in the editions that have been in force, and in the history."),
        back=_back(council),
        button=gettext("Remove"),
    )


def _agreement(council: Council) -> CooperationAgreement:
    row = get_object_or_404(CooperationAgreement, council=council)
    row.council = council
    return row


def _clause(council: Council, pk: int) -> AgreementClause:
    return get_object_or_404(AgreementClause, pk=pk, agreement__council=council)


def _back(council: Council) -> str:
    return reverse("agreements:draft", args=[council.slug])
