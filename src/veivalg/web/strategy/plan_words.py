"""Parts of a plan in words, as its pages show them."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from veivalg.rules.plans import Plan, PlanFinding, PlanFindingCode, years_in
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy
from veivalg.web.strategy.queries import Counts
from veivalg.web.strategy.status import DROPPED, NOT_BEGUN
from veivalg.web.ui.numbers import number

_STICKS = "\u2060"
"""Word joiner: the years of a period are not divided over two lines."""


def when(action: Action) -> str:
    """When it is to be done: a day, years, or how often. Empty when nothing is said."""
    if action.due_on:
        return f"{action.due_on:%d.%m.%Y}"
    parts = []
    if action.rhythm_months:
        parts.append(rhythm(action.rhythm_months))
    elif action.kind == Action.Kind.RECURRING:
        parts.append(gettext("ongoing"))
    first, last = action.first_year, action.last_year
    if first and last:
        parts.append(str(first) if first == last else f"{first}–{_STICKS}{last}")
    elif first:
        parts.append(gettext("from %(year)s") % {"year": first})
    elif last:
        parts.append(gettext("by the end of %(year)s") % {"year": last})
    return ", ".join(parts)


def rhythm(months: int) -> str:
    """How often, in a word where there is one."""
    known = {
        1: gettext("every month"),
        3: gettext("every quarter"),
        4: gettext("three times a year"),
        6: gettext("twice a year"),
        12: gettext("every year"),
        24: gettext("every other year"),
    }
    return known.get(months) or gettext("every %(count)s months") % {"count": months}


def how_many(action: Action) -> str:
    """``2 for each komite``; empty when nothing is counted."""
    if not action.wanted_count:
        return ""
    count = number(action.wanted_count)
    if action.counted_per:
        return gettext("%(count)s for each %(each)s") % {"count": count, "each": action.counted_per}
    return ngettext("%(count)s time", "%(count)s times", action.wanted_count) % {"count": count}


_ENDED = (".", "?", "!", "…")


def named(part: Strategy | Plan) -> str:
    """A strategy's name with its years, said once: ``Veien videre, 2026–2033``, ``Strategi 2026–2033``."""
    if not part.period or years_in(part.name) == part.period:
        return part.name
    return f"{part.name}{' ' if part.name.endswith(_ENDED) else ', '}{part.period}"


def named_line(part: Strategy | Plan) -> str:
    """The same as a line of its own, with a stop unless the name brings one: ``Hva vil vi?``."""
    name = named(part)
    return name if name.endswith(_ENDED) else f"{name}."


def figure(name: str, now: tuple[Decimal | None, int | None], wanted: tuple[Decimal | None, int | None]) -> str:
    """A figure of a goal with what it is and is to be, each with its year: ``Unge: fra 16,2 (2024) til 17 (2033)``."""
    is_now, is_wanted = _at(*now), _at(*wanted)
    if is_now and is_wanted:
        return gettext("%(name)s: from %(now)s to %(wanted)s") % {"name": name, "now": is_now, "wanted": is_wanted}
    if is_wanted:
        return gettext("%(name)s: to %(wanted)s") % {"name": name, "wanted": is_wanted}
    return f"{name}: {is_now}" if is_now else name


def _at(value: Decimal | None, year: int | None) -> str:
    if value is None:
        return ""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    text = number(float(value), decimals)
    return f"{text} ({year})" if year else text


def heading(found: Counts, goal_count: int) -> str:
    """The finding about a whole plan, in a sentence."""
    goals = ngettext("%(count)s goal", "%(count)s goals", goal_count) % {"count": goal_count}
    if not found.actions:
        return gettext("%(goals)s, and no action yet") % {"goals": goals}
    actions = ngettext("%(count)s action", "%(count)s actions", found.actions) % {"count": number(found.actions)}
    text = gettext("%(actions)s to reach %(goals)s") % {"actions": actions, "goals": goals}
    if found.without_responsible:
        missing = ngettext(
            "%(count)s has nobody who answers for it",
            "%(count)s have nobody who answers for them",
            found.without_responsible,
        )
        return f"{text}, {missing % {'count': number(found.without_responsible)}}"
    if found.without_time:
        missing = ngettext("%(count)s has no time", "%(count)s have no time", found.without_time)
        return f"{text}, {missing % {'count': number(found.without_time)}}"
    return text


def going(counts: Mapping[str, int]) -> str:
    """The finding about how it is going: "10 of 17 actions are on track or done, 2 need help"; not of those that were
    dropped or have not begun."""
    total = sum(count for code, count in counts.items() if code not in (DROPPED, NOT_BEGUN))
    if not total and counts.get(NOT_BEGUN):
        return gettext("No action has begun yet")
    good = counts.get(ActionUpdate.Status.ON_TRACK, 0) + counts.get(ActionUpdate.Status.DONE, 0)
    text = ngettext(
        "%(good)s of %(total)s action is on track or done",
        "%(good)s of %(total)s actions are on track or done",
        total,
    ) % {"good": number(good), "total": number(total)}
    if wanting := counts.get(ActionUpdate.Status.NEEDS_HELP, 0):
        needs = ngettext("%(count)s needs help", "%(count)s need help", wanting) % {"count": number(wanting)}
        return f"{text}, {needs}"
    return text


def finding(found: PlanFinding) -> str:
    """What is missing, in words."""
    match found.code:
        case PlanFindingCode.NO_ACTIONS:
            return gettext("The plan has no actions. Write or import the first one.")
        case PlanFindingCode.ACTION_WITHOUT_TEXT:
            return gettext("It does not say what is to be done.")
        case PlanFindingCode.ACTION_WITHOUT_RESPONSIBLE:
            return gettext("Nobody answers for it. Choose one body, participant or role.")
        case PlanFindingCode.ACTION_WITHOUT_TIME:
            return gettext("It does not say when. Give a day, a year or how often.")
        case PlanFindingCode.COUNTABLE_WITHOUT_COUNT:
            return gettext("It is to be done a number of times, but not how many.")
        case PlanFindingCode.RECURRING_WITHOUT_RHYTHM:
            return gettext("It is done again and again, but not how often.")
        case PlanFindingCode.ACTION_OUTSIDE_PERIOD:
            return gettext("Its years lie outside the years of the strategy.")
        case PlanFindingCode.NUMBER_TWICE:
            return gettext("Another action has the same number.")
        case PlanFindingCode.GOAL_WITHOUT_NAME:
            return gettext("The goal has no name.")
        case PlanFindingCode.GOAL_WITHOUT_ACTION:
            return gettext("No action leads to the goal.")
        case PlanFindingCode.GOAL_WITHOUT_INDICATOR:
            return gettext("No figure shows whether the goal is being reached.")
