"""Forms for people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.fields import EmailField
from veivalg.web.councils.models import Person
from veivalg.web.ui.forms import Form, LineField, Version


class PersonForm(Form):
    """Register a person. No national identity number, ever."""

    name = LineField(label=_("Name"), max_length=120)
    office = LineField(
        label=_("Office at home"),
        help_text=_("For instance mayor, or municipal director. It is shown to everyone."),
        max_length=120,
        required=False,
    )
    party = LineField(label=_("Party"), help_text=_("Not shown to the public."), max_length=60, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"),
        help_text=_("Only for counting the balance; never shown beside the name."),
        choices=[("", _("Not stated")), *Person.Gender.choices],
        required=False,
    )
    email = EmailField(label=_("E-mail"), help_text=_("Not shown to the public."), required=False)
    phone = LineField(
        label=_("Phone"),
        help_text=_("Not shown to the public."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )


class SameNameForm(PersonForm):
    """A new person, when the council has one of the same name already."""

    is_another = forms.BooleanField(
        label=_("Register another person of the same name"),
        error_messages={"required": _("Tick here if it is someone else. Otherwise use the one who is registered.")},
    )


class ChangePersonForm(PersonForm):
    """The same with a version."""

    version = Version()


class RemovePersonForm(Form):
    """Erase or remove a person; a tick says that it is meant."""

    is_sure = forms.BooleanField(label=_("Yes, I know that this cannot be undone"))
    version = Version()
