"""What is done through a link in a mail, by someone who has not signed in: one answer for one municipality, once."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts import limits
from veivalg.web.accounts.secrets import key_hash
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import RoleAssignment
from veivalg.web.endorsements.models import Endorsement, EndorsementLink
from veivalg.web.endorsements.operations.answers import (
    Answer,
    AnswerRefused,
    Broken,
    checked,
    note_refusal,
    with_places,
    with_sending_of,
    write_answer,
)

GUESSED = limits.Limit(kind="endorsement_links", most=60, minutes=15)
"""Unknown keys from one network. Known ones are not counted: a whole town hall may sit behind one address."""


class Reason(StrEnum):
    """Why a link does not work."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    NOT_YOURS = "not_yours"


class LinkRefused(Exception):
    """The link does not work; the message says why and what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_words(reason))
        self.reason = reason


def _words(reason: Reason) -> str:
    return {
        Reason.UNKNOWN: gettext(
            "We do not know this link. The address may have been cut in two. Open the link in the newest mail."
        ),
        Reason.EXPIRED: gettext(
            "The link has run out. Nothing has been changed. Ask the secretariat to send you a new one."
        ),
        Reason.NOT_YOURS: gettext(
            "Others are the municipality's contact now, and nothing is left for you to do. "
            "If that is wrong, tell the secretariat of the council."
        ),
    }[reason]


@dataclass(frozen=True)
class Opened:
    """A link that works, and what it is about."""

    link: EndorsementLink
    row: Endorsement

    @property
    def actor(self) -> Actor:
        """Nobody who is signed in, on behalf of whoever the mail was sent to."""
        return Actor(on_behalf_of=f"account:{self.link.account_id}")

    @property
    def is_answered(self) -> bool:
        """Whether the answer has been given: through this link, or by anyone since it was sent."""
        answered_at = self.row.answered_at
        since = answered_at is not None and answered_at > self.link.made_at
        return self.link.used_at is not None or self.row.is_settled or since


def found(*, key: str, network: str, now: datetime) -> EndorsementLink:
    """The link that an address carries. Raises LinkRefused, and limits.TooMany for a network that guesses."""
    link = EndorsementLink.objects.filter(key_hash=key_hash(key)).first()
    if link is None:
        limits.count(GUESSED, network, now=now)
        raise LinkRefused(Reason.UNKNOWN)
    if link.expires_at <= now:
        raise LinkRefused(Reason.EXPIRED)
    return link


def opened(*, key: str, link_id: int, on: date, now: datetime) -> Opened:
    """The link that the key opens, if it still works on that day. Raises LinkRefused."""
    link = (
        EndorsementLink.objects.filter(pk=link_id, key_hash=key_hash(key), account__erased_at=None)
        .select_related(
            "account",
            "endorsement__participant__municipality",
            "endorsement__participant__county",
            "endorsement__round__resolution__body",
            "endorsement__round__council",
        )
        .first()
    )
    if link is None:
        raise LinkRefused(Reason.UNKNOWN)
    if link.expires_at <= now:
        raise LinkRefused(Reason.EXPIRED)
    is_contact = RoleAssignment.objects.on(on).filter(
        account=link.account_id, role=Role.MUNICIPAL_CONTACT, participant=link.endorsement.participant_id
    )
    if not is_contact.exists():
        raise LinkRefused(Reason.NOT_YOURS)
    return Opened(link, link.endorsement)


def look_over(*, key: str, link_id: int, answer: Answer, on: date, now: datetime) -> Opened:
    """The answer held against the rules, and not stored: to be read once more first. Raises the same as
    `answer_by_link`, and notes the same refusals."""
    door = opened(key=key, link_id=link_id, on=on, now=now)
    try:
        _must_be_open(door)
        checked(door.row, answer, on=on)
    except AnswerRefused as error:
        _note(door, error, now=now)
        raise
    return door


def answer_by_link(*, key: str, link_id: int, answer: Answer, on: date, now: datetime) -> Endorsement:
    """Say what the municipality has resolved. The link is the door: it may say that once, and nothing else.

    Raises LinkRefused, and NotPossible; what breaks a rule, or comes after the answer was confirmed, is noted in the
    trail.
    """
    door = opened(key=key, link_id=link_id, on=on, now=now)
    try:
        with transaction.atomic():
            row = Endorsement.objects.select_for_update(of=("self",), no_key=True).get(pk=door.row.pk)
            held = Opened(EndorsementLink.objects.select_for_update(of=("self",)).get(pk=link_id), with_places(row))
            _must_be_open(held)
            given = with_sending_of(row, answer)
            verb = Verb.ENDORSEMENT_ANSWERED_BY_LINK
            row = write_answer(door.actor, held.row, given, verb=verb, reason="", on=on, now=now)
            held.link.used_at = now
            held.link.save(update_fields=["used_at"])
            return row
    except AnswerRefused as error:
        _note(door, error, now=now)
        raise


def _must_be_open(door: Opened) -> None:
    if door.is_answered:
        raise AnswerRefused(
            Broken.ANSWERED,
            gettext(
                "The answer has been confirmed, and the link only shows it. Contact the secretariat to correct it."
            ),
        )


def _note(door: Opened, error: AnswerRefused, *, now: datetime) -> None:
    note_refusal(actor=door.actor, council=door.row.round.council, endorsement_id=door.row.pk, rule=error.rule, now=now)
