"""From a choice to rounds of questions: what is asked in each step, and of whom."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
from veivalg.web.survey.models.rounds import LANGUAGES, Words, in_language
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
    made = rounds.make_round(
        actor=actor,
        council=council,
        plan=Plan(
            mode=asked.mode,
            kind=Round.Kind.DIRECTION,
            title=_title(choice, asked.step),
            purpose=_each(_purpose),
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
    rounds.rename_round(title=choice.said("title"), **where)
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
    if asked.step == Step.BUDGET and any(choice.row(key)["cost"] is None for key in chosen):
        raise NotPossible(gettext("A budget needs a cost for each option, and people have been asked without one."))
    if asked.step == Step.BUDGET and (asked.amount or 0) < min(choice.row(key)["cost"] for key in chosen):
        raise NotPossible(gettext("The budget does not reach to any of the options."), field="amount")


def _questions(choice: DirectionChoice, step: str, keys: Sequence[str], amount: int | None) -> list[Question]:
    rows = [choice.row(key) for key in keys]
    if step in (Step.RATING, Step.SECOND_RATING):
        return [question for row in rows for question in _of_rating(choice, row)]
    if step == Step.STAR:
        return [
            Question(
                key=row["key"],
                kind=Item.Kind.SCORE,
                text=choice.said("name", row),
                help=choice.said("about", row),
                low_end=_each(lambda: gettext("not at all")),
                high_end=_each(lambda: gettext("the very best")),
            )
            for row in rows
        ]
    is_dots = step == Step.DOTS
    text = _each(lambda: gettext("Put your dots where they matter most") if is_dots else gettext("Spend the budget"))
    options = [Option(key=row["key"], text=choice.said("name", row), cost=row["cost"] or 0) for row in rows]
    kind = Item.Kind.DOTS if is_dots else Item.Kind.BUDGET
    return [Question(key=ONE, kind=kind, text=text, options=options, amount=amount)]


def _of_rating(choice: DirectionChoice, row: Mapping[str, Any]) -> Iterator[Question]:
    """How important one option is, what it means, and what would show that it succeeds."""
    names, asks = choice.said("name", row), choice.said("question")

    def in_each(text: Callable[[], str]) -> Words:
        """A sentence about the option: ours in every language, with the name as it is written."""
        return _each(lambda: text() % {"name": in_language(names, choice.language)})

    # Where only one of the two is written, the other stands in the first language.
    both = [language for language in LANGUAGES if language in names or language in asks]
    yield Question(
        key=row["key"],
        kind=Item.Kind.SCALE,
        text={
            language: f"{names.get(language, names[choice.language])}: {asks.get(language, asks[choice.language])}"
            for language in both
        },
        help=choice.said("about", row),
        low_end=_each(lambda: gettext("not important")),
        high_end=_each(lambda: gettext("very important")),
    )
    asked = (
        (MEANING, "meanings", lambda: gettext("What is “%(name)s” to you?")),
        (INDICATOR, "indicators", lambda: gettext("What would show that we succeed with “%(name)s”?")),
    )
    for prefix, part, text in asked:
        if row.get(part):
            options = [
                Option(key=str(n), text={language: lines[n] for language, lines in choice.said(part, row).items()})
                for n in range(len(row[part]))
            ]
            yield Question(key=prefix + row["key"], kind=Item.Kind.CHOICE, text=in_each(text), options=options)


def _title(choice: DirectionChoice, step: str) -> Words:
    """The choice's title; after the first rating with what the step is called, in every language."""
    titles = choice.said("title")
    if step == Step.RATING:
        return titles
    return _each(lambda: f"{in_language(titles, choice.language)}: {Step(step).label}")


def _each(text: Callable[[], str]) -> Words:
    """A text of our own in every language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = text()
    return found


def _purpose() -> str:
    return gettext(
        "The answers are advice to those who resolve, and no resolution. Everyone can read the result when the "
        "round has closed."
    )
