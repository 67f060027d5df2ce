"""Forms of what the secretariat changes and decides: the last moment, and what becomes of texts."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.survey.models import Round, TextAnswer
from veivalg.web.survey.operations.managing import LONGEST_REASON
from veivalg.web.ui.dates import end_of
from veivalg.web.ui.forms import DateField, Form, LinesField

State = TextAnswer.State
LAST_MINUTE = time(23, 59)
TEXT = "tekst-"
"""How the fields of texts begin; the text's number follows."""


class DeadlineForm(Form):
    """A new last moment, and why."""

    closes_on = DateField(label=_("Last day to answer"))
    closes_at = forms.TimeField(
        label=_("Time of day"),
        help_text=_("Norwegian time."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    reason = LinesField(
        label=_("Why it is moved"),
        help_text=_("It stands in the round’s history."),
        rows=2,
        max_length=LONGEST_REASON,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    """The last moment as it was when the form was opened."""

    @classmethod
    def of(cls, found: Round, data: Any = None) -> "DeadlineForm":
        """The form of a round, with the moment that is set now."""
        local = timezone.localtime(found.closes_at)
        return cls(
            data, initial={"closes_on": local.date(), "closes_at": local.time(), "seen": found.closes_at.isoformat()}
        )

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("closes_on") and given.get("closes_at"):
            try:
                given["moment"] = _last_moment(given["closes_on"], given["closes_at"])
            except ValidationError:
                # The hour that is skipped or comes twice when the clock is changed.
                self.add_error("closes_at", gettext("This hour is skipped or comes twice that night. Choose another."))
        return given


def _last_moment(on: date, at: time) -> datetime:
    """The moment; the last minute of a day is whole, as pages say "until 23.59" of it. Raises ValidationError."""
    if at >= LAST_MINUTE:
        return end_of(on)
    return from_current_timezone(datetime.combine(on, at))


def decided_in(data: Mapping[str, str]) -> dict[uuid.UUID, State] | None:
    """What a page of texts says should become of each; None when it says something that cannot be."""
    found = {}
    for name, value in data.items():
        if name.startswith(TEXT) and value:
            try:
                found[uuid.UUID(name.removeprefix(TEXT))] = State(value)
            except ValueError:
                return None
    return found
