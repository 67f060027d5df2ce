"""Choices of direction for tests, made and answered by the operations themselves."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tests.people import NOW, TODAY, People
from tests.web.strategy.planning import a_body
from tests.web.survey.asking import a_person
from veivalg.web.councils.models import Council
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations import asking, choices
from veivalg.web.directions.operations.asking import INDICATOR, MEANING, Asked
from veivalg.web.meetings.models import Resolution
from veivalg.web.survey.models import Ballot, Group, Invitation, Round
from veivalg.web.survey.operations import answering, closing, handing_out, rounds

Step = ChoiceRound.Step
LATER = NOW + timedelta(days=7)
NAMES = ("Næringsliv", "Tjenester", "Samferdsel")
MEANINGS = ("Felles kontor", "Felles regler", "Hjelp når noen mangler folk")

INDICATORS = ("Ingen står uten hjelp", "Det koster mindre", "Stillingene er besatt")


def values(names: Sequence[str] = NAMES, **more) -> dict:
    options = [{"name": name, "about": f"Om {name}", "meanings": MEANINGS, "figures": []} for name in names]
    return {"title": "Hva vil vi?", "question": "Hvor viktig er dette?", "options": options, **more}


def a_choice(people: People, names: Sequence[str] = NAMES, **more) -> DirectionChoice:
    return choices.make_choice(
        actor=people.secretary.actor, council=people.council, values=values(names, **more), now=NOW
    )


def with_indicators(*names: str) -> dict:
    """Values of a choice whose options can be told by what would show that they succeed."""
    found = values(names)
    return {"options": [{**row, "indicators": INDICATORS} for row in found["options"]]}


def key_of(choice: DirectionChoice, name: str) -> str:
    return {row["name"]: row["key"] for row in choice.options}[name]


def a_step(people: People, choice: DirectionChoice, step: str = "rating", *, mode: str = "open", **more) -> ChoiceRound:
    """A step that is open now, with the municipalities as groups unless told otherwise."""
    taken = asking.begin_step(
        actor=people.secretary.actor,
        council=people.council,
        choice_id=choice.pk,
        asked=Asked(
            **{
                "step": Step(step),
                "mode": Round.Mode(mode),
                "opens_at": NOW,
                "closes_at": LATER,
                "participants": people.participants,
                **more,
            }
        ),
        now=NOW,
    )
    rounds.open_round(actor=people.secretary.actor, council=people.council, round_id=taken.round_id, now=NOW)
    return ChoiceRound.objects.select_related("round__council", "choice").get(pk=taken.pk)


def answer(
    people: People, taken: ChoiceRound, given: Mapping[str, object], *, group: Group | None = None, count: int = 1
) -> None:
    """So many ballots with those answers, by key of the question; by name in rounds with names."""
    items = {item.key: str(item.pk) for item in taken.round.items.all()}
    answers = {items[key]: value for key, value in given.items()}
    if taken.round.is_anonymous:
        codes = handing_out.issue_slips(
            actor=people.secretary.actor,
            council=people.council,
            round_id=taken.round_id,
            counts={group.pk if group else None: count},
            now=NOW,
        )
        for slip in codes:
            answering.submit_ballot(
                code=slip.code, round_id=taken.round_id, answers=answers, sending=slip.code, turn=0, now=NOW
            )
        return
    for _ in range(count):
        number = Invitation.objects.count()
        person = a_person(people, f"Person{number} Etternavn")
        invitation = Invitation.objects.create(
            round=taken.round, group=group, person=person, key_hash=f"{number:064}", made_at=NOW
        )
        Round.objects.filter(pk=taken.round_id).update(
            issued_count=Invitation.objects.filter(round=taken.round).count()
        )
        Ballot.objects.create(round=taken.round, group=group, invitation=invitation, answers=answers)


def rate(
    people: People,
    taken: ChoiceRound,
    name: str,
    per_group: Sequence[Sequence[int]],
    meaning: str = "",
    indicator: str = "",
) -> None:
    """Answers to one option, a row for each group in order."""
    groups = list(taken.round.groups.all()) or [None]
    key = key_of(taken.choice, name)
    for group, given in zip(groups, per_group, strict=False):
        for value in given:
            more = {MEANING + key: meaning} if meaning else {}
            more |= {INDICATOR + key: indicator} if indicator else {}
            answer(people, taken, {key: value, **more}, group=group)


def close(people: People, taken: ChoiceRound) -> ChoiceRound:
    closing.close_round(actor=people.secretary.actor, council=people.council, round_id=taken.round_id, now=NOW)
    return ChoiceRound.objects.select_related("round__council", "choice").get(pk=taken.pk)


def a_resolution(people: People, *, on=TODAY, council: Council | None = None) -> Resolution:
    council = council or people.council
    body = council.bodies.first() or a_body(council)
    return Resolution.objects.create(
        council=council,
        body=body,
        resolved_on=on,
        kind=Resolution.Kind.INTERNAL,
        title="Retning for regionen",
        text="Vi velger.",
        registered_at=NOW,
    )


def a_closed_rating(
    people: People, given: Mapping[str, Sequence[Sequence[int]]] | None = None, **more
) -> DirectionChoice:
    """A choice whose first rating has closed: by option, answers for each municipality in order."""
    given = given or {
        "Næringsliv": [[5, 5], [5, 4], [4, 5]],
        "Tjenester": [[1, 1], [5, 5], [5, 1]],
        "Samferdsel": [[4], [4], [4, 5, 5]],
    }
    choice = a_choice(people, tuple(given))
    taken = a_step(people, choice, **more)
    for name, per_group in given.items():
        rate(people, taken, name, per_group)
    close(people, taken)
    return DirectionChoice.objects.get(pk=choice.pk)
