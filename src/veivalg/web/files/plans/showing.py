"""What is left of a plan in the formats that cannot hold all of it. JSON and Excel lose nothing; these do."""

from dataclasses import replace

from veivalg.rules.plans import Action, FocusArea, Goal, Path, Plan, is_numbered, numbered


def shown_in_word(plan: Plan, *, has_time: bool = False) -> Plan:
    """The plan with only what a Word document shows: names, pictures, paths, numbered actions and who does them.

    Without a column for time every action has the years of the heading.
    """
    plan = plan if is_numbered(plan) else numbered(plan)
    period = plan.action_period if plan.goals else None

    def shown(action: Action) -> Action:
        names = tuple(dict.fromkeys(action.names))
        first, last = (period.first, period.last) if period and not has_time else (None, None)
        return Action(
            text=action.text,
            number=action.number,
            responsible=names[0] if names else "",
            partners=names[1:],
            first_year=action.first_year if has_time else first,
            last_year=action.last_year if has_time else last,
            due_on=action.due_on if has_time else None,
        )

    return Plan(
        name=plan.name,
        vision=plan.vision,
        period=plan.period,
        action_period=period,
        focus_areas=tuple(FocusArea(name=area.name, about=area.about) for area in plan.focus_areas),
        goals=tuple(
            Goal(
                name=goal.name,
                picture=goal.picture,
                focus_area=goal.focus_area,
                paths=tuple(Path(name=path.name, actions=tuple(map(shown, path.actions))) for path in goal.paths),
            )
            for goal in plan.goals
        ),
    )


def shown_in_csv(plan: Plan) -> Plan:
    """The plan with only what a text file shows: one table, with everything about actions but remarks."""
    used = dict.fromkeys(goal.focus_area for goal in plan.goals if goal.focus_area)
    return Plan(
        focus_areas=tuple(FocusArea(name=name) for name in used),
        goals=tuple(
            Goal(
                name=goal.name,
                picture=goal.picture,
                focus_area=goal.focus_area,
                paths=tuple(
                    replace(path, actions=tuple(replace(action, remarks=()) for action in path.actions))
                    for path in goal.paths
                ),
            )
            for goal in plan.goals
        ),
    )
