"""A submission comes in: by the form, with or without signing in, or registered by the secretariat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from veivalg.rules.plans import from_plain
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.outbox import operations as outbox
from veivalg.web.participation.models import ParticipationRound, Submission
from veivalg.web.participation.models.submissions import LONGEST
from veivalg.web.participation.sent_text import keys_of
from veivalg.web.ui.dates import day

PRIVATE = ("text", "shown_name", "email", "note", "reason", "body_name")


class TooLate(NotPossible):
    """The deadline has passed; the text is still the sender's to keep."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A submission that has come in."""

    submission: Submission
    key: str
    """Of the sender's own link."""
    is_new: bool
    """False when the same form had been sent already."""


@transaction.atomic
def send_submission(
    *, actor: Actor, council: Council, round_id: int, key: str, values: Mapping[str, Any], on: date, now: datetime
) -> Sent:
    """Take in what someone wrote. The same form sent twice is one submission; `key` tells forms apart and is the key of
    the sender's own link. A form whose words have changed since it was sent is another one, with another key.

    Whoever is signed in is noted only when they answer for a participant: otherwise they are a citizen like everyone.

    Raises access.doors.Refused for a participant that is not one's own, TooLate, and NotPossible.
    """
    row = _held(council, round_id)
    participant = values.get("participant")
    who = Actor(request_id=actor.request_id)
    if participant is not None:
        require(actor, Permission.PARTICIPATION_SUBMISSION_SEND, council_id=council.pk, participant_id=participant.pk)
        who = actor
    given = _checked(row, council, values, on=on)
    before = Submission.objects.filter(receipt_hash=key_hash(key)).first()
    if before is not None:
        if before.round_id == row.pk and (before.text, before.about_key) == (given["text"], given["about_key"]):
            return Sent(submission=before, key=key, is_new=False)
        key = new_key()
    if not row.is_open(on):
        raise TooLate(_closed(row, on))
    made = Submission.objects.create(
        round=row,
        account_id=who.account_id,
        channel=Submission.Channel.FORM,
        received_at=now,
        received_on=on,
        receipt_hash=key_hash(key),
        **given,
    )
    record(who, Verb.SUBMISSION_SENT, subject=made, council_id=council.pk, changes=_noted(given), at=now)
    if made.email:
        write_receipt(made, key=key, now=now)
    return Sent(submission=made, key=key, is_new=True)


