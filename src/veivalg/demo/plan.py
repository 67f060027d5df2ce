"""The demo council's plan, written and adopted by the same operations as anyone else's."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

import yaml
from django.db.models import Q

from veivalg.demo import yearly
from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Body, Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Action, Goal, Strategy
from veivalg.web.strategy.operations import actions, adopting, parts, strategies, updating
from veivalg.web.strategy.responsible import everyone


def fill(council: Council, made: Mapping[str, Body], *, on: date, now: datetime) -> None:
    """Everything of plan.yaml, in a council that has no strategy yet."""
    if Strategy.objects.filter(council=council).exists():
        return
    # Adopted yesterday, so that what was written today can be seen to be newer.
    today, now = now, now - timedelta(days=1)
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("plan.yaml").read_text(encoding="utf-8"))
    strategy = strategies.make_strategy(
        actor=OPERATOR,
        council=council,
        values={
            "name": content["name"],
            "vision": content["vision"],
            "first_year": on.year,
            "last_year": on.year + content["years"] - 1,
            "first_action_year": on.year,
            "last_action_year": on.year + 1,
        },
        now=now,
    )
    keys = {
        **{f"{key}{end}": f"body-{body.pk}{end}" for key, body in made.items() for end in ("", "-leader")},
        **{choice.name: choice.key for choice in everyone(council, on=on).choices if choice.participant},
        "secretariat": "role-secretariat",
    }
    goals = list(content["goals"])
    for row in goals[:-1]:
        _goal(council, strategy, row, keys, on=on, now=now)
    strategy.refresh_from_db()
    resolution = (
        Resolution.objects.standing()
        .filter(Q(title=content["resolution"]), council=council, adopted_editions=None)
        .order_by("resolved_on")
        .first()
    )
    if resolution is not None:
        adopting.adopt_edition(
            actor=OPERATOR,
            council=council,
            strategy_id=strategy.pk,
            read_at=strategy.changed_at,
            resolution_id=resolution.pk,
            now=now,
        )
        yearly.fill(council, strategy, content["yearly"], on=on, now=now)
    # The last goal is newer than what was adopted, and nothing leads to it yet.
    _goal(council, strategy, goals[-1], keys, on=on, now=today)


def _goal(
    council: Council, strategy: Strategy, row: Mapping[str, Any], keys: Mapping[str, str], *, on: date, now: datetime
) -> Goal:
    shown = row.get("indicator")
    indicators = (
        [
            {
                "indicator": shown["id"],
                "baseline": Decimal(shown["baseline"]),
                "baseline_year": on.year + shown["baseline_years"],
                "target": Decimal(shown["target"]),
                "target_year": on.year + shown["target_years"],
            }
        ]
        if shown
        else []
    )
    goal = parts.make_goal(
        actor=OPERATOR,
        council=council,
        strategy_id=strategy.pk,
        values={
            "name": row["name"],
            "picture": row["picture"],
            "focus_area": row["focus_area"],
            "sustainable_goals": row.get("sustainable_goals", []),
            "indicators": indicators,
        },
        now=now,
    )
    for path_row in row.get("paths", []):
        path = parts.make_path(actor=OPERATOR, council=council, goal_id=goal.pk, name=path_row["name"], now=now)
        for action in path_row["actions"]:
            made = actions.make_action(
                actor=OPERATOR,
                council=council,
                path_id=path.pk,
                values=_action(action, keys, on=on),
                on=on,
                now=now,
            )
            for said in (*action.get("before", []), *([action["said"]] if "said" in action else [])):
                _say(council, made, said, on=on, now=now)
    return goal


def _say(council: Council, action: Action, said: Mapping[str, Any], *, on: date, now: datetime) -> None:
    ago = timedelta(days=said["days"])
    updating.update_action(
        actor=OPERATOR,
        council=council,
        action_id=action.pk,
        status=said["status"],
        text=said.get("text", ""),
        done_count=said.get("count"),
        on=on - ago,
        now=now - ago,
    )


def _action(row: Mapping[str, Any], keys: Mapping[str, str], *, on: date) -> dict[str, Any]:
    return {
        "text": row["text"],
        "responsible": keys[row["who"]],
        "kind": row.get("kind", "dated"),
        "rhythm_months": row.get("rhythm"),
        "wanted_count": row.get("count"),
        "counted_per": row.get("each", ""),
        "partners": row.get("partners", []),
        "cost_nok": row.get("cost"),
        "first_year": on.year if "last" in row else None,
        "last_year": on.year + row["last"] if "last" in row else None,
        "due_on": on + timedelta(days=row["due"]) if "due" in row else None,
    }
