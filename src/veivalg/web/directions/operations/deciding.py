"""After the rounds: pass the gate, register what was resolved, begin a strategy from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.apart import apart
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import advice
from veivalg.web.directions.counting import counted_from_ballots
from veivalg.web.directions.models import ChoiceRound, DirectionChoice, Gate, Outcome
from veivalg.web.directions.reading import Rated, read_rating
from veivalg.web.files.cleaning import clean
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.operations import parts, strategies
from veivalg.web.survey.models import Round
from veivalg.web.ui.dates import day


@transaction.atomic
def pass_gate(*, actor: Actor, council: Council, choice_id: int, reason: str, now: datetime) -> Gate:
    """Go on against the advice, with a written reason that everyone can read.

    Raises access.doors.Refused, DirectionChoice.DoesNotExist, and NotPossible without a reason or without advice.
    """
    require(actor, Permission.DIRECTIONS_CHOICE_EDIT, council_id=council.pk)
    choice = _held(council, choice_id)
    reason = " ".join(clean(reason)[0].split())
    if not reason or len(reason) > 500:
        raise NotPossible(
            gettext("Write why you go on, in at most %(most)s signs. Everyone can read it.") % {"most": 500},
            field="reason",
        )
    taken = advice.last_rating(choice)
    given = advice.advice_of(read_rating(choice, taken)) if taken is not None else []
    if taken is None or not given or getattr(taken, "gate", None) is not None:
        raise NotPossible(gettext("Nothing stands in the way. You can go on."))
    found = [{"code": each.why.value, "options": list(each.options)} for each in given]
    gate = Gate.objects.create(round=taken, advice=found, reason=reason, passed_at=now)
    changes = {"advice": [None, [each["code"] for each in found]]}
    record(
        actor, Verb.DIRECTION_GATE_PASSED, subject=choice, council_id=council.pk, changes=changes, reason=reason, at=now
    )
    return gate


@transaction.atomic
def register_outcome(
    *, actor: Actor, council: Council, choice_id: int, resolution_id: int, chosen: Sequence[str], now: datetime
) -> Outcome:
    """Tie the choice to the resolution of a body, and to the options that it chose. It may be done anew until a
    strategy has been made from it.

    Raises Refused, DoesNotExist, and NotPossible: before a rating has closed, against advice while the gate has not
    been passed, without an option, or with a resolution that is older than the answers or has been corrected.
    """
    require(actor, Permission.DIRECTIONS_OUTCOME_REGISTER, council_id=council.pk)
    choice = _held(council, choice_id)
    outcome = Outcome.objects.select_related("resolution", "choice").filter(choice=choice).first()
    if outcome is not None and outcome.strategy_id is not None:
        raise NotPossible(gettext("A strategy has been made from it already, so it cannot be changed here."))
    taken = advice.last_rating(choice)
    if taken is None:
        raise NotPossible(gettext("Nothing has been weighed yet. Close the first round before you register this."))
    # Held, so that a draft cannot open while this is registered.
    held = list(Round.objects.select_for_update(of=("self",)).filter(direction__choice=choice))
    if any(row.opened_at is not None and not row.is_closed for row in held):
        raise NotPossible(gettext("A round of this choice is still open. Close it first."))
    if advice.stands_in_the_way(choice):
        raise NotPossible(
            gettext("The advice is to talk before you go on. Pass the gate with a reason if you go on anyway.")
        )
    resolution = Resolution.objects.standing().filter(pk=resolution_id, council=council).first()
    if resolution is None:
        raise NotPossible(gettext("Choose one of the council’s registered resolutions."), field="resolution")
    if resolution.resolved_on < advice.closed_on(taken):
        raise NotPossible(
            gettext("This was resolved before the round closed, so it cannot have chosen among these options."),
            field="resolution",
        )
    keys = [row["key"] for row in choice.options if row["key"] in chosen]
    if not keys or len(keys) < len(set(chosen)):
        raise NotPossible(gettext("Choose which of the options the resolution chose."), field="chosen")
    was = _told(outcome) if outcome is not None else {"adopted_by": None, "chosen": None}
    values = {"resolution": resolution, "chosen": keys, "decided_at": now}
    outcome, _ = Outcome.objects.update_or_create(choice=choice, defaults=values)
    changes = {name: [was[name], told] for name, told in _told(outcome).items()}
    record(actor, Verb.DIRECTION_DECIDED, subject=choice, council_id=council.pk, changes=changes, at=now)
    return outcome


@transaction.atomic
def begin_strategy(*, actor: Actor, council: Council, choice_id: int, now: datetime) -> Strategy:
    """A new draft of a strategy, with a focus area and a goal for each option that was chosen.

    Raises Refused, DirectionChoice.DoesNotExist, and NotPossible before a resolution is registered, or the second time.
    """
    require(actor, Permission.DIRECTIONS_OUTCOME_REGISTER, council_id=council.pk)
    choice = _held(council, choice_id)
    outcome = Outcome.objects.select_for_update(of=("self",)).filter(choice=choice).first()
    if outcome is None:
        raise NotPossible(gettext("Register the resolution first. A direction is chosen by a body, not by answers."))
    if outcome.strategy_id is not None:
        raise NotPossible(gettext("A strategy has been made from it already."))
    taken = advice.last_rating(choice)
    # The plan is written in the language of the choice, whoever presses the button.
    with override(choice.language):
        rated = {each.key: each for each in read_rating(choice, taken).options} if taken is not None else {}
        name = _plan_name(council, outcome)
    strategy = strategies.make_strategy(actor=actor, council=council, values={"name": name}, now=now)
    keys = {}
    for key in outcome.chosen:
        row = choice.row(key)
        values = {
            "name": _wanted(rated.get(key)) or row["about"] or row["name"],
            "picture": row["about"],
            "focus_area": row["name"],
        }
        goal = parts.make_goal(actor=actor, council=council, strategy_id=strategy.pk, values=values, now=now)
        keys[key] = [goal.key]
    outcome.strategy, outcome.goal_keys = strategy, keys
    outcome.save(update_fields=["strategy", "goal_keys"])
    changes = {"strategy": [None, strategy.name], "goals": [None, [choice.row(key)["name"] for key in keys]]}
    record(actor, Verb.DIRECTION_STRATEGY_BEGUN, subject=choice, council_id=council.pk, changes=changes, at=now)
    return strategy


def _plan_name(council: Council, outcome: Outcome) -> str:
    """What a strategy is called until somebody calls it something else: the question that was asked is no name."""
    name = gettext("Strategy for %(council)s") % {"council": council.short_name}
    if not Strategy.objects.filter(council=council, name=name).exists():
        return name
    day_of = day(outcome.resolution.resolved_on)
    return gettext("%(name)s, after the resolution of %(day)s") % {"name": name, "day": day_of}


@transaction.atomic
def tie_strategy(
    *,
    actor: Actor,
    council: Council,
    choice_id: int,
    strategy_id: int,
    goal_keys: Mapping[str, Sequence[str]],
    now: datetime,
) -> Outcome:
    """Say that a strategy that is there already came of the choice: option → keys of the goals that came of it.

    Raises Refused, DoesNotExist, and NotPossible before a resolution is registered, when a strategy is tied already,
    for options or goals that are not there, and without a goal where the strategy has any.
    """
    require(actor, Permission.DIRECTIONS_OUTCOME_REGISTER, council_id=council.pk)
    choice = _held(council, choice_id)
    outcome = Outcome.objects.select_for_update(of=("self",)).filter(choice=choice).first()
    if outcome is None:
        raise NotPossible(gettext("Register the resolution first. A direction is chosen by a body, not by answers."))
    if outcome.strategy_id is not None:
        raise NotPossible(gettext("A strategy has been made from it already."))
    strategy = Strategy.objects.get(pk=strategy_id, council=council)
    known = set(strategy.goals.values_list("key", flat=True))
    tied = {key: list(dict.fromkeys(goals)) for key, goals in goal_keys.items() if goals}
    if set(tied) - set(outcome.chosen) or {goal for goals in tied.values() for goal in goals} - known:
        raise NotPossible(gettext("Choose among the options that were chosen, and the goals of the strategy."))
    if known and not tied:
        raise NotPossible(
            gettext("Say which goals came of what was chosen. A strategy where none did, did not grow from the choice.")
        )
    outcome.strategy, outcome.goal_keys = strategy, tied
    outcome.save(update_fields=["strategy", "goal_keys"])
    # More may read the trail than may know of a draft.
    told = [] if strategy.is_draft else [None, strategy.name]
    changes = {"strategy": told, "goals": [None, [choice.row(key)["name"] for key in tied]]}
    record(actor, Verb.DIRECTION_STRATEGY_BEGUN, subject=choice, council_id=council.pk, changes=changes, at=now)
    return outcome


def keep_counts(*, now: datetime) -> int:
    """Keep what is counted from whole ballots, before single answers are deleted. Returns of how many rounds.

    Who runs the site does it every hour; nothing is shown by it that is not shown already. One that fails is noted in
    the log, and stops no other; the deletion that was promised does not wait for it.
    """
    count = 0
    rows = ChoiceRound.objects.filter(step=ChoiceRound.Step.STAR, counted__isnull=True).exclude(round__closed_at=None)
    for taken in rows.filter(round__answers_deleted_at=None).select_related("round", "choice"):
        with apart("keeping the counts of a round", taken.round_id), transaction.atomic():
            held = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=taken.round_id)
            if held.answers_deleted_at is not None:
                continue
            taken.counted = counted_from_ballots(taken)
            taken.save(update_fields=["counted"])
            count += 1
    return count


def _told(outcome: Outcome) -> dict[str, Any]:
    """As the trail keeps it."""
    names = [outcome.choice.row(key)["name"] for key in outcome.chosen]
    return {"adopted_by": str(outcome.resolution), "chosen": names}


def _wanted(rated: Rated | None) -> str:
    """The meaning that most chose, when most chose one and the same; else nothing."""
    meanings = list(rated.meanings or ()) if rated is not None else []
    total = sum(count for _, count in meanings)
    text, count = max(meanings, key=lambda pair: pair[1], default=("", 0))
    return text if total and count * 2 > total else ""


def _held(council: Council, choice_id: int) -> DirectionChoice:
    choice = DirectionChoice.objects.select_for_update(of=("self",), no_key=True).get(pk=choice_id, council=council)
    choice.council = council
    return choice
