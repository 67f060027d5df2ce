"""What was answered in an anonymous round, dealt out anew: no ballot that is stored is what one person said.

Whoever knows one answer of somebody (who leads, and so answered what leaders are asked) would find the rest of the
ballot by it. Results never cross items, so ballots need not hold them together.
"""

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from veivalg.web.survey.models import Item
from veivalg.web.survey.questions import DONT_KNOW
from veivalg.web.survey.results import OUTSIDE, hide_small

Answers = Mapping[str, Any]
_chance = random.SystemRandom()


def dealt_anew(
    items: Iterable[Item], ballots: Sequence[tuple[int | None, Answers]], *, smallest: int
) -> list[dict[str, Any]]:
    """The answers of each ballot, of which the group (None: outside the groups) and the answers are given.

    Every count that may be shown stays as it is:

    - Each item is dealt out by itself among those of a group who answered it. The groups in which so few answered it
      that they are hidden are dealt as one.
    - Who did not know is dealt among all who gave no answer to the item, in whichever group.
    - An item that fewer than `smallest` answered is left out; it is never shown.
    - Scores are dealt like other answers: their last step compares two of them, and has been counted by then
      (`beside.count_whole`).
    """
    marks = [mark or OUTSIDE for mark, _ in ballots]
    dealt: list[dict[str, Any]] = [{} for _ in ballots]
    for item in items:
        number = str(item.pk)
        given = {place: own[number] for place, (_, own) in enumerate(ballots) if number in own}
        known = {place: answer for place, answer in given.items() if answer != DONT_KNOW}
        if len(known) < smallest:
            continue
        hidden = hide_small(Counter(marks[place] for place in known), smallest)
        pools = {place: None if marks[place] in hidden else marks[place] for place in known}
        for place, answer in _mixed(known, pools).items():
            dealt[place][number] = answer
        rest = [place for place in range(len(ballots)) if place not in known]
        for place in _chance.sample(rest, len(given) - len(known)):
            dealt[place][number] = DONT_KNOW
    return dealt


def _mixed(given: Mapping[int, Any], pool_of: Mapping[int, Hashable]) -> dict[int, Any]:
    """Each answer to somebody in the same pool, by chance."""
    pools: dict[Hashable, list[int]] = {}
    for place in given:
        pools.setdefault(pool_of[place], []).append(place)
    return {
        place: given[source]
        for places in pools.values()
        for place, source in zip(places, _chance.sample(places, len(places)), strict=True)
    }
