"""A round closes: by hand or by its deadline, once and for good. What could link a ballot to a slip is destroyed."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import OPERATOR, Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.apart import apart
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import beside
from veivalg.web.survey.dealing import dealt_anew
from veivalg.web.survey.models import Ballot, Item, Round, Slip, TextAnswer
from veivalg.web.survey.results import results_of, stored

_chance = random.SystemRandom()
_BATCH = 500


@transaction.atomic
def close_round(*, actor: Actor, council: Council, round_id: int, now: datetime) -> Round:
    """Close a round by hand. Raises Refused, SecondFactorNeeded and NotPossible."""
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id, council=council)
    if found.opened_at is None:
        raise NotPossible(gettext("The round has not been opened yet."))
    if found.is_closed:
        raise NotPossible(gettext("The round has closed already."))
    return _close(found, actor=actor, now=now)


def close_due(*, now: datetime, council: Council | None = None) -> int:
    """Close every round whose deadline has passed, of all councils or of one. Returns how many.

    One that cannot be closed is noted in the log, and stops no other.
    """
    due = Round.objects.filter(closed_at=None, closes_at__lte=now).exclude(opened_at=None)
    if council is not None:
        due = due.filter(council=council)
    count = 0
    for round_id in list(due.values_list("pk", flat=True)):
        with apart("closing a round", round_id):
            count += close_if_due(round_id, now=now)
    return count


def close_if_due(round_id: int, *, now: datetime) -> bool:
    """Close a round whose deadline has passed, so that no clock that goes back can open it again."""
    due = Round.objects.filter(pk=round_id, closed_at=None, closes_at__lte=now).exclude(opened_at=None)
    if not due.exists():
        return False
    with transaction.atomic():
        found = due.select_for_update(of=("self",), no_key=True).first()
        if found is None:
            return False
        _close(found, actor=OPERATOR, now=now)
    return True


def forget_old(*, now: datetime) -> int:
    """Delete single answers whose time is over, after keeping the results as they may be shown. Returns how many.

    A round whose results cannot be worked out is noted in the log and tried again; it stops no other.
    """
    rows = Round.objects.filter(answers_deleted_at=None, keeps=Round.Keeps.RESULTS).exclude(closed_at=None)
    count = 0
    for found in list(rows):
        if found.closed_at + timedelta(days=found.keep_days) <= now:
            with apart("deleting the single answers of a round", found.pk):
                count += _forget(found.pk, now=now)
    return count


@transaction.atomic
def _forget(round_id: int, *, now: datetime) -> bool:
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=round_id)
    if held.answers_deleted_at is not None:
        return False
    held.results, held.answers_deleted_at = stored(results_of(held)), now
    held.save(update_fields=["results", "answers_deleted_at"])
    held.ballots.all().delete()
    held.invitations.all().delete()
    TextAnswer.objects.filter(item__round=held).exclude(state=TextAnswer.State.PUBLISHED).delete()
    record(OPERATOR, Verb.ANSWERS_DELETED, subject=held, council_id=held.council_id, at=now)
    return True


def _close(found: Round, *, actor: Actor, now: datetime) -> Round:
    """In the caller's transaction, with the round held."""
    ballots = list(found.ballots.all())
    texts = {str(item.pk): item for item in found.items.filter(kind=Item.Kind.TEXT)}
    _take_out_texts(found, texts, ballots)
    if found.is_anonymous:
        beside.count_whole(found, [ballot.answers for ballot in ballots])
        _write_anew(found, texts, ballots)
    found.closed_at, found.seal_key, found.ballot_count = now, "", len(ballots)
    found.save(update_fields=["closed_at", "seal_key", "ballot_count"])
    changes = {"ballot_count": [None, len(ballots)], "paper_count": [None, found.paper_count]}
    record(actor, Verb.SURVEY_ROUND_CLOSED, subject=found, council_id=found.council_id, changes=changes, at=now)
    return found


def _take_out_texts(found: Round, items: Mapping[str, Item], ballots: list[Ballot]) -> None:
    """Short texts by themselves, in random order. Fewer than may be shown are of no use, and are not taken out."""
    shown = []
    for number, item in items.items():
        written = [ballot.answers[number] for ballot in ballots if ballot.answers.get(number)]
        if len(written) >= found.smallest_group:
            shown += [TextAnswer(item=item, text=text) for text in written]
    _chance.shuffle(shown)
    TextAnswer.objects.bulk_create(shown, batch_size=_BATCH)


def _write_anew(found: Round, texts: Mapping[str, Item], ballots: list[Ballot]) -> None:
    """As many ballots as new rows with new numbers, in random order, without seal and texts, the answers dealt out anew
    among them; the slips are deleted.

    Groups in which too few have answered are no longer told apart, and nobody is left alone outside the groups.
    """
    kept_groups = groups_that_stand(Counter(ballot.group_id for ballot in ballots), found.smallest_group)
    marks = [ballot.group_id if ballot.group_id in kept_groups else None for ballot in ballots]
    items = [item for item in found.items.all() if str(item.pk) not in texts]
    dealt = dealt_anew(
        items,
        [(mark, ballot.answers) for mark, ballot in zip(marks, ballots, strict=True)],
        smallest=found.smallest_group,
    )
    rows = [Ballot(round=found, group_id=mark, answers=own) for mark, own in zip(marks, dealt, strict=True)]
    _chance.shuffle(rows)
    found.ballots.all().delete()
    found.slips.all().delete()
    Ballot.objects.bulk_create(rows, batch_size=_BATCH)
    transaction.on_commit(_wipe_leftovers, robust=True)


def groups_that_stand(counts: "Counter[int | None]", smallest: int) -> set[int]:
    """Groups that are still told apart: each has enough ballots, and so has what lies outside them, or nothing does.

    >>> groups_that_stand(Counter({1: 9, 2: 6, 3: 2}), 5)
    {1}
    """
    standing = {group for group, count in counts.items() if group is not None and count >= smallest}
    while standing:
        outside = sum(count for group, count in counts.items() if group not in standing)
        if outside == 0 or outside >= smallest:
            break
        standing.remove(min(standing, key=lambda group: (counts[group], group)))
    return standing


def _wipe_leftovers() -> None:
    """After the transaction: SQLite writes over old versions of rows, PostgreSQL marks their place as free.

    The archive of changes and backups are beyond reach (docs/methods/anonymity.md)."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            tables = (Ballot, Slip, Round)
            names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
            cursor.execute(f"VACUUM {names}")
