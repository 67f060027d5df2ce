"""Forms for mandates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.rules.mandates import Right
from veivalg.web.councils.models import Mandate, Participant, Person
from veivalg.web.councils.operations.mandates import MandateValues
from veivalg.web.ui.dates import period
from veivalg.web.ui.forms import DateField, Form, LineField, Version


class PersonField(forms.ModelChoiceField):
    """A person by name, and by what they are at home where names are alike."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj}, {obj.office}" if obj.office and obj.erased_at is None else str(obj)


class ParticipantField(forms.ChoiceField):
    """A participant, with its days where it has not always taken part. The choices are given, and cost no query."""

    def __init__(self, *, participants: Sequence[Participant], **kwargs: Any) -> None:
        self.rows = {str(participant.pk): participant for participant in participants}
        choices = [("", _("None: not chosen by one participant")), *((pk, _name(p)) for pk, p in self.rows.items())]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> Participant | None:
        return self.rows.get(super().clean(value))


def _name(participant: Participant) -> str:
    if participant.starts_on is None and participant.ends_on is None:
        return participant.name
    return f"{participant.name} ({period(participant.starts_on, participant.ends_on)})"


class MandateForm(Form):
    """What is said about a mandate besides whose it is."""

    position = forms.ChoiceField(label=_("Role in the body"), choices=Mandate.Position.choices)
    substitute_order = forms.IntegerField(
        label=_("Number among the substitutes"),
        help_text=_("Only for substitutes. Leave it empty, and the next free number is given."),
        min_value=1,
        max_value=99,
        required=False,
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), help_text=_("The day counts whole."), required=False)
    basis = LineField(
        label=_("Chosen by the resolution"),
        help_text=_("Body, date and case number, for instance: municipal council 15 October 2023, case 61/23."),
        max_length=200,
        required=False,
    )
    side = forms.ChoiceField(
        label=_("Side at home"),
        help_text=_("Not shown to the public."),
        choices=[("", _("Not stated")), *Mandate.Side.choices],
        required=False,
    )
    has_usual_rights = forms.BooleanField(
        label=_("The rights that come with the position"),
        help_text=_(
            "Members, and substitutes who are called in, attend, speak, propose and vote. "
            "Whoever only attends an elected body has no rights of their own."
        ),
        required=False,
        initial=True,
    )
    rights = forms.MultipleChoiceField(
        label=_("Other rights"),
        help_text=_("Counts only when the tick above is taken away."),
        choices=[
            (Right.ATTEND.value, _("Attend")),
            (Right.SPEAK.value, _("Speak")),
            (Right.PROPOSE.value, _("Propose")),
            (Right.VOTE.value, _("Vote")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"] = ParticipantField(participants=participants, label=_("Chosen by"), required=False)
        self.order_fields(["person", "participant", "position"])

    def values(self) -> MandateValues:
        """The valid form as the operation takes it."""
        data = self.cleaned_data
        rights = None if data["has_usual_rights"] else frozenset(Right(word) for word in data["rights"])
        return MandateValues(
            participant=data["participant"],
            position=data["position"],
            substitute_order=data["substitute_order"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            basis=data["basis"],
            side=data["side"],
            rights=rights,
        )


class NewMandateForm(MandateForm):
    """Register a mandate for someone."""

    person = PersonField(label=_("Person"), empty_label=_("Choose a person"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ChangeMandateForm(MandateForm):
    """Correct a mandate."""

    version = Version()


class EndMandateForm(Form):
    """End a mandate."""

    ends_on = DateField(label=_("Last day"), help_text=_("The day counts whole."))
    reason = LineField(
        label=_("Why"), help_text=_("Stands in the history for good. Write no names."), max_length=300, required=False
    )
    version = Version()


class ReplaceMandateForm(Form):
    """Someone else takes over."""

    person = PersonField(label=_("Who takes over"), empty_label=_("Choose a person"), queryset=Person.objects.none())
    from_on = DateField(label=_("From"), help_text=_("The mandate of today ends the day before."))
    basis = LineField(
        label=_("Chosen by the resolution"), help_text=_("Body, date and case number."), max_length=200, required=False
    )
    version = Version()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class RemoveMandateForm(Form):
    """Remove a mandate that was a mistake."""

    version = Version()
