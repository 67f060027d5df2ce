"""Numbers that run through a whole document."""

from dataclasses import replace
from itertools import count

from veivalg.rules.plans.plan import Plan


def is_numbered(plan: Plan) -> bool:
    """Whether every action has a number, and no two the same. The numbers may have gaps, and any order."""
    numbers = [action.number for action in plan.actions]
    return None not in numbers and len(set(numbers)) == len(numbers)


def numbered(plan: Plan) -> Plan:
    """The plan with its actions numbered from 1 in the order they stand; nothing else is changed.

    >>> from veivalg.rules.plans.plan import Action, Goal, Path
    >>> plan = Plan(goals=(Goal(name="A", paths=(Path(actions=(Action(text="x"), Action(text="y", number=9))),)),))
    >>> [action.number for action in numbered(plan).actions]
    [1, 2]
    """
    numbers = count(1)
    goals = tuple(
        replace(
            goal,
            paths=tuple(
                replace(path, actions=tuple(replace(action, number=next(numbers)) for action in path.actions))
                for path in goal.paths
            ),
        )
        for goal in plan.goals
    )
    return replace(plan, goals=goals)
