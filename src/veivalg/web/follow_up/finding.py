"""What the pages say first: one sentence that holds."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, ngettext

from veivalg.web.follow_up.situation import NEEDS_SOMETHING, OVERDUE, UNOWNED, Followed, Situation
from veivalg.web.strategy.models import ActionUpdate
from veivalg.web.strategy.status import NOT_BEGUN, STALE
from veivalg.web.ui import dates, numbers

_MOST_CLAUSES = 3


def spoken(count: int) -> str:
    """A number as it is said of actions: in a word up to twelve.

    >>> spoken(13)
    '13'
    """
    words = (
        *(gettext("none"), gettext("one"), gettext("two"), gettext("three"), gettext("four"), gettext("five")),
        *(gettext("six"), gettext("seven"), gettext("eight"), gettext("nine"), gettext("ten"), gettext("eleven")),
        gettext("twelve"),
    )
    return words[count] if 0 <= count < len(words) else numbers.number(count)


def sentence(text: str) -> str:
    """The same with a large first letter."""
    return text[:1].upper() + text[1:]


def heading(situation: Situation) -> str:
    """How it is going, in one sentence: what needs something, or that nothing does."""
    total = len(situation.rows)
    if not total:
        return gettext("No action is followed up yet")
    if not situation.is_begun:
        total -= situation.counts[NOT_BEGUN]
        if not total:
            return gettext("No action has begun yet")
        text = ngettext(
            "Nobody has said anything about the only action yet",
            "Nobody has said anything about the %(total)s actions yet",
            total,
        )
        return text % {"total": spoken(total)}
    clauses = _clauses(situation)
    if not clauses:
        return _all_well(situation)
    # Of a single action one thing is said: a second clause would sound like another action.
    first, *more = clauses if total > 1 else clauses[:1]
    parts = [_first(*first, total), *(_more(*each) for each in more)]
    if len(parts) == 1:
        return sentence(parts[0])
    return sentence(gettext("%(first)s, and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]})


def _clauses(situation: Situation) -> list[tuple[str, int]]:
    """Kinds that some are of, the most pressing first."""
    found = {kind: len(situation.with_kind(kind)) for kind in NEEDS_SOMETHING}
    return [(kind, found[kind]) for kind in NEEDS_SOMETHING if found[kind]][:_MOST_CLAUSES]


def _first(kind: str, count: int, total: int) -> str:
    """The clause that also tells of how many."""
    if total == 1:
        return {
            "needs_help": gettext("the only action needs help"),
            "delayed": gettext("the only action is delayed"),
            STALE: gettext("nobody has said anything new about the only action"),
            OVERDUE: gettext("the only action is past its deadline and not done"),
            UNOWNED: gettext("nobody answers for the only action"),
        }[kind]
    text = {
        "needs_help": ngettext(
            "%(count)s of %(total)s actions needs help", "%(count)s of %(total)s actions need help", count
        ),
        "delayed": ngettext(
            "%(count)s of %(total)s actions is delayed", "%(count)s of %(total)s actions are delayed", count
        ),
        STALE: ngettext(
            "nobody has said anything new about %(count)s of %(total)s actions",
            "nobody has said anything new about %(count)s of the %(total)s actions",
            count,
        ),
        OVERDUE: ngettext(
            "%(count)s of %(total)s actions is past its deadline and not done",
            "%(count)s of %(total)s actions are past their deadline and not done",
            count,
        ),
        UNOWNED: ngettext(
            "nobody answers for %(count)s of %(total)s actions",
            "nobody answers for %(count)s of the %(total)s actions",
            count,
        ),
    }[kind]
    return text % {"count": spoken(count), "total": spoken(total)}


def _more(kind: str, count: int) -> str:
    """A clause that stands after another one."""
    text = {
        "needs_help": ngettext("%(count)s needs help", "%(count)s need help", count),
        "delayed": ngettext("%(count)s is delayed", "%(count)s are delayed", count),
        STALE: ngettext(
            "nobody has said anything new about %(count)s", "nobody has said anything new about %(count)s others", count
        ),
        OVERDUE: ngettext(
            "%(count)s is past its deadline and not done", "%(count)s are past their deadline and not done", count
        ),
        UNOWNED: ngettext("nobody answers for %(count)s", "nobody answers for %(count)s of them", count),
    }[kind]
    return text % {"count": spoken(count)}


def _all_well(situation: Situation) -> str:
    ahead, done = situation.counts[NOT_BEGUN], situation.counts[ActionUpdate.Status.DONE]
    total = len(situation.rows) - ahead
    if not total:
        return gettext("No action has begun yet")
    if ahead:
        text = ngettext(
            "The only action that has begun is on track or done",
            "All the %(total)s actions that have begun are on track or done",
            total,
        )
    elif done == total:
        text = ngettext("The only action is done", "All the %(total)s actions are done", total)
    elif done:
        text = gettext("All the %(total)s actions are on track or done")
    else:
        text = ngettext("The only action is on track", "All the %(total)s actions are on track", total)
    return text % {"total": spoken(total)}


def kind_title(kind: str, count: int) -> str:
    """A heading over actions of one kind."""
    text = {
        "needs_help": ngettext("%(count)s action needs help", "%(count)s actions need help", count),
        "delayed": ngettext("%(count)s action is delayed", "%(count)s actions are delayed", count),
        OVERDUE: ngettext(
            "%(count)s action is past its deadline and not done",
            "%(count)s actions are past their deadline and not done",
            count,
        ),
        UNOWNED: ngettext("Nobody answers for %(count)s action", "Nobody answers for %(count)s actions", count),
        STALE: ngettext(
            "Nobody has said anything new about %(count)s action",
            "Nobody has said anything new about %(count)s actions",
            count,
        ),
    }[kind]
    return sentence(text % {"count": spoken(count)})


def step(situation: Situation) -> str:
    """The state of following up in a few words, for the road of five steps."""
    if not situation.rows:
        return gettext("There is no adopted plan to follow up")
    if situation.counts[NOT_BEGUN] == len(situation.rows):
        return gettext("No action has begun yet")
    if not situation.is_begun:
        return gettext("Nobody has said anything yet")
    found = _clauses(situation)
    return kind_title(*found[0]) if found else _all_well(situation)


def timeline(situation: Situation) -> str:
    """Which day is the next with a deadline, and how many have passed."""
    late = len(situation.with_kind(OVERDUE))
    passed = kind_title(OVERDUE, late) if late else ""
    upcoming = next_deadlines(situation.rows, on=situation.on)
    if not upcoming:
        if late:
            return passed
        if any(row.deadline for row in situation.rows):
            return gettext("No day with a deadline is left")
        return gettext("No action has a day as its deadline")
    day = upcoming[0].deadline
    same = sum(row.deadline == day for row in upcoming)
    text = ngettext(
        "The next day with a deadline is %(day)s",
        "The next day with a deadline is %(day)s, for %(count)s actions",
        same,
    ) % {"day": dates.day(day), "count": spoken(same)}
    if late:
        return gettext("%(first)s, and %(last)s") % {"first": text, "last": passed[:1].lower() + passed[1:]}
    return text


def repeated(situation: Situation) -> str:
    """How many are done again and again, on days that nobody has said; empty when none is."""
    count = sum(row.repeats and not row.is_done for row in situation.rows)
    if not count:
        return ""
    text = ngettext(
        "%(count)s action is repeated, without a day of its own, and may come sooner.",
        "%(count)s actions are repeated, without days of their own, and may come sooner.",
        count,
    )
    return sentence(text % {"count": spoken(count)})


def next_deadlines(rows: Sequence[Followed], *, on: date) -> list[Followed]:
    """Those that are not done and have their deadline on the day or later, the nearest first."""
    left = [row for row in rows if row.deadline and row.deadline >= on and not row.is_done]
    return sorted(left, key=lambda row: (row.deadline or date.max, row.action.number))


def municipality(name: str, own: int, part: int) -> str:
    """``Fjordby answers for four actions and takes part in six``"""
    takes = ngettext("takes part in %(count)s action", "takes part in %(count)s actions", part) % {
        "count": spoken(part)
    }
    if not own:
        return gettext("%(name)s answers for no action") % {"name": name} if not part else f"{name} {takes}"
    answers = ngettext("answers for %(count)s action", "answers for %(count)s actions", own) % {"count": spoken(own)}
    if not part:
        return f"{name} {answers}"
    also = ngettext("takes part in %(count)s other", "takes part in %(count)s others", part) % {"count": spoken(part)}
    return gettext("%(name)s %(answers)s and %(also)s") % {"name": name, "answers": answers, "also": also}


def stuck(situation: Situation) -> str:
    """What needs help or is late, for the council's front page; empty when nothing is."""
    pressing = {ActionUpdate.Status.NEEDS_HELP.value, ActionUpdate.Status.DELAYED.value, OVERDUE}
    is_stuck = any(row.has(kind) for row in situation.rows for kind in pressing)
    return heading(situation) if is_stuck and situation.is_begun else ""
