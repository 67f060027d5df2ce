"""Rows of the database as values of a plan, and values as columns."""

from typing import Any

from veivalg.rules import plans as values
from veivalg.web.strategy.models import Action, Goal, GoalIndicator
from veivalg.web.strategy.responsible import name_of

SAME_IN_BOTH = (
    *("text", "label", "first_year", "last_year", "due_on", "rhythm_months", "wanted_count", "counted_per"),
    *("cost_nok", "funding", "county_plan", "municipal_plan"),
)
"""Fields of an action that are called and kept alike in the table and in the value."""


def action_value(row: Action, *, with_contact: bool = False) -> values.Action:
    """An action as a value; its bodies and participants must be at hand."""
    contact = (str(row.contact) if row.contact else row.contact_text) if with_contact else ""
    return values.Action(
        **{name: getattr(row, name) for name in SAME_IN_BOTH},
        id=row.key,
        number=row.number,
        kind=values.ActionKind(row.kind),
        responsible=name_of(row),
        contact=contact,
        partners=tuple(row.partners),
        sustainable_goals=tuple(row.sustainable_goals),
        fields=tuple(row.fields),
        remarks=tuple(values.Remark(head, text) for head, text in row.remarks),
    )


def action_columns(value: values.Action) -> dict[str, Any]:
    """What an action's row keeps of the value, but who answers for it, the contact, and where it stands."""
    return {
        **{name: getattr(value, name) for name in SAME_IN_BOTH},
        "kind": value.kind.value,
        "partners": list(value.partners),
        "sustainable_goals": list(value.sustainable_goals),
        "fields": list(value.fields),
        "remarks": [[remark.head, remark.text] for remark in value.remarks],
    }


def goal_value(row: Goal, indicators: tuple[values.GoalIndicator, ...], paths: tuple[values.Path, ...]) -> values.Goal:
    """A goal as a value; its focus area must be at hand."""
    return values.Goal(
        id=row.key,
        name=row.name,
        picture=row.picture,
        focus_area=row.focus_area.name if row.focus_area else "",
        indicators=indicators,
        sustainable_goals=tuple(row.sustainable_goals),
        fields=tuple(row.fields),
        paths=paths,
    )


def indicator_value(row: GoalIndicator) -> values.GoalIndicator:
    """A goal's indicator as a value, without zeros that say nothing."""
    return values.GoalIndicator(
        key=row.indicator,
        baseline=None if row.baseline is None else values_decimal(row.baseline),
        baseline_year=row.baseline_year,
        target=None if row.target is None else values_decimal(row.target),
        target_year=row.target_year,
    )


def values_decimal(value: Any) -> Any:
    """``11.200000`` as ``11.2``, and ``100.000000`` as ``100``."""
    plain = value.normalize()
    return plain.quantize(1) if plain.as_tuple().exponent > 0 else plain
