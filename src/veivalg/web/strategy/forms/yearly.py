"""Forms of action plans: a new year, an action in it, and the question of what becomes of each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.rules.plans import MOST_NOK
from veivalg.web.strategy.forms.adopting import AdoptForm
from veivalg.web.strategy.models import PlannedAction
from veivalg.web.strategy.operations.rolling import LONGEST_REASON, Answer
from veivalg.web.strategy.operations.yearly import FIRST_YEAR, LAST_YEAR
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version

Choice = PlannedAction.Choice
ANSWERS = (Choice.CONTINUE, Choice.CHANGE, Choice.DONE, Choice.DROP)


class NewActionPlanForm(Form):
    """Begin the plan of a year."""

    strategy = forms.ChoiceField(label=_("Strategy"), choices=())
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args: Any, strategies: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(strategies)
        self.fields["strategy"].choices = choices
        if len(choices) == 1:
            self.fields["strategy"].widget = forms.HiddenInput()


class PlannedForm(Form):
    """What a year's plan says of an action."""

    text = LinesField(
        label=_("What is to be done this year?"),
        help_text=_("Leave it empty when the action says enough."),
        max_length=10_000,
        rows=2,
        required=False,
    )
    due_on = DateField(label=_("Deadline this year"), required=False)
    cost_nok = forms.IntegerField(label=_("Cost this year, in kroner"), min_value=0, max_value=MOST_NOK, required=False)
    version = Version()


class AnswerForm(PlannedForm):
    """What becomes of one action. Each stands on the page under its own prefix."""

    choice = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[(choice.value, choice.label) for choice in ANSWERS],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = LineField(
        label=_("Why is it dropped?"),
        help_text=_("Everyone can read it. Write no names."),
        max_length=LONGEST_REASON,
        required=False,
    )
    was = forms.CharField(widget=forms.HiddenInput, max_length=8, required=False)
    """What was answered when the page was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Write at least one of these: the task, the deadline or the cost.")
        for name in ("text", "due_on", "cost_nok", "reason"):
            # One of the answers asks for them, so they are not called optional.
            self.fields[name].is_asked_at_times = True  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: PlannedAction, data: Any = None) -> "AnswerForm":
        """The form of one planned action."""
        initial = {name: getattr(row, name) for name in ("text", "due_on", "cost_nok", "version", "choice", "reason")}
        return cls(data, prefix=f"r{row.pk}", initial=initial | {"was": row.choice})

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer that the reader may have given, and not just left as it stood."""
        choice = self.cleaned_data["choice"]
        is_left = choice == self.cleaned_data["was"] and choice in (Choice.CONTINUE, Choice.DONE)
        return bool(choice) and not is_left

    def answer(self, row: PlannedAction) -> Answer:
        """What the operation takes."""
        data = self.cleaned_data
        given = {name: data[name] for name in ("version", "choice", "reason", "text", "due_on", "cost_nok")}
        return Answer(planned_id=row.pk, **given)


class AdoptActionPlanForm(AdoptForm):
    """Which resolution adopted it."""

    read_at = None  # type: ignore[assignment]
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    """What tells the text that was read."""

    clean_read_at = None  # type: ignore[assignment]


class SureForm(Form):
    """Ask before something is done."""

    version = Version()
