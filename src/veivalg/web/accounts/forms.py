"""Forms of signing in and of one's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veivalg.web.accounts.fields import EmailField
from veivalg.web.accounts.models import Account
from veivalg.web.ui.forms import Form, LineField, Version


class SignInForm(Form):
    """Ask for a code."""

    email = EmailField(label=_("Your e-mail address"))
    is_shared_machine = forms.BooleanField(
        label=_("Others use this machine too"),
        help_text=_("You are then signed out when the browser is closed, or after 30 minutes without use."),
        required=False,
    )
    next_path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)


class CodeForm(Form):
    """Type or paste the code from the mail."""

    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=40,
        # Password managers and phones fill in what is marked so; pasting is never blocked (WCAG 3.3.8).
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}
        ),
    )


class PersonalCodeForm(Form):
    """Sign in with a code on a note."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Three groups of four signs, from the note you were given."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    is_shared_machine = forms.BooleanField(
        label=_("Others use this machine too"),
        help_text=_("You are then signed out when the browser is closed, or after 30 minutes without use."),
        required=False,
    )


class AliasForm(Form):
    """What one is called in the youth panel."""

    alias = forms.CharField(
        label=_("What do you want to be called?"),
        help_text=_("Not your own name. Others in the panel and the secretariat see it."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class OwnDetailsForm(Form):
    """Name, language and mail."""

    name = LineField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("The language of each council")), *settings.LANGUAGES], required=False
    )
    mail_rhythm = forms.ChoiceField(
        label=_("Mail about what waits for you"),
        choices=[
            (Account.MailRhythm.EACH, _("When it is needed")),
            (Account.MailRhythm.WEEKLY, _("Once a week, together")),
            (Account.MailRhythm.NONE, _("Never. Codes and security come all the same.")),
        ],
        widget=forms.RadioSelect,
    )
    version = Version()


class AliasDetailsForm(Form):
    """For the youth panel: the language alone. There is no address to send mail to, and the alias has its own page."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("The language of each council")), *settings.LANGUAGES], required=False
    )
    version = Version()
