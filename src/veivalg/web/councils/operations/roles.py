"""Roles: given by mail, and taken away at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.rules.mandates import Period
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Permission, Role
from veivalg.web.access.doors import require
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.audit.changes import apply, as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant, RoleAssignment
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import day

FOR_A_PARTICIPANT = (Role.REPRESENTATIVE, Role.MUNICIPAL_CONTACT)
BY_MAIL = (Role.SECRETARIAT, *FOR_A_PARTICIPANT, Role.ACTION_OWNER, Role.READER)
"""Roles that are given to an address. The youth panel has codes, and the host has visits."""


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    council: Council,
    email: str,
    role: Role,
    starts_on: date,
    now: datetime,
    participant: Participant | None = None,
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give someone a role, and mail them about it in the council's language, unless they have one of their own.

    Raises Refused, SecondFactorNeeded, and NotPossible when the role cannot be given so.
    """
    hold_council(council)
    require(actor, Permission.COUNCILS_ROLE_GRANT, council_id=council.pk)
    if role not in BY_MAIL:
        raise NotPossible(gettext("This role is not given by e-mail."), field="role")
    if role not in FOR_A_PARTICIPANT:
        participant = None
    else:
        # Read anew behind the council's lock: its last day may have been registered since the form was opened.
        participant = Participant.objects.with_places().filter(pk=getattr(participant, "pk", None)).first()
        if participant is None or participant.council_id != council.pk:
            raise NotPossible(gettext("Say which participant the role is for."), field="participant")
    period = _period(starts_on, ends_on)
    if participant is not None:
        _must_be_within(period, participant)
    account = accounts.account_of(actor=actor, email=email, now=now)
    if account.pk == actor.account_id and Role.SECRETARIAT not in actor.roles_in(council.pk):
        # A visit is for a time; it must not be the way to a role that lasts.
        raise NotPossible(gettext("You cannot give access to yourself. Ask the secretariat."), field="email")
    same = RoleAssignment.objects.filter(
        council=council, account=account, role=role, participant=participant, ended_at=None
    )
    if any(period.overlaps(Period(starts_on=row.starts_on, ends_on=row.ends_on)) for row in same):
        raise NotPossible(
            gettext("%(email)s has this role in that time already. End it first, or choose other dates.")
            % {"email": email},
            field="email",
        )
    row = RoleAssignment.objects.create(
        council=council,
        account=account,
        role=role,
        participant=participant,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=now,
    )
    changes = as_noted(
        {
            "role": role.value,
            "account": account.pk,
            "participant": participant,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
    )
    record(actor, Verb.ROLE_GRANTED, subject=row, under=council, council_id=council.pk, changes=changes, at=now)
    with translation.override(account.language or council.language):
        accounts.invite(actor=actor, account=account, to_what=_to_what(row), council_id=council.pk, now=now)
    return row


@transaction.atomic
def end_role(*, actor: Actor, assignment: RoleAssignment, now: datetime) -> RoleAssignment:
    """Take a role away, from this moment. Nothing happens to one that has ended.

    Raises Refused, SecondFactorNeeded, and NotPossible for the only secretary: nobody could then let anyone in.
    """
    council = assignment.council
    hold_council(council)
    require(actor, Permission.COUNCILS_ROLE_GRANT, council_id=council.pk)
    row = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk, council=council)
    today = timezone.localdate(now)
    if row.is_over(today):
        return row
    if told := in_the_way(row, on=today):
        raise NotPossible(told)
    end_now(actor=actor, row=row, now=now)
    return row


def in_the_way(row: RoleAssignment, *, on: date) -> str:
    """Why a role cannot be ended on a day; empty when it can."""
    if row.role != Role.SECRETARIAT or _other_secretaries(row, on=on):
        return ""
    return gettext(
        "This is the only one in the secretariat. Give someone else the role first, so that the council is "
        "not locked out."
    )


def end_with_participant(*, actor: Actor, participant: Participant, ends_on: date, now: datetime) -> None:
    """End the roles that were given for a participant on its last day. For the operation that registers that day."""
    rows = RoleAssignment.objects.select_for_update(of=("self",)).filter(
        Q(ends_on=None) | Q(ends_on__gt=ends_on), participant=participant, ended_at=None
    )
    for row in rows:
        if row.starts_on > ends_on:
            end_now(actor=actor, row=row, now=now)
            continue
        _end(actor, row, {"ends_on": ends_on}, now)


def end_now(*, actor: Actor, row: RoleAssignment, now: datetime) -> None:
    """End a role from this moment. For operations that have passed their own door and hold the row."""
    _end(actor, row, {"ended_at": now}, now)


def _end(actor: Actor, row: RoleAssignment, values: Mapping[str, Any], now: datetime) -> None:
    changes = apply(row, values)
    record(
        actor,
        Verb.ROLE_ENDED,
        subject=row,
        under=row.council,
        council_id=row.council_id,
        changes={**changes, "role": [row.role, None], "account": [row.account_id, None]},
        at=now,
    )


def hold_council(council: Council) -> None:
    """One at a time, so that two secretaries cannot take away each other's role in the same moment.

    Comes before the door, which holds one's own roles: whoever takes a role away waits for the council and then for
    the role, and two who wait in opposite order wait for ever. Others may go on adding what belongs to the council.
    """
    Council.objects.select_for_update(of=("self",), no_key=True).get(pk=council.pk)


def _other_secretaries(row: RoleAssignment, *, on: date) -> bool:
    """Whether someone else is in the secretariat today."""
    others = RoleAssignment.objects.on(on).filter(
        council=row.council_id, role=Role.SECRETARIAT, account__erased_at=None
    )
    return others.exclude(account=row.account_id).exists()


def _period(starts_on: date, ends_on: date | None) -> Period:
    try:
        return Period(starts_on=starts_on, ends_on=ends_on)
    except ValueError:
        raise NotPossible(
            gettext("The last day comes before the first. Correct one of them."), field="ends_on"
        ) from None


def _must_be_within(period: Period, participant: Participant) -> None:
    """Raise NotPossible for a role that would go on after its participant has left."""
    last = participant.ends_on
    if last is not None and (period.ends_on is None or period.ends_on > last):
        raise NotPossible(
            gettext("%(name)s takes part until %(day)s. Choose that day or an earlier one as the last.")
            % {"name": participant.name, "day": day(last)},
            field="ends_on",
        )


def _to_what(row: RoleAssignment) -> str:
    """What the mail says that someone has been given; in the language of the moment."""
    role = ROLE_WORDS[Role(row.role)]
    if row.participant is not None:
        return gettext("%(council)s has given you access as: %(role)s, %(participant)s.") % {
            "council": row.council.name,
            "role": role,
            "participant": row.participant.name,
        }
    return gettext("%(council)s has given you access as: %(role)s.") % {"council": row.council.name, "role": role}
