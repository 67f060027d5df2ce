"""The form that says how an action is going: the button pressed is the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.strategy.models import Action, ActionUpdate
from veivalg.web.ui.forms import Form


class UpdateForm(Form):
    """One line, a count where something is counted, and the answer."""

    text = forms.CharField(
        label=_("One line about it"),
        help_text=_("Everyone can read it. Write no names."),
        max_length=300,
        required=False,
    )
    done_count = forms.IntegerField(label=_("Done so many times"), min_value=0, max_value=1_000_000, required=False)
    status = forms.ChoiceField(choices=ActionUpdate.Status.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action.kind != Action.Kind.COUNTABLE:
            del self.fields["done_count"]
