"""What pages show of matters, submissions and answers, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.facts.limits import youth_asked_days_before
from veivalg.rules.plans import Goal
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council
from veivalg.web.directions import queries as directions
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.participation.page import Changed, changed_parts
from veivalg.web.strategy import indicators
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.yearly_page import indicator_lines
from veivalg.web.ui.dates import day
from veivalg.web.youth import queries
from veivalg.web.youth.models import YouthAnswer, YouthMatter, YouthSubmission
from veivalg.web.youth.queries import Counts

SHOWN_ON_THE_FRONT = 5


@dataclass(frozen=True)
class MatterLine:
    """One matter in a list."""

    matter: YouthMatter
    counts: Counts
    state: YouthMatter.State
    url: str
    days_left: int
    """Until the deadline; negative when it has passed."""


@dataclass(frozen=True)
class NotAsked:
    """A strategy or a choice of direction that is on its way, and that the panel has not been asked about."""

    thing: Strategy | DirectionChoice
    state: str
    url: str
    """Where a matter about it is prepared."""


@dataclass(frozen=True)
class Shown:
    """One submission as it is read, with its answer when there is one."""

    submission: YouthSubmission
    anchor: str
    """Where it stands on the page. Numbers of submissions tell in which order they came, so others get a count."""
    sender: str
    """The panel as a whole, or the alias for those who may see it."""
    about: str
    about_url: str
    answer: YouthAnswer | None
    changed: Sequence[Changed]
    """What the answer says that it changed, as far as the reader may see it."""
    days_left: int
    """Until the answer is due; negative when it is overdue."""

    @property
    def is_overdue(self) -> bool:
        return self.answer is None and self.days_left < 0


def matter_lines(rows: Iterable[YouthMatter], council: Council, *, on: date) -> list[MatterLine]:
    """Matters with their figures, in one query more."""
    rows = list(rows)
    counted = queries.counts_by_matter([row.pk for row in rows], on=on)
    found = []
    for row in rows:
        row.council = council
        left = (row.response_deadline - on).days
        found.append(MatterLine(row, counted[row.pk], row.state_on(on), row.get_absolute_url(), left))
    return found


def shown(rows: Iterable[YouthSubmission], council: Council, actor: Actor, *, on: date) -> list[Shown]:
    """Submissions with their answers, in four queries more. Aliases are for the panel and the secretariat."""
    rows = list(rows)
    sees_aliases = actor.may(Permission.YOUTH_MATTER_READ, council_id=council.pk)
    answers = {each.pk: getattr(each, "answer", None) for each in rows}
    given = [answer for answer in answers.values() if answer is not None]
    links = _links(given, council, actor)
    found = []
    for count, each in enumerate(rows, start=1):
        answer = answers[each.pk]
        if answer is not None and answer.resolution is not None:
            answer.resolution.council = council
        if each.matter is not None:
            each.matter.council = council
        found.append(
            Shown(
                each,
                f"innspill-{each.pk if sees_aliases else count}",
                _sender(each, sees_aliases=sees_aliases),
                each.matter.title if each.matter else gettext("An idea of their own"),
                each.matter.get_absolute_url() if each.matter else "",
                answer,
                [links[key] for key in answer.changed_keys if key in links] if answer is not None else [],
                (each.answer_due_on - on).days,
            )
        )
    return found


def with_signs(goals: Sequence[tuple[int, Goal]], council: Council, actor: Actor) -> list[tuple[int, Goal, list[str]]]:
    """Numbered goals with the figures that show whether each is being reached, as far as the reader may know of them.
    One query at most."""
    names = indicators.official_names(with_unit=True)
    if any(each.key not in names for _, goal in goals for each in goal.indicators):
        names |= indicators.own_names(council, actor, with_unit=True)
    return [
        (count, goal, indicator_lines([each for each in goal.indicators if each.key in names], names))
        for count, goal in goals
    ]


def not_asked(council: Council, actor: Actor) -> list[NotAsked]:
    """What a secretariat can still ask the young about in time: drafts and choices that no matter is about. Two
    queries."""
    new, state = reverse("youth:new_matter", args=[council.slug]), Strategy.State
    asked = YouthMatter.objects.filter(council=council, withdrawn_at=None)
    texts = Strategy.objects.visible_to(actor, council).filter(state__in=[state.DRAFT, state.CONSULTATION])
    texts = texts.exclude(pk__in=asked.exclude(strategy=None).values("strategy")).order_by("pk")
    ways = directions.undecided(council, actor)
    ways = ways.exclude(pk__in=asked.exclude(direction=None).values("direction")).order_by("pk")
    most, way = SHOWN_ON_THE_FRONT, gettext("Choice of direction")
    return [
        *(NotAsked(each, str(each.get_state_display()), f"{new}?strategi={each.pk}") for each in texts[:most]),
        *(NotAsked(each, way, f"{new}?retning={each.pk}") for each in ways[:most]),
    ]


def alias_of(account: Account | None) -> str:
    """What one of the young calls themselves; empty without an alias, and for anyone who has an address."""
    return account.name if account is not None and account.is_alias else ""


def overdue_words(counts: Counts) -> str:
    """How many answers are late; empty when none is."""
    if not counts.overdue:
        return ""
    return ngettext(
        "%(count)s answer that the young were promised is late. It was due %(day)s.",
        "%(count)s answers that the young were promised are late. The oldest was due %(day)s.",
        counts.overdue,
    ) % {"count": counts.overdue, "day": day(counts.oldest_due_on)}


def front_lines(council: Council, *, on: date) -> list[tuple[str, str]]:
    """What a council's front page says of the young: answers that are late, for all to see. One query."""
    told = overdue_words(queries.counts_of(council, on=on))
    return [(told, f"{reverse('youth:front', args=[council.slug])}#forfalt")] if told else []