@transaction.atomic
def register_submission(
    *, actor: Actor, council: Council, round_id: int, values: Mapping[str, Any], on: date, now: datetime
) -> Submission:
    """Take in what came by letter or e-mail, or was said at a meeting. It may have come after the deadline, and then
    says so.

    Raises access.doors.Refused, SecondFactorNeeded, and NotPossible for a day before the round opened or ahead.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_MODERATE, council_id=council.pk)
    row = _held(council, round_id)
    if row.is_draft:
        raise NotPossible(gettext("The round has not been opened, so nothing can have come in."))
    received_on, channel = values["received_on"], values["channel"]
    if not row.opens_on <= received_on <= on:
        raise NotPossible(
            gettext("Choose a day from %(first)s, when the round opened, to today.") % {"first": day(row.opens_on)},
            field="received_on",
        )
    given = _checked(row, council, values, on=on)
    made = Submission.objects.create(round=row, channel=channel, received_at=now, received_on=received_on, **given)
    changes = _noted({**given, "channel": channel, "received_on": received_on.isoformat()})
    record(actor, Verb.SUBMISSION_REGISTERED, subject=made, council_id=council.pk, changes=changes, at=now)
    return made


def checked_text(text: str, *, longest: int) -> str:
    """What someone thinks, without anything hidden in it. Raises NotPossible for a text that is empty or too long."""
    text = clean(text)[0]
    if not text:
        raise NotPossible(gettext("Write what you think. It may be one sentence."), field="text")
    if len(text) > longest:
        raise NotPossible(
            gettext("The text has %(count)s signs, and there is room for %(most)s. Shorten it, or send it in parts.")
            % {"count": len(text), "most": longest},
            field="text",
        )
    return text


def write_receipt(submission: Submission, *, key: str, now: datetime) -> None:
    """Mail the sender their own link, which stands nowhere else: only its hash is kept.

    What was written is not repeated: whoever gives another's address must not get their words sent to it.
    """
    row = submission.round
    with translation.override(submission.language):
        outbox.write(
            kind="submission_receipt",
            recipient=submission.email,
            subject=gettext("We have received your submission"),
            body=gettext(
                "Thank you. %(council)s has received your submission to “%(round)s”.\n\n"
                "This is your own link. Here you see what is done with it, and the answer. Until %(deadline)s you can "
                "withdraw it here:\n%(link)s\n\nEveryone who has the link can do the same, so keep it to yourself."
                "\n\nYou get an answer no later than %(due)s.\n"
            )
            % {
                "council": row.council.name,
                "round": row.title,
                "deadline": day(row.response_deadline),
                "due": day(row.answers_due_on),
                "link": f"{settings.ADDRESS}/r/{row.council.slug}/innspill/{key}/",
            },
            council_id=row.council_id,
            key=f"{mail_key(submission)}receipt-{submission.version}",
            now=now,
        )


def mail_key(submission: Submission) -> str:
    """What the keys of all mail about a submission begin with, so that what waits can be found and let go of."""
    return f"submission-{submission.pk}-"


def _held(council: Council, round_id: int) -> ParticipationRound:
    """The round, held until the transaction ends: the same form sent twice at once is still one submission."""
    row = ParticipationRound.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id, council=council)
    row.council = council
    return row


def _checked(row: ParticipationRound, council: Council, values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    given = {
        name: values.get(name, "")
        for name in ("about_key", "kind", "shown_name", "body_name", "body_case_number", "email", "language")
    }
    given |= {"participant": values.get("participant"), "body_resolved_on": values.get("body_resolved_on")}
    given["text"] = checked_text(values["text"], longest=LONGEST)
    for name in ("shown_name", "body_name", "body_case_number"):
        given[name] = " ".join(clean(given[name])[0].split())
    if given["about_key"] and (row.content is None or given["about_key"] not in keys_of(from_plain(row.content))):
        raise NotPossible(
            gettext("What you answer is not in the text that was sent. Choose it again."), field="about_key"
        )
    participant = given["participant"]
    is_municipality = given["kind"] == Submission.Kind.MUNICIPALITY
    if is_municipality != (participant is not None):
        raise NotPossible(gettext("Choose which of the participants it is from."), field="participant")
    if participant is not None and not Participant.objects.filter(pk=participant.pk, council=council).exists():
        raise NotPossible(gettext("Choose one of the council's own participants."), field="participant")
    if given["body_resolved_on"] is not None and not 1900 <= given["body_resolved_on"].year <= on.year:
        raise NotPossible(gettext("Check the year."), field="body_resolved_on")
    if given["body_resolved_on"] is not None and given["body_resolved_on"] > on:
        raise NotPossible(gettext("That day has not come yet."), field="body_resolved_on")
    return given


def _closed(row: ParticipationRound, on: date) -> str:
    if row.is_draft or on < row.opens_on:
        return gettext("The round has not been opened yet.")
    return gettext(
        "The deadline was %(day)s at midnight, so this was not sent. Your text stands below: copy it, and ask the "
        "secretariat whether they can still take it."
    ) % {"day": day(row.response_deadline)}


def _noted(given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What the trail keeps: never what anyone wrote, nor who they are."""
    kept = {name: given[name] for name in ("kind", "about_key", "channel", "received_on") if given.get(name)}
    changes: dict[str, list[Any]] = {name: [None, str(value)] for name, value in kept.items()}
    if given.get("participant"):
        changes["participant"] = [None, str(given["participant"])]
    return changes | {name: [] for name in PRIVATE if given.get(name)}
