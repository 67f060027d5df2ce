"""Give people a way to answer: slips to print, and personal links by mail."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import codes
from veivalg.web.survey.models import Group, Invitation, Round, Slip
from veivalg.web.survey.operations.letters import CODE, PAUSE, REMINDER, marks, marks_of, sent_already, write_mails

MOST_SLIPS = 500
"""At once: more than that is several prints."""
MOST_MAILS = 2000
_BATCH = 500
_chance = random.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class PrintedSlip:
    """What stands on one slip of paper. The code is kept nowhere else."""

    code: str
    group: str
    """For whoever hands it out; the stored slip knows its group only where that is large enough."""


@dataclass(frozen=True, kw_only=True)
class Mailed:
    """What came of sending links."""

    count: int
    """Mails written now."""
    missed: list[Person]
    """Those without an address, who need a slip or a word from someone."""


class IssuedMeanwhile(NotPossible):
    """Codes have been made since the form was opened; often by this very form, sent twice."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Codes have been made since this page was opened, and no more were made now. Codes are shown only "
                "once. Count the slips that you have before you make more."
            )
        )


@transaction.atomic
def issue_slips(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    counts: Mapping[int | None, int],
    now: datetime,
    issued_seen: int | None = None,
) -> list[PrintedSlip]:
    """Make so many codes for each group (None: for none in particular), to be printed. They are returned once.

    Raises Refused, SecondFactorNeeded, NotPossible, and IssuedMeanwhile when more codes are out than the form knew of.
    """
    found = _held(actor, council, round_id, now)
    if not found.is_anonymous:
        raise NotPossible(
            gettext("In this mode each person gets a link of their own by mail. Slips are for anonymous.")
        )
    if issued_seen is not None and issued_seen != found.issued_count:
        raise IssuedMeanwhile
    groups: dict[int | None, Group | None] = {None: None, **{group.pk: group for group in found.groups.all()}}
    if counts.keys() - groups.keys() or any(count < 0 for count in counts.values()):
        raise NotPossible(gettext("A group that is not in the round was sent along. Open the page again."))
    total = sum(counts.values())
    if not 1 <= total <= MOST_SLIPS:
        raise NotPossible(gettext("Make from 1 to %(most)s codes at once.") % {"most": MOST_SLIPS})
    wanted = [group for group_id, group in groups.items() for _ in range(counts.get(group_id, 0))]
    made = _slips(found, wanted)
    record(
        actor,
        Verb.CODES_ISSUED,
        subject=found,
        council_id=council.pk,
        changes={"issued_count": [found.issued_count, found.issued_count + total]},
        at=now,
    )
    # By group for whoever cuts them apart, and in no order within it.
    _chance.shuffle(made)
    return sorted(made, key=lambda slip: slip.group)


@transaction.atomic
def mail_codes(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    people: Sequence[tuple[Person, Group | None]],
    now: datetime,
) -> Mailed:
    """Send each person a personal link, and say who has no address.

    In an open or confidential round the link belongs to the person, and one that is sent anew replaces the former. In
    an anonymous round each mail carries a slip that nobody can tell from the others, so each person is sent one and
    never a second: two codes would be two answers. Raises Refused, SecondFactorNeeded, and NotPossible, also when
    everyone has been sent one already.
    """
    found = _held(actor, council, round_id, now)
    if len(people) > MOST_MAILS:
        raise NotPossible(gettext("Send to at most %(most)s people at once.") % {"most": MOST_MAILS})
    _check(found, people)
    once: dict[int, tuple[Person, Group | None]] = {}
    for person, group in people:
        once.setdefault(person.pk, (person, group))
    reached = [(person, group) for person, group in once.values() if person.email]
    sent = marks_of(found, CODE, since=None if found.is_anonymous else now - PAUSE)
    new = [(person, group) for person, group in reached if not sent.intersection(marks(found, person))]
    if reached and not new:
        raise NotPossible(sent_already(found))
    if found.is_anonymous:
        made = _slips(found, [group for _, group in new])
        letters = [(person, slip.code) for (person, _), slip in zip(new, made, strict=True)]
    else:
        letters = [(person, code) for (person, _), code in zip(new, _invite(found, new, now=now), strict=True)]
    # Mails lie in an order of their own, so that the tables of slips and of mails say nothing together.
    _chance.shuffle(letters)
    write_mails(found, letters, now=now)
    record(
        actor,
        Verb.CODES_MAILED,
        subject=found,
        council_id=council.pk,
        changes={"mail_count": [None, len(letters)]},
        at=now,
    )
    return Mailed(count=len(letters), missed=[person for person, _ in people if not person.email])


@transaction.atomic
def invite_to_paper(
    *, actor: Actor, council: Council, round_id: int, people: Sequence[tuple[Person, Group | None]], now: datetime
) -> list[Person]:
    """Let people without an e-mail address answer an open or confidential round on paper: no code is made known, and
    the secretariat types in what they wrote. Returns them; those who are in the list already stay as they are, so that
    no link of theirs stops working. Raises Refused, SecondFactorNeeded and NotPossible."""
    found = _held(actor, council, round_id, now)
    if found.is_anonymous:
        raise NotPossible(gettext("An anonymous round has no list of people. Make slips."))
    _check(found, people)
    known = set(found.invitations.values_list("person_id", flat=True))
    new = [(person, group) for person, group in people if person.pk not in known]
    if new:
        _invite(found, new, now=now)
        changes = {"issued_count": [found.issued_count, found.issued_count + len(new)]}
        record(actor, Verb.CODES_ISSUED, subject=found, council_id=council.pk, changes=changes, at=now)
    return [person for person, _ in new]


