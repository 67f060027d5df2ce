"""Sends some of the demo council's resolutions to its municipalities, and gives their answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.endorsements.operations.answers import Answer, register_answer
from veivalg.web.endorsements.operations.rounds import open_round, set_target
from veivalg.web.endorsements.standing import by_name
from veivalg.web.meetings.models import Resolution

TARGET_DAYS = 120


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of endorsements.yaml that is not there. What someone has removed or changed is left alone."""
    text = resources.files("veivalg.demo").joinpath("endorsements.yaml").read_text(encoding="utf-8")
    for row in yaml.safe_load(text):
        resolution = Resolution.objects.standing().filter(council=council, title=row["title"]).first()
        if resolution is None or EndorsementRound.objects.filter(resolution=resolution).exists():
            continue
        try:
            made = open_round(
                actor=OPERATOR,
                council=council,
                resolution_id=resolution.pk,
                values=_values(resolution, row),
                on=on,
                now=now,
            )
        except NotPossible:
            continue
        _answers(council, made, row, on=on, now=now)
    if not hasattr(council, "endorsement_target"):
        set_target(actor=OPERATOR, council=council, days=TARGET_DAYS, version=None, now=now)


def _values(resolution: Resolution, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": EndorsementRound.Rule.EVERY,
        "own_count": None,
        "counts_changed": False,
        "commits": True,
        "grounds": row.get("grounds", ""),
        "idea_on": resolution.resolved_on + timedelta(days=row["idea_days"]),
        "response_by": resolution.resolved_on + timedelta(days=row["response_days"]),
    }


def _answers(council: Council, made: EndorsementRound, row: Mapping[str, Any], *, on: date, now: datetime) -> None:
    everywhere = by_name(made.endorsements.with_everything())
    answers = {each["number"]: each for each in row.get("answers", ())}
    if "everyone" in row:
        rule = row["everyone"]
        answers = {n: {**rule, "days": rule["days"] + n * rule["step"]} for n in range(len(everywhere))}
    first = made.resolution.resolved_on
    for n, each in enumerate(everywhere):
        said = answers.get(n, {})
        answer = Answer(
            sent_on=_weekday(first + timedelta(days=row["sent_days"])),
            by_whom=said.get("by_whom", Endorsement.ByWhom.MUNICIPAL_COUNCIL),
            decided_on=_weekday(first + timedelta(days=said["days"])) if said else None,
            result=said.get("result", ""),
            case_number=f"PS {10 + said['days']}/{(first + timedelta(days=said['days'])):%y}" if said else "",
            amendment=said.get("amendment", ""),
            note=said.get("note", ""),
        )
        try:
            register_answer(
                actor=OPERATOR,
                council=council,
                endorsement_id=each.pk,
                version=each.version,
                answer=answer,
                on=on,
                now=now,
            )
        except NotPossible:
            continue


def _weekday(day: date) -> date:
    """The day, or the Monday after: no municipal council meets on a Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
