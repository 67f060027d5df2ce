"""The one write of the trail. Called by operations, in their transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models

from veivalg.web.access.actor import Actor
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb


class OutsideTransaction(Exception):
    """A change and its trail must stand or fall together."""


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
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{verb} was recorded outside a transaction; wrap the operation in transaction.atomic."
        )
    return AuditEntry.objects.create(
        at=at,
        actor_id=actor.account_id,
        is_operator=actor.is_operator,
        on_behalf_of=on_behalf_of or actor.on_behalf_of,
        council_id=council_id,
        verb=verb.value,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        under_type=under._meta.label_lower if under is not None else "",
        under_id=str(under.pk) if under is not None else "",
        changes=dict(changes or {}),
        reason=reason[:500],
        request_id=actor.request_id,
    )
