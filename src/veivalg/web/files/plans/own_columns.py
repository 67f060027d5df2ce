"""The tables that we write plans as in workbooks and text files: their headings, and how a value stands in a cell."""

import re
from dataclasses import dataclass

from veivalg.rules.plans import Action, ActionKind
from veivalg.web.files.plans.words import Words
from veivalg.web.files.workbook import Cell

PLACE = Words("Plass i planen", "Plass i planen", "Place in the plan")
"""``M1`` is a goal, ``M1V2`` a path of it, ``M1V2T3`` an action of that; nothing that is taken for a date."""

ACTION_SHEET = Words("Tiltak", "Tiltak", "Actions")
GOAL_SHEET = Words("Mål", "Mål", "Goals")
INDICATOR_SHEET = Words("Indikatorer", "Indikatorar", "Indicators")
REMARK_SHEET = Words("Merknader", "Merknader", "Remarks")
FOCUS_AREA_SHEET = Words("Satsingsområder", "Satsingsområde", "Focus areas")
PLAN_SHEET = Words("Om planen", "Om planen", "About the plan")

#: Everything about an action, in the order of the columns.
ACTION_HEADS = {
    "place": PLACE,
    "focus_area": Words("Satsingsområde", "Satsingsområde", "Focus area"),
    "goal": Words("Mål", "Mål", "Goal"),
    "picture": Words("Målbilde", "Målbilete", "Picture of the goal"),
    "path": Words("Dette oppnår vi gjennom", "Dette oppnår vi gjennom", "We reach this through"),
    "number": Words("Nr", "Nr", "No"),
    "text": Words("Da må vi (tiltak)", "Då må vi (tiltak)", "Then we must (actions)"),
    "responsible": Words("Ansvar", "Ansvar", "Responsible"),
    "partners": Words("Samarbeidspartnere", "Samarbeidspartnarar", "Partners"),
    "contact": Words("Kontaktperson", "Kontaktperson", "Contact"),
    "first_year": Words("Fra år", "Frå år", "From year"),
    "last_year": Words("Til år", "Til år", "To year"),
    "due_on": Words("Frist", "Frist", "Deadline"),
    "kind": Words("Slag tiltak", "Slag tiltak", "Kind of action"),
    "rhythm_months": Words("Måneder mellom hver gang", "Månader mellom kvar gong", "Months between each time"),
    "wanted_count": Words("Antall ganger", "Talet på gonger", "Number of times"),
    "counted_per": Words("Antallet gjelder hver", "Talet gjeld kvar", "The number is for each"),
    "cost_nok": Words("Kostnad (kroner)", "Kostnad (kroner)", "Cost (kroner)"),
    "funding": Words("Finansiering", "Finansiering", "Funding"),
    "sustainable_goals": Words("Bærekraftsmål", "Berekraftsmål", "Sustainable development goals"),
    "fields": Words("Fagområder", "Fagområde", "Fields of work"),
    "county_plan": Words("Fylkesplan", "Fylkesplan", "County plan"),
    "municipal_plan": Words("Kommuneplan", "Kommuneplan", "Municipal plan"),
    "label": Words("Nr i dokumentet", "Nr i dokumentet", "Number in the document"),
    "id": Words("Id", "Id", "Id"),
    "path_id": Words("Id for veien", "Id for vegen", "Id of the path"),
}
GOAL_HEADS = {
    "place": PLACE,
    "name": Words("Mål", "Mål", "Goal"),
    "picture": Words("Målbilde", "Målbilete", "Picture of the goal"),
    "focus_area": Words("Satsingsområde", "Satsingsområde", "Focus area"),
    "sustainable_goals": Words("Bærekraftsmål", "Berekraftsmål", "Sustainable development goals"),
    "fields": Words("Fagområder", "Fagområde", "Fields of work"),
    "id": Words("Id", "Id", "Id"),
}
INDICATOR_HEADS = {
    "place": PLACE,
    "key": Words("Indikator", "Indikator", "Indicator"),
    "baseline": Words("Utgangspunkt", "Utgangspunkt", "Baseline"),
    "baseline_year": Words("År for utgangspunktet", "År for utgangspunktet", "Year of the baseline"),
    "target": Words("Måltall", "Måltal", "Target"),
    "target_year": Words("År for måltallet", "År for måltalet", "Year of the target"),
}
REMARK_HEADS = {
    "place": PLACE,
    "head": Words("Overskrift", "Overskrift", "Heading"),
    "text": Words("Merknad", "Merknad", "Remark"),
}
FOCUS_AREA_HEADS = {
    "name": Words("Satsingsområde", "Satsingsområde", "Focus area"),
    "about": Words("Om området", "Om området", "About the area"),
    "id": Words("Id", "Id", "Id"),
}
PLAN_HEADS = {
    "what": Words("Opplysning", "Opplysning", "Information"),
    "value": Words("Verdi", "Verdi", "Value"),
}
PLAN_ROWS = {
    "name": Words("Navn", "Namn", "Name"),
    "vision": Words("Visjon", "Visjon", "Vision"),
    "period_first": Words("Strategien gjelder fra år", "Strategien gjeld frå år", "The strategy is from year"),
    "period_last": Words("Strategien gjelder til år", "Strategien gjeld til år", "The strategy is to year"),
    "action_first": Words("Tiltakene gjelder fra år", "Tiltaka gjeld frå år", "The actions are from year"),
    "action_last": Words("Tiltakene gjelder til år", "Tiltaka gjeld til år", "The actions are to year"),
}
KINDS = {
    ActionKind.DATED: Words("tidfestet", "tidfesta", "dated"),
    ActionKind.RECURRING: Words("gjentas", "gjentakast", "recurring"),
    ActionKind.COUNTABLE: Words("telles", "teljast", "counted"),
}

