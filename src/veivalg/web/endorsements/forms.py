"""Forms of endorsements."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.endorsements.models import LONGEST_AMENDMENT, Endorsement, EndorsementRound
from veivalg.web.endorsements.operations.answers import Answer
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version, WebAddressField


class RoundForm(Form):
    """How a resolution is sent to the municipalities."""

    commits = forms.BooleanField(
        label=_("It commits the municipalities' money, land or services"),
        help_text=_("Then it holds for a municipality only when its own body has resolved it."),
        required=False,
    )
    grounds = LineField(
        label=_("Why the municipalities decide"),
        help_text=_("One or two sentences. Everyone can read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rule = forms.ChoiceField(label=_("When it takes effect"), choices=EndorsementRound.Rule.choices)
    own_count = forms.IntegerField(
        label=_("How many have to say yes"),
        help_text=_("Only when the resolution itself gives a number."),
        min_value=1,
        max_value=500,
        required=False,
    )
    counts_changed = forms.BooleanField(
        label=_("A yes with a change counts as well"),
        help_text=_("Leave it empty when all have to say yes to the same text."),
        required=False,
    )
    response_by = DateField(label=_("Answer wanted by"), required=False)
    idea_on = DateField(
        label=_("When the idea came"),
        help_text=_("If you know it. The length of the way is then counted from that day."),
        required=False,
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes; only of a valid form."""
        return {name: self.cleaned_data[name] for name in RoundForm.base_fields}


class ChangeRoundForm(RoundForm):
    """The same, of the version that was read."""

    version = Version()


class VersionForm(Form):
    """Which version the question was asked about."""

    version = Version()


class AnswerForm(Form):
    """What a municipality has resolved. The rules are the operation's; the form only reads."""

    result = forms.ChoiceField(
        label=_("What came of it"), choices=[("", _("Choose")), *Endorsement.Result.choices], required=True
    )
    by_whom = forms.ChoiceField(label=_("Which body"), choices=[("", _("Choose")), *Endorsement.ByWhom.choices])
    decided_on = DateField(label=_("Day of the meeting"))
    is_ahead = forms.BooleanField(
        label=_("The municipality decided before the council did"),
        help_text=_("Only when it dealt with the case first."),
        required=False,
    )
    case_number = LineField(
        label=_("The municipality's case number"), help_text=_("For example PS 45/26."), max_length=40, required=False
    )
    amendment = LinesField(
        label=_("What was changed"),
        help_text=_("Word for word, when it was adopted with a change. Everyone can read it."),
        max_length=LONGEST_AMENDMENT,
        rows=4,
        required=False,
    )
    link = WebAddressField(label=_("Link to the minutes"), max_length=500, required=False)
    note = LineField(
        label=_("Note"), help_text=_("Everyone can read it, so write no names."), max_length=300, required=False
    )

    @property
    def answer(self) -> Answer:
        """What was written; only of a valid form."""
        names = set(Answer.__dataclass_fields__) & set(self.fields)
        return Answer(**{name: self.cleaned_data[name] for name in names})


class RegisterForm(AnswerForm):
    """The same for someone who is signed in, with when it was sent."""

    sent_on = DateField(label=_("Sent to the municipality on"), required=False)
    version = Version()
    field_order = ("sent_on", *AnswerForm.base_fields)

    def __init__(
        self, *args: Any, is_correction: bool, may_wait: bool = True, is_put_off: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if may_wait:
            for name in ("result", "by_whom", "decided_on"):
                self.fields[name].required = False
            self.fields["result"].choices = [  # type: ignore[attr-defined]
                ("", _("No answer yet")),
                *Endorsement.Result.choices,
            ]
        else:
            del self.fields["sent_on"]
        if is_correction or is_put_off:
            self.fields["reason"] = LineField(
                label=_("Why it is corrected"),
                help_text=_("The reason stays in the history.")
                if is_correction
                else _("Only when it was not put off after all. The reason stays in the history."),
                max_length=500,
                required=is_correction,
            )


class SentForm(Form):
    """When the case was sent to municipalities that lack a day."""

    sent_on = DateField(label=_("Sent to the municipality on"))
    endorsements = forms.MultipleChoiceField(
        label=_("To these"),
        help_text=_("Those that have no day yet."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one municipality.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Endorsement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), row.participant.name) for row in rows]
        self.fields["endorsements"].choices = choices  # type: ignore[attr-defined]
        self.fields["endorsements"].initial = [key for key, _name in choices]


class TargetForm(Form):
    """How many days the way may take."""

    days = forms.IntegerField(
        label=_("Days from the resolution to the last municipality's answer"), min_value=1, max_value=3650
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)


class ImportForm(Form):
    """A list of what municipalities have resolved."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Excel (.xlsx) or CSV, with one row for each municipality."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


class ConfirmImportForm(forms.Form):
    """The rows that were shown, sent back as they were."""

    rows = forms.CharField(widget=forms.Textarea, max_length=1_000_000)
