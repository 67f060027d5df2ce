"""What may be answered to an item, and what was. Reads what a browser, a machine or a paper ballot says."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from veivalg.web.files.cleaning import clean
from veivalg.web.survey.models import Item

LEAST, MOST = 1, 5
LEAST_SCORE = 0
"""Scores go from 0, so that nothing can be said about what one does not want at all."""
DONT_KNOW = "dont_know"
LONGEST_TEXT = 500
"""Signs of a short text."""
Answer = int | str | list[str] | dict[str, int]


class AnswersWrong(Exception):
    """Some answers are not among those that can be given; `wrong` says which items, and why. Nothing was counted."""

    def __init__(self, wrong: Mapping[int | None, str]) -> None:
        super().__init__("; ".join(wrong.values()))
        self.wrong = dict(wrong)


class _Wrong(Exception):
    """Why one answer cannot be used."""


def read_answers(items: Iterable[Item], given: Mapping[str, Any]) -> dict[str, Answer]:
    """What was answered, by the item's number as text and in that order. What was left out is left out.

    `given` holds values by item number. Raises AnswersWrong: for an answer that cannot be given, for an item that is
    not in the round, and when nothing at all was answered.
    """
    by_number = {str(item.pk): item for item in items}
    wrong: dict[int | None, str] = {}
    found: dict[str, Answer] = {}
    if given.keys() - by_number.keys():
        wrong[None] = gettext("The form has questions that are not in this round. Open it again with your code.")
    for number in sorted(by_number, key=int):
        if (value := given.get(number)) in (None, "", [], {}):
            continue
        item = by_number[number]
        try:
            answer = _READERS[item.kind](item, value)
        except _Wrong as error:
            wrong[item.pk] = str(error)
        else:
            if answer not in ("", [], {}):
                found[number] = answer
    if not found and not wrong:
        wrong[None] = gettext("You have not answered anything yet. Answer at least one question.")
    if wrong:
        raise AnswersWrong(wrong)
    return found


def steps_of(kind: str) -> list[int]:
    """The numbers of a scale or a score, from the lowest. Empty for what is answered otherwise."""
    least = {Item.Kind.SCALE: LEAST, Item.Kind.SCORE: LEAST_SCORE}.get(Item.Kind(kind))
    return [] if least is None else list(range(least, MOST + 1))


def option_keys(item: Item) -> list[str]:
    """The options of an item, in the order they are shown."""
    return [str(option["key"]) for option in item.options]


def _scale(item: Item, value: Any) -> Answer:
    if value == DONT_KNOW:
        return DONT_KNOW
    number = _whole(value)
    if number is None or not LEAST <= number <= MOST:
        raise _Wrong(gettext("Choose a number from 1 to 5, or “Don’t know”."))
    return number


def _score(item: Item, value: Any) -> Answer:
    number = _whole(value)
    if number is None or not LEAST_SCORE <= number <= MOST:
        raise _Wrong(gettext("Choose a number from 0 to 5."))
    return number


def _choice(item: Item, value: Any) -> Answer:
    if value == DONT_KNOW:
        return DONT_KNOW
    if not isinstance(value, str) or value not in option_keys(item):
        raise _Wrong(gettext("Choose one of the answers in the list."))
    return value


def _dots(item: Item, value: Any) -> Answer:
    if not isinstance(value, Mapping) or value.keys() - set(option_keys(item)):
        raise _Wrong(gettext("Dots can only be put on what is in the list."))
    dots = {}
    for key in option_keys(item):
        given = value.get(key)
        number = 0 if given in (None, "") else _whole(given)
        if number is None or number < 0:
            raise _Wrong(gettext("Write dots as whole numbers: 0, 1, 2 …"))
        if item.most_on_one is not None and number > item.most_on_one:
            raise _Wrong(gettext("At most %(most)s dots may stand on one line.") % {"most": item.most_on_one})
        if number:
            dots[key] = number
    amount, used = item.amount or 0, sum(dots.values())
    if used > amount:
        raise _Wrong(
            gettext("You have used %(used)s dots and have %(amount)s. Take away %(over)s.")
            % {"used": used, "amount": amount, "over": used - amount}
        )
    return dots


def _budget(item: Item, value: Any) -> Answer:
    chosen = [value] if isinstance(value, str) else value
    costs = {str(option["key"]): int(option.get("cost") or 0) for option in item.options}
    if not isinstance(chosen, list | tuple) or not all(isinstance(key, str) and key in costs for key in chosen):
        raise _Wrong(gettext("Choose among what is in the list."))
    kept = [key for key in costs if key in chosen]
    amount, used = item.amount or 0, sum(costs[key] for key in kept)
    if used > amount:
        raise _Wrong(
            gettext("What you have chosen costs %(used)s, and the budget is %(amount)s. Take something away.")
            % {"used": used, "amount": amount}
        )
    return kept


def _text(item: Item, value: Any) -> Answer:
    if not isinstance(value, str):
        raise _Wrong(gettext("Write a text."))
    text = clean(value)[0]
    if len(text) > LONGEST_TEXT:
        raise _Wrong(
            ngettext(
                "The text is %(over)s sign too long.", "The text is %(over)s signs too long.", len(text) - LONGEST_TEXT
            )
            % {"over": len(text) - LONGEST_TEXT}
        )
    return text


def _whole(value: Any) -> int | None:
    """A whole number as a browser or a program sends it; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value.strip()) < 5 and value.strip().isascii() and value.strip().isdecimal():
        return int(value)
    return None


_READERS: dict[str, Callable[[Item, Any], Answer]] = {
    Item.Kind.SCALE: _scale,
    Item.Kind.SCORE: _score,
    Item.Kind.CHOICE: _choice,
    Item.Kind.DOTS: _dots,
    Item.Kind.BUDGET: _budget,
    Item.Kind.TEXT: _text,
}
