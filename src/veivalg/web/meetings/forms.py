"""Forms of resolutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Body, Council
from veivalg.web.meetings.models import LONGEST_TEXT, Resolution
from veivalg.web.meetings.operations import Content
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField


class ResolutionForm(Form):
    """Register a resolution. The rules are the operation's; the form only reads."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=_("Choose"))
    resolved_on = DateField(label=_("Resolved on"))
    case_number = forms.CharField(
        label=_("Case number"),
        help_text=_("Running number and year, e.g. 15/26 or RR-sak 15/26."),
        max_length=60,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What it is about"),
        help_text=_(
            "A regional council cannot make individual decisions about others, except about its own affairs and grants "
            "(kommuneloven § 18-1). What commits a municipality is a recommendation until its own body has resolved it."
        ),
        choices=[("", _("Choose")), *Resolution.Kind.choices],
    )
    title = LineField(label=_("Title"), max_length=200)
    text = LinesField(
        label=_("Text of the resolution"),
        help_text=_("As it stands in the minutes. Leave out what is not public: everyone can read this."),
        max_length=LONGEST_TEXT,
        rows=10,
    )
    link = forms.CharField(
        label=_("Link"),
        help_text=_("To the minutes or the case. We put https:// in front if you leave it out."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(council=council)  # type: ignore[attr-defined]

    @property
    def content(self) -> Content:
        """What was written; only of a valid form."""
        given = {name: self.cleaned_data[name] for name in ResolutionForm.base_fields}
        return Content(**given | {"kind": Resolution.Kind(given["kind"])})


class CorrectionForm(ResolutionForm):
    """The same, and why it was wrong."""

    reason = LineField(
        label=_("Why it is corrected"),
        help_text=_("Shown to everyone beside the old text. The old text stays where it is."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
