"""Make a round, say what is asked and who is asked, and open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts.limits import fewest_answers
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line
from veivalg.web.files.cleaning import clean
from veivalg.web.survey import beside, codes
from veivalg.web.survey.models import Group, Item, Round
from veivalg.web.survey.models.rounds import LANGUAGES, Words

LONGEST = 1000
LONGEST_NAME = 120
MOST_ITEMS, MOST_OPTIONS, MOST_GROUPS = 60, 40, 100
LARGEST = 1_000_000_000
"""A budget or a cost."""
MOST_ASKED_FOR = 100
KEEP_DAYS = (30, 3650)
BACK, AHEAD = timedelta(days=366), timedelta(days=5 * 366)
"""From when until when a round may last: outside it a year was mistyped, and some moments no database gives back."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A round as it is decided when it is made."""

    mode: Round.Mode
    title: Words
    opens_at: datetime
    closes_at: datetime
    purpose: Words = field(default_factory=dict)
    kind: Round.Kind = Round.Kind.QUESTIONS
    smallest_group: int | None = None
    """None: as few as may be shown on the day it is made."""
    may_change: bool = True
    keeps: Round.Keeps = Round.Keeps.RESULTS
    keep_days: int = 90


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of several things to choose, put dots on or pay for."""

    key: str
    text: Words
    cost: int = 0


@dataclass(frozen=True, kw_only=True)
class Question:
    """One item as it is decided."""

    key: str
    kind: Item.Kind
    text: Words
    help: Words = field(default_factory=dict)
    low_end: Words = field(default_factory=dict)
    high_end: Words = field(default_factory=dict)
    options: Sequence[Option] = ()
    amount: int | None = None
    most_on_one: int | None = None


@transaction.atomic
def make_round(*, actor: Actor, council: Council, plan: Plan, now: datetime) -> Round:
    """Make a round as a draft. The mode, how few answers are shown and what is kept are chosen here, once.

    Raises access.doors.Refused, and NotPossible for days, limits or texts that cannot be.
    """
    require(actor, Permission.SURVEY_ROUND_EDIT, council_id=council.pk)
    if plan.closes_at <= max(plan.opens_at, now):
        raise NotPossible(gettext("The round must close after it opens, and later than now."), field="closes_at")
    if plan.opens_at < now - BACK or plan.closes_at > now + AHEAD:
        raise NotPossible(
            gettext("Check the years: a round opens at most a year back, and closes within five years."),
            field="opens_at" if plan.opens_at < now - BACK else "closes_at",
        )
    least = fewest_answers(timezone.localdate(now))
    smallest = least if plan.smallest_group is None else plan.smallest_group
    if not least <= smallest <= MOST_ASKED_FOR:
        raise NotPossible(
            gettext("Choose a limit from %(least)s to %(most)s. Fewer than %(least)s answers are never shown.")
            % {"least": least, "most": MOST_ASKED_FOR},
            field="smallest_group",
        )
    if not KEEP_DAYS[0] <= plan.keep_days <= KEEP_DAYS[1]:
        raise NotPossible(gettext("Choose from 30 to 3650 days."), field="keep_days")
    made = Round.objects.create(
        council=council,
        mode=Round.Mode(plan.mode),
        kind=Round.Kind(plan.kind),
        title=_words(plan.title, "title", is_needed=True, most=200),
        purpose=_words(plan.purpose, "purpose"),
        smallest_group=smallest,
        may_change=plan.may_change,
        keeps=Round.Keeps(plan.keeps),
        keep_days=plan.keep_days,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        made_at=now,
        seal_key=codes.new_seal_key() if plan.mode == Round.Mode.ANONYMOUS else "",
    )
    noted = ("kind", "mode", "title", "smallest_group", "may_change", "keeps", "keep_days", "opens_at", "closes_at")
    changes = as_noted({name: getattr(made, name) for name in noted})
    record(actor, Verb.SURVEY_ROUND_MADE, subject=made, council_id=council.pk, changes=changes, at=now)
    return made


@transaction.atomic
def add_group(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    now: datetime,
    name: str = "",
    participant: Participant | None = None,
) -> Group:
    """Add those who answer as one: a participant's people, or a group with a name. Raises Refused and NotPossible."""
    found = draft_of(actor, council, round_id)
    if participant is not None and participant.council_id != council.pk:
        raise NotPossible(gettext("The participant is not in this council."), field="participant")
    name = short_line(name, most=LONGEST_NAME, field="name") or (participant.name if participant else "")
    if not name:
        raise NotPossible(gettext("Give the group a name."), field="name")
    names = [group.name for group in found.groups.all()]
    if name in names or (participant and found.groups.filter(participant=participant).exists()):
        raise NotPossible(gettext("The round has that group already."), field="name")
    if len(names) >= MOST_GROUPS:
        raise NotPossible(gettext("A round has at most %(most)s groups.") % {"most": MOST_GROUPS})
    made = Group.objects.create(round=found, participant=participant, name=name, place=len(names))
    changes = {"groups": [None, name]}
    record(actor, Verb.SURVEY_ROUND_CHANGED, subject=found, council_id=council.pk, changes=changes, at=now)
    return made


