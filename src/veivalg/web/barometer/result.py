"""A round about the cooperation, read: what was said beside what is done, what changed, and what to talk about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import get_language, gettext

from veivalg.facts.cooperation import capacity, ten_reasons
from veivalg.facts.limits import reading_limits
from veivalg.rules.cooperation import Days, Reason, Said, Share, Topic, Why, talk_first
from veivalg.web.barometer import words
from veivalg.web.barometer.asked import LEADER, Answers, Moved, answers_of, moved
from veivalg.web.barometer.findings import counted_of
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.words import Seen
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Group, Item, Round
from veivalg.web.survey.results import OUTSIDE
from veivalg.web.ui import numbers
from veivalg.web.ui.dates import day
from veivalg.web.ui.words import norwegian_order


@dataclass(frozen=True)
class GroupLine:
    """One group's answers to an item; None when they are not shown."""

    name: str
    answers: Answers | None


@dataclass(frozen=True)
class Line:
    """One item as it was asked, with what may be shown of it."""

    key: str
    text: str
    answers: Answers | None
    """None when fewer than k answered, or nobody."""
    dont_know: int
    groups: list[GroupLine]
    moved: Moved | None
    reason: Reason | None
    name: str
    """Of the reason, or of what sort the item is."""
    number: int
    seen: list[Seen] = field(default_factory=list)
    """What was counted on the day it closed."""
    seen_now: list[Seen] = field(default_factory=list)
    room_url: str = ""
    room_name: str = ""

    @property
    def is_main(self) -> bool:
        """One of the ten, in its own words."""
        return self.reason is not None and not self.key.startswith(LEADER)


@dataclass(frozen=True)
class Spoken:
    """One thing to talk about, with the question to put."""

    line: Line
    why_words: str
    question: str
    advice: str


@dataclass(frozen=True)
class Result:
    """All of it."""

    round: Round
    finding: RoundFinding
    lines: list[Line]
    topics: list[Spoken]
    before: Round | None
    heading: str

    @property
    def on(self) -> date:
        return date.fromisoformat(self.finding.content["on"])

    @property
    def main(self) -> list[Line]:
        return [line for line in self.lines if line.is_main]

    @property
    def others(self) -> list[Line]:
        return [line for line in self.lines if not line.is_main]

    @property
    def has_groups(self) -> bool:
        return any(line.groups for line in self.lines)

    @property
    def has_shown(self) -> bool:
        return any(line.answers for line in self.lines)


def findings(council: Council, kind: str, *, most: int | None = None) -> list[RoundFinding]:
    """What rounds of a kind have found, the latest first, with questions and groups. A fixed number of queries."""
    rows = RoundFinding.objects.filter(round__council=council, round__kind=kind).select_related("round__council")
    return list(rows.order_by("-round__closed_at", "-pk").prefetch_related("round__items", "round__groups")[:most])


def front_words(council: Council, *, now: datetime) -> str:
    """The state of the cooperation on the council's front page; empty when nobody has been asked."""
    rounds = Round.objects.filter(council=council, kind=Round.Kind.COOPERATION)
    asking = rounds.filter(closed_at=None, opens_at__lte=now, closes_at__gt=now).exclude(opened_at=None).first()
    if asking is not None:
        return gettext("A round is open until %(day)s") % {"day": day(timezone.localdate(asking.closes_at))}
    rows = findings(council, Round.Kind.COOPERATION, most=1)
    return result_of(rows, 0, {}).heading if rows else ""


def result_of(found: Sequence[RoundFinding], place: int, today: Mapping[str, Share | Days]) -> Result:
    """The finding at a place among those of the council, compared with the one before it."""
    finding = found[place]
    earlier = found[place + 1] if place + 1 < len(found) else None
    closing = counted_of(finding)
    before = _answers(earlier) if earlier else {}
    lines = [
        _line(finding, item, number, before, closing, today)
        for number, item in enumerate(finding.round.items.all(), start=1)
        if item.kind == Item.Kind.SCALE
    ]
    topics = _topics(lines, closing, on=date.fromisoformat(finding.content["on"]))
    return Result(
        round=finding.round,
        finding=finding,
        lines=lines,
        topics=topics,
        before=earlier.round if earlier else None,
        heading=_heading(lines, topics),
    )


def _answers(finding: RoundFinding) -> dict[str, Answers | None]:
    """By wording: an item that is asked in other words is another item, and the same words in another place are not."""
    on = date.fromisoformat(finding.content["on"])
    kept = finding.content["items"]
    return {
        _wording(item): answers_of(kept[item.key]["total"], on)
        for item in finding.round.items.all()
        if item.key in kept
    }


def _wording(item: Item) -> str:
    return str(sorted(item.text.items()))


