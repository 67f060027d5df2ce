"""Pages where the secretariat sends a resolution to the municipalities."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements import law, queries
from veivalg.web.endorsements.forms import ChangeRoundForm, RoundForm, SentForm, TargetForm, VersionForm
from veivalg.web.endorsements.models import EndorsementRound, EndorsementTarget
from veivalg.web.endorsements.operations import noting, sending
from veivalg.web.endorsements.operations import rounds as operations
from veivalg.web.endorsements.standing import by_name
from veivalg.web.endorsements.views.reading import round_or_404
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.conflicts import conflict_page, look_again
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

EDIT = Permission.ENDORSEMENTS_ROUND_EDIT


@takes_forms
@needs(EDIT)
def open_new(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Send a resolution to the municipalities (send på forankring)."""
    resolution = get_object_or_404(Resolution.objects.select_related("body"), pk=pk, council=council)
    if (found := queries.round_of(council, pk)) is not None:
        return redirect(found)
    today = timezone.localdate()
    initial = {"commits": resolution.kind in law.MADE_FOR_IT, "rule": EndorsementRound.Rule.EVERY}
    form = RoundForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = operations.open_round(
                actor=request.actor,
                council=council,
                resolution_id=resolution.pk,
                values=form.values,
                on=today,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The resolution is on its way. Now ask the municipalities by mail."))
            return redirect(made)
    asked = Participant.objects.on(resolution.resolved_on).with_places().filter(council=council)
    return render(
        request,
        "endorsements/open.html",
        {
            "council": council,
            "resolution": resolution,
            "form": form,
            "advice": law.advice(resolution.kind, commits=True, on=today),
            "asked": sorted(each.name for each in asked),
        },
        status=status_of(form),
    )


@takes_forms
@needs(EDIT)
def change(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change how a resolution is counted, or by when answers are wanted."""
    found = round_or_404(council, pk)
    names = (*RoundForm.base_fields, "version")
    form = ChangeRoundForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        try:
            operations.change_round(
                actor=request.actor,
                council=council,
                round_id=found.pk,
                version=form.cleaned_data["version"],
                values=form.values,
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except EndorsementRound.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=found.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("It has been changed."))
            return redirect(found)
    return _form_page(request, council, found, form, gettext("Change how it is counted"))


@takes_forms
@needs(EDIT)
def remove(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Take away a round that was opened by mistake; asks first."""
    found = round_or_404(council, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        try:
            operations.remove_round(
                actor=request.actor, council=council, round_id=found.pk, now=timezone.now(), **form.cleaned_data
            )
        except EndorsementRound.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("It is no longer sent to the municipalities."))
            return redirect("endorsements:list", council.slug)
    heading = gettext("Take it back from the municipalities?")
    return _form_page(request, council, found, form, heading, button=gettext("Take it back"))


@takes_forms
@needs(EDIT)
def send(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Ask those who owe an answer by mail, after a look at who gets it (spør kommunene)."""
    found = round_or_404(council, pk)
    today = timezone.localdate()
    if request.method == "POST":
        try:
            count = sending.send_round(
                actor=request.actor, council=council, round_id=found.pk, on=today, now=timezone.now()
            )
        except NotPossible as error:
            messages.warning(request, str(error))
        except EndorsementRound.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        else:
            text = ngettext("%(count)s mail has been written.", "%(count)s mails have been written.", count)
            messages.success(request, text % {"count": count})
        return redirect(found)
    owed = list(found.endorsements.owed(on=today).with_everything())
    contacts = queries.contacts_of(owed, on=today)
    return render(
        request,
        "endorsements/send.html",
        {
            "council": council,
            "round": found,
            "resolution": found.resolution,
            "reached": sorted(each.participant.name for each in owed if contacts[each]),
            "unreached": sorted(each.participant.name for each in owed if not contacts[each]),
        },
    )


@takes_forms
@needs(EDIT)
def note_sent(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Write when the case was sent to those that got it in another way, all at once (sendt)."""
    found = round_or_404(council, pk)
    today = timezone.localdate()
    rows = by_name(found.endorsements.owed(on=today).filter(sent_on=None).with_everything())
    if not rows:
        messages.info(request, gettext("Every municipality that owes an answer has a day already."))
        return redirect(found)
    form = SentForm(request.POST or None, rows=rows, initial={"sent_on": today})
    if form.is_valid():
        try:
            written = noting.note_sent(
                actor=request.actor,
                council=council,
                round_id=found.pk,
                endorsement_ids=[int(key) for key in form.cleaned_data["endorsements"]],
                sent_on=form.cleaned_data["sent_on"],
                on=today,
                now=timezone.now(),
            )
        except EndorsementRound.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        else:
            text = ngettext(
                "The day is written for %(count)s municipality.",
                "The day is written for %(count)s municipalities.",
                len(written),
            )
            messages.success(request, text % {"count": len(written)})
            return redirect(found)
    return _form_page(request, council, found, form, gettext("When was the case sent?"))


@takes_forms
@needs(EDIT)
def target(request: HttpRequest, council: Council) -> HttpResponse:
    """The council's own target for the length of the way (måltall)."""
    found = EndorsementTarget.objects.filter(council=council).first()
    initial: dict[str, Any] = {"days": found.days, "version": found.version} if found else {}
    form = TargetForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.set_target(actor=request.actor, council=council, now=timezone.now(), **form.cleaned_data)
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            back = request.path.removesuffix("maltall/")
            return conflict_page(request, form, error, back=back, council=council)
        else:
            messages.success(request, gettext("The target is saved."))
            return redirect("endorsements:way", council.slug)
    return render(request, "endorsements/target.html", {"council": council, "form": form}, status=status_of(form))


def _form_page(
    request: HttpRequest,
    council: Council,
    found: EndorsementRound,
    form: Any,
    heading: str,
    *,
    button: str = "",
) -> HttpResponse:
    context = {"council": council, "round": found, "resolution": found.resolution, "form": form, "heading": heading}
    return render(request, "endorsements/form.html", {**context, "button": button}, status=status_of(form))
