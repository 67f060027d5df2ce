"""Forms that submissions come in by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.addresses import AddressBroken, plain_address
from veivalg.web.councils.models import Participant
from veivalg.web.participation.models import Submission
from veivalg.web.participation.models.submissions import LONGEST
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version

Kind = Submission.Kind
CITIZEN, BODY, PARTICIPANT = "innbygger", "organ", "kommune"
"""As what someone answers; words of the address."""
NEEDED = _("Write what you think. It may be one sentence.")
TOO_LONG = _(
    "There is room for %(limit_value)s signs, and the text has %(show_value)s. Shorten it, or send it in parts."
)


class AddressField(LineField):
    """An e-mail address that may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "spellcheck": "false"})
        super().__init__(widget=widget, max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return plain_address(typed)
        except AddressBroken as error:
            raise forms.ValidationError(str(error)) from error


class SubmissionForm(Form):
    """What someone thinks: one text, and a little about who they are."""

    about_key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    text = LinesField(
        rows=10,
        label=_("What do you think?"),
        max_length=LONGEST,
        error_messages={"required": NEEDED, "max_length": TOO_LONG},
        help_text=_(
            "Write nothing about other people, and nothing about health or other private matters: it is read "
            "and published as it stands, or not at all."
        ),
    )
    kind = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect, choices=())
    shown_name = LineField(
        required=False,
        max_length=120,
        label=_("Name to be shown"),
        help_text=_("Your own, that of your business, an alias, or nothing. It is shown beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        required=False,
        label=_("E-mail address"),
        help_text=_("Only for a receipt and the answer. It is never shown, and is erased 30 days after the answer."),
    )

    def __init__(self, *args: Any, mode: str, participants: Sequence[Participant] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode = mode
        kinds = [Kind.CITIZEN, Kind.BUSINESS, Kind.ORGANISATION, Kind.BODY]
        if mode == CITIZEN:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
            self.fields["kind"].initial = Kind.CITIZEN
            return
        if mode == PARTICIPANT:
            del self.fields["kind"], self.fields["shown_name"]
            self.fields["participant"] = forms.ModelChoiceField(
                Participant.objects.with_places().filter(pk__in=[each.pk for each in participants]),
                label=_("For which municipality or county authority?"),
                initial=participants[0].pk if participants else None,
            )
        else:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds[1:]]  # type: ignore[attr-defined]
        _add_body_fields(self, is_required=mode == BODY)
        self.order_fields(["about_key", "text", "participant", "kind", "body_name"])

    @property
    def values(self) -> dict[str, Any]:
        """What the operation is given."""
        given = dict(self.cleaned_data)
        if self.mode == PARTICIPANT:
            given["kind"] = Kind.MUNICIPALITY.value
        return given


class RegisterForm(Form):
    """What came by letter or e-mail, or was said at a meeting."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(c.value, c.label) for c in Submission.Channel if c != Submission.Channel.FORM],
    )
    received_on = DateField(label=_("The day it came"))
    about_key = forms.ChoiceField(required=False, label=_("What it is about"))
    text = LinesField(rows=10, label=_("Text"), max_length=LONGEST, error_messages={"max_length": TOO_LONG})
    kind = forms.ChoiceField(label=_("Who it is from"), choices=Kind.choices)
    participant = forms.ModelChoiceField(
        Participant.objects.none(),
        required=False,
        label=_("Which participant"),
        help_text=_("Only when a municipality or county authority in the council answers."),
    )
    shown_name = LineField(
        required=False,
        max_length=120,
        label=_("Name to be shown"),
        help_text=_("Only when the sender has agreed to that."),
    )
    email = AddressField(
        required=False, label=_("E-mail address"), help_text=_("Only for the answer. It is never shown.")
    )

    def __init__(self, *args: Any, council: Any, parts: Sequence[tuple[str, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about_key"].choices = [("", gettext("The draft as a whole")), *parts]  # type: ignore[attr-defined]
        self.fields["participant"].queryset = (  # type: ignore[attr-defined]
            Participant.objects.on(on).with_places().filter(council=council)
        )
        _add_body_fields(self, is_required=False)


class ReceiptForm(Form):
    """An address for the answer, given afterwards."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("Only for a receipt and the answer. It is never shown, and is erased 30 days after the answer."),
    )


PUBLISH, WITHHOLD = "publish", "withhold"
CHOSEN = {Submission.State.PUBLISHED.value: PUBLISH, Submission.State.WITHHELD.value: WITHHOLD}
"""What has been chosen of a submission, by its state."""


class ModerationForm(Form):
    """Whether a submission is published."""

    choice = forms.ChoiceField(
        label=_("Is it published?"),
        widget=forms.RadioSelect,
        choices=[(PUBLISH, _("Publish it as it stands")), (WITHHOLD, _("Do not publish it"))],
    )
    reason = LinesField(
        rows=3,
        required=False,
        max_length=2000,
        label=_("Why it is not published"),
        help_text=_("The sender reads this. It is needed when it is not published."),
    )
    note = LinesField(
        rows=2, required=False, max_length=2000, label=_("Note"), help_text=_("For the secretariat. It is never shown.")
    )
    version = Version()


class EraseForm(Form):
    """Erase what is personal."""

    reason = LineField(max_length=300, label=_("Reason"), help_text=_("It stands in the history. Name nobody."))
    with_text = forms.BooleanField(
        required=False,
        label=_("Erase the text as well"),
        help_text=_("When the text itself tells who someone is. The answer stays."),
    )
    version = Version()


def _add_body_fields(form: Form, *, is_required: bool) -> None:
    form.fields["body_name"] = LineField(
        required=is_required,
        max_length=160,
        label=_("The body or organisation that answers"),
        help_text=_("For example “Kommunestyret” or “Næringsforeningen”."),
    )
    form.fields["body_resolved_on"] = DateField(
        required=False, label=_("Resolved on"), help_text=_("When a body has resolved the answer.")
    )
    form.fields["body_case_number"] = LineField(required=False, max_length=40, label=_("Case number"))
