"""What the steps of setting up a council ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veivalg.facts.starter import Certainty
from veivalg.web.accounts.fields import EmailField
from veivalg.web.councils.certainty import CERTAINTY_WORDS
from veivalg.web.councils.fields import LineField
from veivalg.web.councils.models import CountyAuthority, Municipality
from veivalg.web.councils.operations.set_up import COUNTY, MUNICIPALITY, DraftParticipant
from veivalg.web.ui.forms import DateField, Form, WebAddressField
from veivalg.web.ui.words import norwegian_order


class NameForm(Form):
    """What the council is called, and in which language form its pages are."""

    name = LineField(
        label=_("Full name"), max_length=160, help_text=_("As it stands in the agreement between the participants.")
    )
    short_name = LineField(
        label=_("Short name"), max_length=60, help_text=_("What you say in daily life. It stands at the top of pages.")
    )
    language = forms.ChoiceField(
        label=_("Language of the council's pages"),
        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class AboutForm(Form):
    """What is said about the council. Everything can wait."""

    is_own_legal_person = forms.TypedChoiceField(
        label=_("Is the council its own legal person?"),
        help_text=_("The agreement has to say so (kommuneloven § 18-4)."),
        choices=[("true", _("Yes")), ("false", _("No, it is part of the participants")), ("", _("Not said yet"))],
        coerce=lambda value: value == "true",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    office_municipality = forms.ModelChoiceField(
        label=_("The municipality that houses the office"),
        queryset=Municipality.objects.none(),
        empty_label=_("Not said yet"),
        to_field_name="code",
        required=False,
    )
    secretariat = LineField(
        label=_("The secretariat"),
        help_text=_("What it is called and where it sits."),
        max_length=160,
        required=False,
    )
    contact_email = EmailField(
        label=_("E-mail address for those who want to reach you"),
        help_text=_("It is shown on the council's pages. A shared address is best."),
        required=False,
    )
    website = WebAddressField(label=_("Website"), max_length=200, required=False)
    controller = LineField(
        label=_("Who answers for personal data"),
        help_text=_("The council when it is its own legal person, else usually the municipality with the office."),
        max_length=160,
        required=False,
    )
    archive_keeper = LineField(
        label=_("Who keeps the archive"),
        help_text=_("The council itself, a municipality or an archive that several own."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, offices: "forms.models.QuerySet[Municipality] | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offices is not None:
            self.fields["office_municipality"].queryset = offices  # type: ignore[attr-defined]


class OwnNameForm(Form):
    """What whoever sets up is called, when their account has no name."""

    own_name = LineField(
        label=_("Your own name"),
        help_text=_("Others in the council see it beside what you do. It is not shown to the public."),
        max_length=120,
    )


@dataclass(frozen=True)
class Line:
    """One row of the participants' step."""

    row: DraftParticipant
    name: str
    takes_part: forms.BoundField
    starts_on: forms.BoundField
    certainty: str
    elsewhere: Sequence[str]
    """Other councils where it takes part today."""


class ParticipantsForm(Form):
    """Who takes part, and since when."""

    add = forms.ChoiceField(label=_("Add a municipality or a county authority"), required=False)

    def __init__(
        self,
        rows: Sequence[DraftParticipant],
        data: Mapping[str, Any] | None = None,
        *,
        municipalities: Sequence[Municipality],
        counties: Sequence[CountyAuthority],
        elsewhere: Mapping[str, Sequence[str]],
    ) -> None:
        self.rows, self.elsewhere = rows, elsewhere
        self.names = {key(MUNICIPALITY, place.code): place.name for place in municipalities}
        self.names |= {key(COUNTY, county.code): county.name for county in counties}
        super().__init__(data)
        for row in rows:
            self._add_row(row)
        there = {key(row.kind, row.code) for row in rows}
        self.fields["add"].choices = participant_choices(municipalities, counties, there)  # type: ignore[attr-defined]

    def _add_row(self, row: DraftParticipant) -> None:
        name = self.names[key(row.kind, row.code)]
        self.fields[f"takes_part-{key(row.kind, row.code)}"] = forms.BooleanField(
            label=name, required=False, initial=row.takes_part
        )
        self.fields[f"starts_on-{key(row.kind, row.code)}"] = DateField(
            label=_("Has taken part since"), required=False, initial=row.starts_on or None
        )

    @property
    def lines(self) -> list[Line]:
        """The rows as the page shows them."""
        return [
            Line(
                row=row,
                name=self.names[key(row.kind, row.code)],
                takes_part=self[f"takes_part-{key(row.kind, row.code)}"],
                starts_on=self[f"starts_on-{key(row.kind, row.code)}"],
                certainty=str(CERTAINTY_WORDS[Certainty(row.certainty)]) if row.certainty else "",
                elsewhere=self.elsewhere.get(key(row.kind, row.code), ()),
            )
            for row in self.rows
        ]

    def filled_in(self) -> list[DraftParticipant]:
        """The rows as the form was sent, with the one that was added."""
        rows = []
        for row in self.rows:
            starts_on: date | None = self.cleaned_data.get(f"starts_on-{key(row.kind, row.code)}")
            rows.append(
                DraftParticipant(
                    kind=row.kind,
                    code=row.code,
                    takes_part=bool(self.cleaned_data.get(f"takes_part-{key(row.kind, row.code)}")),
                    starts_on=starts_on.isoformat() if starts_on else "",
                    certainty=row.certainty,
                )
            )
        if added := self.cleaned_data.get("add"):
            kind, _separator, code = added.partition("-")
            rows.append(DraftParticipant(kind=kind, code=code, takes_part=True))
        return rows


def key(kind: str, code: str) -> str:
    """One participant's part of a field's name: ``municipality-5047``."""
    return f"{kind}-{code}"


def participant_choices(
    municipalities: Sequence[Municipality], counties: Sequence[CountyAuthority], there: set[str]
) -> list[tuple[str, Any]]:
    """Everyone who is not there yet, by county."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in sorted(municipalities, key=lambda place: norwegian_order(place.name)):
        if key(MUNICIPALITY, place.code) not in there:
            groups.setdefault(place.county_name, []).append((key(MUNICIPALITY, place.code), place.name))
    by_county = [(name, groups[name]) for name in sorted(groups, key=norwegian_order)]
    others = [(key(COUNTY, row.code), row.name) for row in counties if key(COUNTY, row.code) not in there]
    return [("", _("Choose")), *by_county, (_("County authorities"), others)]
