"""Forms of rounds and answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.participation.models import SubmissionAnswer
from veivalg.web.participation.models.submissions import LONGEST
from veivalg.web.strategy.models import Strategy
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version

TEXTS = 5000


class RoundForm(Form):
    """What a round is about, and its days."""

    strategy = forms.ModelChoiceField(
        Strategy.objects.none(),
        label=_("Strategy"),
        help_text=_("Its text is kept as it is on the day you open the round."),
    )
    title = LineField(max_length=200, label=_("Title"))
    invitation = LinesField(
        rows=4,
        max_length=TEXTS,
        label=_("Invitation"),
        help_text=_("Two or three sentences: what it is, and why you ask."),
    )
    open_to_change = LinesField(
        rows=4,
        max_length=TEXTS,
        label=_("What can be influenced"),
        help_text=_("In plain words. Promise nothing you cannot keep."),
    )
    settled = LinesField(
        rows=3,
        required=False,
        max_length=TEXTS,
        label=_("What cannot be influenced"),
        help_text=_("What has been decided already, or is decided by others."),
    )
    opens_on = DateField(
        label=_("Opens"), help_text=_("The day you plan to open it. Nothing happens before you press the button.")
    )
    response_deadline = DateField(
        label=_("Deadline for submissions"),
        help_text=_("The last day, until midnight. Six weeks is usual. It can be extended, never made shorter."),
    )
    answers_due_on = DateField(label=_("Answers due"), help_text=_("Everyone can see when answers are late."))

    def __init__(self, *args: Any, strategies: Sequence[Strategy] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if strategies is None:
            del self.fields["strategy"]
            self.fields["version"] = Version()
        else:
            ids = [each.pk for each in strategies]
            self.fields["strategy"].queryset = Strategy.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class OpenForm(Form):
    """A round is opened: what was read, and that one is sure."""

    read_at = forms.CharField(max_length=40, widget=forms.HiddenInput)
    """When the text that was looked at had been changed last."""
    version = Version()

    def clean_read_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["read_at"])
        except ValueError:
            raise forms.ValidationError(gettext("Open the page again, and read the text before you send it.")) from None


class ExtendForm(Form):
    """More time."""

    deadline = DateField(
        label=_("New deadline"),
        help_text=_("The last day, until midnight. The answers are due as many days later as before."),
    )
    version = Version()


PartsOfGoal = tuple[str, Sequence[tuple[str, str]]]
"""A goal's name, and key and name of each part of it."""


class PartsUnderGoals(forms.CheckboxSelectMultiple):
    """A box to tick for each part of a plan, folded under its goal; a goal with something ticked is open."""

    template_name = "participation/parts.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["widget"]["opened"] = {group for group, options, _ in groups if any(o["selected"] for o in options)}
        return context


class AnswerForm(Form):
    """How one or several submissions were used."""

    outcome = forms.ChoiceField(
        label=_("How it was used"), widget=forms.RadioSelect, choices=SubmissionAnswer.Outcome.choices
    )
    words = LinesField(
        rows=5,
        max_length=LONGEST,
        label=_("Answer"),
        help_text=_(
            "Say what it changed, or why it changed nothing. Everyone can read it when the submission is published."
        ),
    )
    changed_keys = forms.MultipleChoiceField(
        required=False,
        label=_("What it changed in the plan"),
        help_text=_("Goals, paths and actions as they stand now. Open a goal, and tick what was changed."),
        widget=PartsUnderGoals,
    )

    def __init__(self, *args: Any, parts: Sequence[PartsOfGoal], has_version: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changed_keys"].choices = parts  # type: ignore[attr-defined]
        if has_version:
            self.fields["version"] = Version()