def _line(
    finding: RoundFinding,
    item: Item,
    number: int,
    before: Mapping[str, Answers | None],
    closing: Mapping[str, Share | Days],
    today: Mapping[str, Share | Days],
) -> Line:
    on = date.fromisoformat(finding.content["on"])
    kept = finding.content["items"].get(item.key) or {"total": None, "dont_know": 0, "groups": {}}
    reason = ten_reasons().get(item.key.removeprefix(LEADER))
    told = words.told(reason) if reason else None
    name = told.name if told else _element(item.key) or gettext("Our own question")
    if item.key.startswith(LEADER):
        name = gettext("%(name)s, to those who lead") % {"name": name}
    now = answers_of(kept["total"], on)
    is_main = reason is not None and not item.key.startswith(LEADER)
    return Line(
        key=item.key,
        text=str(item),
        answers=now,
        dont_know=kept["dont_know"],
        groups=_groups(finding.round.groups.all(), kept["groups"], on),
        moved=moved(before.get(_wording(item)), now),
        reason=reason,
        name=name,
        number=number,
        seen=words.seen(reason, closing) if is_main and reason else [],
        seen_now=words.seen(reason, today) if is_main and reason else [],
        room_url=words.room_url(finding.round.council, reason.room) if is_main and reason else "",
        room_name=told.room_name if told else "",
    )


def _element(key: str) -> str:
    """The element of capacity that a statement is about; empty for others."""
    language = get_language() or "nb"
    return next((one.name[language] for one in capacity() if one.id == key.rpartition("_")[0]), "")


def _groups(groups: Sequence[Group], kept: Mapping[str, list[int] | None], on: date) -> list[GroupLine]:
    """Alphabetical, those outside the groups last."""
    if not groups:
        return []
    named = sorted(groups, key=lambda group: norwegian_order(group.name))
    lines = [GroupLine(group.name, answers_of(kept.get(str(group.pk)), on)) for group in named]
    outside = answers_of(kept.get(str(OUTSIDE)), on)
    return [*lines, GroupLine(gettext("Others, and groups with few answers"), outside)] if outside else lines


def _topics(lines: Sequence[Line], closing: Mapping[str, Share | Days], *, on: date) -> list[Spoken]:
    shown = {line.key: line for line in lines if line.answers is not None}
    said = [
        Said(
            id=key,
            agreeing=line.answers.share,
            agreement=line.answers.agreement,
            done=_done(line.reason, closing) if line.is_main and line.reason else None,
        )
        for key, line in shown.items()
        if line.answers is not None
    ]
    return [
        _spoken(shown[topic.id], topic) for topic in talk_first(said, together_from=reading_limits(on).together_from)
    ]


def _done(reason: Reason, closing: Mapping[str, Share | Days]) -> Fraction | None:
    """The lowest share among what is counted for a reason; None when nothing is."""
    shares = [found for name in reason.behaviour if isinstance(found := closing.get(name), Share) and found.whole]
    return min((Fraction(each.part, each.whole) for each in shares), default=None)


def _spoken(line: Line, topic: Topic) -> Spoken:
    assert line.answers is not None
    why, question = {
        Why.FEWEST: (
            gettext("Among those that fewest agree with: %(part)s of %(whole)s do."),
            gettext("What must happen for more of us to agree with this next time?"),
        ),
        Why.PARTED: (
            gettext("Here the answers are furthest apart: %(word)s."),
            gettext("What do those who answer low see that the others do not see?"),
        ),
        Why.GAP: (
            gettext("What is said and what is done differ: %(part)s of %(whole)s agree. Counted: %(counted)s."),
            gettext("Why does what we do look different from what we say?"),
        ),
    }[topic.why]
    figures = {
        "part": numbers.number(line.answers.agreeing),
        "whole": numbers.number(line.answers.n),
        "word": line.answers.word.lower(),
        "counted": "; ".join(f"{each.name}: {each.text}" for each in line.seen if each.is_measured),
    }
    return Spoken(
        line=line,
        why_words=why % figures,
        question=question,
        advice=words.told(line.reason).advice if line.reason else "",
    )


def _heading(lines: Sequence[Line], topics: Sequence[Spoken]) -> str:
    if not any(line.answers for line in lines):
        return gettext("Too few answered for anything to be shown")
    if not topics and not all(line.answers for line in lines):
        return gettext("Too few answered some of the questions; on the others you agree, and find it good")
    if not topics:
        return gettext("You agree on the cooperation, and find it good")
    first = topics[0]
    answers = first.line.answers
    assert answers is not None
    if first.line.reason is None:
        return gettext("Talk about your own question first: %(part)s of %(whole)s agree") % {
            "part": numbers.number(answers.agreeing),
            "whole": numbers.number(answers.n),
        }
    return gettext("Talk about “%(name)s” first: %(part)s of %(whole)s agree") % {
        "name": first.line.name,
        "part": numbers.number(answers.agreeing),
        "whole": numbers.number(answers.n),
    }
