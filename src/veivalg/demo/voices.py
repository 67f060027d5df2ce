"""The demo council's participation rounds, opened, answered and withheld by the same operations as anyone else's."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from veivalg.rules.plans import from_plain
from veivalg.web.access.actor import OPERATOR, VISITOR
from veivalg.web.accounts.secrets import new_key
from veivalg.web.councils.models import Council
from veivalg.web.participation.models import ParticipationRound
from veivalg.web.participation.operations import answering, moderating, rounds, sending
from veivalg.web.strategy.models import Strategy

BEFORE_DUE = timedelta(days=5)
"""How long before they were due the answers came."""


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of voices.yaml, in a council that has a strategy and no round yet."""
    strategy = Strategy.objects.filter(council=council).order_by("pk").first()
    if strategy is None or ParticipationRound.objects.filter(council=council).exists():
        return
    for content in yaml.safe_load(resources.files("veivalg.demo").joinpath("voices.yaml").read_text(encoding="utf-8")):
        _round(council, strategy, content, on=on, now=now)


def _round(council: Council, strategy: Strategy, content: Mapping[str, Any], *, on: date, now: datetime) -> None:
    opens_on = on + timedelta(days=content["opens"])
    opened_at = now + timedelta(days=content["opens"])
    row = rounds.make_round(
        actor=OPERATOR,
        council=council,
        strategy_id=strategy.pk,
        values={
            **{name: content[name] for name in ("title", "invitation", "open_to_change", "settled")},
            "opens_on": opens_on,
            "response_deadline": on + timedelta(days=content["deadline"]),
            "answers_due_on": on + timedelta(days=content["due"]),
        },
        now=opened_at,
    )
    row = rounds.open_round(
        actor=OPERATOR,
        council=council,
        round_id=row.pk,
        version=row.version,
        read_at=strategy.changed_at,
        on=opens_on,
        now=opened_at,
    )
    keys = _keys(row)
    for said in content["submissions"]:
        _say(council, row, said, keys, on=on, now=now)


def _keys(row: ParticipationRound) -> dict[str, str]:
    """The keys of goals and actions by their words; nothing is about all of it."""
    plan = from_plain(row.content)
    goals = {goal.name: goal.id for goal in plan.goals}
    return {"": ""} | goals | {action.text: action.id for action in plan.actions}


def _say(
    council: Council,
    row: ParticipationRound,
    said: Mapping[str, Any],
    keys: Mapping[str, str],
    *,
    on: date,
    now: datetime,
) -> None:
    ago = timedelta(days=said["days"])
    places = {each.name: each for each in council.participants.with_places()}
    values = {
        "about_key": keys.get(said["about"], ""),
        "text": said["text"],
        "kind": said["kind"],
        "shown_name": said.get("name", ""),
        "body_name": said.get("body", ""),
        "body_resolved_on": on + timedelta(days=said["resolved"]) if "resolved" in said else None,
        "body_case_number": said.get("case_number", ""),
        "participant": places.get(said.get("participant", "")),
        "language": "nb",
    }
    made = sending.send_submission(
        actor=OPERATOR if values["participant"] else VISITOR,
        council=council,
        round_id=row.pk,
        key=new_key(),
        values=values,
        on=on + ago,
        now=now + ago,
    ).submission
    if said.get("unread"):
        return
    moderating.moderate(
        actor=OPERATOR,
        council=council,
        submission_id=made.pk,
        version=made.version,
        is_published="withheld" not in said,
        reason=said.get("withheld", ""),
        note="",
        now=now + ago,
    )
    if answer := said.get("answer"):
        answering.answer_submissions(
            actor=OPERATOR,
            council=council,
            round_id=row.pk,
            submission_ids=[made.pk],
            outcome=answer["outcome"],
            words=answer["words"],
            changed_keys=[keys[name] for name in answer["changed"] if name in keys],
            on=row.answers_due_on - BEFORE_DUE,
            now=now + (row.answers_due_on - BEFORE_DUE - on),
        )
