"""Codes on notes for the youth panel: no name, no address, one label each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.access.doors import require
from veivalg.web.accounts.models import PersonalCode
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.accounts.operations import alias as aliases
from veivalg.web.audit.changes import as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, RoleAssignment
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible

MOST = 30
"""Codes at once."""
HOLDS_AT_MOST = timedelta(days=2 * 366)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What stands on one note. The code is kept nowhere else."""

    code: str
    label: str
    ends_on: date


class MadeMeanwhile(NotPossible):
    """Codes have been made since the form was opened; often by this very form, sent twice."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Codes have been made since this page was opened, and no more were made now. Each code is shown only "
                "once: end those that were not printed, and make new ones."
            )
        )


def newest_code(council: Council) -> int:
    """The newest code of a council by its number; 0 when there is none."""
    rows = RoleAssignment.objects.filter(council=council, role=Role.YOUTH_PANEL).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


@transaction.atomic
def make_youth_codes(
    *,
    actor: Actor,
    council: Council,
    labels: Sequence[str],
    ends_on: date,
    now: datetime,
    newest_seen: int | None = None,
) -> list[Note]:
    """Make a code for each label. Raises Refused and NotPossible, and MadeMeanwhile when there is a newer code than the
    newest that was there when the form was opened.

    The codes are returned once. What is stored is a hash, the label and the last day.
    """
    # Held, so that a form that is sent twice at once makes codes once.
    hold_council(council)
    require(actor, Permission.COUNCILS_YOUTH_CODE_MAKE, council_id=council.pk)
    if newest_seen is not None and newest_code(council) != newest_seen:
        raise MadeMeanwhile
    today = timezone.localdate(now)
    if not 1 <= len(labels) <= MOST:
        raise NotPossible(
            gettext("You can make from 1 to %(most)s codes at once. You asked for %(count)s.")
            % {"most": MOST, "count": len(labels)}
        )
    if not today <= ends_on <= today + HOLDS_AT_MOST:
        raise NotPossible(gettext("The last day must be from today and at most two years ahead."), field="ends_on")
    notes = []
    for label in labels:
        code, account = accounts.make_personal_code(actor=actor, ends_on=ends_on, now=now)
        row = RoleAssignment.objects.create(
            council=council,
            account=account,
            role=Role.YOUTH_PANEL,
            starts_on=today,
            ends_on=ends_on,
            granted_at=now,
            label=label,
        )
        changes = as_noted({"label": label, "ends_on": ends_on})
        record(actor, Verb.YOUTH_CODE_MADE, subject=row, under=council, council_id=council.pk, changes=changes, at=now)
        notes.append(Note(code=code, label=label, ends_on=ends_on))
    return notes


@transaction.atomic
def end_youth_code(*, actor: Actor, assignment: RoleAssignment, now: datetime) -> RoleAssignment:
    """End a code at once: it opens nothing any more, and browsers where it was used are signed out. Raises Refused."""
    require(actor, Permission.COUNCILS_YOUTH_CODE_MAKE, council_id=assignment.council_id)
    row = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk, role=Role.YOUTH_PANEL)
    if row.ended_at is not None:
        return row
    row.ended_at = now
    row.version += 1
    row.save(update_fields=["ended_at", "version"])
    PersonalCode.objects.filter(account=row.account_id, ended_at=None).update(ended_at=now)
    row.account.sessions.all().delete()
    record(
        actor,
        Verb.YOUTH_CODE_ENDED,
        subject=row,
        under=row.council,
        council_id=row.council_id,
        changes=as_noted({"label": row.label}),
        at=now,
    )
    return row


@transaction.atomic
def reset_alias(*, actor: Actor, assignment: RoleAssignment, now: datetime) -> None:
    """Take away an alias that should not have been chosen; the young person chooses another. Raises Refused."""
    require(actor, Permission.COUNCILS_YOUTH_CODE_MAKE, council_id=assignment.council_id)
    row = RoleAssignment.objects.get(pk=assignment.pk, role=Role.YOUTH_PANEL)
    if aliases.take_away(account=row.account):
        record(
            actor,
            Verb.ACCOUNT_CHANGED,
            subject=row.account,
            under=row.council,
            council_id=row.council_id,
            changes={"name": []},
            at=now,
        )
