"""What every write of a plan begins and ends with: the strategy held, and numbers that run through."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext

from veivalg.rules.plans import SUSTAINABLE_GOALS
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.strategy.models import Action, Strategy, new_key

Row = TypeVar("Row", bound=models.Model)
LONGEST = 10_000
"""Signs of a text in a plan, the same as in files."""


def opened(actor: Actor, council: Council, strategy_id: int, *, now: datetime) -> Strategy:
    """The strategy, held until the transaction ends, so that two who write never give the same number twice.

    Raises access.doors.Refused, Strategy.DoesNotExist, and NotPossible for one that has ended.
    """
    require(actor, Permission.STRATEGY_PLAN_EDIT, council_id=council.pk)
    strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy_id, council=council)
    if strategy.state == Strategy.State.ENDED:
        raise NotPossible(gettext("The strategy has ended. Open it again before you change what is in it."))
    strategy.council = council
    strategy.changed_at = now
    strategy.save(update_fields=["changed_at"])
    return strategy


def give_numbers(strategy: Strategy) -> None:
    """Number the actions through the document in the order they stand, in two queries."""
    ordered = strategy.actions.order_by("path__goal__place", "path__goal_id", "path__place", "path_id", "place", "id")
    changed = []
    for number, action in enumerate(ordered.only("pk", "number"), start=1):
        if action.number != number:
            action.number = number
            changed.append(action)
    Action.objects.bulk_update(changed, ["number"], batch_size=500)


def known_by(model: type[Row], key: str, columns: Mapping[str, Any]) -> tuple[str, Row | None]:
    """The key for something new, and what was made under it already with the same content.

    A form whose answer got lost is sent again, and must not make two. Other content under the same key is something
    else, for example from a page that the reader went back to: it gets a key of its own.
    """
    if not key:
        return new_key(), None
    row = model._default_manager.filter(key=key).first()
    if row is None:
        return key, None
    is_same = all(getattr(row, name) == value for name, value in columns.items())
    return new_key(), row if is_same else None


def one_line(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values with these texts on one line each."""
    return dict(values) | {name: " ".join(lines(values[name]).split()) for name in names if name in values}


def lines(text: str) -> str:
    """A text as it is stored: nothing hidden in it, one kind of line break, and none at the ends.

    The same as files do, so that what is written here and read back from a file is equal.
    """
    return clean(text)[0]


def check_years(first: int | None, last: int | None, *, field: str) -> None:
    """Raises NotPossible when the last comes before the first."""
    if first is not None and last is not None and last < first:
        raise NotPossible(
            gettext("%(last)s comes before %(first)s.") % {"last": last, "first": first},
            field=field,
        )


def check_sustainable_goals(numbers: list[int]) -> None:
    """Raises NotPossible for a number that no goal of the United Nations has."""
    if any(number not in SUSTAINABLE_GOALS for number in numbers):
        raise NotPossible(gettext("The United Nations' goals have numbers from 1 to 17."), field="sustainable_goals")
