"""Ask the municipalities for their answer by mail: when a case is sent, and again while it is owed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.access.doors import require, require_operator
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, RoleAssignment
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements import queries
from veivalg.web.endorsements.models import Endorsement, EndorsementLink, EndorsementRound
from veivalg.web.files.cleaning import clean
from veivalg.web.outbox import operations as outbox
from veivalg.web.ui.dates import day

LINKS_HOLD = timedelta(days=60)
KEPT_AFTERWARDS = timedelta(days=30)
SOON_DAYS = 21
"""So long before the day an answer is wanted by, it is asked for again."""
AGAIN = timedelta(days=14)
"""Nobody is asked about the same case more often."""
JULY = 7
SATURDAY = 5


@transaction.atomic
def send_round(*, actor: Actor, council: Council, round_id: int, on: date, now: datetime) -> int:
    """Mail the contacts of every municipality that owes an answer. Returns how many mails were written.

    Municipalities that have a contact get today as the day the case was sent, unless they have one. Raises
    access.doors.Refused, EndorsementRound.DoesNotExist, and NotPossible when nobody can be asked, or was asked today.
    """
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    row = EndorsementRound.objects.select_for_update(of=("self",)).get(pk=round_id, council=council)
    owed = list(row.endorsements.owed(on=on).with_everything().select_for_update(of=("self",)))
    contacts = contacts_of(owed, on=on)
    if not any(contacts.values()):
        raise NotPossible(
            gettext("No municipality that owes an answer has a contact with access. Give one access first.")
        )
    written = 0
    for account, rows in _by_account(contacts).items():
        written += _write(account, rows, key=f"endorse:{row.pk}:{account.pk}:{on.isoformat()}", now=now)
    if not written:
        raise NotPossible(gettext("They have been asked today already. Nobody gets two mails in one day."))
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


def remind(*, actor: Actor, on: date, now: datetime) -> int:
    """Write one mail for each contact whose municipality owes an answer that is due. At most one a week for each, and
    none in July or at weekends. May be run again, also by two at once. Returns how many were written.

    Raises access.doors.Refused for others than the operator.
    """
    require_operator(actor)
    if on.month == JULY or on.weekday() >= SATURDAY:
        return 0
    owed = queries.waiting_for_mail(on=on).filter(round__response_by__lte=on + timedelta(days=SOON_DAYS))
    owed = owed.exclude(links__made_at__gt=now - AGAIN).with_everything()
    year, week, _ = on.isocalendar()
    written = 0
    for account, rows in _by_account(contacts_of(list(owed), on=on)).items():
        if account.mail_rhythm == Account.MailRhythm.NONE:
            continue
        with transaction.atomic():
            if not _write(account, rows, key=f"endorse:{account.pk}:{year}-W{week:02}", now=now):
                continue
            written += 1
            for council in {row.round.council for row in rows}:
                names = sorted({row.participant.name for row in rows if row.round.council_id == council.pk})
                record(
                    actor,
                    Verb.ENDORSEMENT_MAIL_SENT,
                    subject=council,
                    council_id=council.pk,
                    changes={"participants": [None, names]},
                    at=now,
                )
    return written


@transaction.atomic
def forget_old(*, now: datetime) -> None:
    """Delete links that ran out long ago, and those of accounts that are erased. For a timer."""
    EndorsementLink.objects.filter(expires_at__lt=now - KEPT_AFTERWARDS).delete()
    EndorsementLink.objects.filter(account__erased_at__isnull=False).delete()


@transaction.atomic
def forget_account(*, account_id: int) -> None:
    """Let go of the links of an account that is erased; its owner has passed a door of their own."""
    EndorsementLink.objects.filter(account=account_id).delete()


def contacts_of(rows: Sequence[Endorsement], *, on: date) -> dict[Endorsement, list[Account]]:
    """The municipal contacts of each row's participant on a day, in one query."""
    given = RoleAssignment.objects.on(on).filter(
        role=Role.MUNICIPAL_CONTACT,
        participant__in={row.participant_id for row in rows},
        account__erased_at=None,
        account__email__isnull=False,
    )
    found: dict[int, dict[int, Account]] = defaultdict(dict)
    for role in given.select_related("account").order_by("pk"):
        found[role.participant_id or 0][role.account_id] = role.account
    return {row: list(found[row.participant_id].values()) for row in rows}


def _by_account(contacts: dict[Endorsement, list[Account]]) -> dict[Account, list[Endorsement]]:
    found: dict[Account, list[Endorsement]] = defaultdict(list)
    for row, accounts in contacts.items():
        for account in accounts:
            found[account].append(row)
    return dict(found)


def _write(account: Account, rows: Sequence[Endorsement], *, key: str, now: datetime) -> bool:
    """One mail with a link for each row; False when this mail has been written before."""
    keys = {row.pk: new_key() for row in rows}
    expires_at = now + LINKS_HOLD
    councils = list({row.round.council_id: row.round.council for row in rows}.values())
    with translation.override(account.language or councils[0].language):
        subject, body = _words(rows, keys, councils, last_day=timezone.localdate(expires_at))
    message = outbox.write(
        kind="endorsement",
        recipient=account.email or "",
        subject=subject,
        body=body,
        account_id=account.pk,
        council_id=councils[0].pk if len(councils) == 1 else None,
        key=key,
        useless_after=expires_at,
        now=now,
    )
    if message is None:
        return False
    EndorsementLink.objects.bulk_create(
        EndorsementLink(
            endorsement=row, account=account, key_hash=key_hash(keys[row.pk]), made_at=now, expires_at=expires_at
        )
        for row in rows
    )
    return True


def _words(
    rows: Sequence[Endorsement], keys: dict[int, str], councils: Iterable[Council], *, last_day: date
) -> tuple[str, str]:
    names = ", ".join(_line(council.short_name, 60) for council in councils)
    subject = ngettext(
        "What has the municipality resolved in %(count)s case? (%(names)s)",
        "What has the municipality resolved in %(count)s cases? (%(names)s)",
        len(rows),
    ) % {"count": len(rows), "names": names}
    parts = [
        gettext(
            "The council has resolved something that the municipality decides on itself. Open the address when the "
            "meeting has been held, and say what was resolved. You need not sign in."
        )
    ]
    for row in rows:
        lines = [f"{row.participant.name}: {_line(str(row.round.resolution), 200)}"]
        if row.round.response_by:
            lines.append(gettext("Answer wanted by %(day)s.") % {"day": day(row.round.response_by)})
        paper = reverse("endorsements:paper", args=[row.round.council.slug, row.round.resolution_id, row.pk])
        lines.append(gettext("Case paper (Word): %(address)s") % {"address": settings.ADDRESS + paper})
        parts.append("\n".join([*lines, settings.ADDRESS + reverse("endorsements:open_link", args=[keys[row.pk]])]))
    parts.append(
        gettext("The addresses work until %(day)s, and each takes one answer. They are yours: do not send them on.")
        % {"day": day(last_day)}
    )
    parts.append(
        gettext(
            "You get this mail because you are the municipality's contact in %(names)s. It comes at most once a week."
        )
        % {"names": names}
    )
    return subject, "\n\n".join(parts) + "\n"


def _line(text: str, longest: int) -> str:
    line = " ".join(clean(text)[0].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
