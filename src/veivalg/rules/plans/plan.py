"""A plan (strategi, handlingsplan) as a value: goals, the paths to them, and what must be done.

The shape is the table that councils use: a goal with a picture of how it is when the goal is reached, "dette oppnår vi
gjennom" (paths), and "da må vi" (actions), each with a responsible. Nothing here knows where a plan is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST = 1_000_000
"""The largest number of an action, and the largest count."""
MOST_NOK = 10**12
_LARGEST_FIGURE, _MOST_DECIMALS = 10**15, -12
SUSTAINABLE_GOALS = range(1, 18)
"""Numbers of the goals of the United Nations (bærekraftsmål)."""


class PlanInvalid(ValueError):
    """A value that no plan can have. For developers: what comes from people is checked before it becomes a plan."""


@dataclass(frozen=True, order=True)
class Years:
    """From and with one year to and with another (periode)."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.first <= self.last <= LAST_YEAR:
            raise PlanInvalid(f"{self.first}–{self.last} is no period")

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class ActionKind(StrEnum):
    """How an action is known to be done."""

    DATED = "dated"
    RECURRING = "recurring"
    """Again and again, every ``rhythm_months`` when that is known."""
    COUNTABLE = "countable"
    """``wanted_count`` times; each ``rhythm_months`` when that is set."""


@dataclass(frozen=True)
class Remark:
    """What a file said of an action in a column that has no field here: the column's head, and the text."""

    head: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """What must be done (tiltak). Empty texts and None mean that nothing is said."""

    text: str
    id: str = ""
    """What tells it from all others for good; empty in a plan that comes from elsewhere."""
    number: int | None = None
    """Runs through the whole document."""
    label: str = ""
    """The number as it was printed, when that is another one (``3.2 b``)."""
    kind: ActionKind = ActionKind.DATED
    first_year: int | None = None
    last_year: int | None = None
    due_on: date | None = None
    rhythm_months: int | None = None
    wanted_count: int | None = None
    counted_per: str = ""
    """Who the count is for, when it is for each of several (``komite``)."""
    responsible: str = ""
    """Exactly one body, municipality or role, by name."""
    contact: str = ""
    partners: tuple[str, ...] = ()
    """All other names, in order."""
    cost_nok: int | None = None
    funding: str = ""
    sustainable_goals: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    """Codes or names of fields of work (fagområde)."""
    county_plan: str = ""
    municipal_plan: str = ""
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        _check_years(self.first_year, self.last_year)
        if self.due_on is not None:
            _check_years(self.due_on.year, self.due_on.year)
        _check_positive(number=self.number, rhythm_months=self.rhythm_months, wanted_count=self.wanted_count)
        if self.cost_nok is not None and not 0 <= self.cost_nok <= MOST_NOK:
            raise PlanInvalid(f"a cost of {self.cost_nok}")
        _check_names(self.names)
        _check_names(self.fields)
        _check_sustainable_goals(self.sustainable_goals)

    @property
    def has_time(self) -> bool:
        """Whether it says when: a year, a day, or how often."""
        return any(value is not None for value in (self.first_year, self.last_year, self.due_on, self.rhythm_months))

    @property
    def names(self) -> tuple[str, ...]:
        """The responsible and then the partners."""
        return ((self.responsible,) if self.responsible else ()) + self.partners


@dataclass(frozen=True, kw_only=True)
class Path:
    """What a goal is reached through (dette oppnår vi gjennom). Without a name when the plan has no such step."""

    name: str = ""
    id: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GoalIndicator:
    """A figure that shows whether a goal is being reached (indikator)."""

    key: str
    """An official indicator's id, or the council's own."""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    target_year: int | None = None

    def __post_init__(self) -> None:
        _check_years(self.baseline_year, self.target_year)
        for value in (self.baseline, self.target):
            if value is not None and not (
                value.is_finite() and abs(value) <= _LARGEST_FIGURE and int(value.as_tuple().exponent) >= _MOST_DECIMALS
            ):
                raise PlanInvalid(f"{value} is no figure")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the council wants to reach (mål)."""

    name: str
    picture: str = ""
    """How it is when the goal is reached."""
    id: str = ""
    focus_area: str = ""
    """The name of one of the plan's focus areas, or empty."""
    indicators: tuple[GoalIndicator, ...] = ()
    sustainable_goals: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        _check_sustainable_goals(self.sustainable_goals)
        _check_names(self.fields)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions of all its paths."""
        return tuple(action for path in self.paths for action in path.actions)


@dataclass(frozen=True, kw_only=True)
class FocusArea:
    """A theme that goals are gathered under (satsingsområde). No two in a plan have the same name."""

    name: str
    about: str = ""
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole plan, in the order in which it is read."""

    name: str = ""
    vision: str = ""
    period: Years | None = None
    """The years that the strategy is for."""
    action_period: Years | None = None
    """The years that its actions are for, which may be fewer (``tiltak 2018–2019``)."""
    focus_areas: tuple[FocusArea, ...] = ()
    goals: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        names = [area.name for area in self.focus_areas]
        if len(set(names)) != len(names) or "" in names:
            raise PlanInvalid("focus areas need names, and no two the same")
        for goal in self.goals:
            if goal.focus_area and goal.focus_area not in names:
                raise PlanInvalid(f"the plan has no focus area {goal.focus_area}")

    @property
    def paths(self) -> tuple[Path, ...]:
        """All paths of all goals."""
        return tuple(path for goal in self.goals for path in goal.paths)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions."""
        return tuple(action for goal in self.goals for action in goal.actions)

    @property
    def years_of_actions(self) -> Years | None:
        """The years that the actions are for: as the plan says, else from the first to the last that any action has."""
        if self.action_period is not None:
            return self.action_period
        found = [
            year
            for action in self.actions
            for year in (action.first_year, action.last_year, action.due_on.year if action.due_on else None)
            if year is not None
        ]
        return Years(min(found), max(found)) if found else self.period


@dataclass(frozen=True)
class Placed:
    """An action with where it stands; places are counted from 0. It is told from others by these and the action."""

    action: Action
    goal: Goal = field(compare=False)
    path: Path = field(compare=False)
    goal_place: int
    path_place: int
    place: int


def placed_actions(plan: Plan) -> Iterator[Placed]:
    """Every action with where it stands, in order."""
    for goal_place, goal in enumerate(plan.goals):
        for path_place, path in enumerate(goal.paths):
            for place, action in enumerate(path.actions):
                yield Placed(action, goal, path, goal_place, path_place, place)


ACTION_FIELDS = tuple(each.name for each in fields(Action))


def _check_years(first: int | None, last: int | None) -> None:
    for year in (first, last):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise PlanInvalid(f"{year} is no year of a plan")
    if first is not None and last is not None and last < first:
        raise PlanInvalid(f"{first} comes after {last}")


def _check_positive(**values: int | None) -> None:
    for name, value in values.items():
        if value is not None and not 1 <= value <= MOST:
            raise PlanInvalid(f"{name} is {value}")


def _check_sustainable_goals(numbers: tuple[int, ...]) -> None:
    if any(number not in SUSTAINABLE_GOALS for number in numbers):
        raise PlanInvalid(f"{numbers}: the goals have numbers from 1 to 17")


def _check_names(names: tuple[str, ...]) -> None:
    if any(not name or name != name.strip() or "\n" in name for name in names):
        raise PlanInvalid(f"{names}: a name is one line, with something on it")
