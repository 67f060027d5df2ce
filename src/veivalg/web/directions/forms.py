"""Forms of a choice of direction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from veivalg.facts import load
from veivalg.web.councils.models import Council, Participant
from veivalg.web.directions import languages
from veivalg.web.directions.models import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    MOST_FIGURES,
    MOST_OPTIONS,
    ChoiceRound,
    DirectionChoice,
)
from veivalg.web.directions.operations.asking import Asked
from veivalg.web.meetings.queries import standing_resolutions
from veivalg.web.strategy.models import Goal, Strategy
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations.rounds import LARGEST
from veivalg.web.ui.dates import day, end_of
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version
from veivalg.web.ui.words import norwegian_order

Step = ChoiceRound.Step
_PARTS = ("name", "about", "meanings", "indicators", "figures", "cost", "room")
_LINES = ("meanings", "indicators")
"""Parts that have one on each line."""
_OTHER = "_other"
"""How the names of fields in the second language end, before the number of the option."""


class ChoiceForm(Form):
    """What is weighed: a title, a question, and rows of options, in one language or two. Empty rows are left out."""

    title = LineField(label=_("Name of the choice"), max_length=LONGEST_NAME)
    question = LineField(
        label=_("What you ask of each option"),
        help_text=_("It stands after the option’s name, for all who answer."),
        max_length=300,
    )

    def __init__(self, *args: Any, written_in: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other = languages.second(written_in)
        self.tongue = languages.tongue(self.other)
        for part, most in (("title", LONGEST_NAME), ("question", 300)):
            label = f"{self.fields[part].label} {self.tongue}"
            self.fields[part + _OTHER] = LineField(label=label, max_length=most, required=False)
        language = get_language() or "nb"
        names = {id: each.name.get(language, each.name["nb"]) for id, each in load.key_figures().items()}
        figures = sorted(names.items(), key=lambda pair: norwegian_order(pair[1]))
        for n in range(MOST_OPTIONS):
            for part, field in self._texts(n).items():
                self.fields[f"{part}-{n}"] = field
            for part, field in self._texts(n).items():
                field.label, field.help_text = f"{field.label} {self.tongue}", ""
                self.fields[f"{part}{_OTHER}-{n}"] = field
            self.fields[f"figures-{n}"] = forms.MultipleChoiceField(
                label=gettext("Figures that stand beside it"),
                help_text=gettext("At most %(most)s.") % {"most": MOST_FIGURES},
                choices=figures,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields[f"cost-{n}"] = forms.IntegerField(
                label=gettext("What it costs"),
                help_text=gettext("Only if you are going to spend a budget later. Kroner, hours or points."),
                min_value=0,
                max_value=LARGEST,
                required=False,
            )
            self.fields[f"room-{n}"] = forms.CharField(widget=forms.HiddenInput, max_length=30, required=False)

    def _texts(self, n: int) -> dict[str, forms.Field]:
        """The fields of an option that hold words."""
        return {
            "name": LineField(
                label=gettext("Option %(number)s") % {"number": n + 1}, max_length=LONGEST_NAME, required=False
            ),
            "about": LinesField(label=gettext("What it is about"), rows=2, max_length=LONGEST_ABOUT, required=False),
            "meanings": LinesField(
                label=gettext("What people may mean by it"),
                help_text=gettext("From 2 to 4 lines, one meaning on each. Each participant picks one."),
                rows=3,
                max_length=1000,
                required=False,
            ),
            "indicators": LinesField(
                label=gettext("What would show that you succeed"),
                help_text=gettext("From 2 to 4 lines, one sign on each, or none. Each participant picks one."),
                rows=3,
                max_length=1000,
                required=False,
            ),
        }

    @property
    def head(self) -> dict[str, Any]:
        """Title and question in the second language, for the page."""
        fields = [self[part + _OTHER] for part in languages.HEAD]
        return {"fields": fields, "is_used": any(field.value() or field.errors for field in fields)}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each option, for the page."""
        found = []
        for n in range(MOST_OPTIONS):
            others = [self[f"{part}{_OTHER}-{n}"] for part in languages.PARTS]
            found.append(
                {
                    "number": n + 1,
                    "fields": [self[f"{part}-{n}"] for part in ("about", "meanings", "indicators", "cost")],
                    "name": self[f"name-{n}"],
                    "figures": self[f"figures-{n}"],
                    "room": self[f"room-{n}"],
                    "is_used": bool(self[f"name-{n}"].value()),
                    "others": others,
                    "is_in_two": any(field.value() or field.errors for field in others),
                }
            )
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        parts = ("about", "meanings", "indicators", *(part + _OTHER for part in languages.PARTS))
        for n in range(MOST_OPTIONS):
            if not given.get(f"name-{n}") and any(given.get(f"{part}-{n}") for part in parts):
                self.add_error(f"name-{n}", gettext("Give the option a name, or empty the row."))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """As the operations take it."""
        given = self.cleaned_data
        options = []
        for n in range(MOST_OPTIONS):
            row = {part: given.get(f"{part}-{n}") for part in _PARTS}
            if row["name"]:
                written = {part: given.get(f"{part}{_OTHER}-{n}") for part in languages.PARTS}
                options.append(_apart(row) | {"words": {self.other: _apart(written)}})
        words = {self.other: {part: given.get(part + _OTHER) for part in languages.HEAD}}
        return {"title": given["title"], "question": given["question"], "options": options, "words": words}


