"""Forms of matters for the panel."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.directions.models import DirectionChoice
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version, WebAddressField
from veivalg.web.youth.models.matters import LONGEST_WORDS, usual_answer_day


class MatterForm(Form):
    """What the young are asked about, in plain words, and the days."""

    title = LineField(
        max_length=160,
        label=_("What is it called?"),
        help_text=_("As you would say it to a fifteen-year-old. “The bus in the evening”, not “Mobility plan 2027”."),
    )
    about = LinesField(
        rows=5,
        max_length=LONGEST_WORDS,
        label=_("What it is about"),
        help_text=_("Short sentences, no hard words. Everyone can read this when you open the matter."),
    )
    open_to_change = LinesField(
        rows=4,
        max_length=LONGEST_WORDS,
        label=_("What the young can influence"),
        help_text=_("In plain words. Promise nothing you cannot keep."),
    )
    settled = LinesField(
        rows=3,
        required=False,
        max_length=LONGEST_WORDS,
        label=_("What cannot be influenced"),
        help_text=_("What has been decided already, or is decided by others."),
    )
    strategy = forms.ModelChoiceField(
        Strategy.objects.none(),
        required=False,
        empty_label=_("none"),
        label=_("Strategy they can read"),
        help_text=_("The panel reads the text as it is when you open the matter, also a draft that is not public."),
    )
    direction = forms.ModelChoiceField(
        DirectionChoice.objects.none(),
        required=False,
        empty_label=_("none"),
        label=_("Choice of direction they can read"),
        help_text=_(
            "The panel reads the options as they are when you open the matter, also of a choice that is not public."
        ),
    )
    link = WebAddressField(
        required=False, max_length=500, label=_("Web address"), help_text=_("Where more can be read, if anywhere.")
    )
    response_deadline = DateField(
        label=_("Deadline for the young"),
        help_text=_("The last day, until midnight. Four weeks let a youth council meet once."),
    )
    resolution_planned_on = DateField(
        label=_("When it is to be resolved"),
        help_text=_(
            "The day a body is to treat it. The deadline must come before, or what the young say comes too late."
        ),
    )
    answers_due_on = DateField(
        required=False,
        label=_("Answers due"),
        help_text=_(
            "After the deadline, and best before it is resolved: then the young hear how it was used before it is "
            "settled. Empty is the day before it is resolved, at most thirty days after the deadline. Everyone can see "
            "when answers are late."
        ),
    )

    def __init__(
        self,
        *args: Any,
        strategies: Sequence[Strategy],
        directions: Sequence[DirectionChoice],
        has_version: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, model, rows in (
            ("strategy", Strategy, strategies),
            ("direction", DirectionChoice, directions),
        ):
            found = model.objects.filter(pk__in=[each.pk for each in rows])
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        if has_version:
            self.fields["version"] = Version()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        deadline = given.get("response_deadline")
        if isinstance(deadline, date) and "answers_due_on" in given and given["answers_due_on"] is None:
            planned = given.get("resolution_planned_on")
            given["answers_due_on"] = usual_answer_day(deadline, planned)
        return given


class OpenForm(Form):
    """A matter is put before the panel."""

    version = Version()


class ExtendForm(Form):
    """More time."""

    response_deadline = DateField(
        label=_("New deadline"),
        help_text=_("The last day, until midnight. What has been sent keeps its day for answers."),
    )
    resolution_planned_on = DateField(label=_("When it is to be resolved"))
    version = Version()


class WithdrawForm(Form):
    """The panel is asked no more."""

    reason = LineField(
        max_length=500,
        label=_("Why it is withdrawn"),
        help_text=_("The young read it. What they have sent is still owed an answer."),
    )
    version = Version()


class ResolutionForm(Form):
    """Which resolution it led to."""

    resolution = forms.ModelChoiceField(
        Resolution.objects.none(),
        required=False,
        empty_label=_("not resolved yet"),
        label=_("Resolution"),
        help_text=_("It must be registered first. The newest stand on top."),
    )
    version = Version()

    def __init__(self, *args: Any, resolutions: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_resolutions(self.fields["resolution"], resolutions)


def offer_resolutions(field: forms.Field, resolutions: Sequence[Resolution]) -> None:
    """Let a field choose among these."""
    rows = Resolution.objects.filter(pk__in=[each.pk for each in resolutions])
    field.queryset = rows  # type: ignore[attr-defined]
