"""A plan as plain values (dicts, lists, texts, numbers) for JSON, and back without loss."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, TypeVar

from veivalg.rules.plans.plan import (
    Action,
    ActionKind,
    FocusArea,
    Goal,
    GoalIndicator,
    Path,
    Plan,
    PlanInvalid,
    Remark,
    Years,
)

FORMAT = "veivalg-plan"
VERSION = 1
_LONGEST = 10_000
_LARGEST = 10**15
T = TypeVar("T")


class PlanUnreadable(ValueError):
    """Values that are no plan. ``where`` is the way to what is wrong (``goals[0].paths[2].name``); not translated."""

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self.why = why
        super().__init__(f"{where}: {why}")


def as_plain(plan: Plan) -> dict[str, Any]:
    """The plan as values that JSON has. Empty and unknown values are left out, so that equal plans are equal texts."""
    entry = {
        "format": FORMAT,
        "version": VERSION,
        "name": plan.name,
        "vision": plan.vision,
        "period": _years(plan.period),
        "action_period": _years(plan.action_period),
        "focus_areas": [_kept({"id": a.id, "name": a.name, "about": a.about}) for a in plan.focus_areas],
        "goals": [_goal(goal) for goal in plan.goals],
    }
    return _kept(entry)


def from_plain(values: object) -> Plan:
    """The plan again.

    Raises:
        PlanUnreadable: what was given is not what ``as_plain`` gives.
    """
    reader = _Reader(values, "plan")
    if reader.text("format") != FORMAT:
        raise PlanUnreadable("format", f"is not {FORMAT}")
    if reader.number("version") != VERSION:
        raise PlanUnreadable("version", f"is not {VERSION}")
    plan = reader.made(
        lambda: Plan(
            name=reader.text("name"),
            vision=reader.text("vision"),
            period=reader.years("period"),
            action_period=reader.years("action_period"),
            focus_areas=reader.each("focus_areas", _read_focus_area),
            goals=reader.each("goals", _read_goal),
        )
    )
    reader.refuse_unknown()
    return plan


def _goal(goal: Goal) -> dict[str, Any]:
    return _kept(
        {
            "id": goal.id,
            "name": goal.name,
            "picture": goal.picture,
            "focus_area": goal.focus_area,
            "sustainable_goals": list(goal.sustainable_goals),
            "fields": list(goal.fields),
            "indicators": [
                _kept(
                    {
                        "key": indicator.key,
                        "baseline": None if indicator.baseline is None else str(indicator.baseline),
                        "baseline_year": indicator.baseline_year,
                        "target": None if indicator.target is None else str(indicator.target),
                        "target_year": indicator.target_year,
                    }
                )
                for indicator in goal.indicators
            ],
            "paths": [
                _kept({"id": path.id, "name": path.name, "actions": [_action(action) for action in path.actions]})
                for path in goal.paths
            ],
        }
    )


def _action(action: Action) -> dict[str, Any]:
    return _kept(
        {
            "id": action.id,
            "number": action.number,
            "label": action.label,
            "text": action.text,
            "kind": "" if action.kind == ActionKind.DATED else action.kind.value,
            "first_year": action.first_year,
            "last_year": action.last_year,
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "rhythm_months": action.rhythm_months,
            "wanted_count": action.wanted_count,
            "counted_per": action.counted_per,
            "responsible": action.responsible,
            "contact": action.contact,
            "partners": list(action.partners),
            "cost_nok": action.cost_nok,
            "funding": action.funding,
            "sustainable_goals": list(action.sustainable_goals),
            "fields": list(action.fields),
            "county_plan": action.county_plan,
            "municipal_plan": action.municipal_plan,
            "remarks": [{"head": remark.head, "text": remark.text} for remark in action.remarks],
        }
    )


def _years(years: Years | None) -> list[int] | None:
    return None if years is None else [years.first, years.last]


def _kept(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in ("", None, [])}


def _read_focus_area(reader: "_Reader") -> FocusArea:
    return FocusArea(id=reader.text("id"), name=reader.text("name"), about=reader.text("about"))


def _read_goal(reader: "_Reader") -> Goal:
    return Goal(
        id=reader.text("id"),
        name=reader.text("name"),
        picture=reader.text("picture"),
        focus_area=reader.text("focus_area"),
        sustainable_goals=reader.numbers("sustainable_goals"),
        fields=reader.texts("fields"),
        indicators=reader.each("indicators", _read_indicator),
        paths=reader.each("paths", _read_path),
    )


def _read_indicator(reader: "_Reader") -> GoalIndicator:
    return GoalIndicator(
        key=reader.text("key"),
        baseline=reader.decimal("baseline"),
        baseline_year=reader.number("baseline_year"),
        target=reader.decimal("target"),
        target_year=reader.number("target_year"),
    )


def _read_path(reader: "_Reader") -> Path:
    return Path(id=reader.text("id"), name=reader.text("name"), actions=reader.each("actions", _read_action))


def _read_action(reader: "_Reader") -> Action:
    return Action(
        id=reader.text("id"),
        number=reader.number("number"),
        label=reader.text("label"),
        text=reader.text("text"),
        kind=reader.kind("kind"),
        first_year=reader.number("first_year"),
        last_year=reader.number("last_year"),
        due_on=reader.day("due_on"),
        rhythm_months=reader.number("rhythm_months"),
        wanted_count=reader.number("wanted_count"),
        counted_per=reader.text("counted_per"),
        responsible=reader.text("responsible"),
        contact=reader.text("contact"),
        partners=reader.texts("partners"),
        cost_nok=reader.number("cost_nok"),
        funding=reader.text("funding"),
        sustainable_goals=reader.numbers("sustainable_goals"),
        fields=reader.texts("fields"),
        county_plan=reader.text("county_plan"),
        municipal_plan=reader.text("municipal_plan"),
        remarks=reader.each("remarks", lambda inner: Remark(inner.text("head"), inner.text("text"))),
    )


class _Reader:
    """Takes values out of one dict, and remembers which it was asked for."""

    def __init__(self, values: object, where: str) -> None:
        if not isinstance(values, dict):
            raise PlanUnreadable(where, "is not an object")
        self.values: dict[object, object] = values
        self.where = where
        self.asked: set[object] = set()

    def made(self, make: Callable[[], T]) -> T:
        """What ``make`` makes, with its objections put in their place."""
        try:
            return make()
        except PlanInvalid as error:
            raise PlanUnreadable(self.where, str(error)) from None

    def refuse_unknown(self) -> None:
        """Raises PlanUnreadable when there is something that nobody asked for: it would be lost."""
        for key in self.values:
            if key not in self.asked:
                raise PlanUnreadable(self.where, f"has {str(key)[:60]!r}, which no plan has")

    def get(self, key: str) -> object:
        self.asked.add(key)
        return self.values.get(key)

    def wrong(self, key: str, why: str) -> PlanUnreadable:
        return PlanUnreadable(f"{self.where}.{key}", why)

    def text(self, key: str) -> str:
        return self.as_text(key, self.get(key))

    def as_text(self, key: str, value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise self.wrong(key, f"is not a text of at most {_LONGEST} characters")
        return value

    def number(self, key: str) -> int | None:
        value = self.get(key)
        return None if value is None else self.as_number(key, value)

    def as_number(self, key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
            raise self.wrong(key, "is not a whole number")
        return value

    def items(self, key: str) -> list[object]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "is not a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self.as_text(key, value) for value in self.items(key))

    def numbers(self, key: str) -> tuple[int, ...]:
        return tuple(self.as_number(key, value) for value in self.items(key))

    def each(self, key: str, read: Callable[["_Reader"], T]) -> tuple[T, ...]:
        found = []
        for place, value in enumerate(self.items(key)):
            inner = _Reader(value, f"{self.where}.{key}[{place}]")
            found.append(inner.made(partial(read, inner)))
            inner.refuse_unknown()
        return tuple(found)

    def years(self, key: str) -> Years | None:
        found = self.numbers(key)
        if not found:
            return None
        if len(found) != 2:
            raise self.wrong(key, "is not two years")
        return self.made(lambda: Years(*found))

    def kind(self, key: str) -> ActionKind:
        written = self.text(key)
        try:
            return ActionKind(written) if written else ActionKind.DATED
        except ValueError:
            raise self.wrong(key, f"is none of {', '.join(ActionKind)}") from None

    def day(self, key: str) -> date | None:
        written = self.text(key)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise self.wrong(key, "is not a day (2026-06-05)") from None

    def decimal(self, key: str) -> Decimal | None:
        written = self.text(key)
        if not written:
            return None
        try:
            return Decimal(written[:60])
        except InvalidOperation:
            raise self.wrong(key, "is not a number in writing") from None
