"""Forms for importing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.ui.forms import Form


class UploadForm(Form):
    """A spreadsheet to read."""

    file = forms.FileField(
        label=_("Spreadsheet (.xlsx or .csv)"),
        help_text=_("At most 5 MB and 20,000 rows. The file itself is not kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
