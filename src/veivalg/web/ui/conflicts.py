"""Two who write the same thing at once: what each of them wrote, side by side, and a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.ui.dates import day, moment
from veivalg.web.ui.names import names_of

VERSION = "version"
_NOT_SENT_AGAIN = (VERSION, "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Line:
    """One field of the comparison, in words."""

    label: str
    mine: str
    stored: str

    @property
    def differs(self) -> bool:
        return self.mine != self.stored


def conflict_page(
    request: HttpRequest,
    form: forms.Form,
    error: ChangedMeanwhile,
    *,
    back: str,
    council: models.Model | None = None,
    stored: Mapping[str, Any] | None = None,
    more: Sequence[Line] = (),
    mark: str = "",
) -> HttpResponse:
    """Field by field what the reader wrote and what is stored now, and who stored it. Nothing has been written.

    `form` is the valid form that met `error`; its fields are read from the object under their own names, or from
    `stored` where they are called or kept otherwise there. `more` are lines about what is no field of it.
    `mark` is a template of what must stand on every page about the thing. "Save mine" sends the same form to the same
    address with the new version; "keep" is a link to `back`. Answers 409.
    """
    current = error.current
    again = [
        (name, value) for name in request.POST if name not in _NOT_SENT_AGAIN for value in request.POST.getlist(name)
    ]
    lines = [*lines_of(form, current, stored or {}), *more]
    context = {
        "council": council,
        "thing": str(current),
        "differing": [line for line in lines if line.differs],
        "alike": [line for line in lines if not line.differs],
        "again": again,
        "version": current.version,  # type: ignore[attr-defined]
        "back": back,
        "mark": mark,
        **_last_change(request, current),
    }
    return render(request, "ui/conflict.html", context, status=409)


def look_again(request: HttpRequest) -> HttpResponse:
    """Back to a question that was answered about something that has changed since: nothing was done."""
    messages.warning(
        request,
        gettext("Someone changed it while you were reading. Nothing has been done. Look again first."),
    )
    return redirect(request.path)


def lines_of(form: forms.Form, current: models.Model, stored: Mapping[str, Any]) -> list[Line]:
    """Every visible field of the form beside what is stored."""
    lines = []
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput):
            continue
        if name in stored:
            now = stored[name]
        elif hasattr(current, name):
            now = getattr(current, name)
        else:
            continue
        mine = form.cleaned_data.get(name)
        lines.append(Line(str(field.label or name), in_words(field, mine), in_words(field, now)))
    return lines


def in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None or value == "":
        return gettext("nothing")
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return ", ".join(in_words(field, part) for part in value) or gettext("nothing")
    if isinstance(value, models.Model):
        return field.label_from_instance(value) if isinstance(field, forms.ModelChoiceField) else str(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return next((str(label) for key, label in field.choices if str(key) == str(value)), str(value))
    # Browsers send the lines of a text with other endings than we may have stored.
    return str(value).replace("\r\n", "\n")


def _last_change(request: HttpRequest, current: models.Model) -> dict[str, Any]:
    """Who changed it last and when, where the trail knows."""
    about = AuditEntry.objects.filter(subject_type=current._meta.label_lower, subject_id=str(current.pk))
    entry = about.exclude(changes={}).first()
    if entry is None:
        return {"who": "", "when": "", "is_own": False}
    if entry.actor_id is None:
        who = gettext("The operator of the site") if entry.is_operator else gettext("Somebody")
    else:
        who = names_of([entry.actor_id]).get(entry.actor_id, gettext("Somebody"))
    is_own = request.account is not None and entry.actor_id == request.account.pk  # type: ignore[attr-defined]
    return {"who": who, "when": moment(entry.at), "is_own": is_own}
