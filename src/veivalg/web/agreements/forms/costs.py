"""The form of the cost key. It is sent as an address, so that what is shown can be shared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.agreements.costs import PROJECTS, Asked, AskedProject
from veivalg.web.councils.models import Participant
from veivalg.web.ui.forms import Form, LineField

MOST_NOK = 10**11


def _budget() -> forms.Field:
    return forms.IntegerField(label=_("Budget in kroner"), min_value=0, max_value=MOST_NOK)


def _flat() -> forms.Field:
    return forms.IntegerField(
        label=_("Per cent that all share equally"),
        help_text=_("100 is equal for all, 0 is by inhabitants alone."),
        min_value=0,
        max_value=100,
    )


def _inhabitants() -> forms.Field:
    return forms.TypedChoiceField(label=_("Inhabitants on 1 January"), coerce=int)


def _others() -> forms.Field:
    return forms.IntegerField(
        label=_("Paid by others"),
        help_text=_("By a county authority, for example, in kroner. It is taken from the budget first."),
        min_value=0,
        max_value=MOST_NOK,
        required=False,
    )


class CostForm(Form):
    """What is to be shared, and how."""

    budsjett = _budget()
    fast = _flat()
    aar = _inhabitants()
    andre = _others()

    def __init__(self, *args: Any, years: Sequence[int], participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aar"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        for number in range(1, PROJECTS + 1):
            name, amount, who = project_names(number)
            self.fields[name] = LineField(label=_("Project for some of them"), max_length=100, required=False)
            self.fields[amount] = forms.IntegerField(label=_("Kroner"), min_value=0, max_value=MOST_NOK, required=False)
            self.fields[who] = forms.TypedMultipleChoiceField(
                label=_("Who pays for it"),
                coerce=int,
                choices=[(each.pk, each.name) for each in participants],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        """A project that is begun says what it costs: one that is left out would make the sum wrong in silence."""
        given = super().clean() or {}
        for number in range(1, PROJECTS + 1):
            name, amount, who = project_names(number)
            is_begun = given.get(name) or given.get(who) or given.get(amount) == 0
            if is_begun and not given.get(amount) and amount not in self.errors:
                self.add_error(amount, gettext("Write how many kroner it costs, or empty the line."))
        return given

    def main(self) -> list[Any]:
        """The fields that are always shown."""
        return [self[name] for name in ("budsjett", "fast", "aar", "andre")]

    def projects(self) -> list[list[Any]]:
        """The fields of the projects that are written, and of one more."""
        shown, is_last = [], False
        for number in range(1, PROJECTS + 1):
            names = project_names(number)
            is_written = any(self.data.get(name) for name in names)
            if is_written or not is_last:
                shown.append([self[name] for name in names])
            is_last = is_last or not is_written
        return shown

    @property
    def has_projects(self) -> bool:
        """Whether something is written about a project."""
        return any(self.data.get(name) for number in range(1, PROJECTS + 1) for name in project_names(number))

    @property
    def asked(self) -> Asked:
        """What is asked for; only of a valid form."""
        given = self.cleaned_data
        projects = []
        for number in range(1, PROJECTS + 1):
            name, amount, who = project_names(number)
            if given[amount]:
                projects.append(
                    AskedProject(
                        name=given[name] or str(_("Project %(number)s") % {"number": number}),
                        amount_nok=given[amount],
                        participants=frozenset(given[who]),
                    )
                )
        return Asked(
            budget_nok=given["budsjett"],
            flat_percent=given["fast"],
            year=given["aar"],
            others_nok=given["andre"] or 0,
            projects=tuple(projects),
        )


class BudgetForm(Form):
    """What the participants pay together in a year, and by which key."""

    budget_nok = _budget()
    flat_percent = _flat()
    inhabitants_year = _inhabitants()
    others_nok = _others()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inhabitants_year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes; only of a valid form."""
        given = {name: self.cleaned_data[name] for name in ("budget_nok", "flat_percent", "inhabitants_year")}
        return {**given, "others_nok": self.cleaned_data["others_nok"] or 0}


def project_names(number: int) -> tuple[str, str, str]:
    """What the fields of a project are called: name, kroner, who pays."""
    return f"p{number}", f"p{number}sum", f"p{number}hvem"
