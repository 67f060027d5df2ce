"""What a closed round may show, and which counts are withheld."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from veivalg.rules.cooperation import Days, Share
from veivalg.rules.suppression import Aggregate, count_of, suppress
from veivalg.web.barometer import behaviour
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.survey.models import Item, Round
from veivalg.web.survey.questions import LEAST, MOST
from veivalg.web.survey.results import Distribution, ItemResult, hide_small, results_of

KINDS = (Round.Kind.COOPERATION, Round.Kind.CAPACITY)
Counts = list[int]
"""Answers to each step of the scale, from 1 to 5."""


def content_of(found: Round, *, on: date) -> dict[str, Any]:
    """What may be shown of a closed round, as `RoundFinding.content`. Raises survey.results.StillOpen."""
    # Nothing is hidden yet: what to withhold is decided here.
    whole = results_of(found, hide=lambda sizes, smallest: frozenset())
    counted = behaviour.counted(found.council, on=on) if found.kind == Round.Kind.COOPERATION else {}
    return {
        "items": {item.key: _shown(found, item) for item in whole.items if item.kind == Item.Kind.SCALE and item.total},
        "behaviour": {name: kept(figure) for name, figure in counted.items()},
        "on": on.isoformat(),
    }


def kept(figure: Share | Days) -> list[Any]:
    """What was counted, as a finding holds it: ``[part, whole]``, or ``[count, median, longest]`` of days."""
    if isinstance(figure, Days):
        return [figure.count, figure.median_days, figure.longest_days]
    return [figure.part, figure.whole]


def counted_of(finding: RoundFinding) -> dict[str, Share | Days]:
    """What was counted on the day the round closed."""
    on = date.fromisoformat(finding.content["on"])
    return {
        name: Share(part=row[0], whole=row[1], on=on)
        if len(row) == 2
        else Days(count=row[0], median_days=row[1], longest_days=row[2], on=on)
        for name, row in finding.content["behaviour"].items()
    }


def _shown(found: Round, item: ItemResult) -> dict[str, Any]:
    groups = {str(group): _counts(one) for group, one in item.groups.items()}
    total = _counts(item.total)
    if total is None or sum(total) < found.smallest_group:
        # None or a few: it looks the same, also in what is stored, where answers of a few are not kept.
        return {"total": None, "dont_know": 0, "groups": dict.fromkeys(groups)}
    # What any other page of the round would hide is hidden here too: in an anonymous round the answers of these groups
    # are stored as those of one (survey.dealing).
    sizes = {group: one.answer_count for group, one in item.groups.items() if one is not None}
    small = {group for group in hide_small(sizes, found.smallest_group) if sizes.get(group)}
    held = {_id(found.pk, item.key, str(group)) for group in small}
    # Nothing published before can give these away: answers to another round are other answers, and share no cell.
    candidates = [one for one in aggregates(found.pk, item.key, groups, total) if one.id not in held]
    shown = {one.id for one in suppress(candidates, k=found.smallest_group).published}
    has_total = _id(found.pk, item.key, "") in shown
    return {
        "total": total if has_total else None,
        "dont_know": item.total.dont_know_count if item.total and has_total else 0,
        "groups": {
            group: counts if _id(found.pk, item.key, group) in shown else None for group, counts in groups.items()
        },
    }


def aggregates(round_id: int, key: str, groups: Mapping[str, Counts | None], total: Counts | None) -> list[Aggregate]:
    """Answers of each group and of all. A cell is those of one group who answered the item."""
    cells = {group: _id(round_id, key, group) for group in groups}
    found = [count_of(cells[group], [cells[group]], sum(counts)) for group, counts in groups.items() if counts]
    if total is not None:
        found.append(count_of(_id(round_id, key, ""), cells.values(), sum(total)))
    return found


def _id(round_id: int, key: str, group: str) -> str:
    return f"round {round_id}, {key}, {group or 'all'}"


def _counts(one: Distribution | None) -> Counts | None:
    return None if one is None else [one.counts.get(str(step), 0) for step in range(LEAST, MOST + 1)]
