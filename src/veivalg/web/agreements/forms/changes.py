"""Forms that send a change out, and register what comes back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.agreements.operations.consents import LONGEST_NUMBER
from veivalg.web.councils.models import Participant
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day
from veivalg.web.ui.forms import DateField, Form, LineField

YES, NO = "yes", "no"


class SendForm(Form):
    """Send the text out."""

    title = LineField(label=_("What the change is about"), help_text=_("In a few words."), max_length=200)
    sent_on = DateField(label=_("Sent out"))
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    """Checksum of the text that was read."""

    def __init__(self, *args: Any, rounds: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rounds:
            self.fields["asked_in"] = forms.TypedChoiceField(
                label=_("Are the participants asked about this text already?"),
                help_text=_("Then their answers under Endorsements count here as well, and nobody answers twice."),
                choices=[("", _("No, it is another matter")), *((each.pk, str(each)) for each in rounds)],
                coerce=int,
                empty_value=None,
                required=False,
            )


class AnswerForm(Form):
    """What one council answered."""

    answer = forms.ChoiceField(
        label=_("What was answered"), choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect
    )
    decided_on = DateField(label=_("Answered on"), help_text=_("The day of the meeting."))
    case_number = LineField(
        label=_("Case number"),
        help_text=_("The participant's own, like PS 45/26."),
        max_length=LONGEST_NUMBER,
        required=False,
    )

    @property
    def values(self) -> dict[str, Any]:
        """What was written; only of a valid form."""
        return {
            "is_yes": self.cleaned_data["answer"] == YES,
            "decided_on": self.cleaned_data["decided_on"],
            "case_number": self.cleaned_data["case_number"],
        }


class ConsentForm(AnswerForm):
    """What one participant answered."""

    participant = forms.TypedChoiceField(label=_("Participant"), coerce=int)
    field_order = ("participant", "answer", "decided_on", "case_number")

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((each.pk, each.name) for each in participants),
        ]


class CorrectConsentForm(AnswerForm):
    """The same, and why it was wrong."""

    reason = LineField(label=_("Why it is corrected"), max_length=500)


class _Resolutions(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{day(obj.resolved_on)}: {obj}"


class VoteForm(Form):
    """How the assembly voted."""

    resolution = _Resolutions(label=_("The assembly's resolution"), queryset=Resolution.objects.none())
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=9999)
    votes_cast = forms.IntegerField(label=_("Votes cast"), min_value=1, max_value=9999)

    def __init__(self, *args: Any, resolutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = resolutions


class WithdrawForm(Form):
    """Why it is withdrawn."""

    reason = LineField(label=_("Why it is withdrawn"), max_length=500)


class InForceForm(Form):
    """From when it holds."""

    in_force_from = DateField(label=_("Holds from"))
    checksum = forms.CharField(widget=forms.HiddenInput, max_length=64)
