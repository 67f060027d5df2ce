"""The rounds of a choice of direction on its page: where each stands, what came of it, and which can be begun now."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.rules.consensus import StarResult, Tie
from veivalg.web.directions import counting, queries, words
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations.asking import ONE
from veivalg.web.directions.reading import INDICATOR, MEANING
from veivalg.web.survey.models import Round
from veivalg.web.survey.results import named_ballots
from veivalg.web.ui.dates import moment
from veivalg.web.ui.numbers import listed, number

Step = ChoiceRound.Step
STEP_WORDS: Mapping[Step, str] = {
    Step.RATING: "vurdering",
    Step.SECOND_RATING: "ny-vurdering",
    Step.DOTS: "prikker",
    Step.BUDGET: "budsjett",
    Step.STAR: "poeng",
}
"""What each step is called in addresses."""


def steps(choice: DirectionChoice) -> list[dict[str, Any]]:
    """Rounds of a choice in order: what each is, where it stands, and what came of it when it has closed."""
    found = []
    for taken in choice.rounds.all():
        taken.choice = choice
        found.append(
            {
                "taken": taken,
                "round": taken.round,
                "name": taken.get_step_display(),
                "when": _when(taken.round),
                "names": names_and_answers(taken),
                **_counts(taken),
            }
        )
    return found


def next_steps(choice: DirectionChoice, *, may_go_on: bool) -> list[tuple[str, str]]:
    """Steps that can be begun now: address word and name. After a decision there are none, and while the advice is to
    wait only a second rating."""
    if queries.state_of(choice) is queries.State.DECIDED:
        return []
    taken = {row.step: row.round for row in choice.rounds.all()}
    if any(not row.is_closed for row in taken.values()):
        return []
    if Step.RATING not in taken:
        return [(STEP_WORDS[Step.RATING], str(Step.RATING.label))]
    if not may_go_on:
        wanted = [Step.SECOND_RATING]
    else:
        has_costs = all(row["cost"] is not None for row in choice.options)
        wanted = [step for step in Step if step != Step.BUDGET or has_costs]
    return [(STEP_WORDS[step], str(step.label)) for step in wanted if step not in taken]


def about_steps(offered: list[tuple[str, str]]) -> list[str]:
    """What the steps that can be begun are, those whose name alone does not tell."""
    by_word = {word: step for step, word in STEP_WORDS.items()}
    return [about for word, _ in offered if (about := words.step_about(by_word[word]))]


def names_and_answers(taken: ChoiceRound) -> dict[str, Any] | None:
    """Who answered what in a closed round that was open, option by option; None in other rounds."""
    if taken.round.mode != Round.Mode.OPEN or not taken.round.is_closed:
        return None
    items = {item.key: str(item.pk) for item in taken.round.items.all()}
    options = [row for row in taken.choice.weighed if row["key"] in items or ONE in items]
    rows = []
    for ballot in named_ballots(taken.round):
        assert ballot.invitation is not None
        name = str(ballot.invitation.person) or gettext("Someone who has been erased")
        shared = ballot.answers.get(items.get(ONE, ""))
        rows.append((name, [_told(ballot.answers, shared, items, row) for row in options]))
    return {"caption": words.names_caption(taken.step), "options": [row["name"] for row in options], "rows": rows}


def _told(answers: Mapping[str, Any], shared: Any, items: Mapping[str, str], row: Mapping[str, Any]) -> str:
    """One person's answers about an option: a number, that it was chosen, or nothing; then what it means to the person,
    and what would show that it succeeds."""
    parts = [_number_told(answers, shared, items, row["key"])]
    for prefix, texts in ((MEANING, row["meanings"]), (INDICATOR, row.get("indicators", ()))):
        answer = answers.get(items.get(prefix + row["key"], ""))
        parts += [text for n, text in enumerate(texts) if str(n) == answer]
    return "; ".join(parts)


def _number_told(answers: Mapping[str, Any], shared: Any, items: Mapping[str, str], key: str) -> str:
    if isinstance(shared, list):
        return gettext("chosen") if key in shared else "–"
    answer = shared.get(key) if isinstance(shared, dict) else answers.get(items.get(key, ""))
    if answer is None:
        return "–"
    return gettext("Don’t know") if isinstance(answer, str) else str(answer)


def _when(found: Round) -> str:
    if found.is_closed:
        return gettext("closed %(moment)s") % {"moment": moment(found.closed_at)}
    if found.opened_at is None:
        if found.closes_at <= timezone.now():
            return gettext("was never opened, and its last day has passed")
        return gettext("is being prepared")
    if found.opens_at > timezone.now():
        return gettext("opens %(moment)s") % {"moment": moment(found.opens_at)}
    return gettext("open until %(moment)s") % {"moment": moment(found.closes_at)}


def _counts(taken: ChoiceRound) -> dict[str, Any]:
    if not taken.round.is_closed or taken.is_rating:
        return {}
    if taken.step == Step.STAR:
        found = counting.star_result(taken)
        return {"star": _star(taken, found) if found else None, "is_star": True}
    counted = counting.tally(taken)
    rows = sorted(counted.rows or (), key=lambda pair: -pair[1])
    return {"tally": rows, "tally_line": words.tally_line(taken, counted), "is_tally": True}


def _star(taken: ChoiceRound, found: StarResult) -> dict[str, Any]:
    def name(key: str) -> str:
        return str(taken.choice.option(key)["name"])

    if found.tie is Tie.FINALISTS:
        text = gettext("%(names)s have the same total, so it cannot be said which two should meet. You settle it.")
        line = text % {"names": listed([name(key) for key in found.tied])}
    elif found.tie is Tie.RUNOFF:
        text = gettext("%(names)s are preferred by as many each. You settle it.")
        line = text % {"names": listed([name(key) for key in found.tied])}
    else:
        first, second = sorted(found.finalists, key=lambda key: key != found.winner)
        line = gettext("%(winner)s comes out first: %(more)s prefer it to %(other)s, and %(less)s the other way.") % {
            "winner": name(first),
            "more": number(found.preferring[first]),
            "other": name(second),
            "less": number(found.preferring[second]),
        }
    if found.indifferent:
        same = ngettext(
            "%(count)s ballot gives both the same.", "%(count)s ballots give both the same.", found.indifferent
        )
        line = f"{line} {same % {'count': number(found.indifferent)}}"
    rows = sorted(found.totals.items(), key=lambda pair: -pair[1])
    return {
        "line": line,
        "rows": [(name(key), total, key in found.finalists) for key, total in rows],
        "hidden": [name(item.key) for item in taken.round.items.all() if item.key not in found.totals],
        "indifferent": found.indifferent,
        "from": words.from_ballots(taken),
    }
