"""A form is sent, and one thing is done: what pages with one form and one operation have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.conflicts import look_again


def attempt(
    request: HttpRequest,
    form: Form,
    act: Callable[..., object],
    *,
    told: str,
    then: str | models.Model,
    conflict: Callable[[ChangedMeanwhile], HttpResponse] | None = None,
) -> HttpResponse | None:
    """Do what a valid form asks for: `act` is given its fields by name.

    Returns where the reader goes from there: to `then`, told so; or, when someone else was first, to the answer of
    `conflict`, and back to look again without it. None when the form is to be shown, with what a rule said no to on it.
    """
    if not form.is_valid():
        return None
    given: dict[str, Any] = form.cleaned_data
    try:
        act(**given)
    except NotPossible as error:
        error.put_on(form)
        return None
    except ChangedMeanwhile as error:
        return conflict(error) if conflict is not None else look_again(request)
    messages.success(request, told)
    return redirect(then)
