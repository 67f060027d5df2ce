"""The demo council's choice of direction: weighed, passed on against advice, resolved and tied to the plan."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from veivalg.facts.cooperation import purposes
from veivalg.web.access.actor import OPERATOR
from veivalg.web.councils.models import Council, Participant
from veivalg.web.directions.forms import five_purposes
from veivalg.web.directions.models import MOST_OPTIONS, ChoiceRound, DirectionChoice
from veivalg.web.directions.operations import asking, choices, deciding
from veivalg.web.directions.operations.asking import Asked
from veivalg.web.directions.reading import INDICATOR, MEANING
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.survey import queries
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations import answering, closing, handing_out, rounds


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of directions.yaml, in a council that has weighed nothing yet and has the resolution."""
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("directions.yaml").read_text(encoding="utf-8"))
    resolution = Resolution.objects.standing().filter(council=council, title=content["resolution"]).first()
    if resolution is None or DirectionChoice.objects.filter(council=council).exists():
        return
    opened, closed = now + timedelta(days=content["opened"]), now + timedelta(days=content["closed"])
    participants = [*council.participants.with_places().order_by("municipality__code")]
    choice = choices.make_choice(actor=OPERATOR, council=council, values=_values(council), now=opened)
    asked = Asked(
        step=ChoiceRound.Step.RATING,
        mode=Round.Mode.OPEN,
        opens_at=opened,
        closes_at=closed,
        participants=participants,
    )
    taken = asking.begin_step(actor=OPERATOR, council=council, choice_id=choice.pk, asked=asked, now=opened)
    found = rounds.open_round(actor=OPERATOR, council=council, round_id=taken.round_id, now=opened)
    keys = {row["name"]: row["key"] for row in choice.options}
    by_id = {each.id: keys[each.name["nb"]] for each in purposes()}
    _answer(council, found, content["answers"], by_id, participants, on=on, now=opened + timedelta(days=2))
    closing.close_due(now=closed)
    about = {"actor": OPERATOR, "council": council, "choice_id": choice.pk}
    later = closed + timedelta(days=1)
    deciding.pass_gate(reason=content["reason"], now=later, **about)
    chosen = {by_id[id]: goal for id, goal in content["chosen"].items()}
    deciding.register_outcome(resolution_id=resolution.pk, chosen=list(chosen), now=later, **about)
    strategy = Strategy.objects.filter(council=council).order_by("pk").first()
    if strategy is None:
        return
    goals = {goal.name: goal.key for goal in strategy.goals.all()}
    tied = {key: [goals[name]] for key, name in chosen.items() if name in goals}
    deciding.tie_strategy(strategy_id=strategy.pk, goal_keys=tied, now=now, **about)


def _values(council: Council) -> dict[str, Any]:
    """The form as it is filled in from the start."""
    given = five_purposes(council)
    rows = [n for n in range(MOST_OPTIONS) if given.get(f"name-{n}")]
    options = [
        {
            "name": given[f"name-{n}"],
            "about": given[f"about-{n}"],
            "meanings": given[f"meanings-{n}"].splitlines(),
            "indicators": given[f"indicators-{n}"].splitlines(),
            "figures": given[f"figures-{n}"],
            "room": given[f"room-{n}"],
        }
        for n in rows
    ]
    return {"title": given["title"], "question": given["question"], "options": options}


def _answer(
    council: Council,
    found: Round,
    answers: Mapping[str, Mapping[str, list[str]]],
    keys: Mapping[str, str],
    participants: list[Participant],
    *,
    on: date,
    now: datetime,
) -> None:
    """Two from each municipality, on paper, in the order that they sit."""
    body = council.bodies.get(name="Representantskapet")
    seats = [seat for seat in queries.seated(found, body, on=on) if seat.group is not None]
    people = [(seat.person, seat.group) for seat in seats]
    about = {"actor": OPERATOR, "council": council, "round_id": found.pk, "now": now}
    handing_out.invite_to_paper(people=people, **about)
    items = {item.key: str(item.pk) for item in found.items.all()}
    for n, participant in enumerate(participants):
        mine = [seat.person.pk for seat in seats if seat.group and seat.group.participant_id == participant.pk]
        invitations = found.invitations.filter(person__in=mine).order_by("id")
        for turn, invitation in enumerate(invitations[:2]):
            given: dict[str, Any] = {}
            for id, key in keys.items():
                given[items[key]] = answers[id]["rated"][n][turn]
                given[items[MEANING + key]] = answers[id]["means"][n][turn]
                given[items[INDICATOR + key]] = answers[id]["shows"][n][turn]
            answering.enter_paper_ballot(answers=given, sending="", invitation_id=invitation.pk, **about)