_PLACE = re.compile(r"M(?P<goal>[1-9]\d{0,6})(?:V(?P<path>[1-9]\d{0,6})(?:T(?P<action>[1-9]\d{0,6}))?)?")


@dataclass(frozen=True)
class Place:
    """Where something stands, counted from 1; 0 for what it is not."""

    goal: int
    path: int = 0
    action: int = 0

    def __str__(self) -> str:
        return f"M{self.goal}" + (f"V{self.path}" if self.path else "") + (f"T{self.action}" if self.action else "")


def place_of(cell: Cell) -> Place | None:
    """The place that a cell names, if it names one.

    >>> place_of("M1V2T3"), place_of("1.2")
    (Place(goal=1, path=2, action=3), None)
    """
    found = _PLACE.fullmatch(cell.strip().upper()) if isinstance(cell, str) else None
    return Place(int(found["goal"]), int(found["path"] or 0), int(found["action"] or 0)) if found else None


def heads_of(heads: dict[str, Words], row: tuple[Cell, ...]) -> dict[str, int] | None:
    """The columns of a row of our headings by name, in whatever language and order; None when the first is missing."""
    names = {word.casefold(): name for name, words in heads.items() for word in words.all}
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = names.get(cell.strip().casefold()) if isinstance(cell, str) else None
        if name is not None:
            found.setdefault(name, column)
    return found if next(iter(heads)) in found else None


def action_cells(action: Action, *, language: str) -> dict[str, Cell]:
    """The cells about an action, by the names of the columns."""
    return {
        "number": action.number,
        "text": action.text,
        "responsible": action.responsible,
        "partners": "\n".join(action.partners),
        "contact": action.contact,
        "first_year": action.first_year,
        "last_year": action.last_year,
        "due_on": action.due_on,
        "kind": KINDS[action.kind].in_language(language),
        "rhythm_months": action.rhythm_months,
        "wanted_count": action.wanted_count,
        "counted_per": action.counted_per,
        "cost_nok": action.cost_nok,
        "funding": action.funding,
        "sustainable_goals": ", ".join(map(str, action.sustainable_goals)),
        "fields": "\n".join(action.fields),
        "county_plan": action.county_plan,
        "municipal_plan": action.municipal_plan,
        "label": action.label,
        "id": action.id,
    }
