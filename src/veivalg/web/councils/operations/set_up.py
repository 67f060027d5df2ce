"""Setting up a council: a draft that is filled in step by step, and the one write that makes it the council's own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts.starter import Certainty
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.access.doors import require
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations.account import change_own
from veivalg.web.audit.changes import as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import (
    Council,
    CountyAuthority,
    Municipality,
    Participant,
    RoleAssignment,
    SetUpDraft,
)
from veivalg.web.councils.operations.council import PRIVATE
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.slugs import slug_for

DRAFT_HOLDS = timedelta(days=180)
MUNICIPALITY, COUNTY = "municipality", "county"
FIELDS = (
    "name",
    "short_name",
    "language",
    "is_own_legal_person",
    "secretariat",
    "contact_email",
    "website",
    "controller",
    "archive_keeper",
)
"""What the steps ask for beside participants and the municipality that houses the office."""


class MayNotSetUp(PermissionDenied):
    """The person has not been invited to set up a council, or the invitation has run out or been used."""


class AlreadySetUp(Exception):
    """Someone has set up the council already."""

    def __init__(self, council: Council) -> None:
        super().__init__(council.slug)
        self.council = council


@dataclass(frozen=True, kw_only=True)
class DraftParticipant:
    """A municipality or a county authority that may take part, as the draft keeps it."""

    kind: str
    code: str
    takes_part: bool
    starts_on: str = ""
    """ISO date; empty when it is not known."""
    certainty: str = ""
    """What the starter list says of it; empty for one that someone added."""


def may_set_up(account: Account, *, on: date) -> bool:
    """Whether someone may set up a council on a day: invited, or whoever runs the installation."""
    return account.is_host or is_invited(account, on=on)


def is_invited(account: Account, *, on: date) -> bool:
    """Whether someone has been invited to set up a council, and the invitation stands on a day."""
    return account.may_set_up_until is not None and account.may_set_up_until >= on


@transaction.atomic
def start_from_list(*, actor: Actor, council: Council, now: datetime) -> SetUpDraft:
    """A draft that begins with what the starter list says. The one that is there already is kept as it is.

    Suggestions are ticked only when they are confirmed. Raises MayNotSetUp and AlreadySetUp.
    """
    account = _account(actor, now, hold=True)
    _must_be_free(council, account, on=timezone.localdate(now))
    draft = SetUpDraft.objects.filter(account=account, slug=council.slug).first()
    if draft is not None:
        return draft
    rows = council.participants.select_related("municipality", "county").order_by("municipality__name", "county__name")
    return SetUpDraft.objects.create(
        account=account,
        council=council,
        slug=council.slug,
        answers={"name": council.name, "short_name": council.short_name, "language": council.language},
        participants=[
            asdict(
                DraftParticipant(
                    kind=MUNICIPALITY if row.municipality else COUNTY,
                    code=(row.municipality or row.county).code,
                    takes_part=row.certainty == Certainty.CONFIRMED,
                    certainty=row.certainty,
                )
            )
            for row in rows
        ],
        made_at=now,
        changed_at=now,
    )


@transaction.atomic
def start_new(
    *, actor: Actor, short_name: str, language: str, municipalities: Sequence[Municipality], now: datetime
) -> SetUpDraft:
    """A draft of a council that is not on the starter list. Raises MayNotSetUp."""
    account = _account(actor, now, hold=True)
    return SetUpDraft.objects.create(
        account=account,
        slug=_free_slug(short_name, account),
        answers={"short_name": short_name, "language": language},
        participants=[
            asdict(DraftParticipant(kind=MUNICIPALITY, code=place.code, takes_part=True)) for place in municipalities
        ],
        made_at=now,
        changed_at=now,
    )


@transaction.atomic
def fill_in(
    *,
    actor: Actor,
    draft: SetUpDraft,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    participants: Sequence[DraftParticipant] | None = None,
) -> SetUpDraft:
    """Keep what a step asked for. A new council's address follows its short name. Raises MayNotSetUp."""
    account = _account(actor, now)
    draft = SetUpDraft.objects.select_for_update().get(pk=draft.pk, account=account)
    if answers is not None:
        renamed = draft.council_id is None and answers.get("short_name", draft.answers.get("short_name")) != (
            draft.answers.get("short_name")
        )
        draft.answers = {**draft.answers, **answers}
        if renamed:
            draft.slug = _free_slug(str(draft.answers["short_name"]), account, but=draft.pk)
    if participants is not None:
        draft.participants = [asdict(row) for row in participants]
    draft.changed_at = now
    draft.save()
    return draft


@transaction.atomic
def discard(*, actor: Actor, draft: SetUpDraft) -> None:
    """Throw away one's own draft."""
    SetUpDraft.objects.filter(pk=draft.pk, account_id=actor.account_id).delete()


