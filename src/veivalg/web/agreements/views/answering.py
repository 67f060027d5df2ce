"""Pages where answers to a change are registered: participant by participant, or the assembly's vote (svar)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.forms import changes as forms
from veivalg.web.agreements.models import ParticipantConsent
from veivalg.web.agreements.operations import consents, voting
from veivalg.web.agreements.views.one_change import change_or_404, do
from veivalg.web.agreements.writing import behind, form_page, said_no
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import asked
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.doors import takes_forms

_sends = behind(Permission.AGREEMENTS_CHANGE_SEND)


@takes_forms
@_sends
def register_consent(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register what a participant answered (registrer svar)."""
    found = change_or_404(council, pk)
    everyone = queries.members(council)
    elsewhere = asked.answers_to(found.asked_in) or {} if found.asked_in else {}
    silent = [each for each in queries.answers(found, everyone).silent if each.pk not in elsewhere]
    chosen = request.GET.get("deltaker", "")
    form = forms.ConsentForm(
        request.POST or None,
        participants=everyone if request.method == "POST" else silent,
        initial={"participant": int(chosen)} if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else {},
    )
    if form.is_valid():
        try:
            consents.register_consent(
                actor=request.actor,
                council=council,
                change_id=pk,
                participant_id=form.cleaned_data["participant"],
                on=timezone.localdate(),
                now=timezone.now(),
                **form.values,
            )
        except NotPossible as error:
            said_no(request, council, error, form)
        else:
            messages.success(request, gettext("The answer is registered. It cannot be changed, only corrected."))
            return redirect(found)
    return form_page(
        request,
        council,
        form,
        gettext("What did the participant answer?"),
        about=gettext("The kommunestyre or fylkesting answers itself (kommuneloven § 18-4)."),
        back=found.get_absolute_url(),
        button=gettext("Register the answer"),
    )


@takes_forms
@_sends
def correct_consent(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register an answer anew beside the old one (rett svaret)."""
    old = get_object_or_404(
        ParticipantConsent.objects.select_related(
            "change__agreement", "participant__municipality", "participant__county"
        ),
        pk=pk,
        change__agreement__council=council,
    )
    old.change.agreement.council = council
    form = forms.CorrectConsentForm(
        request.POST or None,
        initial={
            "answer": forms.YES if old.is_yes else forms.NO,
            "decided_on": old.decided_on,
            "case_number": old.case_number,
        },
    )
    return do(
        request,
        council,
        old.change,
        form,
        gettext("Correct the answer of %(name)s") % {"name": old.participant.name},
        lambda: consents.correct_consent(
            actor=request.actor,
            council=council,
            consent_id=pk,
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
            now=timezone.now(),
            **form.values,
        ),
        done=gettext("The correction is registered. The old answer stands in the history."),
        button=gettext("Register the correction"),
    )


@takes_forms
@_sends
def register_vote(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Register how the assembly voted (registrer votering)."""
    found = change_or_404(council, pk)
    resolutions = (
        Resolution.objects.standing()
        .filter(council=council, kind=Resolution.Kind.AGREEMENT_CHANGE)
        .select_related("body")
    )
    form = forms.VoteForm(
        request.POST or None,
        resolutions=resolutions,
        initial={name: getattr(found, name) for name in ("resolution", "votes_for", "votes_cast")},
    )
    return do(
        request,
        council,
        found,
        form,
        gettext("How did the assembly vote?"),
        lambda: voting.register_vote(
            actor=request.actor,
            council=council,
            change_id=pk,
            resolution_id=form.cleaned_data["resolution"].pk,
            votes_for=form.cleaned_data["votes_for"],
            votes_cast=form.cleaned_data["votes_cast"],
            on=timezone.localdate(),
            now=timezone.now(),
        ),
        done=gettext("The vote is registered."),
        button=gettext("Register the vote"),
        about=gettext("Register the resolution among the council's resolutions first, as a change of the agreement."),
    )
