"""Forms of participants and of the council's own details."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.fields import LineField, OrganisationNumberField
from veivalg.web.councils.models import CountyAuthority, Municipality
from veivalg.web.councils.operations.set_up import COUNTY, MUNICIPALITY
from veivalg.web.councils.setting_up.forms import AboutForm, NameForm, key, participant_choices
from veivalg.web.ui.forms import DateField, Form, Version


class SettingsForm(AboutForm, NameForm):
    """Everything that is said about the council."""

    organisation_number = OrganisationNumberField(
        label=_("Organisation number"),
        help_text=_("If the council is registered on its own."),
        required=False,
    )
    version = Version()

    field_order = ("name", "short_name", "language", "is_own_legal_person", "organisation_number")


class DatesForm(Form):
    """From when until when someone takes part, and what there is to say about it."""

    starts_on = DateField(label=_("First day"), help_text=_("Empty: since long ago, or not known."), required=False)
    ends_on = DateField(label=_("Last day"), help_text=_("That day included. Empty: no end is set."), required=False)
    note = LineField(
        label=_("Note"), help_text=_("For example the resolution it rests on."), max_length=200, required=False
    )


class ParticipantForm(DatesForm):
    """A new participant."""

    who = forms.ChoiceField(label=_("Municipality or county authority"))
    field_order = ("who",)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        municipalities: Sequence[Municipality],
        counties: Sequence[CountyAuthority],
    ) -> None:
        super().__init__(data)
        self.found: dict[str, dict[str, Any]] = {
            key(MUNICIPALITY, place.code): {"municipality": place} for place in municipalities
        }
        self.found |= {key(COUNTY, county.code): {"county": county} for county in counties}
        choices = participant_choices(municipalities, counties, set())
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """As the operation takes it."""
        rest = {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "note")}
        return {**self.found[self.cleaned_data["who"]], **rest}


class ChangeParticipantForm(DatesForm):
    """Other dates, and the language form of papers to it."""

    language = forms.ChoiceField(
        label=_("Language form of papers to it"),
        help_text=_("Briefing papers to the municipality are written in this form."),
        choices=[("", _("The same as the council")), ("nb", "Bokmål"), ("nn", "Nynorsk")],
        required=False,
    )
    version = Version()


class LeaveForm(Form):
    """The last day of a participant."""

    ends_on = DateField(label=_("Last day"), help_text=_("That day included."))
    version = Version()
