"""Forms for giving access, and for codes of the youth panel."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.accounts.fields import EmailField
from veivalg.web.accounts.operations.alias import AliasRefused, plain_alias
from veivalg.web.councils.fields import LineField
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.operations.roles import BY_MAIL, FOR_A_PARTICIPANT
from veivalg.web.councils.operations.youth_codes import MOST
from veivalg.web.ui.forms import DateField, Form

ROLE_ABOUT = {
    Role.SECRETARIAT: _("Runs the council's pages: registers, publishes and gives access."),
    Role.REPRESENTATIVE: _("Elected, for one participant: sees drafts, the history and who has access."),
    Role.MUNICIPAL_CONTACT: _(
        "In the administration of one participant: sees that participant's people and the history."
    ),
    Role.ACTION_OWNER: _("Answers for actions in the plan, and sees strategies before they are published."),
    Role.READER: _("Sees the history, and changes nothing."),
}
"""What each role is for, in a sentence beside the choice."""


class RoleForm(Form):
    """Who is to have access, as what, and how long."""

    email = EmailField(label=_("E-mail address"), help_text=_("An invitation is sent here."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, format_lazy("{}. {}", ROLE_WORDS[role], ROLE_ABOUT[role])) for role in BY_MAIL],
        widget=forms.RadioSelect,
    )
    participant = forms.ModelChoiceField(
        label=_("For which participant"),
        help_text=_("Needed for representatives and municipal contacts. Leave it empty for the others."),
        queryset=Participant.objects.none(),
        empty_label=_("Choose"),
        required=False,
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("The access ends at midnight after that day. Empty: until you end it."),
        required=False,
    )

    def __init__(self, council: Council, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = Participant.objects.filter(council=council).with_places()
        self.fields["participant"].queryset = rows.order_by(  # type: ignore[attr-defined]
            "municipality__name", "county__name"
        )

    def clean(self) -> dict[str, Any]:
        """A participant only for roles that have one, so that nobody believes that it was noted."""
        values = super().clean() or self.cleaned_data
        if values.get("participant") and values.get("role") and Role(values["role"]) not in FOR_A_PARTICIPANT:
            told = gettext("“%(role)s” is for the whole council. Leave the participant empty, or choose another role.")
            self.add_error("participant", told % {"role": ROLE_WORDS[Role(values["role"])]})
        return values

    @property
    def values(self) -> dict[str, Any]:
        """As the operation takes it."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class YouthCodesForm(Form):
    """How many codes for which youth council, and their last day."""

    newest_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    """The newest code when the form was opened, so that a form that is sent again makes no more."""
    ends_on = DateField(
        label=_("Last day of the codes"), help_text=_("Often the last day of the youth council's term.")
    )

    def __init__(self, council: Council, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.places = {
            f"count-{row.pk}": row.municipality.name for row in council.participants.all() if row.municipality_id
        }
        for name, place in self.places.items():
            self.fields[name] = _count(gettext("Codes for %(place)s") % {"place": place})
        self.fields["label"] = LineField(
            label=gettext("Codes for others"),
            help_text=gettext("What the notes are marked with, for example the name of a group. No names of people."),
            max_length=60,
            required=False,
        )
        self.fields["count-other"] = _count(gettext("How many of these"))

    def clean_label(self) -> str:
        """Not the name of a person: the same rule as for what the young call themselves."""
        label = self.cleaned_data["label"]
        if label:
            try:
                plain_alias(label)
            except AliasRefused as error:
                raise forms.ValidationError(str(error)) from error
        return str(label)

    def clean(self) -> dict[str, Any]:
        """As many labels as there are to be codes."""
        values = super().clean() or self.cleaned_data
        if values.get("count-other") and not values.get("label"):
            self.add_error("label", gettext("Write what these notes are marked with."))
        count = len(self.labels)
        if not self.errors and not 1 <= count <= MOST:
            text = ngettext(
                "You asked for %(count)s code. Choose from 1 to %(most)s in all.",
                "You asked for %(count)s codes. Choose from 1 to %(most)s in all.",
                count,
            )
            self.add_error(None, text % {"count": count, "most": MOST})
        return values

    @property
    def labels(self) -> list[str]:
        """What each note is marked with: the place and a number."""
        named = [*self.places.items(), ("count-other", self.cleaned_data.get("label") or "")]
        return [
            f"{place} {number}"
            for name, place in named
            for number in range(1, (self.cleaned_data.get(name) or 0) + 1)
            if place
        ]


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False)
