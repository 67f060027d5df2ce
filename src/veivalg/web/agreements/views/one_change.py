"""What the pages of one change have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from veivalg.web.agreements.models import AgreementChange
from veivalg.web.agreements.writing import form_page, said_no
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible


def do(
    request: HttpRequest,
    council: Council,
    found: AgreementChange,
    form: Any,
    heading: str,
    act: Callable[[], Any],
    *,
    done: str,
    button: str,
    about: str = "",
) -> HttpResponse:
    """One form about a change, and back to the change when it is done."""
    if form.is_valid():
        try:
            act()
        except NotPossible as error:
            said_no(request, council, error, form)
        else:
            messages.success(request, done)
            return redirect("agreements:change", council.slug, found.pk)
    back = reverse("agreements:change", args=[council.slug, found.pk])
    return form_page(request, council, form, heading, about=about, back=back, button=button)


def change_or_404(council: Council, pk: int) -> AgreementChange:
    """A change of the council, with what its pages show of it."""
    found = get_object_or_404(
        AgreementChange.objects.select_related("agreement", "base", "resolution", "edition", "asked_in__body"),
        pk=pk,
        agreement__council=council,
    )
    found.agreement.council = council
    return found