@transaction.atomic
def set_up_council(*, actor: Actor, draft: SetUpDraft, now: datetime, own_name: str = "") -> Council:
    """Make the council its own from what was filled in, and its secretary the one who did. `own_name` is what the
    secretary is called, for an account that has no name.

    The invitation is then used up. Raises MayNotSetUp, AlreadySetUp when someone was faster, and NotPossible when
    something that must be said is missing.
    """
    account = _account(actor, now, hold=True)
    if own_name and not account.name:
        account = change_own(actor=actor, version=account.version, values={"name": own_name}, now=now)
    draft = SetUpDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk, account=account)
    rows = _participants(draft)
    values = _values(draft, rows)
    council = _council_for(draft, values, account, now)
    noted = as_noted({**values, "participants": sorted(row.name for row in rows)}, private=PRIVATE)
    record(actor, Verb.COUNCIL_SET_UP, subject=council, council_id=council.pk, changes=noted, at=now)
    _take_away_the_suggested(council)
    for row in rows:
        row.council = council
        row.save(force_insert=True)
        changes = as_noted({"name": row.name, "starts_on": row.starts_on})
        record(
            actor,
            Verb.PARTICIPANT_JOINED,
            subject=row,
            under=council,
            council_id=council.pk,
            changes=changes,
            at=now,
        )
    role = RoleAssignment.objects.create(
        council=council,
        account=account,
        role=Role.SECRETARIAT,
        starts_on=timezone.localdate(now),
        granted_at=now,
    )
    changes = as_noted({"role": role.role, "account": account.pk, "starts_on": role.starts_on})
    record(actor, Verb.ROLE_GRANTED, subject=role, under=council, council_id=council.pk, changes=changes, at=now)
    account.may_set_up_until = None
    account.version += 1
    account.save(update_fields=["may_set_up_until", "version"])
    draft.delete()
    return council


@transaction.atomic
def forget_old_drafts(*, now: datetime) -> None:
    """Delete drafts that nobody has touched for half a year. For a timer."""
    SetUpDraft.objects.filter(changed_at__lt=now - DRAFT_HOLDS).delete()


def _account(actor: Actor, now: datetime, *, hold: bool = False) -> Account:
    """Who sets up; held, so that two clicks at once come one after the other. Raises MayNotSetUp.

    Whoever runs the installation and has not been invited invites themselves by it, which takes the same door.
    """
    rows = Account.objects.select_for_update() if hold else Account.objects.all()
    account = rows.filter(pk=actor.account_id, erased_at=None).first()
    if account is None or not may_set_up(account, on=timezone.localdate(now)):
        raise MayNotSetUp
    if not is_invited(account, on=timezone.localdate(now)):
        require(actor, Permission.HOST_ACCOUNT_INVITE)
    return account


def _free_slug(short_name: str, account: Account, *, but: int | None = None) -> str:
    """An address that no council has, and none of the person's other drafts."""
    drafts = SetUpDraft.objects.filter(account=account).exclude(pk=but)
    return slug_for(
        short_name,
        is_taken=lambda slug: Council.objects.filter(slug=slug).exists() or drafts.filter(slug=slug).exists(),
    )


def _must_be_free(council: Council, account: Account, *, on: date) -> None:
    """Raise AlreadySetUp for a council that is set up, or that someone else already runs: the host may have let a
    secretariat in before it was."""
    secretariat = RoleAssignment.objects.on(on).filter(council=council, role=Role.SECRETARIAT)
    is_run = secretariat.exists() and not secretariat.filter(account=account).exists()
    if council.set_up_at is not None or council.is_demo or is_run:
        raise AlreadySetUp(council)


def _take_away_the_suggested(council: Council) -> None:
    """Delete the participants that only stood on the starter list. Raises NotPossible when something hangs on them."""
    try:
        council.participants.all().delete()
    except models.ProtectedError:
        raise NotPossible(
            gettext(
                "Mandates or roles have been registered for the participants already. Remove those that are wrong in "
                "the council first, or ask whoever runs the site."
            )
        ) from None


def _council_for(draft: SetUpDraft, values: Mapping[str, Any], account: Account, now: datetime) -> Council:
    """The council's row with its new values. Raises AlreadySetUp."""
    if draft.council_id is None:
        # Someone may have taken the address since the draft was begun.
        slug = slug_for(draft.slug, is_taken=lambda slug: Council.objects.filter(slug=slug).exists())
        return Council.objects.create(slug=slug, set_up_at=now, **values)
    council = Council.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.council_id)
    _must_be_free(council, account, on=timezone.localdate(now))
    for name, value in values.items():
        setattr(council, name, value)
    # From here on the council itself is the source.
    council.source, council.source_year, council.set_up_at = "", "", now
    council.version += 1
    council.save()
    return council


def _values(draft: SetUpDraft, rows: Sequence[Participant]) -> dict[str, Any]:
    """What the council's row gets. Raises NotPossible when the name is missing or nobody takes part."""
    values = {name: draft.answers[name] for name in FIELDS if name in draft.answers}
    if not values.get("name") or not values.get("short_name"):
        raise NotPossible(gettext("The council has no name yet. Go back to the first step and write it."))
    if not rows:
        raise NotPossible(gettext("Nobody takes part yet. Go back to the second step and choose the participants."))
    office = draft.answers.get("office_municipality")
    values["office_municipality"] = Municipality.objects.filter(code=office).first() if office else None
    return values


def _participants(draft: SetUpDraft) -> list[Participant]:
    """Rows for those who take part, not yet saved."""
    chosen = [row for row in draft.participants if row["takes_part"]]
    codes = {kind: [row["code"] for row in chosen if row["kind"] == kind] for kind in (MUNICIPALITY, COUNTY)}
    municipalities = Municipality.objects.real().in_bulk(codes[MUNICIPALITY], field_name="code")
    counties = CountyAuthority.objects.in_bulk(codes[COUNTY], field_name="code")
    return [
        Participant(
            municipality=municipalities.get(row["code"]) if row["kind"] == MUNICIPALITY else None,
            county=counties.get(row["code"]) if row["kind"] == COUNTY else None,
            certainty=Certainty.CONFIRMED,
            starts_on=date.fromisoformat(row["starts_on"]) if row["starts_on"] else None,
        )
        for row in chosen
        if row["code"] in municipalities or row["code"] in counties
    ]
