"""Forms for bodies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Body
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version


class BodyForm(Form):
    """Make or change a body."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        help_text=_("Assembly, executive committee and committees are elected bodies; members vote there."),
        choices=Body.Kind.choices,
    )
    name = LineField(label=_("Name"), max_length=120)
    purpose = LinesField(label=_("What it is for"), max_length=2000, required=False, rows=3)
    basis = LineField(
        label=_("Made by"),
        help_text=_("The resolution or the clause of the agreement that made it."),
        max_length=200,
        required=False,
    )
    starts_on = DateField(label=_("First day"), required=False)
    leader_rotates = forms.BooleanField(
        label=_("The leader's post goes round among the participants"),
        help_text=_("The page of the body then shows who has led, and whose turn it is."),
        required=False,
    )
    place_in_list = forms.IntegerField(
        label=_("Place in the list"), help_text=_("1 comes first."), min_value=0, max_value=999, required=False
    )

    def clean_place_in_list(self) -> int:
        return self.cleaned_data["place_in_list"] or 0


class ChangeBodyForm(BodyForm):
    """The same with a version, and with the last day when there is one to correct."""

    ends_on = DateField(label=_("Last day"), help_text=_("Leave it empty and the body goes on."), required=False)
    version = Version()

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if body.ends_on is None:
            del self.fields["ends_on"]


class EndBodyForm(Form):
    """End a body."""

    ends_on = DateField(label=_("Last day"), help_text=_("The day counts whole."))
    reason = LineField(
        label=_("Why"), help_text=_("Stands in the history for good. Write no names."), max_length=300, required=False
    )
    version = Version()