@transaction.atomic
def add_item(*, actor: Actor, council: Council, round_id: int, question: Question, now: datetime) -> Item:
    """Add a question as the last one. Raises Refused, and NotPossible for a question that cannot be answered."""
    found = draft_of(actor, council, round_id)
    keys = [item.key for item in found.items.all()]
    if not question.key or len(question.key) > 40 or question.key in keys:
        raise NotPossible(gettext("Each question needs a key of its own, of at most 40 signs."), field="key")
    if len(keys) >= MOST_ITEMS:
        raise NotPossible(gettext("A round has at most %(most)s questions.") % {"most": MOST_ITEMS})
    kind = Item.Kind(question.kind)
    made = Item.objects.create(
        round=found,
        place=len(keys),
        key=question.key,
        kind=kind,
        text=_words(question.text, "text", is_needed=True),
        help=_words(question.help, "help"),
        low_end=_words(question.low_end, "low_end", most=80),
        high_end=_words(question.high_end, "high_end", most=80),
        options=_options(question, kind),
        amount=_amount(question, kind),
        most_on_one=question.most_on_one if kind is Item.Kind.DOTS else None,
    )
    changes = {"items": [None, _asked_as(made, council)]}
    record(actor, Verb.SURVEY_ROUND_CHANGED, subject=found, council_id=council.pk, changes=changes, at=now)
    return made


def _asked_as(item: Item, council: Council) -> str:
    """The question in the council's own language, for the history: a key says nothing to a reader."""
    return item.text.get(council.language) or next(iter(item.text.values()), item.key)


@transaction.atomic
def remove_item(*, actor: Actor, council: Council, round_id: int, item_id: int, now: datetime) -> None:
    """Take a question out of a draft. Raises Refused, NotPossible and Item.DoesNotExist."""
    found = draft_of(actor, council, round_id)
    item = found.items.get(pk=item_id)
    changes = {"items": [_asked_as(item, council), None]}
    item.delete()
    record(actor, Verb.SURVEY_ROUND_CHANGED, subject=found, council_id=council.pk, changes=changes, at=now)


@transaction.atomic
def rename_round(*, actor: Actor, council: Council, round_id: int, title: Words, now: datetime) -> None:
    """Give a draft another title. Raises Refused, NotPossible and Round.DoesNotExist."""
    found = draft_of(actor, council, round_id)
    before, after = found.title, _words(title, "title", is_needed=True, most=200)
    if before == after:
        return
    found.title = after
    found.save(update_fields=["title"])
    changes = {"title": [before, after]}
    record(actor, Verb.SURVEY_ROUND_CHANGED, subject=found, council_id=council.pk, changes=changes, at=now)


@transaction.atomic
def open_round(*, actor: Actor, council: Council, round_id: int, now: datetime) -> Round:
    """Make the questions final, and take answers from `opens_at` on. Raises Refused and NotPossible."""
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = draft_of(actor, council, round_id)
    if not found.items.exists():
        raise NotPossible(gettext("A round without questions cannot be opened. Add one first."))
    if found.closes_at <= now:
        raise NotPossible(
            gettext("The last moment to answer has passed. Move it, or remove the draft and make a new round."),
            field="closes_at",
        )
    if hindrance := beside.hindrance(found):
        raise NotPossible(hindrance)
    found.opened_at = now
    found.save(update_fields=["opened_at"])
    changes = as_noted({"opened_at": now, "mode": found.mode})
    record(actor, Verb.SURVEY_ROUND_OPENED, subject=found, council_id=council.pk, changes=changes, at=now)
    return found


def draft_of(actor: Actor, council: Council, round_id: int) -> Round:
    """The round, held, while its questions can be changed. Raises Refused, NotPossible and Round.DoesNotExist."""
    require(actor, Permission.SURVEY_ROUND_EDIT, council_id=council.pk)
    found = Round.objects.select_for_update(of=("self",)).get(pk=round_id, council=council)
    if found.opened_at is not None:
        raise NotPossible(gettext("The round has been opened. Its questions and groups cannot be changed any more."))
    found.council = council
    return found


def _words(words: Mapping[str, Any], name: str, *, is_needed: bool = False, most: int = LONGEST) -> Words:
    """Texts by language, each on as many lines as it has; empty ones left out."""
    kept = {}
    for language in LANGUAGES:
        text = clean(str(words.get(language) or ""))[0]
        if len(text) > most:
            raise NotPossible(gettext("Use at most %(most)s signs.") % {"most": most}, field=name)
        if text:
            kept[language] = text
    if is_needed and not kept:
        raise NotPossible(gettext("Write a text in at least one language."), field=name)
    return kept


def _options(question: Question, kind: Item.Kind) -> list[dict[str, Any]]:
    if kind in (Item.Kind.SCALE, Item.Kind.SCORE, Item.Kind.TEXT):
        return []
    keys = [option.key for option in question.options]
    if not 2 <= len(keys) <= MOST_OPTIONS or len(set(keys)) < len(keys) or not all(0 < len(key) <= 40 for key in keys):
        raise NotPossible(
            gettext("Give from 2 to %(most)s options, each with a key of its own.") % {"most": MOST_OPTIONS},
            field="options",
        )
    if "dont_know" in keys or any(not 0 <= option.cost <= LARGEST for option in question.options):
        raise NotPossible(gettext("An option has a key or a cost that cannot be used."), field="options")
    return [
        {"key": option.key, "text": _words(option.text, "options", is_needed=True, most=300)}
        | ({"cost": option.cost} if kind is Item.Kind.BUDGET else {})
        for option in question.options
    ]


def _amount(question: Question, kind: Item.Kind) -> int | None:
    if kind not in (Item.Kind.DOTS, Item.Kind.BUDGET):
        return None
    most = 100 if kind is Item.Kind.DOTS else LARGEST
    if question.amount is None or not 1 <= question.amount <= most:
        raise NotPossible(gettext("Say how much there is to share out, from 1 to %(most)s.") % {"most": most})
    if question.most_on_one is not None and not 1 <= question.most_on_one <= most:
        raise NotPossible(gettext("Say from 1 to %(most)s dots on one line.") % {"most": most}, field="most_on_one")
    return question.amount
