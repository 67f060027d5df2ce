"""Where a municipality's answer is registered by someone who is signed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.forms import RegisterForm
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.answers import FIELDS, register_answer, with_sending_of
from veivalg.web.endorsements.views.reading import endorsement_or_404
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

ANSWER, EDIT = Permission.ENDORSEMENTS_ENDORSEMENT_ANSWER, Permission.ENDORSEMENTS_ROUND_EDIT


@takes_forms
@needs(ANSWER, own_is_enough=True)
def answer(request: HttpRequest, council: Council, pk: int, endorsement: int) -> HttpResponse:
    """Say what a municipality has resolved, or correct it with a reason (registrer kommunens vedtak)."""
    row = endorsement_or_404(council, pk, endorsement)
    actor = request.actor
    if not actor.may(ANSWER, council_id=council.pk, participant_id=row.participant_id):
        raise Refused(ANSWER)
    may_edit = actor.may(EDIT, council_id=council.pk)
    if row.is_settled and not may_edit and request.method != "POST":
        messages.info(request, gettext("The answer is registered. Tell the secretariat if something in it is wrong."))
        return redirect(row)
    default = Endorsement.ByWhom.COUNTY_COUNCIL if row.participant.county_id else Endorsement.ByWhom.MUNICIPAL_COUNCIL
    initial = {name: getattr(row, name) for name in (*FIELDS, "version")}
    initial["by_whom"] = row.by_whom or default
    form = RegisterForm(
        request.POST or None,
        initial=initial,
        is_correction=row.is_settled and may_edit,
        is_put_off=bool(row.result) and not row.is_settled and may_edit,
        may_wait=may_edit,
    )
    if form.is_valid():
        given = form.answer
        if not may_edit:
            given = with_sending_of(row, given)
        try:
            register_answer(
                actor=actor,
                council=council,
                endorsement_id=row.pk,
                version=form.cleaned_data["version"],
                answer=given,
                reason=form.cleaned_data.get("reason", ""),
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except Endorsement.DoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)
        else:
            messages.success(request, gettext("The answer from %(name)s is saved.") % {"name": row.participant.name})
            return redirect(row)
    return render(
        request,
        "endorsements/answer.html",
        {"council": council, "row": row, "resolution": row.round.resolution, "form": form},
        status=status_of(form),
    )
