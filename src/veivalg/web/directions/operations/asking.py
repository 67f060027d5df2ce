"""From a choice to rounds of questions: what is asked in each step, and of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import advice
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.reading import INDICATOR, MEANING
from veivalg.web.survey.models import Item, Round
from veivalg.web.survey.operations import rounds
from veivalg.web.survey.operations.rounds import Option, Plan, Question

Step = ChoiceRound.Step
ONE = "options"
"""Key of the one question of dots and budgets."""
STAR_OPTIONS = (2, 6)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step as it is decided."""

    step: ChoiceRound.Step
    mode: Round.Mode
    opens_at: datetime
    closes_at: datetime
    participants: Sequence[Participant] = ()
    """Municipalities whose people answer as a group each."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Names of other groups → one of ChoiceRound.GroupKind, or empty."""
    option_keys: Sequence[str] = ()
    """Options that are weighed; empty is all."""
    amount: int | None = None
    """Dots for each, or how large the budget is."""


@transaction.atomic
def begin_step(*, actor: Actor, council: Council, choice_id: int, asked: Asked, now: datetime) -> ChoiceRound:
    """Prepare a round of a choice: the questions, and the groups that answer. It is opened on the round's own page.

    Raises access.doors.Refused, DirectionChoice.DoesNotExist, and NotPossible: for a step that has been taken, that
    comes before its time, or that goes on against advice while the gate has not been passed.
    """
    require(actor, Permission.DIRECTIONS_CHOICE_EDIT, council_id=council.pk)
    choice = DirectionChoice.objects.select_for_update(of=("self",), no_key=True).get(pk=choice_id, council=council)
    choice.council = council
    keys = [row["key"] for row in choice.options]
    chosen = [key for key in keys if key in asked.option_keys] if asked.option_keys else keys
    _check(choice, asked, chosen)
    keeps = Round.Keeps.ANSWERS if asked.mode == Round.Mode.OPEN else Round.Keeps.RESULTS
    language = council.language
    with translation.override(language):
        step_name = str(Step(asked.step).label)
    made = rounds.make_round(
        actor=actor,
        council=council,
        plan=Plan(
            mode=asked.mode,
            kind=Round.Kind.DIRECTION,
            title={language: choice.title if asked.step == Step.RATING else f"{choice.title}: {step_name}"},
            purpose={language: _purpose(language)},
            opens_at=asked.opens_at,
            closes_at=asked.closes_at,
            keeps=keeps,
        ),
        now=now,
    )
    for participant in asked.participants:
        rounds.add_group(actor=actor, council=council, round_id=made.pk, participant=participant, now=now)
    kinds = {}
    for name, kind in asked.groups.items():
        group = rounds.add_group(actor=actor, council=council, round_id=made.pk, name=name, now=now)
        if kind:
            kinds[str(group.pk)] = ChoiceRound.GroupKind(kind).value
    for question in _questions(choice, asked.step, chosen, asked.amount):
        rounds.add_item(actor=actor, council=council, round_id=made.pk, question=question, now=now)
    taken = ChoiceRound.objects.create(choice=choice, step=asked.step, round=made, group_kinds=kinds)
    changes = {"step": [None, str(asked.step)], "mode": [None, str(asked.mode)]}
    record(actor, Verb.DIRECTION_STEP_BEGUN, subject=choice, council_id=council.pk, changes=changes, at=now)
    return taken


def fill_draft(*, actor: Actor, choice: DirectionChoice, now: datetime) -> None:
    """Give a first rating that is prepared and not opened its title and questions anew, in the caller's transaction.
    Nothing else can be a draft while the options may change. Raises Refused."""
    taken = choice.rounds.filter(step=Step.RATING, round__opened_at=None).first()
    if taken is None:
        return
    where = {"actor": actor, "council": choice.council, "round_id": taken.round_id, "now": now}
    rounds.rename_round(title={choice.council.language: choice.title}, **where)
    for item in taken.round.items.all():
        rounds.remove_item(item_id=item.pk, **where)
    for question in _questions(choice, Step.RATING, [row["key"] for row in choice.options], None):
        rounds.add_item(question=question, **where)


def let_go(actor: Actor, found: Round, now: datetime) -> None:
    """A draft is removed: the choice can take that step anew. In the caller's transaction, which has asked who may."""
    for taken in ChoiceRound.objects.filter(round=found).select_related("choice"):
        changes = {"step": [str(taken.step), None]}
        record(
            actor,
            Verb.SURVEY_ROUND_REMOVED,
            subject=taken.choice,
            council_id=found.council_id,
            changes=changes,
            at=now,
        )
        taken.delete()


