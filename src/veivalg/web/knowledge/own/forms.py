"""Forms of a council's own indicators and editions: from what a page sends to what an operation takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.facts import load
from veivalg.web.councils.refusals import Fault
from veivalg.web.files.cleaning import clean
from veivalg.web.knowledge.models import OwnIndicator, OwnValue
from veivalg.web.knowledge.own.address_words import LONGEST, RESERVED
from veivalg.web.knowledge.own.edition_operations import Limit
from veivalg.web.knowledge.own.indicator_operations import IndicatorDetails
from veivalg.web.knowledge.own.reading import GivenCell, NumberUnclear, decimal_of
from veivalg.web.knowledge.scores import language
from veivalg.web.ui.conflicts import Line
from veivalg.web.ui.forms import Form, Version, WebAddressField

MOST_YEARS = 12
"""Columns of the form; a table can be pasted for more."""


class CleanForm(Form):
    """Its texts hold no signs that cannot be seen or that turn them around."""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        return {name: clean(value)[0] if isinstance(value, str) else value for name, value in typed.items()}


class AddressWord(forms.SlugField):
    """The word in an address; it is never changed afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Use only letters from a to z, digits and hyphens, without spaces: for example holiday-homes.")
        super().__init__(
            label=_("Last part of the web address"),
            max_length=LONGEST,
            required=False,
            error_messages={"invalid": wrong},
            **kwargs,
        )

    def clean(self, value: object) -> str:
        found = str(super().clean(value)).lower()
        if found in RESERVED:
            raise forms.ValidationError(
                gettext("“%(word)s” is taken by the site. Choose another word.") % {"word": found}
            )
        return found


class IndicatorForm(CleanForm):
    """What is said about an own indicator."""

    name = forms.CharField(label=_("Name"), max_length=80)
    unit = forms.CharField(label=_("Unit"), help_text=_("What one is: cabins, percent of pupils."), max_length=40)
    decimals = forms.IntegerField(label=_("Decimals shown"), min_value=0, max_value=3, initial=0)
    polarity = forms.ChoiceField(
        label=_("Which end may be read as vulnerable?"),
        choices=[("neutral", _("Neither")), ("high", _("High values")), ("low", _("Low values"))],
        initial="neutral",
    )
    adds_up = forms.BooleanField(
        label=_("The values are counts, and may be added up for the region"),
        help_text=_("Not for shares and averages."),
        required=False,
    )
    source = forms.CharField(label=_("Source"), help_text=_("Who counted, what and when."), max_length=300)
    source_address = WebAddressField(label=_("Address of the source"), max_length=300, required=False)
    description = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def details(self) -> IndicatorDetails:
        """What the operation takes."""
        names = IndicatorDetails.__dataclass_fields__
        return IndicatorDetails(**{name: value for name, value in self.cleaned_data.items() if name in names})


class NewIndicatorForm(IndicatorForm):
    """A new one also gets its word in addresses."""

    slug = AddressWord(help_text=_("Leave it empty, and it is made from the name. It cannot be changed later."))
    field_order = ("name", "slug")


class ChangeIndicatorForm(IndicatorForm):
    """Changes know which version they were made from."""

    version = Version()


class ConfirmForm(Form):
    """A step that is asked about first."""

    version = Version()


