"""What the young say comes in: by the form, or registered by the secretariat from a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.access.doors import Refused, require
from veivalg.web.accounts.history import ONE_OF_THE_YOUNG
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.changes import apply, as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation.operations.sending import checked_text
from veivalg.web.ui.dates import day
from veivalg.web.youth.models import YouthMatter, YouthSubmission
from veivalg.web.youth.models.submissions import IDEA_ANSWER_TIME, LONGEST

PRIVATE = ("text", "account")


class TooLate(NotPossible):
    """The young are not asked about it any more; the text is still the sender's to keep."""


@dataclass(frozen=True)
class Sent:
    """A submission that has come in."""

    submission: YouthSubmission
    is_new: bool
    """False when the same form had been sent already."""


@transaction.atomic
def send_submission(
    *, actor: Actor, council: Council, matter_id: int | None, text: str, key: str, on: date, now: datetime
) -> Sent:
    """Take in what one of the young thinks of a matter, or an idea of their own (`matter_id` None).

    The same form sent twice is one submission; `key` tells forms apart. A form whose words have changed since is
    another one. Who sent it stands in the row, for the panel and the secretariat alone, and never in the trail.

    Raises access.doors.Refused, YouthMatter.DoesNotExist, TooLate, and NotPossible for a text that is empty or too
    long.
    """
    # The door holds one's own roles: two presses of one button are one after the other, and so are sending and erasing
    # the account, which ends the roles first.
    require(actor, Permission.YOUTH_SUBMISSION_SEND, council_id=council.pk)
    if Role.YOUTH_PANEL not in actor.roles_in(council.pk):
        # The secretariat registers what was said at a meeting, and the command line nothing: they speak for nobody.
        raise Refused(Permission.YOUTH_SUBMISSION_SEND)
    matter = _matter(council, matter_id)
    text = checked_text(text, longest=LONGEST)
    mine = YouthSubmission.objects.filter(account=actor.account_id)
    before = mine.filter(form_key_hash=key_hash(key)).first()
    if before is not None:
        if (before.council_id, before.matter_id, before.text) == (council.pk, matter_id, text):
            return Sent(before, is_new=False)
        key = new_key()
    if matter is not None and not matter.is_open(on):
        raise TooLate(_closed(matter))
    made = YouthSubmission.objects.create(
        council=council,
        matter=matter,
        text=text,
        account_id=actor.account_id,
        received_at=now,
        received_on=on,
        answer_due_on=_due(matter, on),
        form_key_hash=key_hash(key),
    )
    _note(made, Verb.YOUTH_SUBMISSION_SENT, _one_of_the_young(actor), now)
    return Sent(made, is_new=True)


@transaction.atomic
def register_submission(
    *, actor: Actor, council: Council, matter_id: int | None, text: str, received_on: date, on: date, now: datetime
) -> YouthSubmission:
    """Write down what the panel said at a meeting. It may have been said after the deadline, and then says so. The same
    words about the same matter from the same day are one submission, however often the button is pressed.

    Raises access.doors.Refused, SecondFactorNeeded, YouthMatter.DoesNotExist, and NotPossible for a matter that the
    panel has not been asked about, a day before it was or ahead, and a text that is empty or too long.
    """
    if matter_id is None:
        # Held, as a matter is, so that two presses of one button are one after the other.
        hold_council(council)
    require(actor, Permission.YOUTH_SUBMISSION_MODERATE, council_id=council.pk)
    matter = _matter(council, matter_id)
    if matter is not None and (matter.opened_on is None or matter.withdrawn_at is not None):
        raise NotPossible(gettext("The panel is not being asked about this, so it can have said nothing."))
    first = matter.opened_on if matter is not None and matter.opened_on is not None else date(on.year - 1, 1, 1)
    if not first <= received_on <= on:
        raise NotPossible(gettext("Choose a day from %(first)s to today.") % {"first": day(first)}, field="received_on")
    channel, text = YouthSubmission.Channel.GATHERING, checked_text(text, longest=LONGEST)
    alike = YouthSubmission.objects.filter(council=council, matter=matter, channel=channel, received_on=received_on)
    if before := alike.filter(text=text).first():
        return before
    made = YouthSubmission.objects.create(
        council=council,
        matter=matter,
        text=text,
        channel=channel,
        received_at=now,
        received_on=received_on,
        answer_due_on=_due(matter, received_on),
    )
    _note(made, Verb.YOUTH_SUBMISSION_REGISTERED, actor, now)
    return made


