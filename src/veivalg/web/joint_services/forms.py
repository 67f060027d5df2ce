"""The form of a joint service."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veivalg.facts.forms import legal_forms
from veivalg.web.councils.models import Council, Participant
from veivalg.web.joint_services.models import JointService
from veivalg.web.ui.forms import Form, LineField, LinesField, Version, WebAddressField
from veivalg.web.ui.words import norwegian_order


class ServiceForm(Form):
    """A joint service: what, in which form, who runs it, who takes part, what it costs."""

    name = LineField(label=_("What the service is called"), max_length=200)
    about = LinesField(label=_("What it does"), max_length=2000, rows=3, required=False)
    form = forms.ChoiceField(
        label=_("Legal form"),
        help_text=_("As kommuneloven § 17-1 lists them. A regional council is none of them: it runs no services."),
    )
    participants = forms.MultipleChoiceField(
        label=_("Who takes part"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = LineField(label=_("Others who take part"), max_length=500, required=False)
    host = forms.ChoiceField(label=_("Host municipality"), required=False)
    run_by = LineField(
        label=_("Run by"), help_text=_("The company, the community or the office."), max_length=200, required=False
    )
    yearly_cost_nok = forms.IntegerField(
        label=_("Cost a year in kroner"),
        help_text=_("For all who take part together."),
        min_value=0,
        max_value=10**12,
        required=False,
    )
    cost_year = forms.IntegerField(label=_("The cost is for the year"), min_value=1990, max_value=2150, required=False)
    contact = LineField(
        label=_("Office to contact"),
        help_text=_("An office and how to reach it. Write no names."),
        max_length=200,
        required=False,
    )
    link = WebAddressField(label=_("Link"), max_length=500, required=False)

    def __init__(
        self, *args: Any, council: Council, on: date, service: JointService | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found = {each.pk: each for each in Participant.objects.on(on).with_places().filter(council=council)}
        if service is not None:
            # Those who have left the council may still take part in the service.
            found |= {each.pk: each for each in service.participants.all()}
            if service.host is not None:
                found[service.host.pk] = service.host
        self.known = {str(pk): each for pk, each in found.items()}
        names = sorted(((key, each.name) for key, each in self.known.items()), key=lambda row: norwegian_order(row[1]))
        language = get_language() or "nb"
        kept = service.form if service is not None else ""
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((f.id, f.name[language]) for f in legal_forms().values() if f.is_in_force(on) or f.id == kept),
        ]
        self.fields["participants"].choices = names  # type: ignore[attr-defined]
        self.fields["host"].choices = [("", _("None")), *names]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes; only of a valid form."""
        given = {name: self.cleaned_data[name] for name in ServiceForm.base_fields}
        given["participants"] = [self.known[key] for key in given["participants"]]
        given["host"] = self.known.get(given["host"])
        return given


class ChangeServiceForm(ServiceForm):
    """The same, of the version that was read."""

    version = Version()


class PartsForm(Form):
    """What each of those who take part pays in a year."""

    year = forms.IntegerField(label=_("The amounts are for the year"), min_value=1990, max_value=2150, required=False)
    source = LineField(
        label=_("Where the amounts are from"),
        help_text=_("For example the accounts or the budget of the service."),
        max_length=200,
        required=False,
    )
    version = Version()

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {each.pk: f"part-{each.pk}" for each in participants}
        for each in participants:
            self.fields[self.names[each.pk]] = forms.IntegerField(
                label=_("%(name)s pays, in kroner") % {"name": each.name},
                min_value=0,
                max_value=10**12,
                required=False,
            )
        self.order_fields([*self.names.values(), "year", "source", "version"])

    @property
    def amounts(self) -> dict[int, int]:
        """Kroner by participant, of those that are written; only of a valid form."""
        given = {pk: self.cleaned_data[name] for pk, name in self.names.items()}
        return {pk: amount for pk, amount in given.items() if amount is not None}


class RemoveServiceForm(Form):
    """Which version the question was asked about."""

    version = Version()
