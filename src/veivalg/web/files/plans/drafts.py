"""A plan while it is being put together."""

from dataclasses import dataclass, field, replace
from datetime import date

from veivalg.rules.plans import (
    Action,
    ActionKind,
    FocusArea,
    Goal,
    Path,
    Plan,
    Remark,
    Years,
    is_numbered,
    numbered,
)
from veivalg.web.files.plans.notes import PlanNote


@dataclass
class ActionDraft:
    """An action to be. ``notes`` are numbers of notes about it, which get its number in the end."""

    text: str
    label: str = ""
    kind: ActionKind = ActionKind.DATED
    first_year: int | None = None
    last_year: int | None = None
    due_on: date | None = None
    rhythm_months: int | None = None
    wanted_count: int | None = None
    counted_per: str = ""
    id: str = ""
    names: dict[str, None] = field(default_factory=dict)
    """In order, each once."""
    contact: str = ""
    cost_nok: int | None = None
    funding: str = ""
    sustainable_goals: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    county_plan: str = ""
    municipal_plan: str = ""
    remarks: list[Remark] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    has_responsible: bool = True
    """Whether the first of ``names`` is the responsible; else all are partners."""

    def made(self) -> Action:
        """The action, numbered by its label when that is a plain number."""
        number = int(self.label) if _is_number(self.label) else None
        names = tuple(self.names)
        return Action(
            text=self.text,
            id=self.id,
            number=number,
            label="" if number is not None and str(number) == self.label else self.label,
            kind=self.kind,
            first_year=self.first_year,
            last_year=self.last_year,
            due_on=self.due_on,
            rhythm_months=self.rhythm_months,
            wanted_count=self.wanted_count,
            counted_per=self.counted_per,
            responsible=names[0] if names and self.has_responsible else "",
            partners=names[1:] if self.has_responsible else names,
            contact=self.contact,
            cost_nok=self.cost_nok,
            funding=self.funding,
            sustainable_goals=self.sustainable_goals,
            fields=self.fields,
            county_plan=self.county_plan,
            municipal_plan=self.municipal_plan,
            remarks=tuple(self.remarks),
        )


@dataclass
class PathDraft:
    """A path to be."""

    name: str
    actions: list[ActionDraft] = field(default_factory=list)


@dataclass
class GoalDraft:
    """A goal to be."""

    name: str
    picture: str = ""
    focus_area: str = ""
    paths: list[PathDraft] = field(default_factory=list)
    paths_by_name: dict[str, PathDraft] = field(default_factory=dict)


@dataclass
class PlanDraft:
    """A plan to be."""

    name: str = ""
    vision: str = ""
    period: Years | None = None
    action_period: Years | None = None
    focus_areas: dict[str, str] = field(default_factory=dict)
    """What is said about each, by name."""
    goals: list[GoalDraft] = field(default_factory=list)

    def actions(self) -> list[ActionDraft]:
        """All of them, in order."""
        return [action for goal in self.goals for path in goal.paths for action in path.actions]

    def made(self, notes: list[PlanNote]) -> tuple[Plan, bool]:
        """The plan, with numbers through the whole document, and whether those of the file could not be used.

        Notes about an action get its number.
        """
        plan = Plan(
            name=self.name,
            vision=self.vision,
            period=self.period,
            action_period=self.action_period,
            focus_areas=tuple(FocusArea(name=name, about=about) for name, about in self.focus_areas.items()),
            goals=tuple(
                Goal(
                    name=goal.name,
                    picture=goal.picture,
                    focus_area=goal.focus_area,
                    paths=tuple(
                        Path(name=path.name, actions=tuple(action.made() for action in path.actions))
                        for path in goal.paths
                    ),
                )
                for goal in self.goals
            ),
        )
        drafts = self.actions()
        is_renumbered = not is_numbered(plan) and any(action.label for action in drafts)
        if not is_numbered(plan):
            plan = _labelled(numbered(plan), [action.label for action in drafts])
        for draft, action in zip(drafts, plan.actions, strict=True):
            for number in draft.notes:
                notes[number] = replace(notes[number], number=action.number)
        return plan, is_renumbered


def _labelled(plan: Plan, labels: list[str]) -> Plan:
    """The plan with the printed numbers beside the new ones, where they differ."""
    left = iter(labels)

    def with_label(action: Action) -> Action:
        label = next(left)
        return replace(action, label="" if label == str(action.number) else label)

    goals = tuple(
        replace(
            goal,
            paths=tuple(replace(path, actions=tuple(map(with_label, path.actions))) for path in goal.paths),
        )
        for goal in plan.goals
    )
    return replace(plan, goals=goals)


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdigit() and len(label) <= 6 and int(label) > 0
