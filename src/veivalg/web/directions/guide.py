"""A guide for the talk about what divides most: who should talk, and about what. Worked out of what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from veivalg.web.directions.reading import WITHIN, Rated, Rating, Side
from veivalg.web.ui.numbers import listed, number

TALKS = 2
"""So many options get a guide: a meeting has time for no more."""


@dataclass(frozen=True)
class Talk:
    """One option, and the questions to put."""

    rated: Rated
    questions: list[str]


def talks(rating: Rating) -> list[Talk]:
    """The options that divide most, with what to ask. Options where only the word is shared come after."""
    found = rating.most_dividing
    found += [each for each in rating.options if each.is_only_a_word and each not in found]
    return [Talk(each, _questions(each)) for each in found[:TALKS]]


def _questions(rated: Rated) -> list[str]:
    sides = rated.compared
    wanting = [side for side in sides if side.is_wanting]
    doubting = [side for side in sides if side.is_doubting]
    inside = [side for side in sides if side.is_divided]
    found = []
    if wanting and doubting:
        found.append(
            gettext(
                "%(wanting)s find this important, and %(doubting)s do not. Let one from each side begin: what would be "
                "different for you in four years?"
            )
            % {"wanting": _names(wanting), "doubting": _names(doubting)}
        )
    elif wanting and len(wanting) < len(sides):
        found.append(
            gettext("%(wanting)s find this important. What have they seen that the others have not?")
            % {"wanting": _names(wanting)}
        )
    elif doubting:
        found.append(
            gettext("%(doubting)s find this of little importance. What are they afraid that it would cost?")
            % {"doubting": _names(doubting)}
        )
    if inside:
        found.append(
            gettext("%(inside)s are divided at home. They should talk among themselves before they meet the others.")
            % {"inside": _names(inside)}
        )
    beyond = rated.between_beyond_chance
    if beyond is not None and beyond <= WITHIN and not inside:
        found.append(
            gettext("The difference is between people, not between those they come from. Mix the groups at the tables.")
        )
    if most := _two_most(rated.meanings):
        found.append(
            gettext("%(first)s mean “%(one)s” by it, and %(second)s mean “%(other)s”. Which of them do we talk about?")
            % most
        )
    if most := _two_most(rated.indicators):
        found.append(
            gettext(
                "“%(one)s” would show %(first)s of you that we succeed, and “%(other)s” would show %(second)s. Which "
                "of them do we look at in four years?"
            )
            % most
        )
    found.append(gettext("What would have to be true for you to move one step on the scale?"))
    return found


def _two_most(told: Sequence[tuple[str, int]] | None) -> dict[str, str] | None:
    """The two that most chose; None when all who told chose one and the same."""
    chosen = [(text, count) for text, count in told or () if count]
    if len(chosen) < 2:
        return None
    (one, first), (other, second) = sorted(chosen, key=lambda pair: -pair[1])[:2]
    return {"one": one, "first": number(first), "other": other, "second": number(second)}


def _names(sides: list[Side]) -> str:
    return listed([side.name for side in sides])
