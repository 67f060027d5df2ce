"""When an action must be done: its day, or the last day of its last year."""

from datetime import date

from veivalg.web.strategy.models import Action


def deadline(action: Action) -> date | None:
    """The day that is given, else 31 December of the last year; None when neither is.

    >>> deadline(Action(last_year=2027)), deadline(Action(first_year=2026))
    (datetime.date(2027, 12, 31), None)
    """
    if action.due_on:
        return action.due_on
    return date(action.last_year, 12, 31) if action.last_year and 1 <= action.last_year <= date.max.year else None


def overdue_after(action: Action) -> date | None:
    """The day after which it is overdue. None for what is done again and again: that is judged by its rhythm."""
    return None if action.kind == Action.Kind.RECURRING else deadline(action)


def first_day(action: Action) -> date | None:
    """1 January of the first year; None when it is not said."""
    return date(action.first_year, 1, 1) if action.first_year and 1 <= action.first_year <= date.max.year else None


def quarter(day: date) -> tuple[int, int]:
    """Year and quarter, 1–4.

    >>> quarter(date(2026, 4, 30))
    (2026, 2)
    """
    return day.year, (day.month + 2) // 3
