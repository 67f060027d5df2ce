"""What pages show of rounds and submissions, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.rules.plans import Plan, from_plain
from veivalg.web.councils.models import Council
from veivalg.web.participation import queries
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.participation.queries import Figures, RoundState
from veivalg.web.participation.sent_text import Part, name_of, parts_of, short
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.strategy.queries import plan_of
from veivalg.web.ui.dates import day

WHOLE = "alt"
"""In an address: the draft as a whole, where an empty word means everything."""


@dataclass(frozen=True)
class RoundLine:
    """One round in a list."""

    round: ParticipationRound
    figures: Figures
    state: RoundState
    overdue: int
    url: str


@dataclass(frozen=True)
class Changed:
    """A part of the plan that a submission changed; without an address when it is not there any more."""

    name: str
    url: str


@dataclass(frozen=True)
class Shown:
    """One submission as it is read, with its answer when there is one."""

    submission: Submission
    about: str
    answer: SubmissionAnswer | None
    changed: Sequence[Changed]
    text: str
    is_overdue: bool
    is_cut: bool = False


def round_lines(rows: Iterable[ParticipationRound], council: Council, *, on: date) -> list[RoundLine]:
    """Rounds with their figures, in one query more."""
    rows = list(rows)
    counted = queries.figures([row.pk for row in rows])
    found = []
    for row in rows:
        row.council = council
        figures = counted[row.pk]
        state = queries.state_of(row, figures, on=on)
        late = queries.overdue(row, figures, on=on)
        found.append(RoundLine(row, figures, state, late, row.get_absolute_url()))
    return found


def plan_sent(row: ParticipationRound) -> Plan:
    """The text that was sent out."""
    return from_plain(row.content)


def shown(
    rows: Iterable[Submission],
    row: ParticipationRound,
    council: Council,
    parts: Mapping[str, Part],
    *,
    on: date,
    longest: int = 0,
) -> list[Shown]:
    """Submissions with their answers, in three queries more. `longest` cuts texts for long lists, 0 never."""
    rows = list(rows)
    answers = {each.pk: getattr(each, "answer", None) for each in rows}
    keys = {key for answer in answers.values() if answer for key in answer.changed_keys}
    links = changed_parts([row.strategy_id], council, keys, parts) if keys else {}
    found = []
    for each in rows:
        each.round = row
        answer = answers[each.pk]
        is_cut = bool(longest) and len(each.text) > longest
        found.append(
            Shown(
                each,
                name_of(parts, each.about_key),
                answer,
                [links[key] for key in answer.changed_keys if key in links] if answer else [],
                f"{each.text[:longest].rstrip()}…" if is_cut else each.text,
                answer is None and on > row.answers_due_on,
                is_cut,
            )
        )
    return found


def changed_parts(
    strategies: Collection[int], council: Council, keys: Iterable[str], parts: Mapping[str, Part]
) -> dict[str, Changed]:
    """Parts of plans as they are called now, with where they stand. `parts` are the names of those that are gone."""
    keys, plan = list(keys), reverse("strategy:plan", args=[council.slug])
    found = {
        key: Changed(parts[key].name if key in parts else gettext("A part that is not there any more"), "")
        for key in keys
    }
    goals = Goal.objects.filter(strategy__in=strategies, key__in=keys)
    for key, name, strategy in goals.values_list("key", "name", "strategy"):
        found[key] = Changed(gettext("Goal: %(name)s") % {"name": short(name)}, f"{plan}?strategi={strategy}")
    paths = Path.objects.filter(goal__strategy__in=strategies, key__in=keys)
    for key, name, strategy in paths.values_list("key", "name", "goal__strategy"):
        found[key] = Changed(gettext("Path: %(name)s") % {"name": short(name)}, f"{plan}?strategi={strategy}")
    for action in Action.objects.filter(strategy__in=strategies, key__in=keys).only("key", "number", "text"):
        told = gettext("Action %(number)s: %(text)s") % {"number": action.number, "text": short(action.text)}
        found[action.key] = Changed(told, reverse("strategy:action", args=[council.slug, action.pk]))
    return found


def parts_by_goal(strategy: Strategy) -> list[tuple[str, list[tuple[str, str]]]]:
    """Parts of the plan as it stands now, which is what a submission can have changed: a goal's name, and key and name
    of each part of it."""
    of_goals = groupby(parts_of(plan_of(strategy)).values(), key=lambda part: part.goal_key)
    groups = [list(parts) for _, parts in of_goals]
    return [(parts[0].name, [(part.key, part.name) for part in parts]) for parts in groups]


def goal_choices(plan: Plan) -> list[tuple[str, str]]:
    """Goals to choose among in a search, by key."""
    parts = parts_of(plan)
    return [(WHOLE, gettext("The draft as a whole")), *((g.id, parts[g.id].name) for g in plan.goals if g.id in parts)]


def heading(line: RoundLine, *, on: date) -> str:
    """Where a round is, as a sentence."""
    row = line.round
    match line.state:
        case RoundState.DRAFT:
            return gettext("“%(title)s” is being prepared") % {"title": row.title}
        case RoundState.OPEN:
            return gettext("Say what you think by %(day)s: %(title)s") % {
                "title": row.title,
                "day": day(row.response_deadline),
            }
        case RoundState.CLOSED:
            return gettext("“%(title)s” is closed, and the submissions are being answered") % {"title": row.title}
        case RoundState.ANSWERED:
            if not line.figures.received:
                return gettext("“%(title)s” is closed, and nobody sent anything") % {"title": row.title}
            return gettext("“%(title)s” is closed, and everyone has been answered") % {"title": row.title}


def overdue_words(line: RoundLine) -> str:
    """How many answers are late; empty when none is."""
    if not line.overdue:
        return ""
    return ngettext(
        "%(count)s submission has not been answered. The answer was due %(day)s.",
        "%(count)s submissions have not been answered. The answers were due %(day)s.",
        line.overdue,
    ) % {"count": line.overdue, "day": day(line.round.answers_due_on)}


def reading_heading(count: int, *, is_withheld: bool) -> str:
    """How many submissions wait to be read, or have been read and are not published."""
    if is_withheld:
        told = ngettext("%(count)s submission is not published", "%(count)s submissions are not published", count)
    elif count:
        told = ngettext("%(count)s submission waits to be read", "%(count)s submissions wait to be read", count)
    else:
        return gettext("Everything has been read")
    return told % {"count": count}


def front_lines(council: Council, *, on: date) -> list[tuple[str, str]]:
    """What a council's front page says of rounds: what can be answered now, and answers that are late. Two queries."""
    rows = ParticipationRound.objects.filter(council=council, published_at__isnull=False).defer("content")
    found = []
    for line in round_lines(rows, council, on=on):
        if line.state is RoundState.OPEN:
            told = gettext("You can say what you think of “%(title)s” until %(day)s.") % {
                "title": line.round.title,
                "day": day(line.round.response_deadline),
            }
            found.append((told, line.url))
        elif line.overdue:
            found.append((f"{line.round.title}: {overdue_words(line)}", line.url))
    return found