class TableForm(Form):
    """Values as a pasted table or a file."""

    version = Version()
    table = forms.CharField(
        label=_("Paste a table"),
        help_text=_(
            "The first line names the columns: municipality and years, or municipality, year, value, estimate, note. "
            "Write * after an estimate, and “fjern” to take a value away."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or choose a file"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not (found.get("table") or "").strip() and not found.get("file") and not self.errors:
            raise forms.ValidationError(gettext("Paste a table or choose a file."))
        return found


@dataclass
class GridForm:
    """Values as a form of municipalities and years. A cell that is emptied takes its value away."""

    codes: Mapping[str, str]
    """Number → name of each participant."""
    years: Sequence[int]
    before: Mapping[tuple[str, int], OwnValue]
    typed: Mapping[str, str] | None = None
    """What was sent; None for a form that is only shown."""
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: each municipality with its cells."""
        return [
            {
                "name": name,
                "cells": [
                    {"name": self._key(code, year), "year": year, "value": self._shown(code, year)}
                    for year in self.years
                ],
            }
            for code, name in self.codes.items()
        ]

    def cells(self) -> list[GivenCell]:
        """What is different from what is there. Faults are kept in `faults`."""
        found = []
        for code, name in self.codes.items():
            for year in self.years:
                text = (self.typed or {}).get(self._key(code, year), "").strip()
                old = self.before.get((code, year))
                if text == self._told(old):
                    continue
                if not text:
                    found.append(GivenCell(code=code, year=year, value=None))
                    continue
                try:
                    value = decimal_of(text.removesuffix("*"))
                except NumberUnclear as error:
                    self.faults.append(Fault(f"{name} {year}", str(error)))
                    continue
                found.append(GivenCell(code=code, year=year, value=value, is_estimate=text.endswith("*")))
        return found

    def _shown(self, code: str, year: int) -> str:
        if self.typed is not None:
            return self.typed.get(self._key(code, year), "")[:40]
        return self._told(self.before.get((code, year)))

    @staticmethod
    def _key(code: str, year: int) -> str:
        return f"v-{code}-{year}"

    @staticmethod
    def _told(value: OwnValue | None) -> str:
        """As it is typed: ``1234,5*`` for an estimate."""
        if value is None:
            return ""
        text = f"{value.value.normalize():f}".replace(".", ",")
        return f"{text}*" if value.is_estimate else text


class NewEditionForm(CleanForm):
    """A new own edition, begun from one that exists."""

    name = forms.CharField(label=_("Name"), max_length=80)
    slug = AddressWord(help_text=_("For example the year. Empty: made from the name. It cannot be changed later."))
    based_on = forms.ChoiceField(label=_("Begin from the limits of"))
    reason = forms.CharField(
        label=_("Why does the council set limits of its own?"),
        help_text=_("Shown wherever the edition is used."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, editions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"].choices = list(editions)


class EditionForm(CleanForm):
    """Name and reason of a draft; its limits are a table of their own."""

    name = forms.CharField(label=_("Name"), max_length=80)
    reason = forms.CharField(
        label=_("Why does the council set limits of its own?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = Version()


def _told(limit: Limit | None) -> str:
    """A limit in a line; empty when the indicator is not counted."""
    if limit is None:
        return ""
    side = gettext("under") if limit.risky_when == "below" else gettext("over")
    value = gettext("the national figure") if limit.value is None else f"{limit.value.normalize():f}".replace(".", ",")
    return f"{side} {value}. {limit.reason}"


@dataclass
class LimitsForm:
    """The limits of a draft: one row per indicator that could be counted, official ones first."""

    own: Sequence[OwnIndicator]
    now: Sequence[Limit]
    typed: Mapping[str, str] | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template. What is not counted yet has an empty row."""
        set_now = {limit.indicator: limit for limit in self.now}
        wrong: dict[str, list[str]] = {}
        for fault in self.faults:
            wrong.setdefault(fault.where, []).append(fault.message)
        return [
            {
                "id": id,
                "name": name,
                "unit": unit,
                "is_own": is_own,
                "faults": wrong.get(id, []),
                **self._fields(id, polarity, set_now.get(id)),
            }
            for id, name, unit, polarity, is_own in self._choices()
        ]

    def limits(self) -> list[Limit]:
        """The rows that are ticked. Numbers that cannot be read are kept in `faults`."""
        typed = self.typed or {}
        found = []
        for id, *_rest in self._choices():
            if not typed.get(f"use-{id}"):
                continue
            value: Decimal | None = None
            text = typed.get(f"value-{id}", "").strip()
            if text:
                try:
                    value = decimal_of(text)
                except NumberUnclear as error:
                    self.faults.append(Fault(id, str(error)))
            reason = clean(typed.get(f"reason-{id}", ""))[0][:300]
            found.append(Limit(indicator=id, value=value, risky_when=typed.get(f"side-{id}", ""), reason=reason))
        return found

    def beside_stored(self) -> list[Line]:
        """Each limit that was sent or is stored now, the one beside the other."""
        sent, stored = ({limit.indicator: limit for limit in limits} for limits in (self.limits(), self.now))
        return [
            Line(name, _told(sent.get(id)), _told(stored.get(id)))
            for id, name, *_rest in self._choices()
            if id in sent or id in stored
        ]

    def _choices(self) -> list[tuple[str, str, str, str, bool]]:
        official = [
            (id, one.name[language()], one.unit[language()], one.polarity, False)
            for id, one in load.indicators().items()
        ]
        return official + [(row.figure_id, row.name, row.unit, row.polarity, True) for row in self.own]

    def _fields(self, id: str, polarity: str, limit: Limit | None) -> dict[str, Any]:
        if self.typed is not None:
            return {
                "use": bool(self.typed.get(f"use-{id}")),
                "side": self.typed.get(f"side-{id}", ""),
                "value": self.typed.get(f"value-{id}", "")[:40],
                "reason": self.typed.get(f"reason-{id}", "")[:300],
            }
        if limit is None:
            return {"use": False, "side": "above" if polarity == "high" else "below", "value": "", "reason": ""}
        value = "" if limit.value is None else f"{limit.value.normalize():f}".replace(".", ",")
        return {"use": True, "side": limit.risky_when, "value": value, "reason": limit.reason}
