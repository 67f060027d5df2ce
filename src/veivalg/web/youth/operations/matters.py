"""Matters: prepared, put before the panel, given more time, and withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import queries as directions
from veivalg.web.files.cleaning import clean
from veivalg.web.strategy.models import Strategy
from veivalg.web.ui.dates import day
from veivalg.web.youth.frozen import freeze
from veivalg.web.youth.models import YouthMatter
from veivalg.web.youth.models.matters import LONGEST_ANSWER_TIME, LONGEST_WORDS

FARTHEST = timedelta(days=3 * 366)
"""A day farther ahead than this is a slip of the pen."""
SUBJECTS = ("strategy", "direction")
"""Of these the trail has only that they changed: more may read it than may know of a draft."""
_TEXTS = ("about", "open_to_change", "settled")
_NEEDED = ("title", "about", "open_to_change")


@transaction.atomic
def make_matter(*, actor: Actor, council: Council, values: Mapping[str, Any], on: date, now: datetime) -> YouthMatter:
    """Prepare a matter. Nobody but those who prepare matters sees it before it is opened.

    Raises access.doors.Refused, and NotPossible when a text is missing, when what it is about is not this council's,
    when another of the same name is being prepared, or when the days are in disorder: above all when the young would be
    asked after it is resolved.
    """
    # Held, so that a button that is pressed twice makes one.
    hold_council(council)
    require(actor, Permission.YOUTH_MATTER_EDIT, council_id=council.pk)
    given = _checked(council, actor, values, on=on)
    same = YouthMatter.objects.filter(council=council, title=given["title"], opened_at=None, withdrawn_at=None)
    if same.exists():
        raise NotPossible(
            gettext("A matter called “%(title)s” is being prepared already. Change that one, or use another name.")
            % {"title": given["title"]},
            field="title",
        )
    made = YouthMatter.objects.create(council=council, made_at=now, **given)
    record(
        actor,
        Verb.YOUTH_MATTER_MADE,
        subject=made,
        council_id=council.pk,
        changes=as_noted(given, private=SUBJECTS),
        at=now,
    )
    return made


@transaction.atomic
def change_matter(
    *,
    actor: Actor,
    council: Council,
    matter_id: int,
    version: int,
    values: Mapping[str, Any],
    on: date,
    now: datetime,
) -> YouthMatter:
    """Change a matter that has not been opened. Raises the same, audit.changes.ChangedMeanwhile, and NotPossible for
    one that the young have begun to read."""
    require(actor, Permission.YOUTH_MATTER_EDIT, council_id=council.pk)
    row = _held(council, matter_id, version)
    if not row.is_draft or row.withdrawn_at is not None:
        raise NotPossible(
            gettext("The young have begun to read it, so it stands as it is. You can give more time, or withdraw it.")
        )
    changes = apply(row, _checked(council, actor, values, on=on), private=SUBJECTS)
    if changes:
        record(actor, Verb.YOUTH_MATTER_CHANGED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def open_matter(
    *, actor: Actor, council: Council, matter_id: int, version: int, on: date, now: datetime
) -> YouthMatter:
    """Put it before the panel: the draft or the options are kept as they are now, and the young may answer from today.

    Its title and plain words become public; a draft that is not public does not. Raises access.doors.Refused,
    SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible when it is open or withdrawn, when a day has
    passed, when what it is about has ended or been decided meanwhile, or when a strategy has no goal yet.
    """
    require(actor, Permission.YOUTH_MATTER_OPEN, council_id=council.pk)
    row = _held(council, matter_id, version)
    if row.withdrawn_at is not None:
        raise NotPossible(gettext("It has been withdrawn. Prepare a new matter instead."))
    if not row.is_draft:
        raise NotPossible(gettext("The panel has been asked already."))
    if row.response_deadline < on:
        raise NotPossible(
            gettext("The deadline, %(day)s, has passed. Choose a later one first.")
            % {"day": day(row.response_deadline)}
        )
    _check_order(
        {name: getattr(row, name) for name in ("response_deadline", "resolution_planned_on", "answers_due_on")}, on=on
    )
    _check_subject(council, actor, row.strategy, row.direction, on=on)
    content, checksum = freeze(row)
    if row.strategy is not None and not (content or {}).get("goals"):
        raise NotPossible(
            gettext("The strategy has no goal to read. Write one, or import a plan, before you ask the young.")
        )
    row.opened_at, row.opened_on = now, on
    row.content, row.checksum = content, checksum
    row.version += 1
    row.save(update_fields=["opened_at", "opened_on", "content", "checksum", "version"])
    noted = as_noted({"opened_on": on, "response_deadline": row.response_deadline, "checksum": checksum})
    record(actor, Verb.YOUTH_MATTER_OPENED, subject=row, council_id=council.pk, changes=noted, at=now)
    return row


@transaction.atomic
def extend_matter(
    *,
    actor: Actor,
    council: Council,
    matter_id: int,
    version: int,
    response_deadline: date,
    resolution_planned_on: date,
    on: date,
    now: datetime,
) -> YouthMatter:
    """Give the young more time, never less; the day it is to be resolved may move too. Answers to what comes from now
    on are due as many days later; what has been sent keeps the day that was promised.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible for a matter that
    is not before the panel, and for days that are no later, have passed, or come after it is resolved.
    """
    require(actor, Permission.YOUTH_MATTER_OPEN, council_id=council.pk)
    row = _held(council, matter_id, version)
    if row.is_draft or row.withdrawn_at is not None:
        raise NotPossible(gettext("The panel is not being asked about this, so there is no deadline to extend."))
    if row.resolution_id is not None:
        raise NotPossible(gettext("It has been resolved. It is too late to ask."))
    if response_deadline < row.response_deadline:
        raise NotPossible(
            gettext("The young have been told %(day)s. Choose a later day: a deadline is never made shorter.")
            % {"day": day(row.response_deadline)},
            field="response_deadline",
        )
    if response_deadline < on:
        raise NotPossible(
            gettext("%(day)s has passed. Choose today or later.") % {"day": day(response_deadline)},
            field="response_deadline",
        )
    # Before anything is counted from it: the calendar has a last day.
    if response_deadline - on > FARTHEST:
        raise NotPossible(gettext("That is more than three years ahead. Check the year."), field="response_deadline")
    given = {
        "response_deadline": response_deadline,
        "resolution_planned_on": resolution_planned_on,
        "answers_due_on": row.answers_due_on + (response_deadline - row.response_deadline),
    }
    _check_order(given, on=on)
    changes = apply(row, given)
    if changes:
        record(actor, Verb.YOUTH_MATTER_EXTENDED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def withdraw_matter(
    *, actor: Actor, council: Council, matter_id: int, version: int, reason: str, now: datetime
) -> YouthMatter:
    """Ask no more, and say why. What the young have sent is still owed an answer.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible without a reason,
    and for one that has been withdrawn or resolved.
    """
    require(actor, Permission.YOUTH_MATTER_OPEN, council_id=council.pk)
    row = _held(council, matter_id, version)
    if row.withdrawn_at is not None:
        raise NotPossible(gettext("It has been withdrawn already."))
    if row.resolution_id is not None:
        raise NotPossible(gettext("It has been resolved, so it cannot be withdrawn."))
    reason = " ".join(clean(reason)[0].split())
    if not reason:
        raise NotPossible(gettext("Say why. The young read it."), field="reason")
    if len(reason) > 500:
        raise NotPossible(gettext("There is room for %(most)s signs.") % {"most": 500}, field="reason")
    changes = apply(row, {"withdrawn_at": now, "withdrawn_because": reason})
    record(
        actor, Verb.YOUTH_MATTER_WITHDRAWN, subject=row, council_id=council.pk, changes=changes, reason=reason, at=now
    )
    return row


def _held(council: Council, matter_id: int, version: int) -> YouthMatter:
    row = hold(YouthMatter.objects.filter(council=council), pk=matter_id, version=version)
    row.council = council
    return row


def _checked(council: Council, actor: Actor, values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The texts without anything hidden in them, the subject of this council, and the days in order."""
    given = dict(values)
    given["title"] = " ".join(clean(given["title"])[0].split())
    for name in _TEXTS:
        given[name] = clean(given.get(name) or "")[0]
        if len(given[name]) > LONGEST_WORDS:
            raise NotPossible(gettext("There is room for %(most)s signs.") % {"most": LONGEST_WORDS}, field=name)
    for name in _NEEDED:
        if not given[name]:
            raise NotPossible(gettext("Write something here: the young cannot answer well without it."), field=name)
    if len(given["title"]) > 160:
        raise NotPossible(gettext("There is room for %(most)s signs.") % {"most": 160}, field="title")
    given["link"] = (given.get("link") or "").strip()
    if given["link"] and urlsplit(given["link"]).scheme != "https":
        raise NotPossible(gettext("The address must begin with https://."), field="link")
    _check_subject(council, actor, given.get("strategy"), given.get("direction"), on=on)
    if given["response_deadline"] < on:
        raise NotPossible(
            gettext("%(day)s has passed. Choose today or later.") % {"day": day(given["response_deadline"])},
            field="response_deadline",
        )
    _check_order(given, on=on)
    return given


