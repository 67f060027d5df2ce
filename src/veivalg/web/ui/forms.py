"""Forms that look like Designsystemet's and say what is wrong where it is wrong."""

import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _


class Renderer(DjangoTemplates):
    """Our templates for forms and fields (see FORM_RENDERER)."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class BoundField(forms.BoundField):
    """A field on a page, with Designsystemet's class on its widget."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        shown = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # Several boxes in one field share a frame, and the class would be the frame's as well.
        if not isinstance(shown, forms.HiddenInput | forms.RadioSelect) and "class" not in shown.attrs:
            attrs.setdefault("class", "ds-input")
        return attrs


class Form(forms.Form):
    """A form with Designsystemet's classes on its widgets, and no colons after labels."""

    bound_field_class = BoundField
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def status_of(*shown: forms.BaseForm | None) -> int:
    """What a page with forms answers: 200 when they are only shown, 422 when something must be corrected.

    The others are given where they belong: 409 when someone else wrote in the meantime (`ui.conflicts`), 429 when
    there were too many tries, and 403 for a code that does not prove who someone is.
    """
    return 422 if any(form is not None and form.is_bound and form.errors for form in shown) else 200


class LineField(forms.CharField):
    """One line of text, without signs that cannot be seen or that turn the writing round."""

    def to_python(self, value: Any) -> str:
        return " ".join(_seen(" ".join(super().to_python(value).split())).split())


class LinesField(forms.CharField):
    """Several lines of text, without such signs."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return _seen(super().to_python(value)).strip()


_KEPT = "\n\r\t\0"
"""The sign without a value stays because its own check refuses it, in words."""


def _seen(text: str) -> str:
    """The text without signs that cannot be seen, in the one way of writing each letter that is stored.

    Some letters are longer in that way, so it is done before anyone asks how long the text is.
    """
    seen = "".join(sign for sign in text if sign in _KEPT or not unicodedata.category(sign).startswith("C"))
    return unicodedata.normalize("NFC", seen)


class DateField(forms.DateField):
    """A date, in the browser's own calendar; typed dates may be Norwegian too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        super().__init__(**kwargs)


class Version(forms.IntegerField):
    """Which version of the object the form was filled in from, so that two writers never overwrite each other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=1, **kwargs)


class WebAddressField(forms.URLField):
    """A web address; ``https://`` is put in front when it is left out. The browser does not judge it, we do."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}))
        kwargs.setdefault(
            "error_messages", {"invalid": _("This is not a web address. Write it like namdal.no or https://namdal.no.")}
        )
        super().__init__(assume_scheme="https", **kwargs)
