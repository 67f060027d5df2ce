"""What dots, budgets and scores say when their rounds have closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from veivalg.rules.consensus import StarResult, Tie, star
from veivalg.web.directions.models import ChoiceRound
from veivalg.web.survey.models import Item, Round
from veivalg.web.survey.results import closed_ballots, results_of


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How much each option got, in the order of the choice. None where too few answered."""

    rows: tuple[tuple[str, int], ...] | None
    """Name and dots, or name and how many chose it."""
    answer_count: int
    """People who answered."""


def tally(taken: ChoiceRound) -> Tally:
    """Dots or budgets, added up. Raises survey.results.StillOpen."""
    total = results_of(taken.round).items[0].total
    if total is None:
        return Tally(rows=None, answer_count=0)
    rows = tuple((row["name"], total.counts[row["key"]]) for row in taken.choice.weighed if row["key"] in total.counts)
    return Tally(rows=rows, answer_count=total.answer_count)


def star_result(taken: ChoiceRound) -> StarResult | None:
    """Scores and the runoff; None where too few answered, or when ballots have been deleted and nothing was kept.

    Raises survey.results.StillOpen.
    """
    # Asked first, whoever asks: an open round raises.
    counted = taken.counted if taken.round.is_closed and taken.counted is not None else counted_from_ballots(taken)
    if not counted.get("totals"):
        return None
    return StarResult(
        totals=counted["totals"],
        finalists=tuple(counted["finalists"]),
        preferring=counted["preferring"],
        indifferent=counted["indifferent"],
        winner=counted["winner"],
        tie=Tie(counted["tie"]),
        tied=tuple(counted["tied"]),
    )


def keep_counted(found: Round, ballots: Sequence[Mapping[str, Any]]) -> None:
    """Keep scores and runoff of a round that is closing, while its ballots are whole; nothing of other steps."""
    for taken in ChoiceRound.objects.filter(round=found, step=ChoiceRound.Step.STAR):
        taken.counted = _counted(found, ballots)
        taken.save(update_fields=["counted"])


def counted_from_ballots(taken: ChoiceRound) -> dict[str, Any]:
    """The scores as JSON can hold them; empty where too few answered. Raises survey.results.StillOpen.

    Only of ballots that are whole: in an anonymous round `keep_counted` has been before.
    """
    return _counted(taken.round, [answers for _, answers in closed_ballots(taken.round)])


def _counted(found: Round, answered: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    items = {str(item.pk): item.key for item in found.items.all() if item.kind == Item.Kind.SCORE}
    ballots = [_scores(answers, items) for answers in answered]
    ballots = [ballot for ballot in ballots if ballot]
    # In an open round names and answers are shown anyway; elsewhere too few are never counted.
    least = 1 if found.mode == Round.Mode.OPEN else found.smallest_group
    # Scores may be left out: an option that too few gave any has a sum that tells what they gave, and is not counted.
    enough = [key for key in items.values() if sum(key in ballot for ballot in ballots) >= least]
    if len(ballots) < least or len(enough) < 2:
        return {}
    result = star([{key: ballot[key] for key in enough if key in ballot} for ballot in ballots], options=enough)
    return {
        "totals": dict(result.totals),
        "finalists": list(result.finalists),
        "preferring": dict(result.preferring),
        "indifferent": result.indifferent,
        "winner": result.winner,
        "tie": result.tie.value,
        "tied": list(result.tied),
    }


def _scores(answers: Mapping[str, Any], items: Mapping[str, str]) -> dict[str, int]:
    return {items[number]: answer for number, answer in answers.items() if number in items}
