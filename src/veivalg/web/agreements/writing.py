"""What every page that writes the agreement has in common: door, form, and a rule that says no, written down."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements.context import page_of
from veivalg.web.agreements.operations.adopting import note_refusal
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.forms import status_of

View = Callable[..., HttpResponse]


def behind(permission: Permission) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Only for those who have the permission; what was removed while the page was read is not found."""

    def door(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def found(*args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(*args, **kwargs)
            except ObjectDoesNotExist:
                raise Http404(gettext("It was removed while you were reading.")) from None

        return needs(permission)(found)

    return door


def said_no(request: HttpRequest, council: Council, error: NotPossible, form: forms.Form | None = None) -> None:
    """Write down that a rule said no, and say it on the form or above the page."""
    actor = request.actor  # type: ignore[attr-defined]
    note_refusal(actor=actor, council=council, rule=str(error), now=timezone.now())
    if form is not None:
        error.put_on(form)
    else:
        messages.warning(request, str(error))


def form_page(
    request: HttpRequest,
    council: Council,
    form: forms.Form,
    heading: str,
    *,
    about: str = "",
    back: str,
    button: str = "",
    and_next: str = "",
) -> HttpResponse:
    """A page with one form and a way back. `and_next` is what a second button says, which sends `next` as well."""
    context = page_of(
        request,
        council,
        form=form,
        heading=heading,
        about=about,
        back=back,
        button=button or gettext("Save"),
        and_next=and_next,
    )
    return render(request, "agreements/form.html", context, status=status_of(form))
