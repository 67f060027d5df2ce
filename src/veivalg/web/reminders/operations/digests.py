"""Writing reminders: one mail for each person, about all that they are asked, never the same twice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import Refused, require, require_operator
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.apart import apart
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.operations import sending as endorsements
from veivalg.web.outbox import operations as outbox
from veivalg.web.reminders import letters, queries
from veivalg.web.reminders.letters import Keys
from veivalg.web.reminders.models import Digest, Referral, UpdateLink
from veivalg.web.reminders.queries import Letter
from veivalg.web.strategy.models import Action

LINKS_HOLD = endorsements.LINKS_HOLD
"""The same for every link of a mail, so that the mail names one last day."""
KEPT_AFTERWARDS = timedelta(days=60)
"""For so long a link that has run out can be exchanged for a new one."""
JULY = 7


@dataclass(frozen=True)
class Sent:
    """What came of it."""

    people: int = 0
    actions: int = 0
    cases: int = 0
    """Endorsements that a municipality owes an answer on."""


def write_digests(
    *, actor: Actor, on: date, now: datetime, council: Council | None = None, also_in_july: bool = False
) -> Sent:
    """Write one mail for each person whom it is time to ask on a day in Norway. In July nothing is written.

    Of all councils by the timer, and of one by its secretariat. May be run again, also by two at once: each person gets
    at most one ordinary mail in a week, one by hand from each council, and one mail in a day. What one council sends by
    hand leaves the others' part of the ordinary mail alone. Raises access.doors.Refused.
    """
    if council is None:
        require_operator(actor)
    else:
        require(actor, Permission.REMINDERS_REMINDER_SEND, council_id=council.pk)
    if is_quiet(on) and not also_in_july:
        return Sent()
    kind = Digest.Kind.WEEKLY if council is None else Digest.Kind.BY_HAND
    sent = []
    for number, letter in enumerate(queries.letters(on=on, council=council)):
        # A mail that cannot be written stops nobody else's.
        with apart("writing a reminder", number, but=(Refused,)):
            try:
                with transaction.atomic():
                    if council is not None:
                        # Each mail is a transaction of its own, and a role that is taken away in the middle counts for
                        # nothing.
                        require(actor, Permission.REMINDERS_REMINDER_SEND, council_id=council.pk)
                    digest = write_letter(actor=actor, letter=letter, kind=kind, council=council, on=on, now=now)
            except IntegrityError:
                # An action, a case or a person was removed meanwhile. What is left is asked about the next time.
                continue
            if digest is not None:
                sent.append(letter)
    return Sent(
        people=len(sent),
        actions=sum(len(letter.asked) for letter in sent),
        cases=sum(len(letter.owed) for letter in sent),
    )


@transaction.atomic
def ask_about(*, actor: Actor, council: Council, action_id: int, on: date, now: datetime) -> int:
    """Ask those who answer for one action how it is going, now. Returns how many were asked.

    Raises access.doors.Refused, Action.DoesNotExist, and NotPossible when nobody can be asked, or not today.
    """
    require(actor, Permission.REMINDERS_REMINDER_SEND, council_id=council.pk)
    if is_quiet(on):
        raise NotPossible(gettext("Nobody is reminded in July. Wait until August."))
    action = Action.objects.filter(strategy__council=council).get(pk=action_id)
    if action.is_dropped:
        raise NotPossible(gettext("The action has been dropped. That is why nobody is asked."))
    found = queries.standing_actions(Action.objects.filter(pk=action.pk), on=on)
    if not found:
        raise NotPossible(gettext("The strategy has not been adopted, or has ended, so nobody is asked about it."))
    recipients = [each for each in found[0].answering.recipients if each.wants_mail]
    if not recipients:
        raise NotPossible(gettext("There is nobody to ask about this action."))
    sent = sum(
        write_letter(actor=actor, letter=Letter(recipient, [found[0]]), kind=Digest.Kind.ASKED, on=on, now=now)
        is not None
        for recipient in recipients
    )
    if not sent:
        raise NotPossible(gettext("A reminder has been sent today already. Nobody gets two in one day."))
    return sent


@transaction.atomic
def write_letter(
    *,
    actor: Actor,
    letter: Letter,
    kind: Digest.Kind,
    on: date,
    now: datetime,
    council: Council | None = None,
    mark: str = "",
) -> Digest | None:
    """One mail with its links. None when the person has had one already. Called by operations that have passed a door.

    `council` is the one that sends by hand; `mark` tells apart what the same person may have several of.
    """
    recipient = letter.recipient
    try:
        with transaction.atomic():
            digest = Digest.objects.create(
                kind=kind,
                council=council,
                recipient_hash=recipient.hash,
                week=queries.week_of(on),
                made_on=on,
                made_at=now,
            )
    except IntegrityError:
        return None
    keys = {each.action.pk: new_key() for each in letter.asked}
    UpdateLink.objects.bulk_create(
        UpdateLink(
            digest=digest,
            action_id=action_id,
            key_hash=key_hash(key),
            account=recipient.account,
            person=recipient.person,
            made_at=now,
            expires_at=now + LINKS_HOLD,
        )
        for action_id, key in keys.items()
    )
    case_keys = {row.pk: new_key() for row in letter.owed}
    if recipient.account is not None:
        endorsements.store_links(recipient.account, case_keys, now=now)
    when = {
        Digest.Kind.WEEKLY: digest.week,
        Digest.Kind.BY_HAND: f"{council.pk if council else ''}:{digest.week}",
        Digest.Kind.ASKED: on.isoformat(),
    }.get(kind, mark)
    subject, body = letters.written(
        letter,
        Keys(actions=keys, cases=case_keys),
        on=on,
        last_day=timezone.localdate(now + LINKS_HOLD),
        several=queries.with_several_strategies([council.pk for council in letter.councils]),
    )
    outbox.write(
        kind="reminder",
        recipient=recipient.address,
        subject=subject,
        body=body,
        account_id=recipient.account.pk if recipient.account else None,
        council_id=letter.councils[0].pk if len(letter.councils) == 1 else None,
        key=f"digest:{kind.value}:{recipient.hash[:40]}:{when}",
        useless_after=now + LINKS_HOLD,
        now=now,
    )
    for about in letter.councils:
        changes = {"actions": [None, sum(each.action.strategy.council_id == about.pk for each in letter.asked)]}
        if cases := sum(row.round.council_id == about.pk for row in letter.owed):
            changes["endorsements"] = [None, cases]
        record(
            actor,
            Verb.REMINDER_SENT,
            subject=digest,
            council_id=about.pk,
            changes=changes,
            at=now,
        )
    return digest


@transaction.atomic
def forget_old(*, now: datetime) -> None:
    """Delete links that ran out long ago, what people who are erased had, and digests without links. For a timer."""
    UpdateLink.objects.filter(expires_at__lt=now - KEPT_AFTERWARDS).delete()
    UpdateLink.objects.filter(person__erased_at__isnull=False).delete()
    UpdateLink.objects.filter(account__erased_at__isnull=False).delete()
    Referral.objects.filter(person__erased_at__isnull=False).delete()
    Referral.objects.filter(account__erased_at__isnull=False).delete()
    Digest.objects.filter(links=None, made_at__lt=now - LINKS_HOLD).delete()


@transaction.atomic
def forget_account(*, account_id: int) -> None:
    """Let go of the links and remarks of an account that is erased; its owner has passed a door of their own."""
    UpdateLink.objects.filter(account=account_id).delete()
    Referral.objects.filter(account=account_id).delete()


@transaction.atomic
def forget_person(person: Person) -> None:
    """The same for a person without an account; whoever erases them has passed a door."""
    person.update_links.all().delete()
    person.referrals.all().delete()


def is_quiet(on: date) -> bool:
    """Whether nobody is reminded on a day: the whole of July."""
    return on.month == JULY