def _apart(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same with lists of lines."""
    return {**row, **{part: str(row[part] or "").splitlines() for part in _LINES}}


class ChangeChoiceForm(ChoiceForm):
    """The same, of a choice that is there."""

    version = Version()


def five_purposes(council: Council) -> dict[str, Any]:
    """The form's first content: the five purposes, in the council's language. The others come along by themselves."""
    return {**languages.usual(council.language), **_initial(languages.purposes_in(council.language))}


def stored(choice: DirectionChoice) -> dict[str, Any]:
    """The form's content for a choice that is there, with what is written in the second language. What comes along by
    itself does not stand there: it would stay behind when somebody changes the first."""
    first, other = choice.language, languages.second(choice.language)
    head = {"title": choice.title, "question": choice.question}
    found = {**head, "version": choice.version, **_initial(choice.options)}
    own = languages.own(choice.words, languages.built_in_head(head, first), other)
    found |= dict.fromkeys((part + _OTHER for part in languages.HEAD), "")
    found |= {part + _OTHER: text for part, text in own.items()}
    for n, row in enumerate(choice.options):
        own = languages.own(row.get("words", {}), languages.built_in(row, first), other)
        found |= {f"{part}{_OTHER}-{n}": "" for part in languages.PARTS}
        found |= {f"{part}{_OTHER}-{n}": "\n".join(text) if part in _LINES else text for part, text in own.items()}
    return found


def _initial(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found = {}
    for n, row in enumerate(rows):
        found |= {f"{part}-{n}": row.get(part) for part in _PARTS}
        found |= {f"{part}-{n}": "\n".join(row.get(part, ())) for part in _LINES}
        found |= {f"figures-{n}": list(row["figures"])}
    return found


class StepForm(Form):
    """How a step is asked: who can know the answers, when, and who answers as a group."""

    mode = forms.ChoiceField(
        label=_("Who can know what someone answered"),
        help_text=_(
            "Open: names and answers are shown together when the round has closed. Choose it for elected members who "
            "answer for all to see. Confidential: they are stored together, and no page shows them. Anonymous: nobody "
            "can find out who answered what."
        ),
        choices=Round.Mode.choices,
        widget=forms.RadioSelect,
    )
    opens_on = DateField(label=_("First day to answer"), help_text=_("Norwegian time, from the beginning of the day."))
    closes_on = DateField(
        label=_("Last day to answer"), help_text=_("Norwegian time, to the end of the day. You can close it earlier.")
    )

    def __init__(self, *args: Any, choice: DirectionChoice, step: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice, self.step = choice, Step(step)
        found = Participant.objects.on(on).with_places().filter(council=choice.council)
        self.participants = sorted(found, key=lambda each: norwegian_order(each.name))
        if self.step in (Step.DOTS, Step.BUDGET):
            is_dots = self.step == Step.DOTS
            self.fields["amount"] = forms.IntegerField(
                label=gettext("Dots for each") if is_dots else gettext("How large the budget is"),
                help_text=gettext("About a third of the number of options.") if is_dots else "",
                min_value=1,
                max_value=100 if is_dots else LARGEST,
            )
        if self.step not in (Step.RATING, Step.SECOND_RATING):
            self.fields["option_keys"] = forms.MultipleChoiceField(
                label=gettext("Options to weigh"),
                choices=[(row["key"], row["name"]) for row in choice.weighed],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["by_municipality"] = forms.BooleanField(
            label=gettext("Each municipality’s elected members answer as a group of their own"),
            help_text=gettext(
                "Then you can hold municipality against municipality. A group with fewer than five answers is shown "
                "in open rounds only."
            ),
            required=False,
        )
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=gettext("Other groups"),
            choices=ChoiceRound.GroupKind.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["more_groups"] = LinesField(
            label=gettext("More groups"),
            help_text=gettext("One group on each line."),
            rows=2,
            max_length=600,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("opens_on") and given.get("closes_on") and given["closes_on"] < given["opens_on"]:
            self.add_error("closes_on", gettext("The last day comes before the first."))
        return given

    @property
    def asked(self) -> Asked:
        """As the operation takes it."""
        given = self.cleaned_data
        with override(self.choice.council.language):
            kinds = {str(ChoiceRound.GroupKind(kind).label): kind for kind in given["kinds"]}
        more = {line: "" for each in given["more_groups"].splitlines() if (line := " ".join(each.split()))}
        return Asked(
            step=self.step,
            mode=Round.Mode(given["mode"]),
            opens_at=timezone.make_aware(datetime.combine(given["opens_on"], time())),
            closes_at=end_of(given["closes_on"]),
            participants=self.participants if given["by_municipality"] else (),
            # One that is ticked keeps what it is, also when it is written as well.
            groups=kinds | {name: "" for name in more if name not in kinds},
            option_keys=given.get("option_keys") or (),
            amount=given.get("amount"),
        )


class GateForm(Form):
    """Why you go on."""

    reason = LinesField(label=_("Why you go on anyway"), help_text=_("Everyone can read it."), rows=4, max_length=500)


class StrategyForm(Form):
    """Which strategy grew from the choice."""

    strategy = forms.ChoiceField(label=_("The strategy"))

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), str(row)) for row in council.strategies.all()]
        self.fields["strategy"].choices = [("", gettext("Choose")), *choices]  # type: ignore[attr-defined]


class TieForm(StrategyForm):
    """Which of its goals came of each option that was chosen. Asked when the strategy is known."""

    def __init__(self, *args: Any, choice: DirectionChoice, chosen: Sequence[str], strategy: Strategy, **kwargs: Any):
        super().__init__(*args, council=choice.council, **kwargs)
        self.fields["strategy"].widget = forms.HiddenInput()
        self.chosen = chosen
        goals = [(goal.key, _goal_words(goal)) for goal in strategy.goals.select_related("focus_area")]
        for n, key in enumerate(chosen if goals else ()):
            label = gettext("Goals that came of “%(name)s”") % {"name": choice.option(key)["name"]}
            self.fields[f"goals-{n}"] = forms.MultipleChoiceField(
                label=label, choices=goals, widget=forms.CheckboxSelectMultiple, required=False
            )

    @property
    def goal_keys(self) -> dict[str, list[str]]:
        """As the operation takes it."""
        return {key: self.cleaned_data.get(f"goals-{n}") or [] for n, key in enumerate(self.chosen)}


def _goal_words(goal: Goal) -> str:
    return f"{goal.focus_area}: {goal}" if goal.focus_area else str(goal)


class OutcomeForm(Form):
    """Which resolution, and which options it chose."""

    resolution = forms.ChoiceField(label=_("The resolution"))
    chosen = forms.MultipleChoiceField(label=_("What it chose"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choice: DirectionChoice, closed_on: date | None, **kwargs: Any) -> None:
        """Only what was resolved when the rating had closed, or later, can have chosen."""
        super().__init__(*args, **kwargs)
        found = standing_resolutions(choice.council)
        rows = [] if closed_on is None else found.filter(resolved_on__gte=closed_on)[:200]
        self.is_empty = not rows
        choices = [(str(row.pk), f"{day(row.resolved_on)}: {row} ({row.body.name})") for row in rows]
        self.fields["resolution"].choices = [("", gettext("Choose")), *choices]  # type: ignore[attr-defined]
        self.fields["chosen"].choices = [(row["key"], row["name"]) for row in choice.weighed]  # type: ignore[attr-defined]