@transaction.atomic
def take_back(*, actor: Actor, council: Council, submission_id: int, now: datetime) -> YouthSubmission:
    """Take back what one sent oneself, until someone has read it. It is shown to nobody else from then on.

    Raises access.doors.Refused, YouthSubmission.DoesNotExist for another's, and NotPossible when it has been read.
    """
    require(actor, Permission.YOUTH_SUBMISSION_SEND, council_id=council.pk)
    own = YouthSubmission.objects.select_for_update(of=("self",), no_key=True)
    row = own.get(pk=submission_id, council=council, account=actor.account_id)
    if row.state == YouthSubmission.State.WITHDRAWN:
        return row
    if row.state != YouthSubmission.State.RECEIVED or hasattr(row, "answer"):
        raise NotPossible(
            gettext("The secretariat has read it, so it cannot be taken back here. Ask them if it must go.")
        )
    changes = apply(row, {"state": YouthSubmission.State.WITHDRAWN.value})
    who = _one_of_the_young(actor)
    record(who, Verb.YOUTH_SUBMISSION_TAKEN_BACK, subject=row, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def leave_submissions(*, actor: Actor) -> None:
    """Let go of what one has said, when one's account is erased: texts and answers stand, and are nobody's.

    Comes after the account's roles have been ended, in the same transaction: what was being sent has then come in, and
    nothing more does.
    """
    # No lines about each in the trail: beside those of the roles that end in the same moment, they would tie what was
    # said to the note that opened the account, for good.
    mine = YouthSubmission.objects.filter(account=actor.account_id)
    mine.update(account=None, form_key_hash=None, version=F("version") + 1)


def _matter(council: Council, matter_id: int | None) -> YouthMatter | None:
    """Held, so that nobody withdraws it in the same moment."""
    if matter_id is None:
        return None
    row = YouthMatter.objects.select_for_update(of=("self",), no_key=True).get(pk=matter_id, council=council)
    row.council = council
    return row


def _due(matter: YouthMatter | None, received_on: date) -> date:
    """When the answer is due: as the matter says, and a month for an idea and for what was said after the deadline."""
    usual = received_on + IDEA_ANSWER_TIME
    if matter is None:
        return usual
    return matter.answers_due_on if received_on <= matter.response_deadline else max(matter.answers_due_on, usual)


def _closed(matter: YouthMatter) -> str:
    if matter.withdrawn_at is not None:
        return gettext("This has been withdrawn: %(why)s") % {"why": matter.withdrawn_because}
    if matter.is_draft:
        return gettext("The panel has not been asked about this yet.")
    if matter.resolution is not None:
        return gettext("It was resolved %(day)s, so this was not sent.") % {"day": day(matter.resolution.resolved_on)}
    return gettext("The deadline was %(day)s at midnight, so this was not sent.") % {
        "day": day(matter.response_deadline)
    }


def _one_of_the_young(actor: Actor) -> Actor:
    """Whoever it is, as the trail may know them."""
    return Actor(request_id=actor.request_id, on_behalf_of=ONE_OF_THE_YOUNG)


def _note(row: YouthSubmission, verb: Verb, who: Actor, now: datetime) -> None:
    """The trail never has what was said, nor who of the young said it."""
    told = {"matter": row.matter, "channel": row.channel, "received_on": row.received_on, "text": row.text}
    record(
        who,
        verb,
        subject=row,
        council_id=row.council_id,
        changes=as_noted({**told, "answer_due_on": row.answer_due_on}, private=PRIVATE),
        at=now,
    )
