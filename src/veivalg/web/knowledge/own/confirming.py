"""A page that asks first and does it after: what publishes, or puts away."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.knowledge.models import OwnEdition, OwnIndicator
from veivalg.web.knowledge.own.forms import ConfirmForm
from veivalg.web.ui.conflicts import look_again
from veivalg.web.ui.forms import status_of


def confirmed(
    request: HttpRequest,
    council: Council,
    operation: Callable[..., object],
    *,
    heading: str,
    about: str,
    button: str,
    first: Sequence[OwnIndicator] = (),
    **subject: OwnEdition | OwnIndicator,
) -> HttpResponse:
    """Ask first, then do it. ``subject`` is the one row, by the name that the operation has for it; ``first`` is what
    has to be published before it."""
    (row,) = subject.values()
    form = ConfirmForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        try:
            operation(actor=request.actor, version=form.cleaned_data["version"], now=timezone.now(), **subject)
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            return redirect(row)
    context = {
        "council": council,
        "form": form,
        "first": first,
        "heading": heading,
        "about": about,
        "button": button,
        "back": row,
    }
    return render(request, "knowledge/own/confirm.html", context, status=status_of(form))
