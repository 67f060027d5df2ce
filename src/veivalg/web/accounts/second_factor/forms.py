"""Forms of the second factor."""

import json

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.ui.forms import Form, LineField

_LONGEST_ANSWER = 20_000
"""In characters. A passkey's answer is one or two thousand."""


class CodeAppForm(Form):
    """The code that the app shows now."""

    code = forms.CharField(
        label=_("The code from your code app"),
        help_text=_("Six digits, new every half minute."),
        max_length=40,
        # Password managers and phones fill in what is marked so; pasting is never blocked (WCAG 3.3.8).
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "size": "12"}
        ),
    )


class RecoveryCodeForm(Form):
    """One of the codes on paper."""

    code = forms.CharField(
        label=_("A recovery code"),
        help_text=_("Three groups of four signs. Each code works once."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "20"}
        ),
    )


class PasskeyAnswerForm(Form):
    """What the browser says the passkey answered; filled in by the script."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=_LONGEST_ANSWER, required=False)

    def clean_answer(self) -> dict[str, object]:
        """The answer as a mapping. What it holds is checked where it is used."""
        try:
            answer = json.loads(self.cleaned_data["answer"])
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise forms.ValidationError(gettext("The passkey did not answer. Try again, or use another way."))
        return answer


class NewPasskeyForm(PasskeyAnswerForm):
    """A new passkey and what to call it."""

    name = LineField(
        label=_("What shall we call it?"),
        help_text=_("So that you know it again, e.g. “My phone”."),
        max_length=60,
        required=False,
    )


class Nothing(Form):
    """A button, and a place for what went wrong."""