def advice_words(matter: YouthMatter, *, on: date) -> str:
    """Advice about a deadline that leaves the young little time if they are asked on a day; empty when it is enough."""
    days, enough = (matter.response_deadline - on).days, youth_asked_days_before(on)
    if not matter.is_draft or not 0 <= days < enough:
        return ""
    told = ngettext(
        "If you ask today, the young have %(count)s day to answer.",
        "If you ask today, the young have %(count)s days to answer.",
        days,
    ) % {"count": days}
    counted = gettext(
        "Fewer than %(enough)s days counts as asked too late, and stands so in the figures. Choose a later deadline if "
        "you can."
    )
    return f"{told} {counted % {'enough': enough}}"


def due_words(days_left: int) -> str:
    """How long is left, as a list of what is owed says it."""
    if days_left < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days_left) % {"count": -days_left}
    if days_left == 0:
        return gettext("due today")
    return ngettext("%(count)s day left", "%(count)s days left", days_left) % {"count": days_left}


def _sender(each: YouthSubmission, *, sees_aliases: bool) -> str:
    if each.channel == YouthSubmission.Channel.GATHERING:
        return gettext("The youth panel, said at a meeting")
    if not sees_aliases:
        return gettext("The youth panel")
    alias = alias_of(each.account)
    return gettext("The youth panel: %(alias)s") % {"alias": alias} if alias else gettext("The youth panel, no alias")


def _links(answers: Sequence[YouthAnswer], council: Council, actor: Actor) -> dict[str, Changed]:
    """Links to what was changed, in the plans that this person may read: a draft is not given away by an answer."""
    keys = {key for answer in answers for key in answer.changed_keys}
    if not keys:
        return {}
    strategies = {answer.strategy_id for answer in answers if answer.strategy_id is not None}
    readable = set(Strategy.objects.visible_to(actor, council).filter(pk__in=strategies).values_list("pk", flat=True))
    keys = {key for answer in answers if answer.strategy_id in readable for key in answer.changed_keys}
    return changed_parts(readable, council, keys, {}) if keys else {}
