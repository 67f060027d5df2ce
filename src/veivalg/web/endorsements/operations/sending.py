"""Ask the municipalities for their answer by mail when a case is sent. Afterwards the ordinary reminders ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements import letters, queries
from veivalg.web.endorsements.models import Endorsement, EndorsementLink, EndorsementRound
from veivalg.web.meetings.models import Resolution
from veivalg.web.outbox import operations as outbox

LINKS_HOLD = timedelta(days=30)
KEPT_AFTERWARDS = timedelta(days=30)


@transaction.atomic
def send_round(*, actor: Actor, council: Council, round_id: int, on: date, now: datetime) -> int:
    """Mail the contacts of every municipality that owes an answer. Returns how many mails were written.

    Municipalities that have a contact get today as the day the case was sent, unless they have one. Raises
    access.doors.Refused, EndorsementRound.DoesNotExist, and NotPossible when nobody can be asked, or was asked today.
    """
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    row = EndorsementRound.objects.select_for_update(of=("self",)).get(pk=round_id, council=council)
    owed = list(row.endorsements.owed(on=on).with_everything().select_for_update(of=("self",)))
    contacts = queries.contacts_of(owed, on=on)
    if not any(contacts.values()):
        raise NotPossible(
            gettext("No municipality that owes an answer has a contact with access. Give one access first.")
        )
    written = 0
    # The case and not the round: one that was taken back and sent out anew is the same case to whoever gets the mail.
    first_text = _first_text(row.resolution)
    for account, rows in _by_account(contacts).items():
        written += _write(account, rows, key=f"endorse:{first_text}:{account.pk}:{on.isoformat()}", on=on, now=now)
    if not written:
        raise NotPossible(
            gettext(
                "They have been asked today already. Nobody gets two mails in one day. If the question was taken back "
                "in between, the address in that mail is closed: ask again tomorrow."
            )
        )
    first = [each for each, accounts in contacts.items() if accounts and each.sent_on is None]
    for each in first:
        each.sent_on = on
        each.version += 1
        each.save(update_fields=["sent_on", "version"])
    record(
        actor,
        Verb.ENDORSEMENT_MAIL_SENT,
        subject=row,
        under=row.resolution,
        council_id=council.pk,
        changes={"participants": [None, sorted({each.participant.name for each, found in contacts.items() if found})]},
        at=now,
    )
    return written


def store_links(account: Account, keys: Mapping[int, str], *, now: datetime) -> None:
    """Keep a link for each key, by endorsement, for one account. Called by operations that have passed a door."""
    EndorsementLink.objects.bulk_create(
        EndorsementLink(
            endorsement_id=endorsement_id,
            account=account,
            key_hash=key_hash(key),
            made_at=now,
            expires_at=now + LINKS_HOLD,
        )
        for endorsement_id, key in keys.items()
    )


@transaction.atomic
def forget_old(*, now: datetime) -> None:
    """Delete links that ran out long ago, and those of accounts that are erased. For a timer."""
    EndorsementLink.objects.filter(expires_at__lt=now - KEPT_AFTERWARDS).delete()
    EndorsementLink.objects.filter(account__erased_at__isnull=False).delete()


@transaction.atomic
def forget_account(*, account_id: int) -> None:
    """Let go of the links of an account that is erased; its owner has passed a door of their own."""
    EndorsementLink.objects.filter(account=account_id).delete()


def _first_text(resolution: Resolution) -> int:
    """The number of the text that the resolution was first registered with, before any correction."""
    seen = resolution
    while seen.corrects is not None:
        seen = seen.corrects
    return seen.pk


def _by_account(contacts: Mapping[Endorsement, Sequence[Account]]) -> dict[Account, list[Endorsement]]:
    found: dict[Account, list[Endorsement]] = defaultdict(list)
    for row, accounts in contacts.items():
        for account in accounts:
            found[account].append(row)
    return dict(found)


def _write(account: Account, rows: Sequence[Endorsement], *, key: str, on: date, now: datetime) -> bool:
    """One mail with a link for each row; False when this mail has been written before."""
    council = rows[0].round.council
    keys = {row.pk: new_key() for row in rows}
    with translation.override(account.language or council.language):
        subject, body = _words(rows, keys, council, last_day=timezone.localdate(now + LINKS_HOLD), on=on)
    message = outbox.write(
        kind="endorsement",
        recipient=account.email or "",
        subject=subject,
        body=body,
        account_id=account.pk,
        council_id=council.pk,
        key=key,
        useless_after=now + LINKS_HOLD,
        now=now,
    )
    if message is not None:
        store_links(account, keys, now=now)
    return message is not None


def _words(
    rows: Sequence[Endorsement], keys: Mapping[int, str], council: Council, *, last_day: date, on: date
) -> tuple[str, str]:
    name = letters.one_line(council.short_name, 60)
    parts = [
        gettext(
            "The council has resolved something that the municipality decides on itself. Open the address when the "
            "meeting has been held, and say what was resolved. You need not sign in."
        ),
        *(letters.about(row, keys[row.pk], on=on) for row in rows),
        letters.how_long_they_work(last_day),
        gettext(
            "You get this mail because you are the municipality's contact in %(name)s. "
            "While an answer is missing, the ordinary reminder asks again with a new address."
        )
        % {"name": name},
    ]
    return f"{letters.subject(len(rows))} ({name})", "\n\n".join(parts) + "\n"