def _check_subject(council: Council, actor: Actor, strategy: Any, direction: Any, *, on: date) -> None:
    if strategy is not None and direction is not None:
        raise NotPossible(
            gettext("Choose a strategy or a choice of direction, not both: one matter is about one thing."),
            field="direction",
        )
    if strategy is not None:
        found = Strategy.objects.visible_to(actor, council).filter(pk=strategy.pk).first()
        if found is None or found.state == Strategy.State.ENDED:
            raise NotPossible(
                gettext("Choose one of the council's own strategies that has not ended."), field="strategy"
            )
    if direction is not None:
        choice = directions.choices(council, actor).filter(pk=direction.pk).first()
        if choice is None:
            raise NotPossible(gettext("Choose one of the council's own choices of direction."), field="direction")
        outcome = getattr(choice, "outcome", None)
        if outcome is not None and outcome.resolution.resolved_on <= on:
            raise NotPossible(
                gettext("That choice of direction has been decided. The young are asked before, or not at all."),
                field="direction",
            )


def _check_order(given: Mapping[str, Any], *, on: date) -> None:
    deadline, planned, due = (given[name] for name in ("response_deadline", "resolution_planned_on", "answers_due_on"))
    if planned < on:
        raise NotPossible(
            gettext("It would be resolved %(day)s, which has passed: the young would be asked too late.")
            % {"day": day(planned)},
            field="resolution_planned_on",
        )
    if deadline > planned:
        raise NotPossible(
            gettext(
                "The deadline comes after %(day)s, when it is to be resolved. Then what the young say can change "
                "nothing. Choose an earlier deadline, or a later day for the resolution."
            )
            % {"day": day(planned)},
            field="response_deadline",
        )
    if planned - on > FARTHEST:
        raise NotPossible(
            gettext("That is more than three years ahead. Check the year."), field="resolution_planned_on"
        )
    if due < deadline:
        raise NotPossible(
            gettext("The answers cannot be due before the young have had time to write."), field="answers_due_on"
        )
    if due - deadline > LONGEST_ANSWER_TIME:
        raise NotPossible(
            gettext("That is more than %(days)s days after the deadline. The young have a right to hear sooner.")
            % {"days": LONGEST_ANSWER_TIME.days},
            field="answers_due_on",
        )
