"""The demo council's youth panel: asked, heard and answered by the same operations as anyone else's."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from veivalg.web.access.actor import OPERATOR, Actor, Grant
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations.alias import choose_alias
from veivalg.web.accounts.secrets import new_key
from veivalg.web.councils.models import Council, RoleAssignment
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.youth.models import YouthMatter
from veivalg.web.youth.operations import answering, matters, moderating, resolutions, sending

_WORDS = ("title", "about", "open_to_change", "settled")


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of youth.yaml, in a council that has a strategy and whose panel has been asked about nothing yet."""
    strategy = Strategy.objects.filter(council=council).order_by("pk").first()
    if strategy is None or YouthMatter.objects.filter(council=council).exists():
        return
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("youth.yaml").read_text(encoding="utf-8"))
    young = _young(council, content["aliases"], now=now)
    for row in content["matters"]:
        _matter(council, strategy, row, young, on=on, now=now)
    for said in content["ideas"]:
        _say(council, None, strategy, said, young, on=on, now=now)


def _young(council: Council, aliases: Mapping[str, str], *, now: datetime) -> dict[str, Actor]:
    """Those in the panel, by the label of their note."""
    found = {}
    rows = RoleAssignment.objects.filter(council=council, role=Role.YOUTH_PANEL).select_related("account")
    for row in rows.order_by("pk"):
        grant = Grant(council_id=council.pk, role=Role.YOUTH_PANEL)
        actor = Actor(account_id=row.account_id, grants=frozenset({grant}))
        alias = aliases.get(row.label)
        if alias and not row.account.name and not Account.objects.filter(email=None, name=alias).exists():
            choose_alias(actor=actor, typed=alias, now=now)
        found[row.label] = actor
    return found


def _matter(
    council: Council,
    strategy: Strategy,
    row: Mapping[str, Any],
    young: Mapping[str, Actor],
    *,
    on: date,
    now: datetime,
) -> None:
    ago = timedelta(days=row.get("opened", 0))
    choice = DirectionChoice.objects.filter(council=council).order_by("pk").first()
    made = matters.make_matter(
        actor=OPERATOR,
        council=council,
        values={
            **{name: row[name] for name in _WORDS},
            "strategy": strategy if row.get("about_strategy") else None,
            "direction": choice if row.get("about_direction") else None,
            "response_deadline": on + timedelta(days=row["deadline"]),
            "resolution_planned_on": on + timedelta(days=row["planned"]),
            "answers_due_on": on + timedelta(days=row["due"]),
        },
        on=on + ago,
        now=now + ago,
    )
    if "opened" not in row:
        return
    made = matters.open_matter(
        actor=OPERATOR, council=council, matter_id=made.pk, version=made.version, on=on + ago, now=now + ago
    )
    for said in row["said"]:
        _say(council, made, strategy, said, young, on=on, now=now)
    if resolution := _resolution(council, row.get("resolution", "")):
        resolutions.set_resolution(
            actor=OPERATOR, council=council, matter_id=made.pk, version=made.version, resolution=resolution, now=now
        )


def _say(
    council: Council,
    matter: YouthMatter | None,
    strategy: Strategy,
    said: Mapping[str, Any],
    young: Mapping[str, Actor],
    *,
    on: date,
    now: datetime,
) -> None:
    ago = timedelta(days=said["days"])
    given: dict[str, Any] = {"council": council, "matter_id": matter.pk if matter else None, "text": said["text"]}
    if "who" in said:
        actor = young.get(said["who"])
        if actor is None:
            return
        made = sending.send_submission(actor=actor, key=new_key(), on=on + ago, now=now + ago, **given).submission
    else:
        made = sending.register_submission(actor=OPERATOR, received_on=on + ago, on=on + ago, now=now + ago, **given)
    if said.get("is_unread"):
        return
    reason = said.get("withheld", "")
    made = moderating.moderate(
        actor=OPERATOR,
        council=council,
        submission_id=made.pk,
        version=made.version,
        is_published=not reason,
        reason=reason,
        now=now + ago,
    )
    if answer := said.get("answer"):
        later = timedelta(days=answer["days"])
        answering.answer(
            actor=OPERATOR,
            council=council,
            submission_id=made.pk,
            version=made.version,
            outcome=answer["outcome"],
            words=answer["words"],
            strategy=strategy,
            changed_keys=_keys(strategy, answer.get("changed", [])),
            resolution=_resolution(council, answer.get("resolution", "")),
            on=on + later,
            now=now + later,
        )


def _keys(strategy: Strategy, wanted: list[str]) -> list[str]:
    """The keys of goals and actions by their words."""
    goals = strategy.goals.filter(name__in=wanted).values_list("key", flat=True)
    actions = strategy.actions.filter(text__in=wanted).values_list("key", flat=True)
    return [*goals, *actions]


def _resolution(council: Council, title: str) -> Resolution | None:
    return Resolution.objects.standing().filter(council=council, title=title).first() if title else None
