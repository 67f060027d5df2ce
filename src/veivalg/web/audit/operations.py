"""The one write of the trail. Called by operations, in their transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models

from veivalg.web.access.actor import Actor
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb

_BATCH = 500


class OutsideTransaction(Exception):
    """A change and its trail must stand or fall together."""


@dataclass(frozen=True)
class Noted:
    """One of many changes that are made together."""

    verb: Verb
    subject: models.Model
    changes: Mapping[str, list[Any]] = field(default_factory=dict)
    under: models.Model | None = None


def record(
    actor: Actor,
    verb: Verb,
    *,
    subject: models.Model,
    at: datetime,
    council_id: int | None = None,
    under: models.Model | None = None,
    changes: Mapping[str, list[Any]] | None = None,
    reason: str = "",
    on_behalf_of: str = "",
) -> AuditEntry:
    """Note that someone did something. Raises OutsideTransaction outside the transaction of the change itself."""
    _must_be_inside(str(verb))
    entry = _entry(actor, Noted(verb, subject, changes or {}, under), at, council_id, reason, on_behalf_of)
    entry.save(force_insert=True)
    return entry


def record_many(
    actor: Actor, entries: Iterable[Noted], *, at: datetime, council_id: int | None = None, reason: str = ""
) -> int:
    """Note many changes at once, in the order they are given. Returns how many. Raises OutsideTransaction."""
    _must_be_inside("A list of changes")
    rows = [_entry(actor, noted, at, council_id, reason, "") for noted in entries]
    AuditEntry.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _must_be_inside(what: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{what} was recorded outside a transaction; wrap the operation in transaction.atomic."
        )


def _entry(
    actor: Actor, noted: Noted, at: datetime, council_id: int | None, reason: str, on_behalf_of: str
) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor_id=actor.account_id,
        is_operator=actor.is_operator,
        on_behalf_of=on_behalf_of or actor.on_behalf_of,
        council_id=council_id,
        verb=noted.verb.value,
        subject_type=noted.subject._meta.label_lower,
        subject_id=str(noted.subject.pk),
        under_type=noted.under._meta.label_lower if noted.under is not None else "",
        under_id=str(noted.under.pk) if noted.under is not None else "",
        changes=dict(noted.changes),
        reason=reason,
        request_id=actor.request_id,
    )
