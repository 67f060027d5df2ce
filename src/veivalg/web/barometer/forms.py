"""Forms of the ten points, and of rounds about the cooperation and about capacity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.web.barometer.models import ProcessPoint
from veivalg.web.barometer.operations.rounds import MODES
from veivalg.web.survey.models import Round
from veivalg.web.survey.words import mode_words
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version


class PointForm(Form):
    """How far, and one line about it."""

    state = forms.ChoiceField(label=_("How far have you come?"), choices=ProcessPoint.State.choices)
    note = LineField(
        label=_("What you found, and where it is"),
        help_text=_("Everyone can read it. Write no names."),
        max_length=500,
        required=False,
    )
    version = Version()


class AskForm(Form):
    """A round about the cooperation or about capacity, before it is opened."""

    title = LineField(max_length=200, label=_("Title"))
    purpose = LinesField(
        rows=3,
        max_length=1000,
        label=_("What the answers will be used for"),
        help_text=_("Everyone who answers reads this first."),
    )
    mode = forms.ChoiceField(label=_("Who can know what someone answered"), widget=forms.RadioSelect)
    groups = forms.ChoiceField(
        label=_("Tell the answers apart by"),
        help_text=_(
            "A group is only shown when enough have answered, and never so that a small one can be worked out. With "
            "fewer than five in a group, take no groups."
        ),
        choices=[
            ("none", _("Nothing; all together")),
            ("participants", _("Municipality")),
            ("roles", _("Elected members, administration, business and others")),
        ],
        widget=forms.RadioSelect,
    )
    asks_leaders = forms.BooleanField(
        required=False, label=_("Ask those who lead about their own part, too"), help_text=_("Others leave it out.")
    )
    asks_words = forms.BooleanField(
        required=False,
        label=_("Let people write a few words, too"),
        help_text=_("You read each text when the round has closed, and publish it or hold it back. Five must write."),
    )
    own_items = LinesField(
        rows=3,
        max_length=4000,
        required=False,
        label=_("Your own statements"),
        help_text=_("One on each line, at most ten. Write them so that one can agree or disagree."),
    )
    opens_on = DateField(label=_("Opens"))
    closes_on = DateField(label=_("Last day to answer"), help_text=_("Until midnight. Three weeks is usual."))
    keeps = forms.ChoiceField(
        label=_("What is kept"),
        help_text=_(
            "Single answers are deleted 90 days after the round closes, unless you keep them. What an elected body "
            "answers in a case may be documents of the case, which may not simply be destroyed (arkivlova § 13). Ask "
            "whoever answers for the archive now: it cannot be changed later."
        ),
        choices=Round.Keeps.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_capacity: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode, f"{words.name}: {words.promise}") for mode, words in ((mode, mode_words(mode)) for mode in MODES)
        ]
        if is_capacity:
            for name in ("groups", "asks_leaders", "asks_words", "own_items"):
                del self.fields[name]

    def clean_own_items(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["own_items"].splitlines() if line.strip()]
