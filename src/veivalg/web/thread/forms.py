"""Forms of the first page of setting up, and of one's own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.fields import LineField
from veivalg.web.ui.forms import Form


class NewForm(Form):
    """A council that is not on the starter list."""

    short_name = LineField(
        label=_("What do you call the council?"),
        help_text=_("A short name. It can be changed later."),
        max_length=60,
    )


class EraseForm(Form):
    """The one box that has to be ticked."""

    is_sure = forms.BooleanField(
        label=_("Yes, erase my account"), error_messages={"required": _("Tick the box if you want the account erased.")}
    )
