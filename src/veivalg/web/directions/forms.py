"""Forms of a choice of direction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from veivalg.facts import load
from veivalg.facts.cooperation import purposes
from veivalg.web.councils.models import Council, Participant
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
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations.rounds import LARGEST
from veivalg.web.ui.dates import day, end_of
from veivalg.web.ui.forms import DateField, Form, LineField, LinesField, Version
from veivalg.web.ui.words import norwegian_order

Step = ChoiceRound.Step
_PARTS = ("name", "about", "meanings", "indicators", "figures", "cost", "room")
_LINES = ("meanings", "indicators")
"""Parts that have one on each line."""


class ChoiceForm(Form):
    """What is weighed: a title, a question, and rows of options. Empty rows are left out."""

    title = LineField(label=_("Name of the choice"), max_length=LONGEST_NAME)
    question = LineField(
        label=_("What you ask of each option"),
        help_text=_("It stands after the option’s name, for all who answer."),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "nb"
        names = {id: each.name.get(language, each.name["nb"]) for id, each in load.key_figures().items()}
        figures = sorted(names.items(), key=lambda pair: norwegian_order(pair[1]))
        for n in range(MOST_OPTIONS):
            self.fields[f"name-{n}"] = LineField(
                label=gettext("Option %(number)s") % {"number": n + 1}, max_length=LONGEST_NAME, required=False
            )
            self.fields[f"about-{n}"] = LinesField(
                label=gettext("What it is about"), rows=2, max_length=LONGEST_ABOUT, required=False
            )
            self.fields[f"meanings-{n}"] = LinesField(
                label=gettext("What people may mean by it"),
                help_text=gettext("From 2 to 4 lines, one meaning on each. Each participant picks one."),
                rows=3,
                max_length=1000,
                required=False,
            )
            self.fields[f"indicators-{n}"] = LinesField(
                label=gettext("What would show that you succeed"),
                help_text=gettext("From 2 to 4 lines, one sign on each, or none. Each participant picks one."),
                rows=3,
                max_length=1000,
                required=False,
            )
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

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each option, for the page."""
        return [
            {
                "number": n + 1,
                "fields": [self[f"{part}-{n}"] for part in ("about", "meanings", "indicators", "cost")],
                "name": self[f"name-{n}"],
                "figures": self[f"figures-{n}"],
                "room": self[f"room-{n}"],
                "is_used": bool(self[f"name-{n}"].value()),
            }
            for n in range(MOST_OPTIONS)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for n in range(MOST_OPTIONS):
            if not given.get(f"name-{n}") and any(
                given.get(f"{part}-{n}") for part in ("about", "meanings", "indicators")
            ):
                self.add_error(f"name-{n}", gettext("Give the option a name, or empty the row."))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """As the operations take it."""
        given = self.cleaned_data
        rows = [{part: given.get(f"{part}-{n}") for part in _PARTS} for n in range(MOST_OPTIONS)]
        options = [row | {part: str(row[part]).splitlines() for part in _LINES} for row in rows if row["name"]]
        return {"title": given["title"], "question": given["question"], "options": options}


class ChangeChoiceForm(ChoiceForm):
    """The same, of a choice that is there."""

    version = Version()


def five_purposes(council: Council) -> dict[str, Any]:
    """The form's first content: the five purposes, in the council's language."""
    language = council.language
    rows = [
        {
            "name": each.name[language],
            "about": each.about[language],
            "meanings": [text[language] for text in each.meanings],
            "indicators": [text[language] for text in each.indicators],
            "figures": each.figures,
            "room": each.room or "",
        }
        for each in purposes()
    ]
    return {
        "title": gettext("What do we want?"),
        "question": gettext("How important is this for the cooperation in the next four years?"),
        **_initial(rows),
    }


def stored(choice: DirectionChoice) -> dict[str, Any]:
    """The form's content for a choice that is there."""
    return {
        "title": choice.title,
        "question": choice.question,
        "version": choice.version,
        **_initial(choice.options),
    }


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
                choices=[(row["key"], row["name"]) for row in choice.options],
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
            label=gettext("More groups"), help_text=gettext("One on each line."), rows=2, max_length=600, required=False
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


class OutcomeForm(Form):
    """Which resolution, and which options it chose."""

    resolution = forms.ChoiceField(label=_("The resolution"))
    chosen = forms.MultipleChoiceField(label=_("What it chose"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choice: DirectionChoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = standing_resolutions(choice.council)[:200]
        choices = [(str(row.pk), f"{day(row.resolved_on)}: {row} ({row.body.name})") for row in rows]
        self.fields["resolution"].choices = [("", gettext("Choose")), *choices]  # type: ignore[attr-defined]
        self.fields["chosen"].choices = [(row["key"], row["name"]) for row in choice.options]  # type: ignore[attr-defined]
