"""The demo council's rounds about the cooperation and about capacity, answered by the same operations as anyone's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import override

from veivalg.facts.cooperation import capacity
from veivalg.web.access.actor import OPERATOR
from veivalg.web.barometer.asked import WORDS
from veivalg.web.barometer.findings import KINDS
from veivalg.web.barometer.operations import publishing, rounds
from veivalg.web.barometer.operations.rounds import Wanted
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Item, Round, TextAnswer
from veivalg.web.survey.operations import answering, closing, handing_out, reading_texts
from veivalg.web.survey.operations import rounds as survey
from veivalg.web.survey.operations.rounds import Plan
from veivalg.web.ui.dates import month

STEP = 7
"""How far apart in the row two ballots that follow each other take their answers: no two items come in one order."""
Ballot = dict[str, int | str]
"""Key of an item → answer."""


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of mood.yaml, in a council that has asked nothing yet."""
    if Round.objects.filter(council=council, kind__in=KINDS).exists():
        return
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("mood.yaml").read_text(encoding="utf-8"))
    for row in content["cooperation"]:
        plan = _plan(row, Round.Kind.COOPERATION, ("Samarbeidet i", "The cooperation in"), now=now)
        made = rounds.make_barometer(
            actor=OPERATOR,
            council=council,
            plan=plan,
            wanted=Wanted(own_items=row["own"], asks_words="words" in row),
            on=on,
            now=plan.opens_at,
        )
        ballots = _ballots(row["answers"])
        for ballot, words in zip(ballots, row.get("words", ()), strict=False):
            ballot[WORDS] = words
        _run(council, made, {None: ballots}, now=now)
        _publish(council, made, row.get("words", ())[: row.get("published", 0)])
    _capacity(council, content["capacity"], on=on, now=now)


def _capacity(council: Council, row: Mapping[str, Any], *, on: date, now: datetime) -> None:
    plan = _plan(row, Round.Kind.CAPACITY, ("Utviklingskapasitet i", "Development capacity in"), now=now)
    made = rounds.make_capacity_round(actor=OPERATOR, council=council, plan=plan, on=on, now=plan.opens_at)
    statements = {element.id: len(element.statements) for element in capacity()}
    said: dict[int | None, list[Ballot]] = {}
    for place, (group, people) in enumerate(zip(made.groups.all(), row["people"], strict=False)):
        said[group.pk] = [
            {
                f"{element}_{number}": min(5, max(1, row["leads"][element][place] + (person + number) % 3 - 1))
                for element, count in statements.items()
                for number in range(1, count + 1)
            }
            for person in range(people)
        ]
    _run(council, made, said, now=now)


def _run(council: Council, made: Round, said: Mapping[int | None, Sequence[Ballot]], *, now: datetime) -> None:
    """Open it, hand out slips, answer and close it, each at its time."""
    where: dict[str, Any] = {"actor": OPERATOR, "council": council, "round_id": made.pk}
    opened_at = made.opens_at
    survey.open_round(**where, now=opened_at)
    numbers = dict(Item.objects.filter(round=made).values_list("key", "pk"))
    names = {group.name: group.pk for group in made.groups.all()}
    counts = {group: len(ballots) for group, ballots in said.items()}
    waiting = {group: iter(ballots) for group, ballots in said.items()}
    for slip in handing_out.issue_slips(**where, counts=counts, now=opened_at):
        ballot = next(waiting[names.get(slip.group)])
        answers = {str(numbers[key]): answer for key, answer in ballot.items()}
        answering.submit_ballot(
            code=slip.code, round_id=made.pk, answers=answers, sending=slip.code, turn=0, now=opened_at
        )
    closing.close_due(now=made.closes_at)
    publishing.publish_due(now=made.closes_at, council=council)


def _publish(council: Council, made: Round, words: Sequence[str]) -> None:
    """What the secretariat of the demo council has read and published; the rest waits to be read."""
    found = TextAnswer.objects.filter(item__round=made, text__in=words)
    decided = {row.pk: TextAnswer.State.PUBLISHED for row in found}
    if decided:
        reading_texts.sort_texts(
            actor=OPERATOR,
            council=council,
            round_id=made.pk,
            decided=decided,
            seen=TextAnswer.State.UNREAD,
            now=made.closes_at,
        )


def _plan(row: Mapping[str, Any], kind: Round.Kind, title: tuple[str, str], *, now: datetime) -> Plan:
    opens_at, closes_at = now + timedelta(days=row["opens"]), now + timedelta(days=row["closes"])
    day = timezone.localdate(opens_at)
    titles = {}
    for language, words in zip(("nb", "en"), title, strict=True):
        with override(language):
            titles[language] = f"{words} {month(day)}"
    return Plan(
        kind=kind,
        mode=Round.Mode.ANONYMOUS,
        title=titles,
        purpose={"nb": "Oppdiktede svar, for å vise hvordan en runde ser ut."},
        opens_at=opens_at,
        closes_at=closes_at,
    )


def _ballots(answers: Mapping[str, Sequence[int]]) -> list[Ballot]:
    """As many ballots as the items have answers, with each item's answers dealt out from another place."""
    count = max(sum(row) for row in answers.values())
    ballots: list[Ballot] = [{} for _ in range(count)]
    for turn, (key, row) in enumerate(answers.items()):
        values = [step for step, number in enumerate(row, start=1) for _ in range(number)]
        for place, value in enumerate(values):
            ballots[(place + turn * STEP) % count][key] = value
    return ballots
