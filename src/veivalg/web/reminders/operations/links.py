"""What is done through a link in a reminder, by someone who has not signed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import Refused
from veivalg.web.accounts import limits
from veivalg.web.accounts.secrets import key_hash
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.reminders import asking, queries
from veivalg.web.reminders.asking import Recipient
from veivalg.web.reminders.letters import one_line
from veivalg.web.reminders.models import Referral, UpdateLink
from veivalg.web.strategy.models import Action, ActionUpdate, Strategy
from veivalg.web.strategy.operations.updating import take_back, write_update

UNDO = timedelta(minutes=30)
GUESSED = limits.Limit(kind="update_links", most=60, minutes=15)
"""Unknown keys from one network. Known ones are not counted: a whole town hall may sit behind one address."""


class Reason(StrEnum):
    """Why a link does not work."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ENDED = "ended"
    DROPPED = "dropped"
    NOT_YOURS = "not_yours"


class LinkRefused(Exception):
    """The link does not work; the message says why and what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_words(reason))
        self.reason = reason


def _words(reason: Reason) -> str:
    return {
        Reason.UNKNOWN: gettext(
            "We do not know this link. The action may have been removed, or the address was cut in two. "
            "Open the link in the newest mail."
        ),
        Reason.EXPIRED: gettext("The link has run out. Nothing has been changed."),
        Reason.ENDED: gettext("The strategy has ended, so nobody asks about this action any more."),
        Reason.DROPPED: gettext("The action has been dropped, so nobody asks about it any more."),
        Reason.NOT_YOURS: gettext(
            "Others answer for this action now, and nothing is left for you to do. "
            "If that is wrong, tell the secretariat of the council."
        ),
    }[reason]


@dataclass(frozen=True)
class Opened:
    """A link that works, and whose it is."""

    link: UpdateLink
    recipient: Recipient

    @property
    def actor(self) -> Actor:
        """Nobody who is signed in, on behalf of whoever the mail was sent to."""
        link = self.link
        whom = f"person:{link.person_id}" if link.person_id else f"account:{link.account_id}"
        return Actor(on_behalf_of=whom)


def found(*, key: str, network: str, now: datetime) -> UpdateLink:
    """The link that an address carries. Raises LinkRefused, and limits.TooMany for a network that guesses."""
    link = UpdateLink.objects.filter(key_hash=key_hash(key)).first()
    if link is None:
        limits.count(GUESSED, network, now=now)
        raise LinkRefused(Reason.UNKNOWN)
    if link.expires_at <= now:
        raise LinkRefused(Reason.EXPIRED)
    return link


def opened(*, key: str, digest_id: int, link_id: int, on: date, now: datetime) -> Opened:
    """One link of the mail that the key came with, if it works on that day. Raises LinkRefused.

    Whoever has the key of one link has been given the mail, and so all of its links; no others.
    """
    opener = UpdateLink.objects.filter(key_hash=key_hash(key), digest=digest_id).first()
    if opener is None:
        raise LinkRefused(Reason.UNKNOWN)
    link = (
        UpdateLink.objects.filter(pk=link_id, digest=digest_id)
        .select_related(
            "digest",
            "said",
            "action__strategy__council",
            "action__path__goal",
            "action__contact__account",
            "action__responsible_body",
            "action__responsible_participant__municipality",
            "action__responsible_participant__county",
        )
        .first()
    )
    if link is None:
        raise LinkRefused(Reason.UNKNOWN)
    if link.expires_at <= now:
        raise LinkRefused(Reason.EXPIRED)
    if link.action.strategy.state != Strategy.State.ADOPTED:
        raise LinkRefused(Reason.ENDED)
    if link.action.is_dropped:
        raise LinkRefused(Reason.DROPPED)
    return Opened(link, _still_asked(link, on=on))


def _still_asked(link: UpdateLink, *, on: date) -> Recipient:
    """Whoever got the mail, if they still answer for the action, at the same address. Raises LinkRefused."""
    answering = asking.who([link.action], on=on)[link.action_id]
    for recipient in answering.recipients:
        if link.digest.recipient_hash in recipient.hashes:
            return recipient
    raise LinkRefused(Reason.NOT_YOURS)


@transaction.atomic
def update_by_link(
    *,
    key: str,
    digest_id: int,
    link_id: int,
    status: str,
    text: str = "",
    done_count: int | None = None,
    on: date,
    now: datetime,
) -> ActionUpdate:
    """Say how the action of a link is going. The link is the door: it may say that and nothing else.

    Raises LinkRefused, and NotPossible for an action that is not counted.
    """
    link = _held(digest_id, link_id)
    door = opened(key=key, digest_id=digest_id, link_id=link_id, on=on, now=now)
    before = door.link.said
    if before is not None and may_undo(before, now=now) and _says(before, status, text, done_count):
        # A thumb that presses twice says it once, and takes it back once.
        return before
    said = write_update(
        actor=door.actor,
        council=door.link.action.strategy.council,
        action=door.link.action,
        status=status,
        text=text,
        done_count=done_count,
        account_id=door.link.account_id,
        verb=Verb.ACTION_UPDATED_BY_LINK,
        on=on,
        now=now,
    )
    link.said = said
    link.save(update_fields=["said"])
    return said


def _held(digest_id: int, link_id: int) -> UpdateLink:
    """The link and its action, held until the transaction ends; the action first, as everyone does who writes it.

    Raises LinkRefused when there is none.
    """
    rows = UpdateLink.objects.filter(pk=link_id, digest=digest_id)
    action_id = rows.values_list("action_id", flat=True).first()
    Action.objects.select_for_update(of=("self",), no_key=True).filter(pk=action_id).first()
    link = rows.select_for_update(of=("self",), no_key=True).first()
    if link is None:
        raise LinkRefused(Reason.UNKNOWN)
    return link


def _says(said: ActionUpdate, status: str, text: str, done_count: int | None) -> bool:
    return (said.status, said.text, said.done_count) == (status, one_line(text, 300), done_count)


@transaction.atomic
def update_when_asked(
    *,
    actor: Actor,
    action_id: int,
    status: str,
    text: str = "",
    done_count: int | None = None,
    on: date,
    now: datetime,
) -> ActionUpdate:
    """The same for someone who is signed in and answers for the action, whatever roles they have.

    Raises access.doors.Refused, Action.DoesNotExist, and NotPossible for an action that is not counted.
    """
    action = Action.objects.followed().select_for_update(of=("self",), no_key=True).get(pk=action_id)
    action = queries.with_people(Action.objects.filter(pk=action.pk)).get()
    if not is_asked(actor, action, on=on):
        raise Refused(Permission.STRATEGY_ACTION_UPDATE)
    return write_update(
        actor=actor,
        council=action.strategy.council,
        action=action,
        status=status,
        text=text,
        done_count=done_count,
        account_id=actor.account_id,
        verb=Verb.ACTION_UPDATED,
        on=on,
        now=now,
    )


def is_asked(actor: Actor, action: Action, *, on: date) -> bool:
    """Whether someone who is signed in answers for an action on a day."""
    recipients = asking.who([action], on=on)[action.pk].recipients
    return actor.is_signed_in and actor.account_id in {who.account.pk for who in recipients if who.account}


@transaction.atomic
def undo_update(*, key: str, digest_id: int, link_id: int, on: date, now: datetime) -> None:
    """Take back what was last said through a link, within half an hour. The trail keeps that it was said.

    Raises LinkRefused, and NotPossible when nothing was said, or too long ago.
    """
    _held(digest_id, link_id)
    door = opened(key=key, digest_id=digest_id, link_id=link_id, on=on, now=now)
    said = door.link.said
    if said is None:
        raise NotPossible(gettext("There is nothing to take back."))
    if not may_undo(said, now=now):
        raise NotPossible(gettext("It is too long ago to take back. Say how it is going now instead."))
    take_back(actor=door.actor, council=door.link.action.strategy.council, action=door.link.action, said=said, now=now)


def may_undo(said: ActionUpdate | None, *, now: datetime) -> bool:
    """Whether something that was said can be taken back."""
    return said is not None and timedelta(0) <= now - said.said_at <= UNDO


@transaction.atomic
def refer_on(*, key: str, digest_id: int, link_id: int, text: str, on: date, now: datetime) -> Referral:
    """Tell the secretariat that others answer for the action. Saying it again replaces it. Raises LinkRefused, and
    NotPossible without a word of who."""
    # Held, so that a button that is pressed twice at once leaves one.
    _held(digest_id, link_id)
    door = opened(key=key, digest_id=digest_id, link_id=link_id, on=on, now=now)
    who = one_line(text, 200)
    if not who:
        raise NotPossible(gettext("Write who answers for it."), field="text")
    link = door.link
    Referral.objects.filter(action=link.action, account=link.account_id, person=link.person_id).delete()
    referral = Referral.objects.create(
        action=link.action, text=who, account_id=link.account_id, person_id=link.person_id, said_at=now
    )
    strategy = link.action.strategy
    record(
        door.actor,
        Verb.ACTION_REFERRED,
        subject=link.action,
        under=strategy,
        council_id=strategy.council_id,
        at=now,
    )
    return referral


def next_link(link: UpdateLink) -> UpdateLink | None:
    """The next action in the same mail that nothing has been said of through it; from the first again at the end."""
    left = list(_left(link).select_related("action"))
    return next((each for each in left if each.pk > link.pk), left[0] if left else None)


def left_count(link: UpdateLink) -> int:
    """How many of the actions in the same mail are left."""
    return _left(link).count()


def _left(link: UpdateLink) -> "QuerySet[UpdateLink]":
    links = UpdateLink.objects.filter(digest=link.digest_id, said=None, action__in=Action.objects.followed())
    return links.exclude(pk=link.pk)
