"""Which fields of a plan a file has a place for: only these may be changed by importing it."""

from veivalg.web.files.plans.drafts import PlanDraft
from veivalg.web.files.plans.heads import Column

_FIELDS = {
    Column.RESPONSIBLE: ("action.responsible", "action.partners"),
    Column.PARTNERS: ("action.partners",),
    Column.TIME: ("action.first_year", "action.last_year", "action.due_on"),
    # Besides the fields, that the years are each action's own and not those of a heading.
    Column.YEARS: ("action.first_year", "action.last_year", "action.years"),
    Column.START: ("action.first_year",),
    Column.COST: ("action.cost_nok",),
    Column.FUNDING: ("action.funding",),
    Column.PICTURE: ("goal.picture",),
    Column.FOCUS_AREA: ("goal.focus_area",),
    Column.ACTION: ("action.text",),
    Column.PATH: ("path.name",),
    Column.GOAL: ("goal.name",),
    **{
        column: (f"action.{column.value}",)
        for column in (
            *(Column.ID, Column.CONTACT, Column.SUSTAINABLE_GOALS, Column.FIELDS, Column.COUNTY_PLAN),
            *(Column.MUNICIPAL_PLAN, Column.NUMBER),
        )
    },
}


def held_fields(held: set[Column], draft: PlanDraft) -> set[str]:
    """What the file has a place for; what it has none for is never cleared by reading it."""
    found = {field for column in held for field in _FIELDS[column]}
    if draft.action_period:
        found |= {"plan.action_period", "action.first_year", "action.last_year"}
    if draft.goals:
        found |= {"goal.name"} | ({"goal.picture"} if any(goal.picture for goal in draft.goals) else set())
    for name in ("name", "vision", "period"):
        if getattr(draft, name):
            found.add(f"plan.{name}")
    if draft.focus_areas:
        found.add("goal.focus_area")
    if any(action.label for action in draft.actions()):
        found.add("action.number")
    return found
