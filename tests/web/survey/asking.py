"""Rounds for tests, made by the operations themselves."""

from datetime import timedelta

from tests.people import LONG_AGO, NOW, People
from veivalg.web.councils.models import Body, Mandate, Person
from veivalg.web.survey.models import Group, Item, Round
from veivalg.web.survey.operations import answering, closing, handing_out, rounds
from veivalg.web.survey.operations.rounds import Option, Plan, Question

CLOSES = NOW + timedelta(days=7)
OPTIONS = (
    Option(key="a", text={"nb": "Skole"}, cost=40),
    Option(key="b", text={"nb": "Vei"}, cost=50),
    Option(key="c", text={"nb": "Buss"}, cost=30),
)
QUESTIONS = {
    "scale": Question(
        key="scale",
        kind=Item.Kind.SCALE,
        text={"nb": "Hvor viktig er dette?", "nn": "Kor viktig er dette?"},
        low_end={"nb": "ikke viktig"},
        high_end={"nb": "svært viktig"},
    ),
    "dots": Question(
        key="dots", kind=Item.Kind.DOTS, text={"nb": "Fordel prikker"}, options=OPTIONS, amount=5, most_on_one=3
    ),
    "budget": Question(key="budget", kind=Item.Kind.BUDGET, text={"nb": "Bruk 100"}, options=OPTIONS, amount=100),
    "choice": Question(key="choice", kind=Item.Kind.CHOICE, text={"nb": "Velg én"}, options=OPTIONS),
    "text": Question(key="text", kind=Item.Kind.TEXT, text={"nb": "Hvorfor?"}),
}


def a_round(
    people: People,
    *,
    mode: str = "anonymous",
    asks: tuple[str, ...] = ("scale",),
    is_open: bool = True,
    now=NOW,
    **more,
) -> Round:
    """A round of that mode with those questions, open from now on."""
    actor, council = people.secretary.actor, people.council
    plan = Plan(
        mode=Round.Mode(mode),
        purpose={"nb": "Svarene brukes når rådet velger retning."},
        **{"title": {"nb": "Hva betyr mest?"}, "opens_at": now, "closes_at": now + timedelta(days=7), **more},
    )
    made = rounds.make_round(actor=actor, council=council, plan=plan, now=now)
    for name in asks:
        rounds.add_item(actor=actor, council=council, round_id=made.pk, question=QUESTIONS[name], now=now)
    if is_open:
        rounds.open_round(actor=actor, council=council, round_id=made.pk, now=now)
    return again(made)


def again(found: Round) -> Round:
    """The round as it is in the database now."""
    return Round.objects.select_related("council").get(pk=found.pk)


def a_group(people: People, found: Round, name: str = "Folkevalgte", **more) -> Group:
    """A group of a round that may be open already, made straight in the table."""
    return Group.objects.create(round=found, name=name, place=found.groups.count(), **more)


def slips(people: People, found: Round, count: int, *, group: Group | None = None, now=NOW) -> list[str]:
    """Codes of so many new slips."""
    made = handing_out.issue_slips(
        actor=people.secretary.actor,
        council=people.council,
        round_id=found.pk,
        counts={group.pk if group else None: count},
        now=now,
    )
    return [slip.code for slip in made]


def answer(found: Round, code: str, value=4, *, sending: str = "", turn: int = 0, now=NOW, **more) -> Round:
    """Answer the first item, or what `more` says by key."""
    values = more or {found.items.first().key: value}
    by_key = {item.key: str(item.pk) for item in found.items.all()}
    return answering.submit_ballot(
        code=code,
        round_id=found.pk,
        answers={by_key[key]: given for key, given in values.items()},
        sending=sending or f"{code}-{turn}",
        turn=turn,
        now=now,
    )


def close(people: People, found: Round, *, now=NOW) -> Round:
    closing.close_round(actor=people.secretary.actor, council=people.council, round_id=found.pk, now=now)
    return again(found)


def a_person(people: People, name: str = "Kari Nordmann", **more) -> Person:
    fields = {"email": f"{name.split()[0].lower()}@example.no", **more}
    return Person.objects.create(council=people.council, name=name, made_at=NOW, **fields)


def a_seat(people: People, person: Person, *, body: Body | None = None, participant=None) -> Mandate:
    body = body or Body.objects.get_or_create(council=people.council, kind="assembly", name="Representantskapet")[0]
    return Mandate.objects.create(
        body=body, person=person, participant=participant, position="member", starts_on=LONG_AGO
    )
