"""The form that says how far a council has come on a point."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.barometer.models import ProcessPoint
from veivalg.web.ui.forms import Form, LineField, Version


class PointForm(Form):
    """How far, and one line about it."""

    state = forms.ChoiceField(label=_("How far have you come?"), choices=ProcessPoint.State.choices)
    note = LineField(
        label=_("What you found, and where it is"),
        help_text=_("Everyone can read it. Write no names."),
        max_length=500,
        required=False,
    )
    version = Version()
