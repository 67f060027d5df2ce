"""Forms of whoever runs the installation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.fields import EmailField
from veivalg.web.councils.fields import LineField
from veivalg.web.councils.operations.staff_sessions import LENGTHS
from veivalg.web.ui.forms import DateField, Form


class InviteForm(Form):
    """Who may set up a council, and until when."""

    email = EmailField(label=_("E-mail address"))
    until = DateField(label=_("Last day of the invitation"))


class EnterForm(Form):
    """Why and how long."""

    reason = LineField(
        label=_("Why do you have to?"),
        help_text=_("The council reads this in its history. Write what you were asked to do, and by whom."),
        max_length=300,
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[(LENGTHS[0], _("30 minutes")), (LENGTHS[1], _("60 minutes"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
