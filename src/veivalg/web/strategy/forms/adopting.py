"""The form that registers an adoption."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day
from veivalg.web.ui.forms import Form


class _Resolutions(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{day(obj.resolved_on)}: {obj} ({obj.body.name})"


class AdoptForm(Form):
    """Which resolution adopted it."""

    resolution = _Resolutions(
        label=_("The resolution that adopted it"),
        queryset=Resolution.objects.none(),
        empty_label=_("Choose the resolution"),
    )
    read_at = forms.CharField(widget=forms.HiddenInput, max_length=40)
    """When the text that was read had been changed last."""

    def __init__(self, *args: Any, resolutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = resolutions

    def clean_read_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["read_at"])
        except ValueError:
            raise forms.ValidationError(gettext("Open the page again, and read the text before you send it.")) from None
