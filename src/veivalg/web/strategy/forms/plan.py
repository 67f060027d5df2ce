"""Forms for strategies, goals, paths and actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.rules.plans import MOST_NOK
from veivalg.web.councils.models import Person
from veivalg.web.strategy.forms.fields import LinesField, NumbersField, YearField
from veivalg.web.strategy.models import Action, Strategy
from veivalg.web.strategy.responsible import Everyone
from veivalg.web.ui.forms import DateField, Form, Version


class StrategyForm(Form):
    """Begin a strategy."""

    name = forms.CharField(label=_("Name"), max_length=200)
    vision = forms.CharField(
        label=_("Vision"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_year = YearField(label=_("First year of the strategy"))
    last_year = YearField(label=_("Last year of the strategy"))
    first_action_year = YearField(
        label=_("First year of the actions"), help_text=_("When the actions are for fewer years than the strategy.")
    )
    last_action_year = YearField(label=_("Last year of the actions"))


class ChangeStrategyForm(StrategyForm):
    """The same, with where it is on its way."""

    state = forms.ChoiceField(
        label=_("State"),
        help_text=_(
            "Everyone may read it on consultation and when it is adopted; a draft is only for those who work on it."
        ),
        choices=Strategy.State.choices,
    )
    version = Version()


class GoalForm(Form):
    """Add a goal."""

    name = forms.CharField(label=_("What do you want to reach?"), max_length=2000)
    picture = forms.CharField(
        label=_("How is it when the goal is reached?"),
        help_text=_("A few sentences about the last year of the strategy."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    focus_area = forms.CharField(
        label=_("Focus area"), help_text=_("A theme that several goals stand under."), max_length=500, required=False
    )
    indicator = forms.ChoiceField(label=_("Figure that shows whether it is being reached"), required=False, choices=())
    baseline = forms.DecimalField(
        label=_("Where it is now"), max_digits=16, decimal_places=4, required=False, localize=True
    )
    baseline_year = YearField(label=_("In the year"))
    target = forms.DecimalField(
        label=_("Where it is to be"), max_digits=16, decimal_places=4, required=False, localize=True
    )
    target_year = YearField(label=_("By the year"))
    sustainable_goals = NumbersField(
        label=_("The United Nations' goals"), help_text=_("Numbers with commas between, for example 3, 11."), most=17
    )
    fields_of_work = LinesField(label=_("Fields of work"), help_text=_("One on each line."))

    def __init__(self, *args: Any, indicators: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", gettext("None yet")), *indicators]

    @property
    def values(self) -> dict[str, Any]:
        """What the operations take."""
        data = self.cleaned_data
        about = {name: data[name] for name in ("baseline", "baseline_year", "target", "target_year")}
        return {
            **{name: data[name] for name in ("name", "picture", "focus_area", "sustainable_goals")},
            "fields": data["fields_of_work"],
            "indicators": [{"indicator": data["indicator"], **about}] if data["indicator"] else [],
        }


class ChangeGoalForm(GoalForm):
    """Change a goal."""

    version = Version()


class PathForm(Form):
    """Add a path to a goal."""

    name = forms.CharField(
        label=_("What do you reach the goal through?"),
        help_text=_("Leave it empty when the actions stand right under the goal."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChangePathForm(PathForm):
    """Change a path."""

    version = Version()


class ActionForm(Form):
    """Add an action."""

    text = forms.CharField(label=_("What must be done?"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    responsible = forms.ChoiceField(
        label=_("Who answers for it?"),
        help_text=_("Exactly one. Without one it can be written, but not adopted."),
        required=False,
        choices=(),
    )
    partners = LinesField(label=_("Who takes part?"), help_text=_("One name on each line."))
    kind = forms.ChoiceField(label=_("How is it done?"), choices=Action.Kind.choices, initial=Action.Kind.DATED)
    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))
    due_on = DateField(label=_("Deadline"), required=False)
    rhythm_months = forms.IntegerField(label=_("Months between each time"), min_value=1, max_value=120, required=False)
    wanted_count = forms.IntegerField(label=_("Number of times"), min_value=1, max_value=100_000, required=False)
    counted_per = forms.CharField(
        label=_("Counted for each"),
        help_text=_("When it is so many times for each of several, for example each committee."),
        max_length=2000,
        required=False,
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"),
        help_text=_("Is not shown to everyone."),
        empty_label=_("Nobody yet"),
        queryset=Person.objects.none(),
        required=False,
    )
    cost_nok = forms.IntegerField(label=_("Cost in kroner"), min_value=0, max_value=MOST_NOK, required=False)
    funding = forms.CharField(label=_("Who pays"), max_length=4000, required=False)
    sustainable_goals = NumbersField(
        label=_("The United Nations' goals"), help_text=_("Numbers with commas between, for example 3, 11."), most=17
    )
    fields_of_work = LinesField(label=_("Fields of work"), help_text=_("One on each line."))
    county_plan = forms.CharField(label=_("In the county's plan"), max_length=4000, required=False)
    municipal_plan = forms.CharField(label=_("In the municipalities' plans"), max_length=4000, required=False)

    def __init__(self, *args: Any, known: Everyone, people: Any, unmatched: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = gettext("“%(name)s”, not matched yet") % {"name": unmatched} if unmatched else gettext("Nobody yet")
        self.fields["responsible"].choices = [("", nobody), *known.groups()]
        if people is None:
            del self.fields["contact"]
        else:
            self.fields["contact"].queryset = people

    @property
    def values(self) -> dict[str, Any]:
        """What the operations take."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "fields_of_work")}
        return values | {"fields": self.cleaned_data["fields_of_work"]}


class ChangeActionForm(ActionForm):
    """Change an action."""

    version = Version()


class MoveActionForm(Form):
    """Move an action to another path."""

    path = forms.ChoiceField(label=_("To"), choices=())
    version = Version()

    def __init__(self, *args: Any, paths: Iterable[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = list(paths)


class RemoveForm(Form):
    """Ask before something is removed."""

    version = Version()


class RemoveActionForm(RemoveForm):
    """The same, with why."""

    reason = forms.CharField(
        label=_("Why"), help_text=_("Stands in the history for good. Write no names."), max_length=300, required=False
    )
