"""Forms of the pages behind a link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.strategy.forms.updating import UpdateForm
from veivalg.web.ui.forms import Form, LineField


class AnswerForm(UpdateForm):
    """The same as on the action's own page: one line, a count where something is counted, and a button."""

    text = LineField(
        label=_("What has happened?"),
        help_text=_("One line, if you like. Everyone can read it, so write no names."),
        max_length=300,
        required=False,
    )


class ReferralForm(Form):
    """Who answers for the action, in one line."""

    text = LineField(
        label=_("Who answers for it?"),
        help_text=_("A post or a department is enough. Only the secretariat reads it."),
        max_length=200,
    )


class AnewForm(forms.Form):
    """The link that has run out."""

    key = forms.CharField(max_length=100, required=False)
