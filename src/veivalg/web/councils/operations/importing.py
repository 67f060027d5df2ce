"""Importing people and mandates: a draft that is looked through, and one transaction that carries it out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import as_noted, put
from veivalg.web.audit.operations import Noted, record, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.importing.choices import Choices
from veivalg.web.councils.importing.plan import Plan, plan_of
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Council, ImportDraft, Mandate, Person
from veivalg.web.councils.operations.mandates import as_kept
from veivalg.web.councils.operations.people import PERSONAL
from veivalg.web.councils.refusals import NotPossible

HOLDS = timedelta(hours=1)
_BATCH = 500


class DraftGone(Exception):
    """There is no such draft for this person in this council, or its hour has passed."""


class PlanChanged(Exception):
    """What is stored, or what was chosen, is not what the plan was shown for. Nothing was written."""


@dataclass(frozen=True)
class Outcome:
    """How many of each were written."""

    people_made: int
    people_changed: int
    mandates_made: int
    mandates_changed: int
    left_out: int
    is_repeated: bool = False
    """It had been imported already, and nothing was written now."""


@transaction.atomic
def start_import(*, actor: Actor, council: Council, data: Mapping[str, Any], now: datetime) -> ImportDraft:
    """Keep what was read for an hour, in place of an earlier draft by the same person. Raises access.doors.Refused."""
    _require(actor, council)
    forget_old(now=now)
    ImportDraft.objects.filter(council=council, account_id=actor.account_id).delete()
    return ImportDraft.objects.create(
        council=council, account_id=actor.account_id, made_at=now, expires_at=now + HOLDS, data=data
    )


@transaction.atomic
def choose(*, actor: Actor, council: Council, draft_id: int, form: Mapping[str, str], now: datetime) -> None:
    """Keep what was chosen on the preview page. Raises access.doors.Refused and DraftGone."""
    _require(actor, council)
    draft = _held(actor, council, draft_id, now)
    draft.answers = dict(Choices.of(draft.answers).with_form(form).answers)
    draft.save(update_fields=["answers"])


@transaction.atomic
def cancel_import(*, actor: Actor, council: Council, draft_id: int, now: datetime) -> None:
    """Forget what was read. Raises access.doors.Refused and DraftGone."""
    _require(actor, council)
    _held(actor, council, draft_id, now).delete()


@transaction.atomic
def import_people(
    *, actor: Actor, council: Council, draft_id: int, fingerprint: str, leaves_out: bool, now: datetime
) -> Outcome:
    """Carry out the plan that was shown, all of it or nothing; a second time nothing more happens.

    Raises access.doors.Refused, DraftGone, PlanChanged when it would not be what was shown, and NotPossible when rows
    would be left out and `leaves_out` does not say so, or when there is nothing to do.
    """
    _require(actor, council)
    draft = _held(actor, council, draft_id, now)
    if draft.finished_at is not None:
        return Outcome(**draft.outcome, is_repeated=True)
    plan = plan_of(draft.data, draft.answers, stored_in(council, hold=True), now=now)
    if plan.fingerprint != fingerprint:
        raise PlanChanged
    if plan.left_out and not leaves_out:
        raise NotPossible(
            gettext("Some rows cannot be imported. Correct them, or tick that they are left out."), field="leaves_out"
        )
    if not plan.accepted:
        raise NotPossible(gettext("There is nothing to import: no row is new or changed."))
    outcome = _carry_out(actor, council, plan, now)
    counts = asdict(outcome)
    del counts["is_repeated"]
    record(
        actor,
        Verb.PEOPLE_IMPORTED,
        subject=council,
        council_id=council.pk,
        at=now,
        changes={name: [0, count] for name, count in counts.items() if count},
    )
    draft.data, draft.answers, draft.outcome, draft.finished_at = {}, {}, counts, now
    draft.save()
    return outcome


def forget_old(*, now: datetime) -> int:
    """Delete drafts whose hour has passed. Returns how many."""
    return ImportDraft.objects.filter(expires_at__lte=now).delete()[0]


def draft_of(*, actor: Actor, council: Council, draft_id: int, now: datetime) -> ImportDraft:
    """A draft for whoever made it. Raises DraftGone for everyone else."""
    found = ImportDraft.objects.valid_at(now).filter(pk=draft_id, council=council, account_id=actor.account_id).first()
    if found is None or actor.account_id is None:
        raise DraftGone
    return found


def newer_draft(*, actor: Actor, council: Council, draft_id: int, now: datetime) -> ImportDraft | None:
    """The draft that the same person made afterwards and that waits; None when there is none."""
    if actor.account_id is None:
        return None
    rows = ImportDraft.objects.valid_at(now).filter(council=council, account_id=actor.account_id, finished_at=None)
    return rows.filter(pk__gt=draft_id).order_by("-pk").first()


def _require(actor: Actor, council: Council) -> None:
    require(actor, Permission.COUNCILS_PERSON_EDIT, council_id=council.pk)
    require(actor, Permission.COUNCILS_MANDATE_EDIT, council_id=council.pk)


def _held(actor: Actor, council: Council, draft_id: int, now: datetime) -> ImportDraft:
    rows = ImportDraft.objects.select_for_update(of=("self",)).valid_at(now)
    found = rows.filter(pk=draft_id, council=council, account_id=actor.account_id).first()
    if found is None or actor.account_id is None:
        raise DraftGone
    return found


def _save_all(model: type[Model], rows: Sequence[Model], fields: set[str]) -> None:
    """Save rows that are there already and are held: as an insert that meets itself, ten times as fast as updates."""
    model._default_manager.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=sorted(fields)
    )


def _carry_out(actor: Actor, council: Council, plan: Plan, now: datetime) -> Outcome:
    entries: list[Noted] = []
    new_people = [someone.person for someone in plan.new_people]
    Person.objects.bulk_create(new_people, batch_size=_BATCH)
    for person in new_people:
        values = {name: getattr(person, name) for name in PERSONAL}
        entries.append(Noted(Verb.PERSON_MADE, person, as_noted(values, private=PERSONAL)))
    changed_people = []
    for someone, values in plan.changed_people:
        changes = put(someone.person, values, private=PERSONAL)
        if changes:
            changed_people.append(someone.person)
            entries.append(Noted(Verb.PERSON_CHANGED, someone.person, changes))
    _save_all(Person, changed_people, {*PERSONAL, "sort_key", "version"})
    new_mandates = plan.new_mandates
    Mandate.objects.bulk_create(new_mandates, batch_size=_BATCH)
    for mandate in new_mandates:
        entries.append(Noted(Verb.MANDATE_MADE, mandate, as_noted(as_kept(mandate)), under=mandate.body))
    changed_mandates: list[Mandate] = []
    fields = {"version"}
    for mandate, values in plan.changed_mandates:
        changes = put(mandate, values)
        if changes:
            changed_mandates.append(mandate)
            fields |= values.keys()
            entries.append(Noted(Verb.MANDATE_CHANGED, mandate, changes, under=mandate.body))
    _save_all(Mandate, changed_mandates, fields)
    record_many(actor, entries, at=now, council_id=council.pk)
    return Outcome(
        people_made=len(new_people),
        people_changed=len(changed_people),
        mandates_made=len(new_mandates),
        mandates_changed=len(changed_mandates),
        left_out=plan.left_out,
    )
