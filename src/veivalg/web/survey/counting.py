"""A question that rooms put into their forms of a round: whom do you mean to ask? Counted before anything is made."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.facts.limits import fewest_answers
from veivalg.web.councils.models import Body, Council
from veivalg.web.survey.expected import Expected, GroupToAsk, in_body
from veivalg.web.ui.forms import Form


class CountForm(Form):
    """Whom you mean to ask, to be counted before anything is made. It is part of a form that makes a round."""

    body = forms.ModelChoiceField(
        label=_("Count those who sit in"),
        help_text=_("Nothing is sent. You see how many there are in each group, and which groups would be too small."),
        queryset=Body.objects.none(),
        empty_label=_("Choose"),
        required=False,
    )

    def __init__(self, council: Council, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(council=council)  # type: ignore[attr-defined]


def asks_to_count(request: HttpRequest) -> bool:
    """Whether a form that makes a round was sent to be counted first; then nothing is made."""
    return request.POST.get("step") == "count"


def counted(form: CountForm, groups: Sequence[GroupToAsk], *, mode: str, on: date) -> Expected | None:
    """How many there are in each group, of the body that a valid form says; None, and a word about it, without one."""
    body = form.cleaned_data["body"]
    if body is None:
        form.add_error("body", gettext("Choose whom to count."))
        return None
    return in_body(body, groups, mode=mode, smallest=fewest_answers(on), on=on)
