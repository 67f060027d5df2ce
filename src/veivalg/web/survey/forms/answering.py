"""Forms of answering a round: the code, the answers, and what the secretariat hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.councils.models import Body, Council
from veivalg.web.survey.models import Item, Round
from veivalg.web.survey.models.rounds import in_language
from veivalg.web.survey.operations.handing_out import MOST_SLIPS
from veivalg.web.survey.questions import DONT_KNOW, LONGEST_TEXT, Answer, steps_of
from veivalg.web.ui.forms import Form
from veivalg.web.ui.numbers import number

_CODE = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class AskedCodeForm(Form):
    """The code on a slip or in a mail."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Three groups of four signs, from your slip or your mail."),
        max_length=60,
        widget=_CODE,
    )


class SlipsForm(Form):
    """How many slips for each group."""

    issued_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    """Codes out when the form was opened, so that a form that is sent again makes no more."""

    def __init__(self, found: Round, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.groups = {f"group-{group.pk}": group.pk for group in found.groups.all()}
        for group in found.groups.all():
            self.fields[f"group-{group.pk}"] = _count(gettext("Slips for %(group)s") % {"group": group.name})
        self.fields["others"] = _count(gettext("Slips for others") if self.groups else gettext("How many slips"))

    @property
    def counts(self) -> dict[int | None, int]:
        """Group → how many; None for no group."""
        found: dict[int | None, int] = {
            group_id: self.cleaned_data.get(name) or 0 for name, group_id in self.groups.items()
        }
        return found | {None: self.cleaned_data.get("others") or 0}


class LinksForm(Form):
    """Whom to send personal links."""

    body = forms.ModelChoiceField(
        label=_("Send to those who sit in"), queryset=Body.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, council: Council, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(council=council)  # type: ignore[attr-defined]


class PaperForm(Form):
    """Whose paper ballot it is: the code on the slip, or the person."""

    def __init__(self, found: Round, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if found.is_anonymous:
            self.fields["code"] = forms.CharField(
                label=gettext("The code on the paper ballot"), max_length=60, widget=_CODE
            )
        else:
            waiting = found.invitations.filter(ballot=None).select_related("person").order_by("person__name")
            self.fields["invitation"] = forms.ModelChoiceField(
                label=gettext("Whose ballot it is"), queryset=waiting, empty_label=gettext("Choose")
            )


@dataclass(frozen=True)
class Choice:
    """One thing to tick, or one line with a number."""

    name: str
    value: str
    text: str
    is_chosen: bool = False
    note: str = ""
    cost: int = 0


@dataclass(frozen=True)
class Asked:
    """One item as the page shows it."""

    item: Item
    name: str
    text: str
    help: str
    choices: list[Choice]
    low_end: str = ""
    high_end: str = ""
    value: str = ""
    error: str = ""
    most: int = LONGEST_TEXT


def read_form(items: list[Item], data: QueryDict) -> dict[str, Any]:
    """What a form says of each item, by its number, as `questions.read_answers` takes it."""
    given: dict[str, Any] = {}
    for item in items:
        name = _name(item)
        if item.kind == Item.Kind.DOTS:
            keys = [option["key"] for option in item.options]
            values = {key: data.get(f"{name}-{n}", "") for n, key in enumerate(keys)}
            given[str(item.pk)] = {key: value for key, value in values.items() if value.strip()}
        elif item.kind == Item.Kind.BUDGET:
            given[str(item.pk)] = data.getlist(name)
        else:
            given[str(item.pk)] = data.get(name, "")
    return given


def asked(found: Round, items: list[Item], given: Mapping[str, Any], wrong: Mapping[int | None, str]) -> list[Asked]:
    """The items with what has been filled in, and what is wrong with it."""
    return [_asked(found, item, given.get(str(item.pk)), wrong.get(item.pk, "")) for item in items]


def _asked(found: Round, item: Item, value: Answer | None, error: str) -> Asked:
    def words(texts: Mapping[str, str]) -> str:
        return in_language(dict(texts), found.council.language)

    return Asked(
        item=item,
        name=_name(item),
        text=words(item.text),
        help=words(item.help),
        choices=_choices(item, value, words),
        low_end=words(item.low_end),
        high_end=words(item.high_end),
        value=value if isinstance(value, str) else "",
        error=error,
    )


def _choices(item: Item, value: Answer | None, words: Any) -> list[Choice]:
    name, chosen = _name(item), str(value) if isinstance(value, int | str) else ""
    dont_know = Choice(name, DONT_KNOW, gettext("Don’t know"), chosen == DONT_KNOW)
    if steps := steps_of(item.kind):
        numbers = [Choice(name, str(step), str(step), chosen == str(step)) for step in steps]
        # What is left out of a score counts as 0, so there is nothing not to know.
        return numbers if item.kind == Item.Kind.SCORE else [*numbers, dont_know]
    if item.kind == Item.Kind.CHOICE:
        rows = [Choice(name, option["key"], words(option["text"]), chosen == option["key"]) for option in item.options]
        return [*rows, dont_know]
    if item.kind == Item.Kind.BUDGET:
        ticked = value if isinstance(value, list) else []
        return [
            Choice(
                name,
                option["key"],
                words(option["text"]),
                option["key"] in ticked,
                number(option.get("cost") or 0),
                option.get("cost") or 0,
            )
            for option in item.options
        ]
    if item.kind == Item.Kind.DOTS:
        dots = value if isinstance(value, Mapping) else {}
        return [
            Choice(f"{name}-{n}", str(dots.get(option["key"], ""))[:10], words(option["text"]))
            for n, option in enumerate(item.options)
        ]
    return []


def _name(item: Item) -> str:
    return f"q{item.pk}"


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_SLIPS, required=False)
