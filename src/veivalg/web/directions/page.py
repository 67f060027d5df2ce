"""What stands on the page of a choice of direction, in the order of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from veivalg.rules.consensus import StarResult, Tie
from veivalg.web.directions import advice, counting, drawings, guide, queries, words
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations.asking import ONE
from veivalg.web.directions.reading import INDICATOR, MEANING, Rated, Rating, Side, read_rating
from veivalg.web.survey.models import Round
from veivalg.web.survey.results import named_ballots
from veivalg.web.ui.dates import day, moment
from veivalg.web.ui.numbers import listed, number

Step = ChoiceRound.Step


@dataclass(frozen=True)
class OptionRow:
    """One option on the page: what it is, how it was answered, how far people agree."""

    rated: Rated
    about: str
    bar: SafeString
    high: str
    word: str
    axis: SafeString
    value: str
    meanings: list[tuple[str, int]]
    indicators: list[tuple[str, int]]
    word_line: str
    """That people agree on the word and not on what is in it; empty when that is not found."""


@dataclass(frozen=True)
class Cell:
    """Answers of one group to one step of the scale."""

    count: int
    strength: int


@dataclass(frozen=True)
class SideRow:
    """One group in the table: its answers, or that they are not shown."""

    name: str
    cells: list[Cell] | None
    middle: str
    count: str


@dataclass(frozen=True)
class PairRow:
    """Two groups beside each other on one option."""

    name: str
    one: list[Cell] | None
    other: list[Cell] | None
    distance: str
    is_far: bool


def lead(rating: Rating) -> str:
    """Who answered what, and that nobody saw anything before."""
    taken, results = rating.taken, rating.results
    closed_at = taken.round.closed_at
    assert closed_at is not None
    return ngettext(
        "%(answered)s of %(asked)s has answered how important %(count)s options are. Nobody saw an answer before the "
        "round closed %(day)s.",
        "%(answered)s of %(asked)s have answered how important %(count)s options are. Nobody saw an answer before the "
        "round closed %(day)s.",
        results.ballot_count,
    ) % {
        "answered": number(results.ballot_count),
        "asked": number(results.issued_count),
        "count": number(len(rating.options)),
        "day": day(timezone.localdate(closed_at)),
    }


def option_rows(rating: Rating) -> list[OptionRow]:
    """Every option, in the order of the choice."""
    return [_option_row(each) for each in rating.options]


def sides(rating: Rating, key: str) -> dict[str, Any] | None:
    """The table of groups for one option: the one that is asked for, else the one that divides most."""
    if not rating.groups:
        return None
    dividing = rating.most_dividing
    known = {each.key: each for each in rating.options}
    rated = known.get(key) or (dividing[0] if dividing else rating.options[0])
    return {
        "rated": rated,
        "heading": words.where_heading(rated) if rated.is_dividing else gettext("Group by group"),
        "line": words.where_line(rated),
        "means": words.means_line(rated),
        "who": _who(rated),
        "rows": [_side_row(side) for side in _places_first(rated.sides)],
        "is_hidden": any(side.counts is None for side in rated.sides),
        "choices": [(each.key, each.name) for each in rating.options],
    }


def pair(rating: Rating, one: int | None, other: int | None) -> dict[str, Any] | None:
    """Two groups against each other, option by option; without a wish the two that are furthest apart."""
    shown = _pairable(rating)
    if len(shown) < 2:
        return None
    ids = [id for id, _ in shown]
    if one not in ids or other not in ids or one == other:
        one, other = _furthest(rating, ids)
    names = dict(shown)
    rows = []
    for rated in rating.options:
        found = {side.group_id: side for side in rated.sides}
        left, right = found[one], found[other]
        text = words.distance(left, right)
        far = left.middle is not None and right.middle is not None and abs(left.middle - right.middle) >= words.FAR
        rows.append(PairRow(rated.name, _cells(left), _cells(right), text, far))
    return {"one": one, "other": other, "names": (names[one], names[other]), "choices": shown, "rows": rows}


def second_beside(first: Rating, second: Rating) -> dict[str, Any]:
    """The second round beside the first."""
    before = {each.key: each for each in first.options}
    both = [(before[each.key], each) for each in second.options if each.key in before]
    rows = [(_option_row(one), _option_row(other), words.moved(one, other)) for one, other in both]
    return {"title": words.second_title(first, second), "rows": rows, "first": first, "second": second}


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


STEP_WORDS: Mapping[Step, str] = {
    Step.RATING: "vurdering",
    Step.SECOND_RATING: "ny-vurdering",
    Step.DOTS: "prikker",
    Step.BUDGET: "budsjett",
    Step.STAR: "poeng",
}
"""What each step is called in addresses."""


def gate_of(choice: DirectionChoice, rating: Rating) -> dict[str, Any]:
    """The advice after a rating, and whether it was passed."""
    found = advice.advice_of(rating)
    gate = getattr(rating.taken, "gate", None)
    return {
        "lines": [words.advice_line(each, choice) for each in found],
        "is_ready": not found,
        "gate": gate,
        "passed_on": timezone.localdate(gate.passed_at) if gate is not None else None,
        "is_open": not found or gate is not None,
    }


def names_and_answers(taken: ChoiceRound) -> dict[str, Any] | None:
    """Who answered what in a closed round that was open, option by option; None in other rounds."""
    if taken.round.mode != Round.Mode.OPEN or not taken.round.is_closed:
        return None
    items = {item.key: str(item.pk) for item in taken.round.items.all()}
    options = [row for row in taken.choice.options if row["key"] in items or ONE in items]
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


def talks(rating: Rating) -> list[guide.Talk]:
    """What to talk about."""
    return guide.talks(rating)


def _option_row(rated: Rated) -> OptionRow:
    is_shown = bool(rated.counts) and rated.answer_count > 0
    return OptionRow(
        rated=rated,
        about=words.about_option(rated),
        bar=drawings.bar(rated.counts) if is_shown and rated.counts else SafeString(""),
        high=words.high_line(rated) if is_shown else "",
        word=words.reading_word(rated.reading),
        axis=drawings.axis(rated.agreement) if rated.reading else SafeString(""),
        value=words.a_value(rated.agreement) if rated.reading else "",
        meanings=sorted(rated.meanings or (), key=lambda pair: -pair[1]),
        indicators=sorted(rated.indicators or (), key=lambda pair: -pair[1]),
        word_line=words.word_line(rated),
    )


def _who(rated: Rated) -> str:
    """Who stands where, in a sentence or two."""
    wanting = [side.name for side in rated.compared if side.is_wanting]
    doubting = [side.name for side in rated.compared if side.is_doubting]
    inside = [side.name for side in rated.compared if side.is_divided]
    parts = []
    if wanting:
        parts.append(gettext("%(names)s: important.") % {"names": listed(wanting)})
    if doubting:
        parts.append(gettext("%(names)s: of little importance.") % {"names": listed(doubting)})
    if inside:
        parts.append(gettext("Divided at home: %(names)s.") % {"names": listed(inside)})
    return " ".join(parts)


def _side_row(side: Side) -> SideRow:
    cells = _cells(side)
    return SideRow(side.name, cells, words.middle_value(side.middle), number(side.answer_count) if cells else "")


def _cells(side: Side) -> list[Cell] | None:
    if side.counts is None:
        return None
    total = side.answer_count
    return [Cell(count, drawings.strength(count, total)) for count in side.counts]


def _places_first(found: Sequence[Side]) -> list[Side]:
    return sorted(found, key=lambda side: not side.is_municipality)


def _pairable(rating: Rating) -> list[tuple[int, str]]:
    """Groups that are shown on at least one option."""
    shown = {side.group_id for each in rating.options for side in each.sides if side.is_shown}
    return [(side.group_id, side.name) for side in _places_first(rating.groups) if side.group_id in shown]


def _furthest(rating: Rating, ids: Sequence[int]) -> tuple[int, int]:
    """The two groups whose middle answers lie furthest apart, over all options together."""
    best, found = None, (ids[0], ids[1])
    middles = [{side.group_id: side.middle for side in each.sides} for each in rating.options]
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            apart = sum(
                (abs(row[one] - row[other]) for row in middles if row[one] is not None and row[other] is not None),  # type: ignore[operator]
                0,
            )
            if best is None or apart > best:
                best, found = apart, (one, other)
    return found


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


def ratings_of(choice: DirectionChoice) -> list[Rating]:
    """The closed ratings, read."""
    closed, found = queries.ratings(choice), []
    if closed:
        queries.read_answers(choice)
    for taken in closed:
        taken.choice = choice
        taken.round.council = choice.council
        found.append(read_rating(choice, taken))
    return found
