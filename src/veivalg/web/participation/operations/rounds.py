"""Rounds: prepared, opened, and given more time."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from veivalg.rules.plans import as_plain
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile, apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.participation.models import ParticipationRound
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.operations.strategies import send_on_consultation
from veivalg.web.strategy.queries import plan_of
from veivalg.web.ui.dates import day

LONGEST_ROUND = timedelta(days=366)
"""From one day of a round to the next, and from today to when it opens: farther ahead is a slip of the pen."""


@transaction.atomic
def make_round(
    *, actor: Actor, council: Council, strategy_id: int, values: Mapping[str, Any], now: datetime
) -> ParticipationRound:
    """Prepare a round on a strategy. Nobody but those who prepare rounds sees it before it is opened.

    Raises access.doors.Refused, Strategy.DoesNotExist, and NotPossible when a text is missing, when another of the same
    name is being prepared on the strategy, or when the days are in disorder.
    """
    # Held, so that a button that is pressed twice makes one.
    hold_council(council)
    require(actor, Permission.PARTICIPATION_ROUND_EDIT, council_id=council.pk)
    strategy = Strategy.objects.get(pk=strategy_id, council=council)
    given = _checked(values, on=timezone.localdate(now))
    if ParticipationRound.objects.filter(strategy=strategy, title=given["title"], published_at=None).exists():
        raise NotPossible(
            gettext("A round called “%(title)s” is being prepared already. Change that one, or use another name.")
            % {"title": given["title"]},
            field="title",
        )
    made = ParticipationRound.objects.create(council=council, strategy=strategy, made_at=now, **given)
    record(
        actor,
        Verb.ROUND_MADE,
        subject=made,
        council_id=council.pk,
        changes=as_noted({"strategy": strategy, **given}),
        at=now,
    )
    return made


@transaction.atomic
def change_round(
    *, actor: Actor, council: Council, round_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> ParticipationRound:
    """Change a round that has not been opened. Raises the same, audit.changes.ChangedMeanwhile, and NotPossible for one
    that people have begun to read."""
    require(actor, Permission.PARTICIPATION_ROUND_EDIT, council_id=council.pk)
    row = hold(ParticipationRound.objects.filter(council=council), pk=round_id, version=version)
    row.council = council
    if not row.is_draft:
        raise NotPossible(
            gettext("The round is open, and people answer what they have read. Only the deadline can be extended.")
        )
    changes = apply(row, _checked(values, on=timezone.localdate(now)))
    if changes:
        record(actor, Verb.ROUND_CHANGED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def open_round(
    *, actor: Actor, council: Council, round_id: int, version: int, read_at: datetime, on: date, now: datetime
) -> ParticipationRound:
    """Send the draft out: its text is kept as it is now, and everyone may read it and answer from today.

    `read_at` is the `changed_at` of the strategy that was looked at on the page for opening. Raises
    access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible when it is open already,
    when the deadline has passed, or when the strategy has no goal or has ended.
    """
    require(actor, Permission.PARTICIPATION_ROUND_OPEN, council_id=council.pk)
    row = hold(ParticipationRound.objects.filter(council=council), pk=round_id, version=version)
    row.council = council
    if not row.is_draft:
        raise NotPossible(gettext("The round is open already."))
    if row.response_deadline < on:
        raise NotPossible(
            gettext("The deadline, %(day)s, has passed. Choose a later one first.")
            % {"day": day(row.response_deadline)}
        )
    if row.response_deadline - on > LONGEST_ROUND:
        raise NotPossible(
            gettext("The deadline, %(day)s, is more than a year away. Choose an earlier one first.")
            % {"day": day(row.response_deadline)}
        )
    strategy = send_on_consultation(actor=actor, council=council, strategy_id=row.strategy_id, now=now)
    if strategy.changed_at != read_at:
        raise ChangedMeanwhile(strategy)
    # The council's own language, whoever is reading: names of roles stand in the text.
    with override(council.language):
        content = as_plain(plan_of(strategy))
    if not content.get("goals"):
        raise NotPossible(
            gettext("The strategy has no goal to answer. Write one, or import a plan, before you send it.")
        )
    planned = row.opens_on
    row.opens_on, row.published_at = on, now
    row.content, row.checksum = content, checksum_of(content)
    row.version += 1
    row.save(update_fields=["opens_on", "published_at", "content", "checksum", "version"])
    record(
        actor,
        Verb.ROUND_OPENED,
        subject=row,
        council_id=council.pk,
        changes={
            "opens_on": [planned.isoformat(), on.isoformat()],
            "response_deadline": [None, row.response_deadline.isoformat()],
            "checksum": [None, row.checksum],
        },
        at=now,
    )
    return row


@transaction.atomic
def extend_deadline(
    *, actor: Actor, council: Council, round_id: int, version: int, deadline: date, on: date, now: datetime
) -> ParticipationRound:
    """Give people more time, never less. The answers are due as many days after the new deadline as after the old.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, and NotPossible for a day that is
    no later, has passed, or is more than a year away.
    """
    require(actor, Permission.PARTICIPATION_ROUND_OPEN, council_id=council.pk)
    row = hold(ParticipationRound.objects.filter(council=council), pk=round_id, version=version)
    row.council = council
    if row.is_draft:
        raise NotPossible(gettext("The round has not been opened. Change its deadline on the page for changing it."))
    if deadline <= row.response_deadline:
        raise NotPossible(
            gettext("People have been told %(day)s. Choose a later day: a deadline is never made shorter.")
            % {"day": day(row.response_deadline)},
            field="deadline",
        )
    if deadline < on:
        raise NotPossible(
            gettext("%(day)s has passed. Choose today or later.") % {"day": day(deadline)}, field="deadline"
        )
    if deadline - on > LONGEST_ROUND:
        raise NotPossible(gettext("That is more than a year away. Check the year."), field="deadline")
    more = deadline - row.response_deadline
    given = {"response_deadline": deadline, "answers_due_on": row.answers_due_on + more}
    changes = apply(row, given)
    record(actor, Verb.ROUND_EXTENDED, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


def _checked(values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The texts without anything hidden in them, and the days in order."""
    given = dict(values)
    given["title"] = " ".join(clean(given["title"])[0].split())
    for name in ("invitation", "open_to_change", "settled"):
        given[name] = clean(given[name])[0]
    for name in ("title", "invitation", "open_to_change"):
        if not given[name]:
            raise NotPossible(gettext("Write something here: people cannot answer well without it."), field=name)
    if given["opens_on"] - on > LONGEST_ROUND:
        raise NotPossible(gettext("That is more than a year away. Check the year."), field="opens_on")
    if given["response_deadline"] < given["opens_on"]:
        raise NotPossible(gettext("The deadline comes before the day it opens."), field="response_deadline")
    if given["response_deadline"] - given["opens_on"] > LONGEST_ROUND:
        raise NotPossible(gettext("That is more than a year. Check the year."), field="response_deadline")
    if given["answers_due_on"] < given["response_deadline"]:
        raise NotPossible(
            gettext("The answers cannot be due before everyone has had time to write."), field="answers_due_on"
        )
    if given["answers_due_on"] - given["response_deadline"] > LONGEST_ROUND:
        raise NotPossible(
            gettext("That is more than a year after the deadline. Check the year."), field="answers_due_on"
        )
    return given
