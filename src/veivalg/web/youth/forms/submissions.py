"""Forms of what the young say, and of what is done with it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.meetings.models import Resolution
from veivalg.web.participation.forms import rounds
from veivalg.web.participation.forms.sending import NEEDED, TOO_LONG, EraseForm, ModerationForm
from veivalg.web.ui.forms import DateField, Form, LinesField
from veivalg.web.youth.forms.matters import offer_resolutions
from veivalg.web.youth.models.submissions import LONGEST

__all__ = ["AnswerForm", "EraseYouthForm", "ModerateForm", "RegisterForm", "SubmitForm"]


class SubmitForm(Form):
    """What one of the young thinks."""

    text = LinesField(
        rows=8,
        max_length=LONGEST,
        label=_("What do you think?"),
        error_messages={"required": NEEDED, "max_length": TOO_LONG},
        help_text=_(
            "One sentence is enough. Write nothing that tells who you are, and nothing about other people: it is read "
            "and published as it stands, or not at all."
        ),
    )


class RegisterForm(Form):
    """What the panel said at a meeting."""

    received_on = DateField(label=_("The day of the meeting"))
    text = LinesField(
        rows=8,
        max_length=LONGEST,
        label=_("What the panel said"),
        error_messages={"max_length": TOO_LONG},
        help_text=_("In their words, and without names."),
    )


class ModerateForm(ModerationForm):
    """Whether a submission is published. There are no notes about the young."""

    note = None


class EraseYouthForm(EraseForm):
    """Erase who sent it, and perhaps what it says."""


class AnswerForm(rounds.AnswerForm):
    """How a submission was used, and where that can be seen."""

    words = LinesField(
        rows=5,
        max_length=LONGEST,
        label=_("Answer"),
        help_text=_(
            "Say what it changed, or why it changed nothing, in words that a fifteen-year-old reads. Everyone can read "
            "it when the submission is published."
        ),
    )
    resolution = forms.ModelChoiceField(
        Resolution.objects.none(),
        required=False,
        empty_label=_("none"),
        label=_("Resolution that it changed"),
        help_text=_("The newest stand on top."),
    )
    changed_elsewhere = forms.BooleanField(
        required=False,
        label=_("It changed something that is not here"),
        help_text=_("Then the answer says what, and where it can be seen."),
    )

    def __init__(self, *args: Any, resolutions: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, has_version=True, **kwargs)
        offer_resolutions(self.fields["resolution"], resolutions)
