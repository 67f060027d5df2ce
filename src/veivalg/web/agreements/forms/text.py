"""Forms that write the agreement's text and the participants' shares."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from veivalg.facts.agreement import agreement_facts
from veivalg.rules.agreement.shares import MOST
from veivalg.web.agreements.content import AgreementContent
from veivalg.web.agreements.models import LONGEST_TEXT, AgreementClause
from veivalg.web.agreements.operations.shares import MOST_SEATS, PERCENT_WHOLE, GivenShares
from veivalg.web.agreements.operations.text import LONGEST_NOTICE
from veivalg.web.councils.models import Participant
from veivalg.web.ui.forms import Form, LineField, LinesField, Version

_FRACTION = re.compile(r"([0-9]{1,4})\s*/\s*([0-9]{1,4})")
_PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,6})?")
EQUAL, PERCENT, PARTS = "equal", "percent", "parts"


class ClauseForm(Form):
    """Write a clause."""

    heading = LineField(label=_("Heading"), max_length=200)
    text = LinesField(label=_("Text"), rows=8, required=False, max_length=LONGEST_TEXT)
    fixes = forms.TypedMultipleChoiceField(
        label=_("What it fixes"),
        help_text=_("The act demands that the agreement fixes these (kommuneloven § 18-4). Most clauses fix none."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "nb"
        self.fields["fixes"].choices = [  # type: ignore[attr-defined]
            (each.item.number, f"{each.item.number}. {each.name[language]}")
            for each in agreement_facts().items
            if each.item.period.is_active(on)
        ]


class ChangeClauseForm(ClauseForm):
    """Change a clause."""

    version = Version()


class VersionForm(Form):
    """A question to say yes to, about one version of something."""

    version = Version()


class RulesForm(Form):
    """The notice before leaving, and how the agreement itself is changed."""

    leaving_months = forms.IntegerField(
        label=_("Notice before a participant leaves, in months"),
        help_text=_("The act has no notice, so the agreement has to have one."),
        required=False,
        min_value=0,
        max_value=LONGEST_NOTICE,
    )
    majority = forms.CharField(
        label=_("The agreement's own majority in the assembly"),
        help_text=_(
            "Like 3/4, or 1/2 for more than half. Leave it empty for what the act says: two thirds of the votes cast."
        ),
        required=False,
        max_length=20,
    )
    always_every_participant = forms.BooleanField(
        label=_("Every change goes to every participant"),
        help_text=_("Also changes that the act leaves to the assembly."),
        required=False,
    )
    version = Version()

    def clean_majority(self) -> tuple[int, int] | None:
        text = self.cleaned_data["majority"].strip()
        if not text:
            return None
        found = _FRACTION.fullmatch(text)
        if found is None:
            raise ValidationError(gettext("Write the majority as a part of the votes, like 3/4."))
        return int(found[1]), int(found[2])

    @property
    def values(self) -> dict[str, Any]:
        """What was written; only of a valid form."""
        part, whole = self.cleaned_data["majority"] or (None, None)
        return {
            "leaving_months": self.cleaned_data["leaving_months"],
            "majority_part": part,
            "majority_whole": whole,
            "always_every_participant": self.cleaned_data["always_every_participant"],
        }


class SharesForm(Form):
    """Seats and shares, a line for each participant. A line without seats has no share."""

    way = forms.ChoiceField(
        label=_("How the shares are written"),
        choices=[
            (EQUAL, _("Equal shares: as many parts as there are participants, one each")),
            (PERCENT, _("Per cent, that sum to exactly 100")),
            (PARTS, _("Parts of a whole, like 3 of 17")),
        ],
        widget=forms.RadioSelect,
    )
    whole = forms.IntegerField(
        label=_("The whole that ownership is parts of"), required=False, min_value=1, max_value=MOST
    )
    liability_whole = forms.IntegerField(
        label=_("The whole that liability is parts of"),
        help_text=_("Only when the shares of liability are others than those of ownership."),
        required=False,
        min_value=1,
        max_value=MOST,
    )
    version = Version()

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participants = participants
        for each in participants:
            seats, owned, answered = names(each.pk)
            self.fields[seats] = forms.IntegerField(
                label=gettext("Seats for %(name)s") % {"name": each.name},
                required=False,
                min_value=0,
                max_value=MOST_SEATS,
            )
            self.fields[owned] = forms.CharField(
                label=gettext("Ownership of %(name)s") % {"name": each.name}, required=False, max_length=20
            )
            self.fields[answered] = forms.CharField(
                label=gettext("Liability of %(name)s") % {"name": each.name}, required=False, max_length=20
            )

    def lines(self) -> list[tuple[Participant, Any, Any, Any]]:
        """The fields of each participant, for the table."""
        return [(each, *(self[name] for name in names(each.pk))) for each in self.participants]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.seats = {each.pk: count for each in self.participants if (count := given.get(names(each.pk)[0]))}
        way = given.get("way")
        if way and not self.errors:
            if not self.seats:
                raise ValidationError(gettext("Give each participant at least one seat (kommuneloven § 18-3)."))
            self.ownership = self._shares(way, 1, given.get("whole"))
            has_liability = any(given.get(names(each.pk)[2]) for each in self.participants)
            self.liability = (
                self._shares(way, 2, given.get("liability_whole") or given.get("whole"))
                if (has_liability and way != EQUAL)
                else None
            )
        return given

    def _shares(self, way: str, column: int, whole: int | None) -> GivenShares | None:
        if way == EQUAL:
            return GivenShares(whole=len(self.seats), parts=dict.fromkeys(self.seats, 1))
        if way == PARTS and not whole:
            self.add_error("whole" if column == 1 else "liability_whole", gettext("Write what they are parts of."))
            return None
        parts = {}
        for each in self.participants:
            name = names(each.pk)[column]
            text = self.cleaned_data.get(name, "").strip().removesuffix("%").strip()
            if each.pk not in self.seats:
                if text:
                    self.add_error(name, gettext("Give it seats as well: every participant has at least one."))
                continue
            parts[each.pk] = self._part(way, name, text)
        return GivenShares(whole=PERCENT_WHOLE if way == PERCENT else whole or 1, parts=parts)

    def _part(self, way: str, name: str, text: str) -> int:
        if way == PERCENT and _PERCENT.fullmatch(text):
            return int(Decimal(text.replace(",", ".")) * 10**6)
        if way == PARTS and text.isascii() and text.isdecimal() and len(text) < 10:
            return int(text)
        self.add_error(
            name,
            gettext("Write per cent as 9,5, with at most six decimals.")
            if way == PERCENT
            else gettext("Write a whole number of parts."),
        )
        return 0


def names(id: int) -> tuple[str, str, str]:
    """What the fields of a participant are called: seats, ownership, liability."""
    return f"seats-{id}", f"owned-{id}", f"answered-{id}"


def initial_shares(content: AgreementContent, version: int) -> dict[str, Any]:
    """The form filled in with what is written, as parts; equal shares when every part is one."""
    is_equal = all(each.ownership == 1 for each in content.shares) and content.liability_whole is None
    values: dict[str, Any] = {
        "way": EQUAL if is_equal else PARTS,
        "whole": None if is_equal else content.ownership_whole,
        "liability_whole": content.liability_whole,
        "version": version,
    }
    for each in content.shares:
        seats, owned, answered = names(each.participant)
        values |= {
            seats: each.seats,
            owned: "" if is_equal else each.ownership,
            answered: "" if each.liability is None else each.liability,
        }
    return values


def about_clause(clause: AgreementClause) -> dict[str, Any]:
    """What the form of a clause is filled in with."""
    return {name: getattr(clause, name) for name in ("heading", "text", "fixes", "version")}
