"""Forms for a plan from a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.rules.plans import ActionKind
from veivalg.web.files.cleaning import clean
from veivalg.web.strategy.forms.fields import LinesField, YearField
from veivalg.web.strategy.models import Action, Strategy
from veivalg.web.ui.forms import DateField, Form, Version


class UploadForm(Form):
    """Choose a file, and where it goes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx), Excel (.xlsx), CSV, or a file that was downloaded from here. At most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv,.json"}),
    )
    strategy = forms.ChoiceField(
        label=_("Where does it belong?"),
        help_text=_("A file that is read again updates what is there."),
        choices=(),
        required=False,
    )

    def __init__(self, *args: Any, strategies: list[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strategy"].choices = [
            *((str(strategy.pk), strategy.name) for strategy in strategies),
            ("", gettext("A new strategy")),
        ]
        # A new strategy is an answer as well, and sends nothing.
        self.fields["strategy"].is_asked_at_times = True
        if not strategies:
            del self.fields["strategy"]


class DraftActionForm(Form):
    """Correct what was read of one action."""

    text = forms.CharField(label=_("What must be done?"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    responsible = forms.CharField(label=_("Who answers for it?"), max_length=400, required=False)
    partners = LinesField(label=_("Who takes part?"), help_text=_("One name on each line."))
    kind = forms.ChoiceField(label=_("How is it done?"), choices=Action.Kind.choices)
    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))
    due_on = DateField(label=_("Deadline"), required=False)
    rhythm_months = forms.IntegerField(label=_("Months between each time"), min_value=1, max_value=120, required=False)
    wanted_count = forms.IntegerField(label=_("Number of times"), min_value=1, max_value=100_000, required=False)
    counted_per = forms.CharField(label=_("Counted for each"), max_length=400, required=False)
    version = Version()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", gettext("%(last)s comes before %(first)s.") % {"last": last, "first": first})
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a plan's action."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return data | {
            "kind": ActionKind(data["kind"]),
            "partners": tuple(data["partners"]),
            "text": clean(data["text"])[0],
            "counted_per": clean(data["counted_per"])[0],
            "responsible": " ".join(clean(data["responsible"])[0].split()),
        }