@transaction.atomic
def remind(*, actor: Actor, council: Council, round_id: int, people: Sequence[Person], now: datetime) -> int:
    """Remind by mail. In an anonymous round everyone in the list, since nobody knows who has answered; otherwise those
    who have not, with a new link. Nobody is reminded twice at once. Returns how many mails were written.

    Raises Refused, SecondFactorNeeded and NotPossible.
    """
    found = _held(actor, council, round_id, now)
    if found.opened_at is None:
        raise NotPossible(gettext("The round has not been opened yet."))
    everyone = {person.pk: person for person in people if person.council_id == council.pk and person.email}
    groups: dict[int, Group | None] = {}
    if not found.is_anonymous:
        waiting = found.invitations.filter(ballot=None, person_id__in=everyone).select_related("group")
        groups = {invitation.person_id: invitation.group for invitation in waiting}
        everyone = {id: person for id, person in everyone.items() if id in groups}
    lately = marks_of(found, REMINDER, since=now - PAUSE)
    reached = [person for person in everyone.values() if not lately.intersection(marks(found, person))]
    if everyone and not reached:
        raise NotPossible(sent_already(found, is_reminder=True))
    told = [""] * len(reached)
    if not found.is_anonymous:
        told = _invite(found, [(person, groups[person.pk]) for person in reached], now=now)
    write_mails(found, list(zip(reached, told, strict=True)), now=now, sort=REMINDER)
    changes = {"mail_count": [None, len(reached)]}
    record(actor, Verb.SURVEY_ROUND_REMINDED, subject=found, council_id=council.pk, changes=changes, at=now)
    return len(reached)


def _held(actor: Actor, council: Council, round_id: int, now: datetime) -> Round:
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = Round.objects.select_for_update(of=("self",)).get(pk=round_id, council=council)
    found.council = council
    if found.is_closed or found.closes_at <= now:
        raise NotPossible(gettext("The round has closed. No more codes can be given out."))
    return found


def _check(found: Round, people: Sequence[tuple[Person, Group | None]]) -> None:
    """Everyone is someone of this council, in a group of this round. Raises NotPossible."""
    if any(person.council_id != found.council_id or person.erased_at for person, _ in people):
        raise NotPossible(gettext("Someone in the list is not registered in this council."))
    if any(group is not None and group.round_id != found.pk for _, group in people):
        raise NotPossible(gettext("A group that is not in the round was sent along. Open the page again."))


def _slips(found: Round, wanted: Sequence[Group | None]) -> list[PrintedSlip]:
    """A slip for each, stored in random order. A group that has too few of them is not told apart."""
    asked: dict[int, int] = {}
    for group in wanted:
        if group is not None:
            asked[group.pk] = asked.get(group.pk, 0) + 1
    told_apart = {
        group_id
        for group_id, count in asked.items()
        if count + found.slips.filter(group_id=group_id).count() >= found.smallest_group
    }
    printed = [PrintedSlip(code=codes.new_code(), group=group.name if group else "") for group in wanted]
    rows = [
        Slip(
            round=found,
            group=group if group is not None and group.pk in told_apart else None,
            key_hash=codes.stored(slip.code),
        )
        for group, slip in zip(wanted, printed, strict=True)
    ]
    _chance.shuffle(rows)
    Slip.objects.bulk_create(rows, batch_size=_BATCH)
    _count(found, [None if group is None else group.pk for group in wanted])
    return printed


def _invite(found: Round, people: Sequence[tuple[Person, Group | None]], *, now: datetime) -> list[str]:
    """A code of each person's own, in the same order; a former one stops working. Each person stands there once.

    In a few statements, however many they are: nobody can answer while the round is held.
    """
    made = [codes.new_code() for _ in people]
    former = {row.person_id: row for row in found.invitations.filter(person__in=[person for person, _ in people])}
    new = []
    for (person, group), code in zip(people, made, strict=True):
        if row := former.get(person.pk):
            row.key_hash = codes.stored(code)
        else:
            key_hash = codes.stored(code)
            new.append(Invitation(round=found, person=person, group=group, key_hash=key_hash, made_at=now))
    Invitation.objects.bulk_update(former.values(), ["key_hash"], batch_size=_BATCH)
    Invitation.objects.bulk_create(new, batch_size=_BATCH)
    _count(found, [row.group_id for row in new])
    return made


def _count(found: Round, group_ids: Sequence[int | None]) -> None:
    """So many codes more are out, over all and to each group."""
    for group_id, count in Counter(group_ids).items():
        if group_id is not None:
            Group.objects.filter(pk=group_id).update(issued_count=F("issued_count") + count)
    Round.objects.filter(pk=found.pk).update(issued_count=F("issued_count") + len(group_ids))
