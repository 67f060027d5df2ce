"""Rounds about the cooperation and about capacity, made by the operations themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from tests.people import NOW, People
from veivalg.rules.suppression import Aggregate
from veivalg.web.access.actor import OPERATOR
from veivalg.web.barometer.findings import aggregates
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.operations import publishing, rounds
from veivalg.web.barometer.operations.rounds import Groups, Wanted
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations import answering, closing, handing_out
from veivalg.web.survey.operations import rounds as survey
from veivalg.web.survey.operations.rounds import Plan

TODAY = NOW.date()


def a_finding(council: Council, kind: str, **content) -> RoundFinding:
    """A closed round without questions, and what it found, straight in the tables."""
    made = Round.objects.create(
        council=council,
        kind=kind,
        mode=Round.Mode.ANONYMOUS,
        title={"nb": "Hvordan er det?"},
        opens_at=NOW - timedelta(days=30),
        closes_at=NOW - timedelta(days=9),
        made_at=NOW - timedelta(days=30),
        opened_at=NOW - timedelta(days=30),
        closed_at=NOW - timedelta(days=9),
        ballot_count=9,
    )
    empty = {"items": {}, "behaviour": {}, "on": "2026-11-15"}
    return RoundFinding.objects.create(round=made, published_at=NOW, content=empty | content)


def a_plan(**more) -> Plan:
    fields = {"kind": Round.Kind.COOPERATION, "mode": Round.Mode.ANONYMOUS, "title": {"nb": "Hvordan er samarbeidet?"}}
    return Plan(**fields | {"opens_at": NOW, "closes_at": NOW + timedelta(days=21)} | more)


def prepared(
    people: People,
    *,
    now=NOW,
    is_capacity: bool = False,
    groups=Groups.NONE,
    own=(),
    leaders=False,
    words=False,
    **more,
):
    """A draft, by the secretary."""
    where = {"actor": people.secretary.actor, "council": people.council, "on": now.date(), "now": now}
    more = {"opens_at": now, "closes_at": now + timedelta(days=21)} | more
    if is_capacity:
        return rounds.make_capacity_round(plan=a_plan(kind=Round.Kind.CAPACITY, **more), **where)
    wanted = Wanted(groups=groups, own_items=own, asks_leaders=leaders, asks_words=words)
    return rounds.make_barometer(plan=a_plan(**more), wanted=wanted, **where)


def opened(people: People, found: Round, *, now=NOW) -> Round:
    survey.open_round(actor=people.secretary.actor, council=people.council, round_id=found.pk, now=now)
    return Round.objects.select_related("council").get(pk=found.pk)


def answered(people: People, found: Round, said: Mapping[str, Sequence[Mapping[str, object]]], *, now=NOW) -> Round:
    """Everyone answers: by name of group (empty for none), what each says by the item's key; `*` is all the others."""
    groups = {group.name: group.pk for group in found.groups.all()}
    items = list(found.items.all())
    for name, ballots in said.items():
        slips = handing_out.issue_slips(
            actor=OPERATOR,
            council=people.council,
            round_id=found.pk,
            counts={groups.get(name): max(len(ballots), 5)},
            now=now,
        )
        for slip, ballot in zip(slips, ballots, strict=False):
            answers = {str(item.pk): ballot.get(item.key, ballot.get("*")) for item in items}
            answering.submit_ballot(
                code=slip.code, round_id=found.pk, answers=answers, sending=slip.code, turn=0, now=now
            )
    return found


def closed(people: People, found: Round, *, now=NOW) -> RoundFinding:
    """Closed by hand, and what it found."""
    closing.close_round(actor=people.secretary.actor, council=people.council, round_id=found.pk, now=now)
    publishing.publish_due(now=now)
    return RoundFinding.objects.select_related("round__council").get(round=found)


def a_closed_round(people: People, said, *, now=NOW, **more) -> RoundFinding:
    found = opened(people, prepared(people, now=now, **more), now=now)
    return closed(people, answered(people, found, said, now=now), now=now)


def published_of(findings: Iterable[RoundFinding]) -> list[Aggregate]:
    """Every number of answers that these findings show, by the cells it is a sum of."""
    return [
        one
        for finding in findings
        for key, item in finding.content["items"].items()
        for one in aggregates(finding.round_id, key, item["groups"], item["total"])
    ]


def alike(count: int, value: object = 4, **more) -> list[dict[str, object]]:
    """So many ballots that say the same to everything."""
    return [{"*": value, **more}] * count
