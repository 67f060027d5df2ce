"""Results of a closed round, with what rests on too few answers hidden so that it cannot be worked out either."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from veivalg.web.survey.models import Ballot, Item, Round, TextAnswer
from veivalg.web.survey.questions import DONT_KNOW, option_keys, steps_of

OUTSIDE = 0
"""The number of those who belong to no group that is told apart."""
TOTAL = -1
Hide = Callable[[Mapping[int, int], int], frozenset[int]]
"""From answers per group (all groups, OUTSIDE included) and the smallest number that may be shown, to the groups that
are hidden, with TOTAL among them when not even the sum may be shown."""


class StillOpen(Exception):
    """Nobody sees results before the round has closed."""


class NamesNotShown(Exception):
    """The mode of the round does not let this be asked."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """How one item was answered by some."""

    answer_count: int
    """Who answered it, "don't know" aside; what k is held against."""
    dont_know_count: int
    counts: dict[str, int]
    """Option or number on the scale → answers; for dots, the dots on each. None for texts."""


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """One item. None stands for what is not shown since it rests on too few."""

    item_id: int
    key: str
    kind: str
    total: Distribution | None
    groups: dict[int, Distribution | None]
    """By number of the group; OUTSIDE are those in no group."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """A closed round as it may be shown."""

    round_id: int
    ballot_count: int
    issued_count: int
    items: list[ItemResult]


def hide_small(sizes: Mapping[int, int], smallest: int) -> frozenset[int]:
    """Hide groups below the limit, and then as many more, the smallest first, as it takes for the hidden ones together
    to be enough: a single hidden group could be found by taking the shown ones from the total.

    >>> sorted(hide_small({1: 9, 2: 6, 3: 2}, 5)), sorted(hide_small({1: 9, 2: 6}, 5))
    ([2, 3], [])
    >>> sorted(hide_small({1: 3}, 5)) == [TOTAL, 1]
    True
    """
    if sum(sizes.values()) < smallest:
        return frozenset({TOTAL, *sizes})
    hidden = {group for group, size in sizes.items() if size < smallest}
    if any(sizes[group] for group in hidden):
        for group in sorted(sizes.keys() - hidden, key=lambda group: (sizes[group], group)):
            answering = [other for other in hidden if sizes[other]]
            if len(answering) > 1 and sum(sizes[other] for other in answering) >= smallest:
                break
            hidden.add(group)
    return frozenset(hidden)


def results_of(found: Round, *, hide: Hide = hide_small) -> Results:
    """The results of a round. Raises StillOpen before it has closed, whoever asks."""
    if not found.is_closed:
        raise StillOpen
    if found.results is not None:
        return _restored(found.results)
    items = list(found.items.all())
    ballots = _whole(found)
    group_ids = [group.pk for group in found.groups.all()]
    texts: Counter[int] = Counter()
    if any(item.kind == Item.Kind.TEXT for item in items):
        texts.update(TextAnswer.objects.filter(item__round=found).values_list("item_id", flat=True))
    shown = []
    for item in items:
        answers = [(group_id or OUTSIDE, given.get(str(item.pk))) for group_id, given in ballots]
        by_group: dict[int, list[Any]] = {group_id: [] for group_id in (*group_ids, OUTSIDE)}
        for group_id, answer in answers:
            by_group[group_id].append(answer)
        spread = {group_id: distribution(item, given) for group_id, given in by_group.items()}
        total = distribution(item, [answer for _, answer in answers])
        if item.kind == Item.Kind.TEXT and found.is_anonymous:
            # Texts have been taken out of their ballots, and belong to no group.
            total = Distribution(answer_count=texts[item.pk], dont_know_count=0, counts={})
            spread = {}
        sizes = {group_id: one.answer_count for group_id, one in spread.items()} or {OUTSIDE: total.answer_count}
        hidden = frozenset() if found.mode == Round.Mode.OPEN else hide(sizes, found.smallest_group)
        shown.append(
            ItemResult(
                item_id=item.pk,
                key=item.key,
                kind=item.kind,
                total=None if TOTAL in hidden else total,
                groups={group_id: None if group_id in hidden else one for group_id, one in spread.items()},
            )
        )
    return Results(
        round_id=found.pk, ballot_count=found.ballot_count or 0, issued_count=found.issued_count, items=shown
    )


def distribution(item: Item, answers: Iterable[Any]) -> Distribution:
    """How often each answer was given; what was left out counts nowhere."""
    given = [answer for answer in answers if answer is not None]
    known = [answer for answer in given if answer != DONT_KNOW]
    counts: Counter[str] = Counter()
    for answer in known:
        if item.kind == Item.Kind.DOTS or item.kind == Item.Kind.BUDGET:
            counts.update(answer)
        elif item.kind != Item.Kind.TEXT:
            counts[str(answer)] += 1
    keys = [str(number) for number in steps_of(item.kind)] or option_keys(item)
    return Distribution(
        answer_count=len(known),
        dont_know_count=len(given) - len(known),
        counts={key: counts[key] for key in keys},
    )


def closed_ballots(found: Round) -> list[tuple[int | None, dict[str, Any]]]:
    """Group and answers of each ballot, without who. In an anonymous round they have been dealt out anew, so that
    nothing can be worked out of whole ballots (pairwise comparison); that is counted when it closes.

    The caller shows nothing that rests on fewer than the round's limit. Raises StillOpen.
    """
    if not found.is_closed:
        raise StillOpen
    return _whole(found)


def named_ballots(found: Round) -> list[Ballot]:
    """Ballots with the people who gave them, of an open round: whoever answered it was told that everyone sees them.

    Raises StillOpen before it has closed, and NamesNotShown for other rounds. No page shows names and answers of a
    confidential one, to the secretariat either: it says so to whoever answers.
    """
    if found.mode != Round.Mode.OPEN:
        raise NamesNotShown
    if not found.is_closed:
        raise StillOpen
    return list(found.ballots.select_related("invitation__person", "group").order_by("invitation__person__name"))


def shown_count(found: Round, count: int) -> int | None:
    """How many have answered, as it may be told while the round is open. In an anonymous round only whole steps of its
    limit, so that nobody sees a single answer come; None below the first."""
    if not found.is_anonymous:
        return count
    return count - count % found.smallest_group or None


def stored(results: Results) -> dict[str, Any]:
    """Results as JSON can hold them."""
    return asdict(results)


def _whole(found: Round) -> list[tuple[int | None, dict[str, Any]]]:
    """Group and answers of each ballot, in no query where they were read together with the round."""
    return [(ballot.group_id, ballot.answers) for ballot in found.ballots.all()]


def _restored(kept: Mapping[str, Any]) -> Results:
    def one(value: Mapping[str, Any] | None) -> Distribution | None:
        return None if value is None else Distribution(**value)

    items = [
        ItemResult(
            **{
                **item,
                "total": one(item["total"]),
                "groups": {int(group_id): one(value) for group_id, value in item["groups"].items()},
            }
        )
        for item in kept["items"]
    ]
    return Results(**{**kept, "items": items})