def _check(choice: DirectionChoice, asked: Asked, chosen: Sequence[str]) -> None:
    taken = {row.step: row for row in choice.rounds.select_related("round")}
    if asked.step in taken and taken[asked.step].round.opened_at is None:
        raise NotPossible(
            gettext("This step is prepared already. Open its round or move its last day, or remove it to begin anew.")
        )
    if asked.step in taken:
        raise NotPossible(gettext("This step has been taken already. Make a new choice to ask it again."))
    if getattr(choice, "outcome", None) is not None:
        raise NotPossible(gettext("What was resolved has been registered. Make a new choice to ask again."))
    if asked.step != Step.RATING:
        rating = taken.get(Step.RATING)
        if rating is None or not rating.round.is_closed:
            raise NotPossible(gettext("Rate the options first, and close that round."))
        if any(not row.round.is_closed for row in taken.values()):
            raise NotPossible(gettext("Another round of this choice is not closed yet. Close it first."))
        if asked.step != Step.SECOND_RATING and advice.stands_in_the_way(choice):
            raise NotPossible(
                gettext("The advice is to talk before you go on. Pass the gate with a reason if you go on anyway.")
            )
    if len(chosen) < 2:
        raise NotPossible(gettext("Choose at least two options."), field="option_keys")
    if asked.step == Step.STAR and not STAR_OPTIONS[0] <= len(chosen) <= STAR_OPTIONS[1]:
        raise NotPossible(gettext("Choose from 2 to 6 options to give scores."), field="option_keys")
    if asked.step in (Step.DOTS, Step.BUDGET) and not asked.amount:
        raise NotPossible(gettext("Say how much each has to share out."), field="amount")
    if asked.step == Step.BUDGET and any(choice.option(key)["cost"] is None for key in chosen):
        raise NotPossible(gettext("A budget needs a cost for each option, and people have been asked without one."))
    if asked.step == Step.BUDGET and (asked.amount or 0) < min(choice.option(key)["cost"] for key in chosen):
        raise NotPossible(gettext("The budget does not reach to any of the options."), field="amount")


def _questions(choice: DirectionChoice, step: str, keys: Sequence[str], amount: int | None) -> list[Question]:
    language = choice.council.language
    rows = [choice.option(key) for key in keys]
    with translation.override(language):
        if step in (Step.RATING, Step.SECOND_RATING):
            low, high = gettext("not important"), gettext("very important")
            means = gettext("What is “%(name)s” to you?")
            succeeds = gettext("What would show that we succeed with “%(name)s”?")
            found = []
            for row in rows:
                found.append(
                    Question(
                        key=row["key"],
                        kind=Item.Kind.SCALE,
                        text={language: f"{row['name']}: {choice.question}"},
                        help={language: row["about"]},
                        low_end={language: low},
                        high_end={language: high},
                    )
                )
                asked = ((MEANING, means, row["meanings"]), (INDICATOR, succeeds, row.get("indicators")))
                for prefix, text, texts in asked:
                    if texts:
                        found.append(
                            Question(
                                key=prefix + row["key"],
                                kind=Item.Kind.CHOICE,
                                text={language: text % {"name": row["name"]}},
                                options=[Option(key=str(n), text={language: one}) for n, one in enumerate(texts)],
                            )
                        )
            return found
        if step == Step.STAR:
            low, high = gettext("not at all"), gettext("the very best")
            return [
                Question(
                    key=row["key"],
                    kind=Item.Kind.SCORE,
                    text={language: row["name"]},
                    help={language: row["about"]},
                    low_end={language: low},
                    high_end={language: high},
                )
                for row in rows
            ]
        text = gettext("Put your dots where they matter most") if step == Step.DOTS else gettext("Spend the budget")
    options = [Option(key=row["key"], text={language: row["name"]}, cost=row["cost"] or 0) for row in rows]
    kind = Item.Kind.DOTS if step == Step.DOTS else Item.Kind.BUDGET
    return [Question(key=ONE, kind=kind, text={language: text}, options=options, amount=amount)]


def _purpose(language: str) -> str:
    with translation.override(language):
        return gettext(
            "The answers are advice to those who resolve, and no resolution. Everyone can read the result when the "
            "round has closed."
        )
